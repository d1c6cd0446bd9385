"""The words of a rehearsal: what would happen to a round, and when."""

from templates.marking import N_, NN_

STAND_IN = N_("(text of the rehearsal)")
"""Stands for whatever people would write."""

TITLE = N_("Rehearsal of a round: %(country)s, %(methodology)s. Nothing has been sent to anybody.")
BEHAVIOURS = {
    "in_time": N_("Everybody answers on the first working day"),
    "last_day": N_("Everybody answers on the last day"),
    "silent": N_("Nobody answers"),
}
ENDS = N_("From %(begins)s to %(ends)s. %(outcome)s")
WAITS = N_("From %(begins)s to %(ends)s. The round then waits, and nothing more comes by itself:")
CUT = N_(
    "From %(begins)s to %(ends)s. The round would go on for years like this, and the rehearsal stops here."
)
LETTERS = NN_("One letter", "%(count)s letters", by="count")

WHAT = {
    "step": N_("Step begins"),
    "asked": N_("Asked"),
    "answered": N_("Answered"),
    "reminded": N_("Reminder"),
    "overdue": N_("Overdue"),
    "moved": N_("Other date"),
    "waived": N_("Waived"),
    "expired": N_("Ends unanswered"),
    "frozen": N_("Closes before the visit"),
    "ended": N_("No longer needed"),
    "seated": N_("Joins the panel"),
    "left": N_("Leaves the panel"),
    "visit_agreed": N_("Visit agreed"),
    "visit_moved": N_("Visit moved"),
    "visit_begins": N_("Visit begins"),
    "visit_ends": N_("Visit ends"),
    "visit_cancelled": N_("Visit cancelled"),
    "version": N_("Version of the report"),
    "refused": N_("Answer not possible"),
    "closed": N_("Round ends"),
}
"""What happens, in as few words as a column holds."""
COLUMNS = {
    "day": N_("Day"),
    "what": N_("What happens"),
    "about": N_("About"),
    "who": N_("By"),
    "due": N_("Due"),
    "to": N_("To"),
    "language": N_("Language"),
    "subject": N_("Subject"),
}
TOLD = N_("%(what)s (told: %(roles)s)")
"""What is overdue, and who hears of it."""

REFUSALS = {
    "rehearsal_busy": N_(
        "Another round is being rehearsed at the moment. Please try again in a few seconds."
    ),
    "rehearsal_not_made": N_("The rehearsal could not be made in time. Please try again later."),
}
"""Why there is none now, by code."""

UNREADABLE = {
    "missing": N_("%(file)s cannot be read."),
    "no_json": N_("%(file)s is no JSON (line %(line)s, column %(column)s)."),
    "no_object": N_("%(file)s holds no request: a JSON object is expected."),
    "too_large": N_("%(file)s is larger than a request can be."),
    "no_sample": N_("%(file)s is no request, and no sample that can be read: %(field)s is missing or wrong."),
}
WRONG = NN_("One thing is wrong in %(file)s:", "%(count)s things are wrong in %(file)s:", by="count")
OVER = N_("The round %(round)s is over: there is nothing to rehearse.")
UNKNOWN = N_("There is no round %(round)s.")

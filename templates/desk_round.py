"""Words of a round's pages on the desk: what acts do, what would happen, how letters fare, the log."""

from templates.marking import N_, NN_

WHAT = {
    "extend": N_("A later date for this task. Whoever has it is told of the new date by letter."),
    "waive": N_("The round goes on without this task. Whoever has it is told, and the reason is recorded."),
    "correct_address": N_(
        "The links that were sent to the old address end at once; what is open is sent again to the new one."
    ),
    "replace_person": N_(
        "The newcomer takes over roles and open tasks; the links of whoever is replaced end at once."
    ),
    "send_again": N_("The letter goes out once more as it is, with the same links."),
    "withdraw": N_("The round ends for good. Everybody who takes part is told, and their links end."),
    "skip_batch": N_("What cannot be written is left out for good; the record says so, with your reason."),
    "move_visit": N_("Beneficiary and experts are asked again; until all agree, the visit stays as it was."),
    "leave_panel": N_("The expert leaves the panel, and the next candidate of the seat is invited."),
}
"""What an act does, where its name does not say it."""
SAVED = N_("Saved. What is chosen by sending is not kept: please choose it when you send.")
PROOF = N_("Document that shows it in writing")
PROOF_HINT = N_(
    "You file this for %(name)s: the letter or message in which they gave it, as PDF, DOCX, image or saved "
    "mail (EML)."
)
WHY = N_("Why you file it for them")
WHY_HINT = N_("It stands in the record beside the document, and not with what they gave.")
WILL = {
    "open": N_("Asked of the %(who)s, until %(day)s: %(task)s"),
    "open_later": N_("Once others have agreed, asked of the %(who)s: %(task)s"),
    "close": N_("Ends (%(who)s): %(task)s"),
    "move": N_("Due on %(day)s (%(who)s): %(task)s"),
    "stop": N_("The clock stands still (%(who)s): %(task)s"),
    "seated": N_("Seat %(seat)s is taken by %(who)s."),
    "left": N_("Seat %(seat)s becomes free."),
    "schedule": N_("The visit is put into the calendars: %(starts)s to %(ends)s."),
    "unschedule": N_("The visit is taken out of the calendars."),
    "replace": N_("%(who)s is replaced; open tasks pass to the newcomer."),
    "share": N_("A delegate may do besides: %(task)s"),
    "unshare": N_("The delegation ends: %(task)s"),
    "readdress": N_("The links of %(who)s end, and what is open is sent to the new address."),
    "report": N_("Version %(version)s of the report exists from then on."),
    "papers": N_("The papers are there for those who may read them."),
    "publish": N_("The report is to be published."),
    "unpublish": N_("The report is taken off the public pages."),
    "announce": N_("The announcement is sent."),
}
"""What would happen, by the name of the effect; letters are listed by themselves."""
SHIFTS = {
    "due": N_("Due (%(who)s): %(task)s"),
    "reminder": N_("Next reminder (%(who)s): %(task)s"),
    "freezes": N_("Closes before the visit (%(who)s): %(task)s"),
    "visit_starts": N_("First day of the visit"),
    "visit_ends": N_("Last day of the visit"),
    "step_starts": N_("Expected beginning: %(step)s"),
    "step_ends": N_("Expected end: %(step)s"),
}
"""What moves with a date."""
WINDOW = N_("If the visit is from %(starts)s to %(ends)s")
NOTHING_ELSE = N_("It is recorded; nothing else changes at once.")
LETTERS = {
    "waiting": N_("on its way"),
    "sent": N_("sent"),
    "uncertain": N_("being tried again"),
    "unmade": N_("cannot be made yet; tried again"),
    "refused": N_("refused by the address"),
    "came_back": N_("came back from the address"),
    "faulted": N_("could not be made"),
}
"""How a letter fares."""
ANSWERS = {
    "unreachable": N_("The mail server cannot be reached."),
    "disconnected": N_("The connection to the mail server broke off."),
    "timeout": N_("The mail server did not answer in time."),
    "expired": N_("It was tried for five days."),
    "address": N_("This is not an address."),
    "smtputf8": N_("The mail server does not know addresses in this script."),
}
"""What stood in the way of a letter; other answers are codes of the mail server."""
TEMPLATES = {
    "announcement": N_("Announcement"),
    "assignment": N_("Something is asked"),
    "brief": N_("A task passes on"),
    "delegated": N_("Named as a delegate"),
    "delegation_ended": N_("A delegation has ended"),
    "handed_over": N_("A place is handed over"),
    "moved": N_("A date has changed"),
    "old_address": N_("To the address of before"),
    "receipt": N_("Receipt"),
    "refused": N_("Something was not accepted"),
    "reminder": N_("Reminder"),
    "escalation": N_("Reminder"),
    "overdue": N_("Reminder"),
    "seat_filled": N_("The seat is filled"),
    "told": N_("News of the round"),
    "visit": N_("Calendar of the visit"),
}
"""What a letter is about, while it has no subject yet."""
LOG = {
    "opened": N_("Asked"),
    "closed_fulfilled": N_("Done"),
    "closed_waived": N_("Waived"),
    "closed_expired": N_("Ended without an answer"),
    "closed_frozen": N_("Closed before the visit"),
    "closed_closed": N_("No longer needed"),
    "closed_lingering": N_("Not answered, may still be"),
    "overdue": N_("Overdue"),
    "reminded": N_("Reminded"),
    "moved": N_("Date or clock changed"),
    "refused": N_("Not accepted"),
    "resent": N_("Letter sent again"),
    "came_back": N_("Letter came back; the address refuses it"),
    "seated": N_("Seat taken"),
    "left": N_("Seat left"),
    "replaced": N_("Person replaced"),
    "delegated": N_("Delegate named"),
    "delegation_ended": N_("Delegation ended"),
    "readdressed": N_("Address corrected"),
    "report": N_("Version of the report"),
    "visit_confirmed": N_("Visit in the calendars"),
    "visit_cancelled": N_("Visit out of the calendars"),
    "told": N_("Told by letter"),
    "left_out": N_("Left out"),
    "paper_withdrawn": N_("Paper withdrawn"),
    "published": N_("Published"),
    "unpublished": N_("Taken off the public pages"),
    "announced": N_("Announced"),
}
"""What an entry of the log says; one that is named as a submission is called as that is."""
BEGUN = N_("Round opened")
SYSTEM = N_("by itself")
LETTERS_OF = NN_("one letter", "%(count)s letters", by="count")
REFUSED_OF = NN_("one refused", "%(count)s refused", by="count")
STATES = {
    "accepted": N_("It is done and recorded."),
    "received": N_(
        "It is kept, and handed to the round as soon as can be. Should the round refuse it, you are told by "
        "letter."
    ),
    "faulted": N_("It is kept, and handed to the round again after the programs are mended."),
    "refused": N_("The round has refused it, and nothing has changed."),
}
"""What became of what was sent."""
PLACES = {
    "round": N_("The round as a whole"),
    "visit": N_("The visit"),
    "report": N_("Report and publication"),
}
"""Under which acts stand together."""

"""Words of the desk: what is shown instead of a page, what pages and roles are called."""

from templates.desk_words import SAVED
from templates.marking import N_, NN_

INSTEAD = {
    "signed_out": (
        N_("Please sign in"),
        N_("This page is for officers of a secretariat. Please have a link sent to your registered address."),
    ),
    "session_over": (
        N_("Your session has ended"),
        N_(
            "A session lasts twelve hours. It ends before when nothing is done in it for long, when you sign "
            "out, or when it is ended by you elsewhere or by an administrator. What you have sent before is "
            "kept; what you were about to send was not. Please have a new link sent."
        ),
    ),
    "link_over": (
        N_("This link does not work any more"),
        N_(
            "A link to the desk works once, and for fifteen minutes. It may have been used already, be too "
            "old, or have been copied incompletely. Please have a new one sent."
        ),
    ),
    "provider_refused": (
        N_("You were not signed in"),
        N_(
            "Your organization's account does not lead to the desk: what came back could not be verified or "
            "came too late, you had signed in there too long ago or in a way that is not enough here, its "
            "address is not confirmed there, that address is no officer's, or its officer has come with "
            "another account before. Please try again, or have a link sent to your registered address."
        ),
    ),
    "provider_away": (
        N_("You cannot sign in with your account just now"),
        N_(
            "Your organization's sign-in service does not answer. Please have a link sent to your registered "
            "address, or try again later."
        ),
    ),
    "role_may_not": (
        N_("This is not for your role"),
        N_(
            "Your role at the secretariat does not include this page or this act, and nothing was done. An "
            "administrator of your secretariat can change your role."
        ),
    ),
    "form_too_old": (
        N_("Nothing was done"),
        N_(
            "The page that you sent was shown in another session, or before you signed in again. Please go "
            "back, load the page anew and send it once more."
        ),
    ),
    "not_here": (
        N_("There is no such page"),
        N_(
            "The address leads nowhere, or to a round of another secretariat. Please look for it in the list "
            "of rounds."
        ),
    ),
}
"""Why a page is not shown, in a title and a sentence."""
ROLES = {
    "officer": N_("Officer"),
    "head": N_("Head of the secretariat"),
    "coordinator": N_("Coordinator"),
    "auditor": N_("Auditor"),
    "administrator": N_("Administrator"),
}
SCOPES = {"read": N_("read"), "act": N_("read and act")}
"""What a key may do."""
KEY_LASTS = NN_("one day", "%(count)s days", by="count")
KEY_FAULTS = {
    "key_unnamed": N_("Nothing was made: a key needs a name, of letters that can be seen."),
    "key_unchosen": N_("Nothing was made: please choose what the key may do, and for how long."),
    "key_name_used": N_(
        "Nothing was made: you have a key of this name. Please choose another name, or end that key first."
    ),
}
"""Why no key was made."""
WAYS = {
    "letter": N_("by a link in a letter"),
    "provider": N_("by your organization's account"),
    "shown": N_("by a link that whoever runs the programs gave you"),
}
"""How a session was begun."""
UNKNOWN_BROWSER = N_("Unknown browser")
PAGES = {
    "today": N_("Today"),
    "rounds": N_("Rounds"),
    "requests": N_("Requests"),
    "words": N_("Words of letters"),
    "secretariat": N_("Secretariat"),
    "methodologies": N_("Methodologies"),
    "calendar": N_("Calendar"),
    "statistics": N_("Statistics"),
    "officers": N_("Officers"),
}
"""What stands in the navigation."""
DONE = {
    "request_opened": N_("The round is opened, and whoever asked is told by letter."),
    "request_told": N_("The request is set aside, and whoever asked is told the reason by letter."),
    "reason_refused": N_("Nothing was done: the reason cannot be kept as it was written."),
    "request_kept": N_("The opening is kept, and the round begins as soon as the programs answer."),
    "request_aside": N_("The request is set aside. Nobody was written to."),
    "request_gone": N_("Nothing was done: somebody else has settled this request meanwhile."),
    "request_refused": N_("No round can be opened from this request as it stands; it waits as before."),
    "no_visits": N_("There is no visit in these twelve months, so there is no calendar file of them."),
    "none_chosen": N_("Nothing was done: please tick at least one round first."),
    "nobody_to_remind": N_(
        "Nothing was sent: the rounds that were chosen wait for nobody outside the secretariat."
    ),
    "view_saved": N_("The view is saved under its name."),
    "view_unnamed": N_("Nothing was saved: a view needs a name."),
    "views_full": N_("Nothing was saved: there are twenty views already. Please remove one first."),
    "view_forgotten": N_("The view is removed."),
    "noted": N_("Noted. The officers of your secretariat read it; nobody was written to."),
    **SAVED,
    "role_set": N_("The role is changed. It holds from the officer's next page on."),
    "sessions_ended": N_("The officer is signed out everywhere."),
    "session_ended": N_("The session is ended. It opens nothing from now on."),
    "others_ended": N_("All your other sessions are ended, and links to the desk that were not used."),
    "key_ended": N_("The key is ended. It opens nothing from now on."),
}
"""What was just done."""
FILTERS = {
    "q": N_("Text"),
    "methodology": N_("Methodology"),
    "country": N_("Country"),
    "step": N_("Step"),
    "waiting_on": N_("Waiting on"),
    "state": N_("State"),
    "overdue": N_("Overdue only"),
    "mine": N_("Mine only"),
    "sort": N_("Order"),
    "after": N_("Page"),
    "year": N_("Year"),
    "month": N_("Month"),
}
"""What the list of rounds is asked by."""
ROUND_STATES = {"open": N_("Open rounds"), "closed": N_("Closed rounds")}
ORDERS = {
    "changed": N_("Latest change first"),
    "due": N_("Due first"),
    "country": N_("By country code"),
}
REMINDED = {
    "sent": NN_("One letter was sent again.", "%(count)s letters were sent again.", by="count"),
    "kept": NN_(
        "One is kept and goes out as soon as its round answers.",
        "%(count)s are kept and go out as soon as their rounds answer.",
        by="count",
    ),
    "refused": NN_(
        "One was not sent: its round has moved on meanwhile.",
        "%(count)s were not sent: their rounds have moved on meanwhile.",
        by="count",
    ),
}
"""What became of letters that were to be sent again."""
COLUMNS = {
    "id": N_("Round (id)"),
    "methodology": N_("Methodology"),
    "country_code": N_("Country (ISO 3166)"),
    "country": N_("Country"),
    "year": N_("Year"),
    "number": N_("Number"),
    "institution": N_("Institution"),
    "initiative": N_("Initiative"),
    "step": N_("Step"),
    "outcome": N_("Outcome"),
    "waiting_on": N_("Waiting on"),
    "next_due": N_("First due"),
    "overdue": N_("Overdue tasks"),
    "opened": N_("Opened"),
    "changed": N_("Changed"),
    "closed": N_("Closed"),
}
"""The heads of an exported list."""
SETTLE = N_("Look at a request: %(name)s")
DAY = {
    "asked": (N_("Countries that ask for a round"), N_("No request is waiting.")),
    "mine": (
        N_("Yours to do"),
        N_("Nothing is waiting for you. What you open, examine or decide next comes here by itself."),
    ),
    "late": (
        N_("Late, and with whom"),
        N_("Nobody is late. Whoever passes a time limit is listed here, with what may be done about it."),
    ),
    "wrong": (N_("Rounds that do not go on"), N_("Every round goes on.")),
    "refusing": (N_("Addresses that refuse letters"), N_("Every address takes its letters.")),
    "came": (
        N_("Came in since yesterday"),
        N_("Nothing has come in since yesterday. Answers are listed here as soon as a round has taken them."),
    ),
    "visits": (
        N_("Visits of the next four weeks"),
        N_("No visit is arranged for the next four weeks."),
    ),
}
"""The parts of the first page: what each is called, and what is said while it is empty."""
VISITS = {"agreed": N_("agreed"), "proposed": N_("proposed")}
"""How the days of a visit stand."""
MORE_VISITS = NN_("one more visit", "%(count)s more visits", by="count")
NO_VISIT = N_(
    "No visit falls into this month. Visits stand here from the day on which dates are proposed in a round. "
    "Please look at another month, or take a filter away."
)
FOUND = {
    "rounds": (N_("Rounds"), N_("No round is found by these words.")),
    "people": (N_("People"), N_("Nobody is found by these words: name, post and address are looked at.")),
    "letters": (
        N_("Letters"),
        N_("No letter is found by these words: its subject and its recipient are looked at."),
    ),
}
"""What the search box finds: what each group is called, and what is said while it is empty."""
DUE = N_("due %(day)s")
OVERDUE = N_("overdue since %(day)s")
REFUSES = N_("Correct the address of %(name)s")
TROUBLES = {
    "stuck": N_("What happened cannot be written: try it again, or leave out the part that fails"),
    "task_fails": N_("The programs fail over this round: whoever runs them has to look"),
    "terminated": N_("The round was ended from outside: whoever runs the programs can rebuild it"),
    "failed": N_("The round has failed: whoever runs the programs can rebuild it"),
    "ended": N_("The round has ended before its time: whoever runs the programs can rebuild it"),
    "missing": N_("The round is not running: whoever runs the programs can rebuild it"),
}
"""Why a round does not go on, and what is to be done."""

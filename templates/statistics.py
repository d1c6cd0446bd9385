"""Words of what is counted over rounds, and of how alike they were treated (Z1)."""

from templates.marking import N_, NN_

SECTIONS = {
    "rounds": (N_("Rounds"), N_("Rounds opened, by how they stand or ended.")),
    "steps": (
        N_("Time for each step"),
        N_("Working days that each step took, half of the rounds at most, and in the slowest round."),
    ),
    "invitations": (N_("Invitations to panels"), N_("What became of invitations to experts.")),
    "answers": (N_("Answers"), N_("What became of what was asked, by task.")),
    "exceptions": (N_("Exceptions to time limits"), N_("Exceptions that were made, by their kind.")),
    "officers": (N_("Load of each officer"), N_("Rounds of each responsible officer.")),
    "experts": (N_("Load of each expert"), N_("Rounds on whose panel each expert sits.")),
    "countries": (
        N_("Load of each country"),
        N_("Rounds that each country has, and those it sends experts to."),
    ),
}
"""Each part: its title, and what its picture shows."""
NOTES = {
    "steps": N_(
        "Working days of the secretariat, from the first task of a step to that of the next. Steps that go "
        "on still are not counted."
    ),
    "invitations": N_("Whoever declined and accepted later has accepted."),
    "answers": N_(
        "In time: by the time limit as it stood in the end, with what was granted. Tasks that ended with "
        "their round are counted as asked alone."
    ),
    "exceptions": N_("Each with its reason stands in the equal-treatment report."),
}
HEADS = {
    "rounds": (N_("Standing"), N_("Rounds")),
    "steps": (N_("Step"), N_("Rounds"), N_("Median"), N_("Longest")),
    "invitations": (N_("Answer"), N_("Invitations"), N_("Share")),
    "answers": (
        N_("Task"),
        N_("Asked"),
        N_("In time"),
        N_("Late"),
        N_("Waived"),
        N_("Frozen"),
        N_("No answer"),
        N_("Awaited"),
        N_("Overdue"),
    ),
    "exceptions": (N_("Exception"), N_("Times")),
    "officers": (N_("Officer"), N_("Rounds"), N_("Open rounds"), N_("Open tasks"), N_("Overdue tasks")),
    "experts": (
        N_("Expert"),
        N_("Country"),
        N_("Rounds"),
        N_("Open rounds"),
        N_("Open tasks"),
        N_("Overdue tasks"),
    ),
    "countries": (N_("Country"), N_("Rounds as beneficiary"), N_("Rounds with its experts")),
}
"""The heads of the tables; the bars of a picture are called as their columns."""
STANDING = {"opened": N_("Opened"), "running": N_("Still open")}
INVITED = {
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "silent": N_("No answer"),
    "awaited": N_("Awaited"),
    "ended": N_("Ended before an answer was due"),
}
EXCEPTIONS = {
    "extension": N_("Extension"),
    "slack": N_("Extension that the methodology grants at once"),
    "pause": N_("Pause"),
    "resumption": N_("Resumption"),
    "waiver": N_("Waiver"),
}
EMPTY = {
    "steps": N_("No step has come to its end yet."),
    "invitations": N_("Nobody has been invited yet."),
    "answers": N_("Nothing has been asked yet."),
    "exceptions": N_("No exception has been made."),
    "officers": N_("No officer is responsible for any of these rounds."),
    "experts": N_("No expert sits on a panel yet."),
}
MORE = NN_(
    "One more row stands in the file alone.", "%(count)s more rows stand in the file alone.", by="count"
)
TITLE = N_("Statistics: %(methodology)s %(year)s")
ALIKE = N_("Equal treatment: %(methodology)s %(year)s")
SHEETS = {"rounds": N_("Rounds"), "clocks": N_("Time limits"), "exceptions": N_("Exceptions")}
TREATED = {
    "round": N_("Round"),
    "opened": N_("Opened"),
    "standing": N_("Standing"),
    "tasks": N_("Tasks with a time limit"),
    "extensions": N_("Extensions"),
    "pauses": N_("Pauses"),
    "waivers": N_("Waivers"),
    "reminders": N_("Reminders"),
    "waited": N_("Working days waited for the secretariat"),
}
"""The heads of the table of rounds."""
LIMITS = (N_("Task"), N_("Time limit"), N_("Times given"), N_("Countries"))
MADE = (N_("Round"), N_("Task"), N_("Exception"), N_("Reasons"), N_("Officer"), N_("Made on"), N_("New date"))
WHOLE_ROUND = N_("the whole round")
BY_METHODOLOGY = N_("the methodology")
EVERY_COUNTRY = N_("every country alike")

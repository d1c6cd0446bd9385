"""Papers that people attach, in words: what their fields and choices are called, and how they are shown."""

from datetime import date

from templates.marked import joined
from templates.marking import N_
from templates.words import Words

ATTACH = N_("Attach papers")
HOW = N_(
    "Please attach presentations, annexes, a signed letter or minutes, each with a title; say what they go "
    "with and who may read them. Those people are told by letter, once for all the papers that you send "
    "together."
)
YOURS = N_("What you have attached")
ADDED = N_(
    "Recorded. Thank you. The papers stand in the file of the round in a moment; those who may read them are "
    "told by letter."
)
GONE = N_("The paper is withdrawn. It is shown to nobody any more; that it was attached stays on record.")
RECEIVED = N_("Received. Thank you. Should it not be accepted, you are told by letter.")
WITHDRAWN = N_("%(title)s (withdrawn)")


def line(words: Words, by: str, on: date, audience: str, about: str) -> str:
    """Who attached a paper and when, for whom, and what it goes with."""
    said = joined(", ", (by, words.short(on), words.choice("audience", audience)))
    return joined("\n", [text for text in (about, said) if text])

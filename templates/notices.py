"""What a page says of what was just done on it."""

from collections.abc import Mapping
from typing import Any

from rounds.methodology.model import REVIEW, Methodology
from templates.background import Block
from templates.marking import N_
from templates.words import Words

SAVED_AT = N_("Saved: %(at)s. Nothing has been sent yet.")
LAST_SAVED = N_("Last saved by %(name)s: %(at)s.")
SHEET_READ = N_(
    "The form has been filled in from the spreadsheet. Nothing is saved or sent before you do so."
)
DELEGATED = N_("Your delegate is told by letter, with a link of their own. Your own link goes on working.")
DELEGATION_ENDED = N_("The delegation has ended; the delegate is told by letter.")
STEERED = N_("Received. Thank you. Everyone concerned will be told by letter.")
ANSWERED_NO = N_(
    "You have declined this invitation. Until the seat is filled you may still accept it with the form below."
)
UNDECIDED = N_("What you decide is not kept: please choose it when you send.")
QUESTIONNAIRE = N_("Questionnaire")
ANSWER_BY = N_("Please answer by %(when)s.")
SPREADSHEET = N_("Spreadsheet with the answers")
PEOPLE = N_("People, one a line")
SURE = N_("I confirm it")
SAVED = N_("Saved. You can continue later with the same link; nothing has been sent yet.")
MORE_TIME_ASKED = N_(
    "Your request for more time was received. What the methodology allows is granted at once; anything "
    "beyond it is decided by the secretariat. You will be told by letter."
)
BOTH_SHOWN = N_(
    "Somebody else has saved something here since you opened this page. Nothing was overwritten: both "
    "are shown below. What you save or send from now on takes the place of theirs."
)
UNDER_REVIEW = N_(
    "The secretariat now looks at the circumstances that you have declared. You take the seat once it finds "
    "that nothing stands against it; you are told either way by letter."
)


def follows(words: Words, methodology: Methodology, kind: str, said: Mapping[str, Any]) -> str:
    """What an answer does not settle yet: a declared conflict of interest is looked at first (P6)."""
    declared = kind == "answer_invitation" and said.get("conflict") == "possible"
    accepted = said.get("choice") == "accept"
    return words.say(UNDER_REVIEW) if declared and accepted and methodology.asks(REVIEW) else ""


def declined(words: Words) -> Block:
    """An invitation's way back."""
    return Block(texts=(words.say(ANSWERED_NO),), warning=True)

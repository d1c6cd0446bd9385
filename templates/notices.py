"""What a page says of what was just done on it."""

from collections.abc import Mapping
from typing import Any

from rounds.methodology.dossier import FORMER
from rounds.methodology.model import REVIEW, Methodology
from templates import publication
from templates.background import Block
from templates.marking import N_, NN_
from templates.words import Words

SAVED_AT = N_("Saved: %(at)s. Nothing has been sent yet.")
LAST_SAVED = N_("Last saved by %(name)s: %(at)s.")
SHEET_READ = N_(
    "The form has been filled in from the spreadsheet. Nothing is saved or sent before you do so."
)
DELEGATED = N_("Your delegate is told by letter, with a link of their own. Your own link goes on working.")
DELEGATED_BY = N_(
    "%(name)s has named you as a delegate for the task below. You may do it in their place with your own "
    "link; what either of you saves, the other sees."
)
PART = N_("Your part:")
DELEGATION_ENDED = N_("The delegation has ended; the delegate is told by letter.")
STEERED = N_("Received. Thank you. Everyone concerned will be told by letter.")
ANSWERED_NO = N_(
    "You have declined this invitation. Until the seat is filled you may still accept it with the form below."
)
UNDECIDED = N_("What you decide is not kept: please choose it when you send.")
DOCUMENT = N_("Word document (DOCX)")
DOCUMENT_READ = N_(
    "The document was read, and nothing has been saved or changed. Please mark what is to be taken over."
)
DOCUMENT_SAYS_THE_SAME = N_(
    "The document says nothing that is not in the form already, so there is nothing to take over."
)
DOCUMENT_IN = N_("The document was made from the text in this language: %(language)s.")
WITHOUT_PICTURES = N_("The pictures in the document were left out.")
QUESTIONNAIRE = N_("Questionnaire")
ANSWER_BY = N_("Please answer by %(when)s.")
SPREADSHEET = N_("Spreadsheet with the answers")
PEOPLE = N_("People, one a line")
SURE = N_("I confirm it")
UNSURE = N_("Please confirm it.")
SAVED = N_("Saved. You can continue later with the same link; nothing has been sent yet.")
MORE_TIME_ASKED = N_(
    "Your request for more time was received. What the methodology allows is granted at once; anything "
    "beyond it is decided by the secretariat. You will be told by letter."
)
BOTH_SHOWN = N_(
    "Somebody else has saved something here since you opened this page. Nothing was overwritten: both "
    "are shown below. What you save or send from now on takes the place of theirs."
)
TOGETHER = N_(
    "Somebody else has saved something here since you opened this page. Nothing was overwritten: what only "
    "one of you changed is put together in the form below, which is not saved before you do so."
)
DISCARDED = N_("What you had typed is forgotten; the page shows again what is agreed.")
MOVED_ON = N_(
    "What you were changing has been changed meanwhile. Nothing was overwritten: it is shown below as it is "
    "now, and so is what you have typed. What you send from now on takes its place."
)
LEFT = N_("You do not take part in this round any more. What you did in it stays in its record.")
NOT_INVITED = N_(
    "The invitation to the panel has ended, or the seat has been filled. Nothing more is asked of you in "
    "this round; the secretariat thanks you."
)
UNDER_REVIEW = N_(
    "The secretariat now looks at the circumstances that you have declared. You take the seat once it finds "
    "that nothing stands against it; you are told either way by letter."
)


PAGES = NN_("The draft has one page.", "The draft has %(pages)s pages.", by="pages")
PAGES_OF = NN_(
    "The draft has one page, of at most %(most)s.",
    "The draft has %(pages)s pages, of at most %(most)s.",
    by="pages",
)


def follows(words: Words, methodology: Methodology, kind: str, said: Mapping[str, Any]) -> str:
    """What an answer does not settle: a conflict of interest is looked at (P6), an authorisation (L11)."""
    if kind == "decide_publication" and methodology.asks("countersign_publication"):
        return words.say(publication.COUNTERSIGNED_NEXT) if said.get("choice") != "internal" else ""
    declared = kind == "answer_invitation" and said.get("conflict") == "possible"
    accepted = said.get("choice") == "accept"
    return words.say(UNDER_REVIEW) if declared and accepted and methodology.asks(REVIEW) else ""


def declined(words: Words) -> Block:
    """An invitation's way back."""
    return Block(texts=(words.say(ANSWERED_NO),), warning=True)


def gone(words: Words, who: str, state: str) -> str:
    """Why somebody has no part in a round any more; empty for whoever has one."""
    if who != FORMER:
        return ""
    return words.say(NOT_INVITED if state == "active" else LEFT)

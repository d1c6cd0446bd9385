"""The announcement of a published report: both sides agree on its words, in turn (X3)."""

from typing import Any

import pytest

from rounds.state import news
from rounds.state.effects import Effect, Take, Tell
from rounds.state.publishing import Announce
from rounds.state.round import Round
from rounds.steps import announcement, authorisations
from rounds.submissions.people import Language
from rounds.submissions.publication import (
    AgreeAnnouncement,
    AnnouncementText,
    AuthorisePublication,
    Recipient,
    WithdrawPublication,
)
from tests.rounds.scene import OFFICER, Verdict, ask, reported, send, sent, verdict

APPROVER = "focal_point"
SPANISH, ENGLISH = (AnnouncementText(in_language=code, text="It is public") for code in ("es", "en"))
LAST = ("head_of_secretariat", "coordinator-1.2")
"""Who first hears by the announcement that the report is public."""
OTHERS = (Recipient(name="Donor", email="donor@bank.example", language="en"),)


def authorised() -> Round:
    """What comes after a round: its report is to be published in two languages."""
    round = reported()
    round.outcome, round.publishing = "internal", True
    both: tuple[Language, ...] = ("es", "en")
    body = AuthorisePublication(version=2, sha256="2" * 64, languages=both)
    send(round, "", body, APPROVER)
    return round


def turn(round: Round, k: int) -> str:
    """The k-th word is asked for."""
    key = str(announcement.turn(1, k))
    role = announcement.role(k)
    ask(round, key, *round.holders(role), role=role)
    return key


def says(round: Round, k: int, choice: Any, *texts: AnnouncementText, **more: Any) -> list[Effect]:
    by = (OFFICER, APPROVER)[(k - 1) % 2]
    body = AgreeAnnouncement(choice=choice, texts=texts, **more)
    made = send(round, turn(round, k), body, by, id=f"word-{k}")
    return [e for e in made if not isinstance(e, Take | Tell)]


WORDS = [
    pytest.param(1, "agree", (SPANISH, ENGLISH), (), None, id="X3 the draft as the secretariat sends it"),
    pytest.param(1, "change", (ENGLISH, SPANISH), OTHERS, None, id="X3 another text, and further addresses"),
    pytest.param(1, "agree", (SPANISH,), (), ("announcement_missing", "texts"), id="X3 a language missing"),
    pytest.param(1, "agree", (), (), ("announcement_missing", "texts"), id="X3 no text at all"),
    pytest.param(
        1, "change", (SPANISH, ENGLISH, SPANISH), (), ("announcement_missing", "texts"), id="X3 a text twice"
    ),
    pytest.param(1, "none", (), (), None, id="X3 no announcement"),
    pytest.param(
        1, "agree", (SPANISH, ENGLISH), OTHERS * 201, ("too_many_recipients", "recipients"), id="X3 too many"
    ),
    pytest.param(2, "agree", (), (), None, id="X3 the beneficiary agrees"),
    pytest.param(2, "change", (SPANISH, ENGLISH), (), None, id="X3 the beneficiary proposes another text"),
    pytest.param(2, "change", (), (), ("announcement_missing", "texts"), id="X3 a change that says nothing"),
    pytest.param(2, "agree", (), OTHERS, ("not_yours", "recipients"), id="X3 whose addresses"),
]


@pytest.mark.parametrize(("k", "choice", "texts", "others", "expected"), WORDS)
def test_a_word_on_the_announcement(
    k: int, choice: Any, texts: tuple[AnnouncementText, ...], others: Any, expected: Verdict
) -> None:
    round = authorised()
    if k == 2:
        says(round, 1, "agree", SPANISH, ENGLISH)
    by = (OFFICER, APPROVER)[k - 1]
    body = AgreeAnnouncement(choice=choice, texts=texts, recipients=others)
    assert verdict(round, sent(turn(round, k), body, by)) == expected


def test_x3_it_goes_out_once_both_agree_on_the_same_words_and_the_report_is_public() -> None:
    round = authorised()
    authorisations.published(round)
    says(round, 1, "agree", SPANISH, ENGLISH, recipients=OTHERS)
    says(round, 2, "change", SPANISH, ENGLISH)
    assert not announcement.settled(round, 1)
    made = says(round, 3, "agree", recipients=OTHERS)
    assert [e for e in made if isinstance(e, Announce)] == [
        Announce(n=1, text="word-2", recipients="word-3", people=LAST)
    ]
    # The others were told when it became public: one letter about it is enough.
    assert {*news.told(round, "report_published"), *LAST} == {*round.everyone()}
    assert announcement.settled(round, 1)
    assert authorisations.announced(round) == []


def test_x3_agreed_before_the_report_is_public_it_goes_out_with_it() -> None:
    round = authorised()
    says(round, 1, "agree", SPANISH, ENGLISH)
    assert [e for e in says(round, 2, "agree") if isinstance(e, Announce)] == []
    made = [e for e in authorisations.published(round) if isinstance(e, Announce)]
    assert [(e.text, e.recipients, e.people) for e in made] == [("word-1", "word-1", round.everyone())]


@pytest.mark.parametrize("k", [1, 2])
def test_x3_either_side_may_have_none(k: int) -> None:
    round = authorised()
    if k == 2:
        says(round, 1, "agree", SPANISH, ENGLISH)
    says(round, k, "none")
    assert [e for e in authorisations.published(round) if isinstance(e, Announce)] == []


def test_x3_nothing_is_agreed_about_what_was_withdrawn() -> None:
    round = authorised()
    key = turn(round, 1)
    send(round, "", WithdrawPublication(choice="withdraw"), APPROVER)
    assert (announcement.settled(round, 1), round.assignments[key].state) == (True, "closed")

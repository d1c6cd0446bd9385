"""Publication: the decision, later ones, taking it back; who, which version, when (X1, X2)."""

from datetime import timedelta
from typing import Any

import pytest

from rounds.state.effects import Effect, Take, Tell
from rounds.state.publishing import Authorisation, Publish, Unpublish
from rounds.state.round import Round
from rounds.steps import authorisations, translation
from rounds.submissions.publication import AuthorisePublication, DecidePublication, WithdrawPublication
from tests.rounds.scene import (
    DAY,
    NOW,
    OFFICER,
    Verdict,
    ask,
    reported,
    send,
    sent,
    verdict,
)

TODAY = NOW.date()
APPROVER = "focal_point"


def decision(**changes: Any) -> DecidePublication:
    whole = {"version": 2, "sha256": "2" * 64, "choice": "publish", "languages": ("es",), **changes}
    return DecidePublication(**whole)


DECISIONS = [
    pytest.param(decision(), None, id="X1 X2 publish in one language"),
    pytest.param(decision(languages=("es", "en")), None, id="X2 publish in two languages"),
    pytest.param(decision(languages=()), ("language_missing", "languages"), id="X2 publish in no language"),
    pytest.param(decision(choice="internal", languages=()), None, id="X1 keep it internal"),
    pytest.param(
        decision(version=1, sha256="1" * 64),
        ("older_version", "version"),
        id="X2 a decision on an older version",
    ),
    pytest.param(decision(sha256="3" * 64), ("older_version", "version"), id="X2 another text"),
    pytest.param(
        decision(choice="internal", version=1, languages=()),
        ("older_version", "version"),
        id="X1 internal, for an older version",
    ),
    pytest.param(
        decision(languages=("es", "pt")), ("language_not_there", "languages"), id="X2 no such translation"
    ),
    pytest.param(decision(choice="publish_on", day=TODAY), None, id="X1 on a day: today"),
    pytest.param(
        decision(choice="publish_on", day=TODAY - 1 * DAY),
        ("day_passed", "day"),
        id="X1 a day that has passed",
    ),
    pytest.param(decision(choice="publish_on"), ("choice_missing", "day"), id="X1 on a day, and on which?"),
    pytest.param(decision(choice="publish_on", day=TODAY + 365 * DAY), None, id="X1 a year ahead"),
    pytest.param(
        decision(choice="publish_on", day=TODAY + 366 * DAY), ("day_too_late", "day"), id="X1 absurdly far"
    ),
    pytest.param(
        decision(day=TODAY - 9 * DAY), None, id="X1 at once: a day that was typed beside it says nothing"
    ),
    pytest.param(decision(latest=TODAY + 5 * DAY), None, id="X3 the announcement is waited for"),
    pytest.param(
        decision(choice="publish_on", day=TODAY + 5 * DAY, latest=TODAY + 4 * DAY),
        ("latest_too_early", "latest"),
        id="X3 it is waited for until before the day",
    ),
    pytest.param(
        decision(latest=TODAY - 1 * DAY), ("day_passed", "latest"), id="X3 waited for until yesterday"
    ),
]


@pytest.fixture(autouse=True)
def _two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of these tests exists in Spanish and in English."""
    monkeypatch.setattr(translation, "languages", lambda _: ("es", "en"))


@pytest.mark.parametrize(("body", "expected"), DECISIONS)
def test_the_decision_on_the_version_that_was_approved(body: DecidePublication, expected: Verdict) -> None:
    round = reported()
    ask(round, "decide_publication:1")
    assert verdict(round, sent("decide_publication:1", body, APPROVER)) == expected


def test_a_decision_twice_is_refused_even_if_it_is_the_same_x2() -> None:
    round = reported()
    ask(round, "decide_publication:1")
    send(round, "decide_publication:1", decision(), APPROVER)
    again = sent("decide_publication:1", decision(), APPROVER)
    assert verdict(round, again) == ("already_answered", "")


def test_an_officer_files_what_the_approver_decided_in_writing_and_nobody_else_decides_x2() -> None:
    round = reported()
    ask(round, "decide_publication:1")
    filed = sent("decide_publication:1", decision(), APPROVER, officer=OFFICER)
    assert verdict(round, filed) is None
    assert verdict(round, sent("decide_publication:1", decision(), OFFICER)) == ("not_yours", "")


# ---- when the round is over


def over(outcome: str = "internal", *, publishing: bool = True) -> Round:
    """A round that ended, and what comes after it, which was just begun."""
    round = reported()
    round.outcome, round.publishing = outcome, publishing
    return round


def authorisation(**changes: Any) -> AuthorisePublication:
    return AuthorisePublication(**{"version": 2, "sha256": "2" * 64, "languages": ("es",), **changes})


AUTHORISATIONS = [
    pytest.param(over(), authorisation(), APPROVER, None, id="X1 what was internal"),
    pytest.param(over("authorised"), authorisation(), APPROVER, None, id="X2 what was withdrawn"),
    pytest.param(over(), authorisation(), OFFICER, ("not_yours", ""), id="X2 not the secretariat"),
    pytest.param(over(), authorisation(), "candidate-1.1.1", ("not_yours", ""), id="X2 nor an expert"),
    pytest.param(
        over(),
        authorisation(version=1, sha256="1" * 64),
        APPROVER,
        ("older_version", "version"),
        id="X2 older",
    ),
    pytest.param(
        over(), authorisation(sha256="3" * 64), APPROVER, ("older_version", "version"), id="X2 other"
    ),
    pytest.param(
        over(),
        authorisation(languages=("fr",)),
        APPROVER,
        ("language_not_there", "languages"),
        id="X2 French",
    ),
    pytest.param(
        over(), authorisation(languages=()), APPROVER, ("language_missing", "languages"), id="X2 no language"
    ),
    pytest.param(
        over(),
        authorisation(day=TODAY - 2 * DAY),
        APPROVER,
        ("day_passed", "day"),
        id="X1 a day that is past",
    ),
    pytest.param(
        reported(), authorisation(), APPROVER, ("nothing_approved", ""), id="X2 a round that goes on"
    ),
    pytest.param(
        over("dormant"),
        authorisation(),
        APPROVER,
        ("nothing_approved", ""),
        id="X2 a round without an approval",
    ),
    pytest.param(
        over(publishing=False), authorisation(), APPROVER, ("round_is_over", ""), id="X2 a round by itself"
    ),
]


@pytest.mark.parametrize(("round", "body", "by", "expected"), AUTHORISATIONS)
def test_a_later_authorisation(round: Round, body: AuthorisePublication, by: str, expected: Verdict) -> None:
    assert verdict(round, sent("", body, by)) == expected


def given(round: Round, body: AuthorisePublication | WithdrawPublication) -> list[Effect]:
    """What follows in the world, beside the record of it."""
    send(round, "", body, APPROVER)
    return [e for e in round.pending if not isinstance(e, Take)]


def states(round: Round) -> list[str]:
    return [a.state for a in round.authorisations]


def test_x1_a_decision_to_publish_is_an_authorisation_that_waits_and_one_to_keep_it_internal_is_none() -> (
    None
):
    round = reported()
    ask(round, "decide_publication:1")
    send(round, "decide_publication:1", decision(languages=("es", "en", "es")), APPROVER, id="d")
    assert round.authorisations == (
        Authorisation(n=1, submission="d", version=2, sha256="2" * 64, languages=("es", "en")),
    )
    other = reported()
    ask(other, "decide_publication:1")
    send(other, "decide_publication:1", decision(choice="internal", languages=("es",)), APPROVER)
    assert (other.authorisations, other.publishing) == ((), False)


def test_x2_what_waits_makes_way_for_a_newer_authorisation_and_what_is_public_only_when_that_is() -> None:
    round = over()
    given(round, authorisation())
    given(round, authorisation(languages=("es", "en")))
    assert states(round) == ["replaced", "waiting"]
    made = [e for e in authorisations.published(round) if isinstance(e, Publish)]
    assert [(e.n, e.languages) for e in made] == [(2, ("es", "en"))]
    given(round, authorisation(day=TODAY + 9 * DAY))
    assert states(round) == ["replaced", "public", "waiting"]
    authorisations.published(round)
    assert states(round) == ["replaced", "replaced", "public"]


def test_x2_withdrawing_takes_offline_what_is_public_and_stops_what_waits_until_a_new_authorisation() -> None:
    round = over()
    given(round, authorisation())
    authorisations.published(round)
    given(round, authorisation(day=TODAY + 9 * DAY))
    made = given(round, WithdrawPublication(choice="withdraw"))
    assert [e for e in made if isinstance(e, Unpublish)] == [Unpublish(n=1, submission=made_by(round))]
    assert [e.what for e in made if isinstance(e, Tell)] == ["report_withdrawn"]
    assert states(round) == ["withdrawn", "withdrawn"]
    assert verdict(round, sent("", WithdrawPublication(choice="withdraw"), APPROVER)) == (
        "nothing_authorised",
        "",
    )
    given(round, authorisation())
    assert states(round) == ["withdrawn", "withdrawn", "waiting"]


def made_by(round: Round) -> str:
    return next(e.submission for e in round.pending if isinstance(e, Take))


def test_x2_nobody_but_the_approver_withdraws() -> None:
    round = over()
    given(round, authorisation())
    assert verdict(round, sent("", WithdrawPublication(choice="withdraw"), OFFICER)) == ("not_yours", "")
    assert verdict(round, sent("", WithdrawPublication(choice="withdraw"), APPROVER)) is None


def test_x1_a_day_begins_when_it_is_morning_in_the_americas() -> None:
    round = over()
    given(round, authorisation(day=TODAY + 9 * DAY))
    (waiting,) = round.authorisations
    begins = authorisations.begins(waiting)
    assert begins
    assert begins.isoformat() == "2027-03-10T12:00:00+00:00"
    # It is still today for whoever names it in the evening, west of Greenwich.
    late = NOW.replace(hour=2) + DAY
    assert verdict(over(), sent("", authorisation(day=TODAY), APPROVER), late) is None
    assert verdict(over(), sent("", authorisation(day=TODAY), APPROVER), late + timedelta(hours=12)) == (
        "day_passed",
        "day",
    )

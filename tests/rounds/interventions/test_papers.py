"""Papers: who attaches them, for whom, to what; and how they are withdrawn (Z6)."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.interventions import papers as rules
from rounds.methodology.dossier import audience_faults
from rounds.state import papers
from rounds.state.effects import Papers
from rounds.state.round import Round
from rounds.submissions.papers import AddPapers, Paper, WithdrawPaper
from rounds.submissions.visit import SetAgenda
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    LEAD,
    OFFICER,
    RIPSO,
    Verdict,
    ask,
    dated,
    seated,
    send,
    sent,
    sessions,
    told,
    verdict,
    verdict_on,
)

SLIDES = Paper(title="Slides", file="0" * 32)


def paper(**changes: Any) -> AddPapers:
    return AddPapers(**{"papers": (SLIDES,), "audience": "everyone", **changes})


def at(step: str) -> Round:
    round = seated()
    round.step = step
    return round


BODIES = [
    pytest.param({}, None, id="one for everyone"),
    pytest.param({"papers": ()}, ("text_missing", "papers"), id="none"),
    pytest.param({"papers": (SLIDES,) * 9}, ("too_many_papers", "papers"), id="more than a form takes"),
    pytest.param(
        {"papers": (replace(SLIDES, title=" "),)}, ("text_missing", "papers.0.title"), id="no title"
    ),
    pytest.param({"papers": (replace(SLIDES, file=""),)}, ("text_missing", "papers.0.file"), id="no file"),
    pytest.param({"audience": "press"}, ("unknown_audience", "audience"), id="an audience of nobody's"),
    pytest.param({"about": "rules"}, ("matter_unseen", "about"), id="a matter that papers do not go with"),
    pytest.param({"about": "session-x"}, ("matter_unseen", "about"), id="a session without a number"),
]


@pytest.mark.parametrize(("changes", "expected"), BODIES)
def test_what_is_wrong_with_papers_in_themselves(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict_on(paper(**changes)) == expected


SENDERS = [
    pytest.param("request", "focal_point", {}, None, id="the focal point, at the first step"),
    pytest.param("panel", CHILE, {"about": "request"}, None, id="an expert, about what they read"),
    pytest.param(
        "preparation", CHILE, {"about": "contributions"}, ("matter_unseen", "about"), id="not yet read"
    ),
    pytest.param(
        "report", "focal_point", {"about": "contributions"}, ("matter_unseen", "about"), id="never read"
    ),
    pytest.param("report", CHILE, {"about": "contributions"}, None, id="read since this step"),
    pytest.param("visit", CHILE, {"about": "session-1"}, ("unknown_session", "about"), id="no such session"),
    pytest.param("panel", "nobody", {}, ("no_papers_here", ""), id="who takes no part"),
    pytest.param("panel", "candidate-1.1.2", {}, ("no_papers_here", ""), id="who is only a candidate"),
]


@pytest.mark.parametrize(("step", "by", "changes", "expected"), SENDERS)
def test_z6_a_paper_goes_with_what_its_sender_may_read(
    step: str, by: str, changes: dict[str, Any], expected: Verdict
) -> None:
    assert verdict(at(step), sent("", paper(**changes), by)) == expected


def test_z6_a_paper_is_for_people_whom_its_sender_knows() -> None:
    round = at("panel")
    unseen = {**RIPSO.dossier, "secretariat": {"focal_point": "request"}}
    round.methodology = replace(RIPSO, dossier=unseen)
    assert papers.audiences_for(round.methodology, "expert") == ()
    assert verdict(round, sent("", paper(), CHILE)) == ("audience_unseen", "audience")
    assert verdict(round, sent("", paper(), "focal_point")) is None


def test_a_methodology_without_audiences_has_no_papers() -> None:
    round = at("panel")
    round.methodology = replace(RIPSO, audiences={})
    assert verdict(round, sent("", paper(), "focal_point")) == ("no_papers_here", "")


def test_a_session_of_the_agenda_has_its_papers() -> None:
    round = dated()
    round.step = "preparation"
    ask(round, "set_agenda:1")
    send(round, "set_agenda:1", SetAgenda(sessions=sessions()), "focal_point")
    assert verdict(round, sent("", paper(about="session-6"), CHILE)) is None
    assert verdict(round, sent("", paper(about="session-7"), CHILE)) == ("unknown_session", "about")


TOLD = [
    pytest.param(
        "everyone", "", ("focal_point", OFFICER, "head_of_secretariat", LEAD, COLOMBIA), id="everyone"
    ),
    pytest.param("secretariat", "", (OFFICER, "head_of_secretariat"), id="the secretariat alone"),
    pytest.param(
        "everyone", "questions", (OFFICER, "head_of_secretariat", LEAD, COLOMBIA), id="who reads the matter"
    ),
]


@pytest.mark.parametrize(("audience", "about", "people"), TOLD)
def test_z6_those_who_may_read_papers_are_told_of_all_of_them_once(
    audience: str, about: str, people: tuple[str, ...]
) -> None:
    round = at("preparation")
    both = paper(papers=(SLIDES, SLIDES), audience=audience, about=about)
    effects = send(round, "", both, CHILE, id="two")
    assert effects == [Papers(submission="two")]
    (what,) = told(round)
    assert (what, set(told(round)[what]) - {"coordinator-1.2"}) == ("papers_added", set(people))
    assert list(round.papers) == ["two-1", "two-2"]


def test_a_round_keeps_so_many_papers_and_no_more() -> None:
    round = at("preparation")
    round.methodology = replace(RIPSO, limits=replace(RIPSO.limits, papers=1))
    send(round, "", paper(), CHILE)
    assert verdict(round, sent("", paper(), CHILE)) == ("too_many_papers", "papers")


def test_a_paper_is_withdrawn_by_its_sender_or_an_officer_once_and_the_record_stays() -> None:
    round = at("preparation")
    send(round, "", paper(), CHILE, id="one")
    gone = WithdrawPaper(paper="one-1")
    assert verdict(round, sent("", gone, COLOMBIA)) == ("not_yours", "paper")
    assert verdict(round, sent("", WithdrawPaper(paper="other"), CHILE)) == ("unknown_paper", "paper")
    assert send(round, "", gone, CHILE, id="two") == [Papers(submission="two", withdrawn="one-1")]
    assert round.papers["one-1"].withdrawn
    assert verdict(round, sent("", gone, officer="DIS-2")) == ("paper_withdrawn", "paper")


def test_officers_attach_papers_in_the_role_of_whoever_is_responsible() -> None:
    round = at("request")
    assert verdict(round, sent("", paper(audience="secretariat"), officer="DIS-2")) is None
    assert rules.readers_of(("expert-2", "expert-1")) == ("expert",)


def test_audiences_that_contradict_themselves_are_refused_when_the_file_is_read() -> None:
    wrong = {"nobody": (), "strange": ("king",), "twice": ("expert", "expert")}
    assert [entry for entry, _ in audience_faults(wrong)] == ["nobody", "strange", "twice"]
    assert list(audience_faults(RIPSO.audiences)) == []

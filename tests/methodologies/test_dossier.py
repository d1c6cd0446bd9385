"""Who reads what of a round, from which step on: the table, the predicate, what a file may not say (Z6)."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from methodologies.loader import methodology, names
from rounds.methodology.dossier import FORMER, MATTERS, NEVER, READERS, may_read, readable, reader
from rounds.methodology.file import MethodologyRefused
from rounds.methodology.model import Methodology
from rounds.registry import PLACES
from rounds.state.people import DELEGATE
from tests.methodologies.test_loader import parsed

OWN = ("letters", "submissions")
"""What is anybody's own."""


def of_steps(*steps: str) -> Callable[[dict[str, Any]], object]:
    """Other steps; what a role reads from one that is left out, it never reads."""

    def change(whole: dict[str, Any]) -> None:
        whole["steps"] = list(steps)
        for row in whole["dossier"].values():
            row.update({who: NEVER for who, since in row.items() if since not in steps})

    return change


def row(matter: str, **cells: str) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["dossier"][matter].update(cells)


REFUSED = [
    (lambda file: file.pop("dossier"), "dossier: 'beneficiary' is missing: say who reads it"),
    (lambda file: file["dossier"].pop("agenda"), "dossier: 'agenda' is missing: say who reads it"),
    (lambda file: file["dossier"].update(gossip={}), "dossier: no such matter 'gossip'"),
    (row("agenda", minister="visit"), "dossier: no such role 'minister'"),
    (row("agenda", expert="lunch"), "dossier: expert reads it from 'lunch' on, which is no step"),
    (row("agenda", expert="self_assessment"), "expert reads it from 'self_assessment' on, which is no step"),
    (lambda file: file.update(dossier={"agenda": {"expert": 1}}), "dossier cannot be"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_z6_a_table_with_an_unknown_matter_role_or_step_or_with_a_gap_is_refused(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(MethodologyRefused) as caught:
        parsed(change)
    assert message in str(caught.value)


def test_z6_a_role_that_a_row_names_as_never_reading_it_is_as_one_that_it_does_not_name() -> None:
    said = parsed(row("agenda", candidate=NEVER))
    assert not any(may_read(said, "agenda", "candidate", step) for step in said.steps)


def test_another_order_without_a_step_is_read() -> None:
    assert parsed(of_steps("panel", "request", "visit", "report")).steps[0] == "panel"


def test_a_step_that_is_left_out_needs_no_assignments() -> None:
    def change(whole: dict[str, Any]) -> None:
        of_steps("request")(whole)
        kept = {k: v for k, v in whole["assignments"].items() if PLACES[k].step in ("request", "")}
        whole["assignments"] = kept

    assert parsed(change).steps == ("request",)


def cells() -> list[tuple[str, str, str]]:
    return [(name, matter, who) for name in names() for matter in MATTERS for who in READERS]


@pytest.mark.parametrize(("name", "matter", "who"), cells())
def test_z6_each_role_reads_each_matter_from_its_step_on_and_not_before(
    name: str, matter: str, who: str
) -> None:
    m = methodology(name)
    since = m.dossier[matter].get(who, NEVER)
    first = len(m.steps) if since == NEVER else m.steps.index(since)
    assert [may_read(m, matter, who, step) for step in m.steps] == [n >= first for n in range(len(m.steps))]


@pytest.mark.parametrize("name", names())
def test_z6_what_a_role_may_read_only_grows(name: str) -> None:
    m = methodology(name)
    for who in READERS:
        read = [set(readable(m, who, step)) for step in m.steps]
        assert all(before <= after for before, after in pairwise(read))


def ever(m: Methodology, who: str) -> set[str]:
    return set(readable(m, who, m.steps[-1]))


@pytest.mark.parametrize("name", names())
def test_z6_what_no_table_may_give_away(name: str) -> None:
    """Whoever has gone, or only helps with a task, reads their own; a candidate what the answer needs."""
    m = methodology(name)
    assert ever(m, FORMER) == ever(m, DELEGATE) == set(OWN)
    assert ever(m, "candidate") == {"secretariat", "panel", "request", "rules", "dates", *OWN}
    for who in ("focal_point", "alternate_contact", "technical_team", "approver", "authority"):
        assert {"questions", "contributions"}.isdisjoint(ever(m, who))
    for who in ("expert", "coordinator", "lead_coordinator"):
        assert "candidates" not in ever(m, who)


@pytest.mark.parametrize("name", names())
def test_d5_z7_the_panel_reads_what_was_answered_before_the_visit_and_everybody_the_rules(name: str) -> None:
    m = methodology(name)
    answers = "questionnaire" if m.asks("answer_questionnaire") else "self_assessment"
    for who in ("expert", "coordinator", "lead_coordinator"):
        assert {answers, "request", "agenda", "dates"} <= set(readable(m, who, "preparation"))
    for who in {rule.owner for rule in m.assignments.values()}:
        assert "rules" in ever(m, who)


def test_a_round_that_stands_nowhere_yet_stands_before_its_first_step() -> None:
    m = methodology("ripso")
    assert may_read(m, "request", "focal_point", "")
    assert not may_read(m, "panel", "focal_point", "")


def test_who_has_left_is_read_as_gone_and_an_expert_by_their_seat() -> None:
    assert [reader("expert-2"), reader("expert-2", "left"), reader("focal_point", "replaced")] == [
        *("expert", FORMER, FORMER),
    ]

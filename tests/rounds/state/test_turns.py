"""Who is told whose turn it is: whoever the table of the dossier shows them (Z6)."""

import pytest

from methodologies.loader import methodology, names
from rounds.methodology.dossier import FORMER, READERS, may_read
from rounds.registry import PLACES
from rounds.state.sides import people_of
from rounds.state.turns import OF_CANDIDATES, sees_turn


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("who", READERS)
def test_z6_a_turn_is_told_to_whoever_may_read_of_those_whose_it_is(name: str, who: str) -> None:
    m = methodology(name)
    for step in m.steps:
        for kind, rule in m.assignments.items():
            told = sees_turn(m, kind, rule.owner, who, step)
            if kind in OF_CANDIDATES:
                assert told == may_read(m, "candidates", who, step)
            elif rule.owner in ("expert", "lead_coordinator", "coordinator"):
                assert told == may_read(m, "panel", who, step)
            elif rule.owner == "responsible_officer":
                assert told == may_read(m, "secretariat", who, step)
            else:
                assert told == may_read(m, "beneficiary", who, step)


def test_z6_an_expert_hears_nothing_of_candidates_and_who_has_left_of_nobody() -> None:
    m = methodology("ripso")
    assert sees_turn(m, "agree_panel", "focal_point", "expert", "panel")
    assert not any(sees_turn(m, kind, "responsible_officer", "expert", "panel") for kind in OF_CANDIDATES)
    assert sees_turn(m, "add_candidate", "responsible_officer", "focal_point", "panel")
    for who in (FORMER, "delegate"):
        assert not any(sees_turn(m, k, r.owner, who, "report") for k, r in m.assignments.items())
    assert set(OF_CANDIDATES) <= set(PLACES)
    assert [people_of(role) for role in ("expert", "expert-2", "coordinator")] == ["panel"] * 3

"""Random rounds: whatever people, officers and time do to a round, it ends or waits for somebody by name."""

import os

from hypothesis import HealthCheck, Phase, event, given, note, settings
from hypothesis import strategies as st

from methodologies.loader import names
from rounds.submissions.interventions import Resume
from tests.proofs import holding, moves
from tests.proofs.moves import Move
from tests.proofs.world import Played, World

ROUNDS = int(os.environ.get("ROUNDS", "8"))
"""How many are played; `make random-rounds` plays 200."""
SMOOTHLY = 35
"""What everybody does as asked at first, at most: so trouble comes in every step of a round."""
HAPPENINGS = 40
"""What happens to a round then, before it is left to itself."""
ACTS = 400
"""What people do in any round, at most, when everybody does what is asked."""
ALONE = 150
"""What the clock does in any round until nothing is left but a reminder a month."""
RESPONSIBLE = "responsible_officer"
BENEFICIARIES = ("PRY", "JAM", "HTI", "CAN", "MEX", "DOM")
"""Countries of each language and several time zones, none of them an expert's here."""


@settings(
    max_examples=ROUNDS,
    derandomize=True,
    database=None,
    deadline=None,
    # A sequence of forty is read in a minute, and made shorter in many.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_random_round_ends_or_waits_for_somebody_by_name_p8_z1_z2(
    lived_in: World, data: st.DataObject
) -> None:
    rules, country = data.draw(st.sampled_from(names())), data.draw(st.sampled_from(BENEFICIARIES))
    played = lived_in.opens(rules, country, note=data.draw(st.booleans()))
    holding.everything(played)
    for _ in range(data.draw(st.integers(0, SMOOTHLY))):
        if not played.lived.outcome:
            happens(played, moves.next_act(played))
    for _ in range(data.draw(st.integers(0, HAPPENINGS))):
        if played.lived.outcome:
            event(f"{rules}: {played.round.outcome}, by what happened")
            return
        happens(played, some(played, data))
    last = data.draw(st.sampled_from((everybody_acts, left_alone, ended)))
    if not played.lived.outcome:
        last(played)
    event(f"{rules}: {played.round.outcome or played.round.step}")


def some(played: Played, data: st.DataObject) -> Move:
    """One of the things that may happen now."""
    kinds = [found for often, kind in moves.HAPPENINGS if (found := kind(played)) for _ in range(often)]
    kind = kinds[data.draw(st.integers(0, len(kinds) - 1))]
    return kind[data.draw(st.integers(0, len(kind) - 1))]


def happens(played: Played, move: Move) -> None:
    """It does, and everything still holds."""
    note(f"{played.lived.now:%Y-%m-%d %H:%M} {move.words}")
    move.do(played)
    played.breathes()
    holding.everything(played)


def everybody_acts(played: Played) -> None:
    """From wherever it stands, the round comes to its end when all do what they are asked."""
    if played.round.paused or any(a.paused for a in played.round.open_assignments()):
        played.steers("", Resume(reason="It is over"))
    for _ in range(ACTS):
        if played.lived.outcome:
            return
        happens(played, moves.next_act(played))
    raise AssertionError(f"the round does not end: {[a.key for a in played.round.open_assignments()]}")


def left_alone(played: Played) -> None:
    """Nobody does anything any more: the round ends, or waits for people who have a name and a link."""
    for _ in range(ALONE):
        if played.lived.outcome or not played.lived.tick():
            break
        played.breathes()
        holding.everything(played)
    asked = [a for a in played.round.open_assignments() if a.holders]
    # What stands still waits for the responsible officer, who paused it.
    assert played.lived.outcome or asked or (played.round.paused and played.round.holders(RESPONSIBLE))


def ended(played: Played) -> None:
    """Withdrawn or cancelled, it ends."""
    happens(played, moves.ends(played)[len(played.round.handled) % 2])
    assert played.lived.outcome
    assert played.lived.outcome.outcome == "withdrawn"

"""What random rounds have found, each told once more by itself."""

from rounds.clock import timers
from rounds.state.keys import Key
from rounds.state.round import Outcome
from rounds.submissions.interventions import LeavePanel, Pause, Resume, SendBack, Withdraw
from tests.proofs import bodies, moves
from tests.proofs.world import Played, World


def does(played: Played, key: str) -> None:
    """Whoever is asked does it."""
    moves.done(played.round.assignments[key]).do(played)


def test_a_round_whose_note_was_returned_goes_on_where_it_stood_after_its_history_begins_anew(
    lived_in: World,
) -> None:
    played = lived_in.opens("ripso", "PRY", note=True)
    does(played, "confirm_note:1")
    returned = bodies.OTHERWISE["examine_request"](played, played.round.assignments["examine_request:1"])[0]
    played.sends(played.keeps("examine_request:1", "responsible_officer", returned))
    played.lived.signal("continue_as_new")
    played.lived.tick()
    assert played.lived.runs == 2
    assert [a.key for a in played.round.open_assignments()] == ["complete_request:2"]
    does(played, "complete_request:2")
    assert [a.key for a in played.round.open_assignments()] == ["examine_request:2"]


def test_a_round_is_withdrawn_while_an_empty_seat_owes_something_z2_p8(lived_in: World) -> None:
    played = lived_in.opens("ripso", "PRY", note=True)
    for key in ("confirm_note:1", "examine_request:1", "propose_panel:1", "agree_panel:1"):
        does(played, key)
    for seat in (1, 2):
        does(played, f"answer_invitation:candidate-1.{seat}.1")
    leaving = played.keeps("", "candidate-1.1.1", LeavePanel(reason="Another post"))
    played.sends(leaving)
    does(played, "propose_dates:1")
    assert played.round.assignments["mark_dates:expert-1:1"].holders == ()
    played.sends(played.keeps("", "focal_point", Withdraw()))
    played.breathes()
    assert played.lived.outcome == Outcome(outcome="withdrawn")
    assert played.grants() == []


def test_answers_that_are_still_with_their_author_when_the_visit_begins_come_too_late_d3(
    lived_in: World,
) -> None:
    about = "answer_self_assessment:authority-1"
    again = str(Key.parse(about).again())
    played = lived_in.opens("mecigep", "JAM", note=True)
    while about not in played.round.assignments:
        moves.next_act(played).do(played)
    does(played, about)
    played.steers("", SendBack(about=about, numbers=(1,), comment="What is meant?"))
    while "preparation" not in played.round.done:
        moves.next_act(played, but=again).do(played)
    visit = played.round.visit
    assert visit
    assert visit.opens
    while played.lived.now < visit.opens:
        assert played.round.assignments[again].awaited
        moves.silence(played)[0].do(played)
    assert played.round.assignments[again].state == "closed"


def test_a_clock_that_goes_on_alone_in_a_stopped_round_goes_on_after_its_history_began_anew_z1(
    lived_in: World,
) -> None:
    played = lived_in.opens("ripso", "PRY", note=True)
    while "record_findings:1" not in played.round.assignments:
        moves.next_act(played).do(played)
    played.steers("", Pause(reason="Elections"))
    played.lived.signal("continue_as_new")
    played.breathes()
    played.lived.tick()
    assert played.lived.runs == 2
    played.steers("record_findings:1", Resume())
    a = played.round.assignments["record_findings:1"]
    moment = timers.next_moment(a, played.round.rule(a), played.round.visit)
    assert moment
    assert moment.at in {at for at, _ in played.lived.timers.values()}

"""What is read of a panel before it is agreed: who is invited first, who checked whom (P1, P7, P8)."""

from datetime import date

from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.panel import ProposePanel, Shortlist
from templates import background as b
from templates.render import Renderer
from tests.rounds.scene import candidate, contact

WORDS = Renderer().words("en")
DUE = date(2026, 6, 30)


def test_a_proposed_panel_says_who_is_invited_first_and_who_are_alternates_p1_p8() -> None:
    shortlist = Shortlist(candidates=tuple(candidate(name, "CHL") for name in ("First", "Second", "Third")))
    seat, _ = b.panel(WORDS, ProposePanel(seats=(shortlist,), coordinators=(contact("Lead"),)))
    names = [who for who, _ in seat.items]
    assert names == ["First (invited first)", "Second (alternate 1)", "Third (alternate 2)"]


def test_an_added_candidates_points_are_those_that_the_secretariat_checked_not_the_reader_p7() -> None:
    labels = [label for label, _ in b.candidate(WORDS, candidate("First", "CHL")).items]
    assert "Points of the profile, as the secretariat has checked them" in labels
    assert not any("you have" in label for label in labels)


def test_an_empty_seat_says_its_number_and_who_has_left_it_p8() -> None:
    shown = b.seat(WORDS, 2, ["Ana Pérez"])
    assert (shown.heading, shown.items) == ("Seat 2", (("Who has left this seat", "Ana Pérez"),))


def test_whoever_decides_on_more_time_reads_the_present_date_beside_the_one_asked_for_z1() -> None:
    (shown,) = b.asked_time(WORDS, "agree_panel", "Ana", AskMoreTime(due=DUE, reason="Rest"), DUE)
    assert ("Present date", WORDS.day(DUE)) in shown.items

"""What one moment brings somebody comes in as few letters as it can be said in."""

from typing import Any

from activities.folding import Planned, folded


def planned(template: str, person: str = "ana", **params: Any) -> Planned:
    return Planned(
        key=f"{template}/{person}/{params}",
        template=template,
        participant=person,
        person=person,
        params=params,
    )


def shown(letters: list[Planned]) -> list[tuple[str, str]]:
    return [(letter.template, letter.person) for letter in folded(letters)]


def test_a_receipt_stands_in_the_letter_that_the_same_moment_brings_its_reader() -> None:
    asked = planned("assignment", key="propose_panel:1")
    letters = [planned("receipt", receipts=["sent-1"]), asked, planned("assignment", "luz")]
    assert shown(letters) == [("assignment", "ana"), ("assignment", "luz")]
    assert asked.params == {"key": "propose_panel:1", "receipts": ["sent-1"]}


def test_two_things_sent_at_one_moment_have_one_receipt() -> None:
    letters = [planned("receipt", receipts=["sent-1"]), planned("receipt", receipts=["sent-2"])]
    (one,) = folded(letters)
    assert one.params["receipts"] == ["sent-1", "sent-2"]


def test_a_receipt_never_stands_in_a_letter_that_may_not_be_sent_after_all() -> None:
    """A reminder of what was done meanwhile leaves the outbox."""
    letters = [planned("reminder"), planned("receipt", receipts=["sent-1"])]
    assert shown(letters) == [("reminder", "ana"), ("receipt", "ana")]


def test_news_stand_in_the_letter_that_asks_something_of_their_reader() -> None:
    asked = planned("assignment")
    letters = [planned("told", what="panel_formed"), asked, planned("told", "luz", what="panel_formed")]
    assert shown(letters) == [("assignment", "ana"), ("told", "luz")]
    assert asked.params["also"] == [{"what": "panel_formed"}]


def test_what_is_announced_at_once_is_not_told_besides_x3() -> None:
    letters = [planned("told", what="report_published"), planned("announcement")]
    assert shown(letters) == [("announcement", "ana")]
    assert shown(letters[:1]) == [("told", "ana")]


def test_news_with_files_or_links_of_their_own_stay_letters() -> None:
    letters = [planned("told", what="agenda_set"), planned("assignment")]
    assert shown(letters) == [("told", "ana"), ("assignment", "ana")]


def test_the_end_of_a_round_takes_the_visit_out_of_calendars_in_one_letter_z2() -> None:
    end = planned("told", what="closed")
    letters = [planned("visit", method="CANCEL", sequence=1), end, planned("visit", "luz", method="CANCEL")]
    assert shown(letters) == [("told", "ana"), ("visit", "luz")]
    assert end.params["visit"] == {"method": "CANCEL", "sequence": 1}


def test_letters_keep_their_order() -> None:
    letters = [planned("visit", "luz", method="REQUEST"), planned("assignment"), planned("moved", "luz")]
    assert folded(letters) == letters

"""What letters say of people, seats and decisions is read from the store when they go."""

from datetime import date

import pytest

from rounds.state import effects as e
from rounds.submissions.envelope import Submission
from rounds.submissions.interventions import Withdraw
from rounds.submissions.panel import AnswerInvitation, ProposePanel, Shortlist
from rounds.submissions.request import ExamineRequest
from tests.activities.mail import Mailbox
from tests.activities.world import (
    FIRST,
    LEAD,
    OTHER,
    PANEL,
    SECOND,
    World,
    candidate,
    contact,
    invitation,
    opening,
)

ACCEPTS = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")


def dated(*people: str) -> e.Schedule:
    return e.Schedule(number=1, starts=date(2027, 6, 7), ends=date(2027, 6, 10), freeze=5, people=people)


def last(mailbox: Mailbox, name: str) -> tuple[str, str]:
    """Subject and text of the letter that somebody had last."""
    letter = [letter for letter in mailbox.letters() if name in letter["To"]][-1]
    body = letter.get_body(("plain",))
    assert body
    return letter["Subject"], body.get_content().replace("\r\n", "\n")


async def invite(world: World, *people: str) -> None:
    await world.commit(*(opening(invitation(who), "candidate", [who]) for who in people))


async def seat(world: World, who: str, number: int) -> None:
    seated = e.Seated(participant=who, seat=number)
    await world.take(ACCEPTS, invitation(who), who, seated)


async def test_the_sender_is_the_organization_and_the_secretariat_in_the_readers_language(
    world: World,
) -> None:
    await world.panel()
    await invite(world, FIRST, OTHER)
    senders = {letter["To"]: letter["From"] for letter in world.mailbox.letters()}
    spanish = next(sender for to, sender in senders.items() if "Chile One" in to)
    english = next(sender for to, sender in senders.items() if "Jamaica One" in to)
    assert "OEA - Departamento de Inclusión Social" in spanish
    assert "OAS - Department of Social Inclusion" in english
    assert spanish.partition("<")[2] == english.partition("<")[2]


async def test_an_invitation_says_what_is_known_and_that_the_rest_is_to_be_agreed(world: World) -> None:
    """P6, P8, P9."""
    await world.panel()
    await invite(world, OTHER)
    subject, text = last(world.mailbox, "Jamaica One")
    assert subject == "RIPSO 2026-1 Paraguay: Invitation to the panel"
    for said in (
        "Officer, of the secretariat, proposed you for the panel, and the beneficiary, Gabinete Social, ",
        "Seat 2 of the 2 seats for experts on the panel.",
        "the first possible day is 15 working days after the proposal",
        "Form:\nOn site\n",
        "Place:\nGabinete Social, Paraguay\n",
        "Length:\n3 to 5 days\n",
        "Write the technical questions: to be agreed\n",
        "Contribute to the report: to be agreed\n",
        "The beneficiary writes in Spanish. Letters and pages reach you in English.",
        "The panel so far:\nLead Coordinator, lead coordinator\nSecond Coordinator, coordinator\n",
        "The secretariat takes care of the international arrangements",
        "International travel: to be agreed\n",
        "the Inter-American Social Protection Network",
    ):
        assert said in text


async def test_an_invitation_shows_who_sits_already(world: World) -> None:
    await world.panel()
    await invite(world, FIRST)
    await seat(world, FIRST, 1)
    await invite(world, OTHER)
    _, text = last(world.mailbox, "Jamaica One")
    assert "Chile One, expert of the panel, Institution of Chile One (Chile)\nLead Coordinator" in text


async def test_a_replacement_is_shown_the_dates_that_are_fixed(world: World) -> None:
    """P8, P9, V8."""
    await world.panel()
    await world.commit(dated(LEAD))
    await invite(world, OTHER)
    _, text = last(world.mailbox, "Jamaica One")
    assert "The dates of the visit are fixed: Monday, 7 June 2027" in text
    assert "Length:\n4 days\n" in text
    assert "will be agreed with you" not in text


async def test_silence_is_said_for_this_seat(world: World) -> None:
    """P8: the first of two leaves somebody on the list, the second and the only one leave nobody."""
    await world.panel()
    await invite(world, FIRST, OTHER)
    assert "se invita a la siguiente persona de la lista" in last(world.mailbox, "Chile One")[1]
    assert "nobody else is left on the list of this seat" in last(world.mailbox, "Jamaica One")[1]
    await invite(world, SECOND)
    assert "no queda nadie más en la lista de este puesto" in last(world.mailbox, "Chile Two")[1]


async def test_coordinators_of_an_earlier_proposal_are_not_of_the_panel(world: World) -> None:
    await world.panel()
    again = ProposePanel(
        seats=(Shortlist(candidates=(candidate("Peru One", "PER", "en"),)),),
        coordinators=(contact("Third Coordinator"),),
    )
    await world.take(again, "propose_panel:2", "responsible_officer")
    await invite(world, "candidate-2.1.1")
    _, text = last(world.mailbox, "Peru One")
    assert "The panel so far:\nThird Coordinator, lead coordinator\n\n" in text
    assert "The only seat for an expert on the panel." in text
    assert PANEL.coordinators[0].name not in text


async def test_only_the_first_letter_says_who_named_its_reader(world: World) -> None:
    await world.commit(opening("complete_request:1", "focal_point", ["focal_point"]))
    first = last(world.mailbox, "Focal Point")[1]
    said = "Officer, de la secretaría, le designó como punto focal al abrir esta ronda de Gabinete Social."
    assert said in first
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    assert said not in last(world.mailbox, "Focal Point")[1]


async def test_nobody_is_told_that_they_named_themselves(world: World) -> None:
    await world.commit(opening("examine_request:1", "responsible_officer", ["responsible_officer"]))
    _, text = last(world.mailbox, "Officer")
    assert "designó" not in text
    assert "A quién dirigirse" not in text


async def test_a_returned_request_says_why_in_a_subject_of_its_own(world: World) -> None:
    """Q7."""
    returned = ExamineRequest(choice="return", reason="Falta el objetivo")
    await world.commit(opening("examine_request:1", "responsible_officer", ["responsible_officer"]))
    await world.take(returned, "examine_request:1", "responsible_officer")
    await world.commit(opening("complete_request:2", "focal_point", ["focal_point"]))
    subject, text = last(world.mailbox, "Focal Point")
    assert subject.startswith("RIPSO 2026-1 Paraguay: Se devuelve la solicitud para completarla")
    assert "Falta el objetivo" in text


ENDS: list[tuple[Submission, str, str, str, str]] = [
    (Withdraw(reason="Otras prioridades"), "", "focal_point", "withdrawn", "Focal Point (punto focal)"),
    (
        ExamineRequest(choice="decline", reason="Otras prioridades"),
        "examine_request:1",
        "responsible_officer",
        "declined",
        "Officer (oficial responsable de la secretaría)",
    ),
]


@pytest.mark.parametrize(("body", "key", "by", "outcome", "said"), ENDS, ids=["withdrawn", "declined"])
async def test_who_ended_a_round_and_why_is_said(
    world: World, body: Submission, key: str, by: str, outcome: str, said: str
) -> None:
    """Q7, Z2."""
    if key:
        await world.commit(opening(key, by, [by]))
    await world.take(body, key, by)
    await world.commit(e.Tell(what="closed", people=("focal_point",)), outcome=outcome)
    _, text = last(world.mailbox, "Focal Point")
    assert f"Quién lo decidió:\n{said}\n" in text
    assert "Motivo:\nOtras prioridades\n" in text


async def test_a_round_that_nobody_withdrew_in_words_names_nobody(world: World) -> None:
    await world.commit(e.Tell(what="closed", people=("focal_point",)), outcome="withdrawn")
    assert "Quién lo decidió" not in last(world.mailbox, "Focal Point")[1]


async def test_an_expert_who_leaves_has_their_entry_cancelled_with_thanks_and_not_the_visit(
    world: World,
) -> None:
    """P8, V8."""
    await world.panel()
    await invite(world, OTHER)
    await seat(world, OTHER, 2)
    await world.commit(dated(LEAD, OTHER))
    await world.commit(
        e.Unschedule(number=2, people=(OTHER,)), e.Seated(participant=OTHER, seat=2, left=True)
    )
    subject, text = last(world.mailbox, "Jamaica One")
    assert subject == "RIPSO 2026-1 Paraguay: Your calendar entry of the visit is cancelled"
    assert "the visit itself is not cancelled by this" in text
    await world.commit(e.Unschedule(number=3, people=(LEAD,)))
    assert last(world.mailbox, "Lead Coordinator")[0] == "RIPSO 2026-1 Paraguay: Visita cancelada"

"""What news and receipts say: who, what and why, as far as their reader may know it."""

from rounds.state import effects as e
from rounds.steps import additions
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.panel import AgreePanel, AnswerInvitation
from rounds.submissions.questions import AddQuestions, SendQuestionnaire
from store import drafts
from store.audit_log import Audit
from store.tables import Officer
from tests.activities.mail import Mailbox
from tests.activities.world import FIRST, LEAD, OTHER, PANEL, World, invitation, opening

AGREE = AgreePanel(choice="changes", comment="Alguien de los Andes")


def last(mailbox: Mailbox, name: str) -> tuple[str, str]:
    """Subject and text of the letter that somebody had last."""
    letter = [letter for letter in mailbox.letters() if name in letter["To"]][-1]
    body = letter.get_body(("plain",))
    assert body
    return letter["Subject"], body.get_content().replace("\r\n", "\n")


async def test_a_receipt_says_what_was_recorded_and_what_the_round_waits_for_q8(world: World) -> None:
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    await world.take(
        AGREE,
        "agree_panel:1",
        "focal_point",
        opening("propose_panel:2", "responsible_officer", ["responsible_officer"]),
        e.Close(key="agree_panel:1", state="fulfilled"),
    )
    subject, text = last(world.mailbox, "Focal Point")
    assert subject == "RIPSO 2026-1 Paraguay: Registrado: Acordar el panel"
    for said in (
        "Su decisión:\nSolicitar cambios\n",
        "Cambios que solicita:\nAlguien de los Andes\n",
        "La ronda espera ahora:\n\n- Proponer el panel\noficial responsable de la secretaría, a más tardar",
        await world.url("agree_panel:1", "focal_point"),
    ):
        assert said in text


async def test_a_receipt_says_which_entry_of_the_log_it_is_s4(world: World) -> None:
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    await world.take(AGREE, "agree_panel:1", "focal_point", e.Close(key="agree_panel:1", state="fulfilled"))
    (entry,) = [row for row in await world.rows(Audit) if row.action == "agree_panel"]
    text = last(world.mailbox, "Focal Point")[1]
    assert f"Asiento {entry.id} del registro: {entry.hash}" in " ".join(text.split())


async def test_what_an_officer_filed_is_receipted_to_whose_name_it_is_in(world: World) -> None:
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    officers = await world.rows(Officer)
    officer = next(o.id for o in officers if not o.head)
    sent = await world.send(AGREE, "agree_panel:1", "focal_point", officer)
    await world.commit(
        e.Take(submission=sent, key="agree_panel:1", subject="agree_panel", by="focal_point", officer=officer)
    )
    assert (
        "Officer, de Departamento de Inclusión Social, registró esto en nombre de usted."
        in last(world.mailbox, "Focal Point")[1]
    )


async def test_an_officer_who_answers_for_themselves_is_not_told_that_another_did_s9(world: World) -> None:
    await world.commit(opening("propose_panel:1", "responsible_officer", ["responsible_officer"]))
    officer = next(o.id for o in await world.rows(Officer) if not o.head)
    who = "responsible_officer"
    sent = await world.send(PANEL, "propose_panel:1", who, officer)
    await world.commit(
        e.Take(submission=sent, key="propose_panel:1", subject="propose_panel", by=who, officer=officer)
    )
    subject, text = last(world.mailbox, "Officer")
    assert subject.endswith(": Registrado: Proponer el panel")
    assert "registró esto en nombre de usted" not in text


async def test_a_reason_of_their_own_is_the_secretariats_alone_to_read(world: World) -> None:
    await world.panel()
    await world.commit(opening(invitation(FIRST), "candidate", [FIRST]))
    no = AnswerInvitation(choice="decline", reason="Una operación")
    sent = await world.take(no, invitation(FIRST), FIRST)
    told = e.Tell(
        what="invitation_declined",
        people=("responsible_officer", "focal_point", FIRST),
        key=invitation(FIRST),
        about=FIRST,
        by=FIRST,
        submission=sent,
    )
    await world.commit(told)
    subject, text = last(world.mailbox, "Officer")
    assert subject.endswith(": Una persona candidata ha declinado: Chile One")
    assert "Motivo:\nUna operación\n" in text
    assert "Una operación" not in last(world.mailbox, "Focal Point")[1]
    assert sorted(await world.to("told")) == ["focal_point", "responsible_officer"]


async def test_nobody_is_told_of_what_they_did_under_another_id(world: World) -> None:
    """The officer who looks after the round has filed it for the focal point."""
    officers = await world.rows(Officer)
    officer = next(o.id for o in officers if not o.head)
    sent = await world.send(AGREE, "agree_panel:1", "focal_point", officer)
    told = e.Tell(
        what="panel_agreed", people=("responsible_officer", LEAD), by="focal_point", submission=sent
    )
    await world.panel()
    await world.commit(told)
    assert await world.to("told") == [LEAD]


async def test_answers_that_froze_are_told_with_how_many_were_saved_d2(world: World) -> None:
    await world.panel()
    await world.commit(
        opening("send_questionnaire:1", "lead_coordinator", [LEAD]),
        opening("answer_questionnaire:1", "technical_team", ["focal_point"]),
    )
    asked = SendQuestionnaire(questions=("¿Quién?", "¿Cómo?", "¿Cuánto?"))
    closed = e.Close(key="send_questionnaire:1", state="fulfilled", submission="sent-2")
    await world.take(asked, "send_questionnaire:1", LEAD, closed)
    async with world.database.writing() as s:
        await drafts.save(
            s,
            round_id=world.round,
            assignment_key="answer_questionnaire:1",
            participant_id="focal_point",
            body={"answers": ["El ministerio", " ", ""]},
        )
    await world.commit(
        e.Close(key="answer_questionnaire:1", state="frozen"),
        e.Tell(what="answers_frozen", people=(OTHER,), key="answer_questionnaire:1"),
        e.Tell(what="frozen", people=("focal_point",), key="answer_questionnaire:1"),
    )
    assert "Answers that had been saved:\n1 of 3\n" in last(world.mailbox, "Jamaica One")[1]
    assert last(world.mailbox, "Focal Point")[0].endswith(": Responder el cuestionario")


async def test_what_was_added_to_the_questionnaire_is_told_as_that_and_by_whom_d2(world: World) -> None:
    await world.panel()
    sent = await world.take(AddQuestions(questions=("¿Desde cuándo?",)), "", OTHER)
    sent_on, answers = additions.keys(additions.about(sent))
    await world.commit(
        opening(sent_on, "lead_coordinator", [LEAD]),
        opening(answers, "technical_team", ["focal_point"]),
    )
    subject, text = last(world.mailbox, "Focal Point")
    assert "Responder el cuestionario (preguntas añadidas)" in subject
    assert "Quién añadió las preguntas:\nJamaica One\n" in text
    for what, key, title in (
        ("questionnaire_sent", sent_on, "Added questions have been sent"),
        ("answers_arrived", answers, "The answers to the added questions have arrived"),
        ("answers_frozen", answers, "The added questions are closed with the answers that were saved"),
    ):
        await world.commit(e.Tell(what=what, people=(OTHER,), key=key))
        subject, text = last(world.mailbox, "Jamaica One")
        assert subject == f"RIPSO 2026-1 Paraguay: {title}"
        assert "added after the questionnaire" in text
        assert "Who added the questions:\nJamaica One\n" in text


async def test_an_expert_who_leaves_before_there_is_a_visit_has_a_receipt_with_thanks_p8(
    world: World,
) -> None:
    await world.panel()
    await world.take(
        LeavePanel(reason="Otro cargo"), "", OTHER, e.Seated(participant=OTHER, seat=2, left=True)
    )
    subject, text = last(world.mailbox, "Jamaica One")
    assert subject == "RIPSO 2026-1 Paraguay: Recorded: Leave the panel"
    assert "You have left the panel, and nothing more is asked of you." in text
    assert "The secretariat thanks you" in text


async def test_a_letter_that_asks_something_also_says_that_the_answer_before_it_is_recorded(
    world: World,
) -> None:
    await world.panel()
    accepts = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")
    await world.commit(opening(invitation(OTHER), "candidate", [OTHER]))
    await world.take(
        accepts,
        invitation(OTHER),
        OTHER,
        e.Seated(participant=OTHER, seat=2),
        opening("write_questions:expert-2", "expert-2", [OTHER]),
        e.Tell(what="panel_formed", people=(OTHER, LEAD)),
    )
    subject, text = last(world.mailbox, "Jamaica One")
    assert "Write the technical questions" in subject
    assert "What you sent has been received and recorded: Answer the invitation to the panel." in text
    assert "The panel of the round is complete\n\nAll the seats are taken." in text
    assert await world.to("receipt") == ["responsible_officer"]

"""What somebody sent, as their receipt says it."""

from datetime import date, time
from typing import Any

from rounds.submissions.interventions import LeavePanel
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.request import CompleteRequest, Document
from rounds.submissions.visit import ArrangeLocal, Item, Session, SetAgenda
from store.reads.chain import Entry
from templates.marked import spoken
from tests.templates.times import HERE, THERE, URL


def receipt(body: Any, **more: Any) -> dict[str, Any]:
    """What somebody sent, as their receipt says it."""
    choice = getattr(body, "choice", "")
    return {
        **{"kind": body.kind, "body": spoken(body, "es"), "received_here": HERE, "received_there": THERE},
        **{"officer": "", "url": URL, "next": f"{body.kind}.{choice}" if choice else body.kind},
        "entry": Entry(17, "3f" * 32),
        **more,
    }


COMPLETED = receipt(
    CompleteRequest(
        initiative="Registro social único",
        stage="reform",
        objective="Un registro validado\nentre todos",
        countries_of_interest=("CHL", "COL"),
        reference_documents=(Document(title="La ley", url="https://ley.example"),),
    )
)
ACCEPTED = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")
DECLINED = AnswerInvitation(choice="decline", reason="Otra misión")
LEFT = LeavePanel(reason="Un nuevo cargo")
AGENDA_SENT = SetAgenda(
    sessions=(
        Session(day=1, starts=time(9), ends=time(10, 30), session="opening_session", title="Apertura"),
        Session(day=2, starts=time(9), ends=time(12), session="working_meeting", title="Padrones"),
    )
)
ARRANGED = ArrangeLocal(
    items=(Item(what="Salas", owner="Protocolo", by=date(2027, 3, 1), state="done"),), press="note"
)
AWAITED = [
    {"kind": "examine_request", "role": "responsible_officer", "due_here": HERE},
    {"kind": "contribute", "role": "expert-1", "due_here": HERE},
]

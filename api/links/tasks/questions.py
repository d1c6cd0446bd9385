"""The pages of the technical questions and their answers (D2, D3)."""

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, answering, exchanges, request
from templates import background as b
from templates.forms import Asking


def write_questions(m: PageContext) -> Prepared:
    """The questions as they were, when they were sent back (D3)."""
    before = m.before()
    return Prepared(
        values={"questions": list(before.questions)} if before else {},
        asking=Asking(least={"questions": 3}),
        blocks=(*exchanges(m), *request(m)),
    )


def send_questionnaire(m: PageContext) -> Prepared:
    """The experts' questions, to put together (D2)."""
    written = m.latest("write_questions")
    return Prepared(
        values={"questions": [q for s in written for q in s.body.questions]},
        blocks=tuple(b.questions(m.words, s.by, s.body.questions) for s in written),
    )


def answer_questionnaire(m: PageContext) -> Prepared:
    """An answer for each question (D2)."""
    sent = m.last("send_questionnaire")
    return answering(m, sent.questions if sent else ())


PAGES = (
    Page(
        kind="write_questions",
        reads=("write_questions", "send_back"),
        papers=True,
        prepare=write_questions,
    ),
    Page(
        kind="send_questionnaire",
        reads=("write_questions",),
        papers=True,
        prepare=send_questionnaire,
    ),
    Page(
        kind="answer_questionnaire",
        reads=("send_questionnaire", "answer_questionnaire", "send_back"),
        papers=True,
        prepare=answer_questionnaire,
    ),
)

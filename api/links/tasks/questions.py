"""The pages of the technical questions and their answers (D2, D3)."""

from dataclasses import dataclass

from api.links.tasks.context import PageContext, RoundContext, Spoken
from api.links.tasks.prepared import Page, Prepared, answering, exchanges, request
from rounds.state.keys import Key
from rounds.steps import additions
from rounds.steps.questions import QUESTIONNAIRE
from templates import background as b
from templates import dossier as d
from templates.forms import Asking

ASKED = ("send_questionnaire", "add_questions")
"""What a page reads to know what the beneficiary was asked."""


def write_questions(m: PageContext) -> Prepared:
    """The questions as they were, when they were sent back (D3)."""
    before = m.before()
    return Prepared(
        values={"questions": list(before.questions)} if before else {},
        asking=Asking(least={"questions": 3}),
        blocks=(*exchanges(m), *request(m)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Questions that the beneficiary was asked: under which key it answers.

    `heading` says who added them; empty for the questionnaire itself.
    """

    answers: Key
    questions: tuple[str, ...]
    heading: str = ""


def asked(m: RoundContext) -> list[Asked]:
    """The questionnaire, and what was added to it once it had been sent, as far as it was sent on (D2)."""
    first = m.by_key(Key.parse(QUESTIONNAIRE))
    sent = [Asked(answers=Key("answer_questionnaire", n=1), questions=first.questions)] if first else []
    return [*sent, *filter(None, (_added(m, said) for said in m.said.get("add_questions", ())))]


def _added(m: RoundContext, said: Spoken) -> Asked | None:
    sent_on, answers = map(Key.parse, additions.keys(additions.about(said.id)))
    straight = additions.goes_straight(m.methodology, (said.role,))
    body = m.by_key(sent_on) or (said.body if straight else None)
    heading = m.words.say(d.ADDED_BY, name=said.by) if said.by else m.words.say(d.ADDED)
    return Asked(answers=answers, questions=body.questions, heading=heading) if body else None


def send_questionnaire(m: PageContext) -> Prepared:
    """The experts' questions, to put together; or those that one has added (D2)."""
    new = [s for s in m.said.get("add_questions", ()) if additions.about(s.id) == m.key.about]
    written = new or m.latest("write_questions")
    return Prepared(
        values={"questions": [q for s in written for q in s.body.questions]},
        blocks=tuple(b.questions(m.words, s.by, s.body.questions) for s in written),
    )


def answer_questionnaire(m: PageContext) -> Prepared:
    """An answer for each question (D2)."""
    mine = [each.questions for each in asked(m) if each.answers == m.key.first()]
    return answering(m, mine[0] if mine else ())


PAGES = (
    Page(
        kind="write_questions",
        reads=("write_questions", "send_back"),
        papers=True,
        prepare=write_questions,
    ),
    Page(
        kind="send_questionnaire",
        reads=("write_questions", *ASKED),
        papers=True,
        prepare=send_questionnaire,
    ),
    Page(
        kind="answer_questionnaire",
        reads=(*ASKED, "answer_questionnaire", "send_back"),
        papers=True,
        prepare=answer_questionnaire,
    ),
)

"""What the beneficiary has answered: the panel works from it, beside its forms and in the dossier (D5)."""

from api.links.tasks.assessment import SELF_ASSESSED, named_dimensions, questions_of
from api.links.tasks.context import PageContext, RoundContext
from templates import dossier as d
from templates.background import Block

ANSWERED = ("send_questionnaire", "answer_questionnaire", *SELF_ASSESSED)
"""What a page reads to show questions with their answers."""


def beside(m: PageContext) -> tuple[Block, ...]:
    """D5: what stands beside a form, as far as its owner may read it."""
    matters = {"questionnaire": replied, "self_assessment": assessed}
    return tuple(block for matter, show in matters.items() if m.reads(matter) for block in show(m))


def replied(m: RoundContext) -> tuple[Block, ...]:
    """The experts' questionnaire with its answers; closed unanswered, with what had been saved (D2)."""
    sent = m.last("send_questionnaire")
    if sent is None:
        return ()
    if said := m.latest("answer_questionnaire"):
        by = m.words.say(d.ANSWERS_OF, name=said[-1].by)
        return (d.answered(m.words, by, sent.questions, said[-1].body.answers),)
    warned = (d.warned(m.words.say(d.FROZEN)),) if m.frozen else ()
    return (*warned, d.answered(m.words, "", sent.questions, m.frozen))


def assessed(m: RoundContext) -> tuple[Block, ...]:
    """The self-assessment, part by part: who answered, their questions, their answers (D1)."""
    parts = [
        (s.by, questions_of(m, s.asked.about), s.body.answers) for s in m.latest("answer_self_assessment")
    ]
    told = {question for _, questions, _ in parts for question in questions}
    written, names = m.last("write_self_assessment"), named_dimensions(m)
    asked = [m.words.pair(names[q.dimension], q.question) for q in written.questions] if written else []
    rest = [question for question in asked if question not in told]
    return (
        *(
            d.answered(m.words, m.words.say(d.ANSWERS_OF, name=by), questions, answers)
            for by, questions, answers in parts
        ),
        *((d.answered(m.words, "", rest, ()),) if rest else ()),
    )

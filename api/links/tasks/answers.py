"""What the beneficiary has answered: the panel works from it, beside its forms and in the dossier (D5)."""

from api.links.tasks.assessment import SELF_ASSESSED, named_dimensions, questions_of
from api.links.tasks.context import PageContext, RoundContext, Spoken
from api.links.tasks.found import FOUND, found
from api.links.tasks.questions import ASKED, Asked, asked
from rounds.steps.clarifying import is_prepared
from templates import dossier as d
from templates.background import Block

ANSWERED = (*ASKED, "answer_questionnaire", *SELF_ASSESSED, *FOUND)
"""What a page reads to show questions with their answers, and what was found."""


def beside(m: PageContext) -> tuple[Block, ...]:
    """D5: what stands beside a form, as far as its owner may read it."""
    matters = {"questionnaire": replied, "self_assessment": assessed, "findings": found}
    return tuple(block for matter, show in matters.items() if m.reads(matter) for block in show(m))


def replied(m: RoundContext) -> tuple[Block, ...]:
    """The experts' questionnaire and what was added to it, with answers (D2)."""
    said = {s.asked.first(): s for s in m.latest("answer_questionnaire")}
    return tuple(block for each in asked(m) for block in _replied(m, each, said.get(each.answers)))


def _replied(m: RoundContext, each: Asked, said: Spoken | None) -> tuple[Block, ...]:
    """One part with its answers; closed unanswered, with what had been saved."""
    if said:
        by = m.words.say(d.ANSWERS_OF, name=said.by)
        heading = m.words.pair(each.heading, by) if each.heading else by
        return (d.answered(m.words, heading, each.questions, said.body.answers),)
    saved = m.frozen.get(str(each.answers), ())
    warned = (d.warned(m.words.say(d.FROZEN)),) if saved else ()
    over = is_prepared(m.methodology.steps, m.step)
    return (*warned, d.answered(m.words, each.heading, each.questions, saved, over=over))


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

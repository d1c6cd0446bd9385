"""What a recommendation may rest on: a finding of the visit, or a question with its answer (W6, V6, D1, D2).

A recommendation holds a reference alone: `finding:1a2b3c4d` by the finding's id; `question:3` of the
questionnaire, `added:1a2b3c4d-2` of the questions that were added in one submission, `assessed:3` of the
self-assessment, each numbered from 1 in the order in which they were asked.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rounds.state.case import Case
from rounds.state.round import Round
from rounds.steps.additions import ADDED, keys
from rounds.steps.questions import QUESTIONNAIRE
from rounds.submissions.assessment import WriteSelfAssessment
from rounds.submissions.questions import SendQuestionnaire
from rounds.submissions.refusals import Refusal, refuse
from rounds.submissions.report import Contribute, Version
from rounds.submissions.visit import Finding, WithdrawFinding

ASKED, ASSESSED = "question:", "assessed:"
"""Before the number of a question of the questionnaire, or of the self-assessment."""


class UnknownBasis(Refusal):
    """A recommendation rests on something that this round has not recorded (W6)."""

    code = "unknown_basis"


def standing(bodies: Iterable[Any]) -> tuple[Finding, ...]:
    """All findings as they stand, after what was accepted in its order: each once, as it was worded last.

    What was taken back is none, unless it was recorded again.
    """
    found: dict[str, Finding] = {}
    for body in bodies:
        if isinstance(body, WithdrawFinding):
            found.pop(body.finding, None)
        else:
            found |= {f.id: f for f in body.found}
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a recommendation may rest on, by what it holds of it; `what` and `meeting` are a finding's."""

    ref: str
    text: str
    what: str = "question"
    meeting: str = ""


def before(about: str) -> str:
    """What stands before the number of a question that was added, by what its assignments are about."""
    return f"added:{about.removeprefix(ADDED)}-"


def bases(found: Iterable[Finding], asked: Iterable[tuple[str, Sequence[str]]]) -> tuple[Basis, ...]:
    """Everything that a recommendation may rest on.

    Findings as `standing` gives them; questions by what stands before their numbers, as they were asked.
    """
    return (
        *(Basis(ref=f"finding:{f.id}", text=f.text, what=f.what, meeting=f.meeting) for f in found),
        *(Basis(ref=f"{start}{n}", text=q) for start, texts in asked for n, q in enumerate(texts, start=1)),
    )


def refs(round: Round) -> Collection[str]:
    """The same as a round knows it, by reference alone."""
    asked = (f"{start}{n}" for start, count in _asked(round) for n in range(1, count + 1))
    return frozenset((*(f"finding:{id}" for id in round.findings), *asked))


def _asked(round: Round) -> Iterator[tuple[str, int]]:
    """What the beneficiary was asked: what stands before the numbers, and how many there are."""
    sent = {key: a.answer for key, a in round.assignments.items() if a.kind == "send_questionnaire"}
    first = sent.get(QUESTIONNAIRE)
    if isinstance(first, SendQuestionnaire):
        yield ASKED, len(first.questions)
    for one in round.added:
        sent_on = sent.get(keys(one.about)[0])
        if isinstance(sent_on, SendQuestionnaire):
            yield before(one.about), len(sent_on.questions)
        elif one.straight:
            yield before(one.about), one.count
    written = [a.answer for a in round.assignments.values() if isinstance(a.answer, WriteSelfAssessment)]
    if written:
        yield ASSESSED, len(written[-1].questions)


def held(bodies: Iterable[Any]) -> Iterator[str]:
    """What recommendations rest on that were written already, whatever has become of it since."""
    for body in bodies:
        if isinstance(body, Contribute | Version):
            yield from (one.rests_on for one in body.recommendations if one.rests_on)


def wrong(round: Round, body: Contribute | Version) -> Iterator[Refusal]:
    """W6: each recommendation rests on what there is, or on nothing that is recorded. UnknownBasis."""
    known = {"", *refs(round), *held(a.answer for a in round.assignments.values())}
    for n, one in enumerate(body.recommendations):
        if one.rests_on not in known:
            yield UnknownBasis(field=f"recommendations.{n}.rests_on")


def check(case: Case[Any]) -> None:
    """W6: the same. Raises: UnknownBasis."""
    refuse(wrong(case.round, case.body))

"""What people usually send under any methodology: drawn from its file alone."""

from collections.abc import Callable
from datetime import time
from typing import Any

from methodologies.loader import methodology
from rounds.methodology.model import Methodology
from rounds.steps import assessment, warnings
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    Question,
    WriteSelfAssessment,
)
from rounds.submissions.panel import NameStates, ProposePanel, Shortlist
from rounds.submissions.people import Authority, Candidate
from rounds.submissions.report import (
    ConsolidateReport,
    Contribute,
    FinishDraft,
    SectionText,
    TranslateReport,
    WriteLessons,
)
from rounds.submissions.request import Note, OpenRound
from rounds.submissions.visit import Session, SetAgenda
from store.tables import Assignment
from tests.workflows import cast

PEERS = ("CHL", "URY", "BRA", "CRI")
"""Where experts come from; one with an alternate from the same state each."""
OWN = "Trust between offices"
"""A dimension that the methodology's file does not have (D4)."""


class Anyone:
    """The people of a story under the methodology of this name."""

    def __init__(self, name: str) -> None:
        self.rules: Methodology = methodology(name)

    def opening(self, story: str, *, note: bool, rules: str) -> OpenRound:
        """The opening of a round, with two authorities where there are dimensions to answer for (D1)."""
        first = cast.opening(story, note=False, rules=rules)
        return OpenRound(
            methodology=rules,
            country="JAM",
            institution=first.institution,
            focal_point=first.focal_point,
            alternate_contact=first.alternate_contact,
            technical_team=first.technical_team,
            approver=first.approver,
            authorities=tuple(
                Authority(
                    name=f"Somebody, {who}, {story}",
                    email=cast.address(who, story),
                    language="en",
                    dimensions=dimensions,
                )
                for who, dimensions in self.named().items()
            ),
            note=self.note() if note else None,
        )

    def named(self) -> dict[str, tuple[str, ...]]:
        """The dimensions of each authority; what is left is the technical team's."""
        ours = self.rules.dimensions
        named = {"authority-1": ours[:2], "authority-2": ours[2:3]}
        return {who: dimensions for who, dimensions in named.items() if dimensions}

    def note(self) -> Note:
        """What the methodology asks of a note."""
        asked: dict[str, Any] = {
            "topic": next(iter(self.rules.topics), ""),
            "initiative": "One window for citizens",
            "stage": self.rules.ideal_stages[0],
            "objective": "A standard that all keep",
            "countries_of_interest": PEERS[:1],
        }
        return Note(**{name: said for name, said in asked.items() if name in self.rules.note_asks})

    def candidate(self, story: str, seat: int, n: int, country: str) -> Candidate:
        """The n-th candidate for a seat."""
        return Candidate(
            name=f"Somebody, expert {seat}.{n}, {story}",
            email=cast.address(f"expert-{seat}-{n}", story),
            language="pt" if country == "BRA" else "es",
            country=country,
            institution=f"Ministry of {country}",
            points=self.rules.profile_points,
        )

    def panel(self, story: str, *countries: tuple[str, ...]) -> ProposePanel:
        """As many seats as may be, each with two candidates of one state, unless said otherwise."""
        seats = countries or tuple((country, country) for country in PEERS[: self.rules.limits.experts])
        return ProposePanel(
            seats=tuple(
                Shortlist(candidates=tuple(self.candidate(story, s, n, c) for n, c in enumerate(seat, 1)))
                for s, seat in enumerate(seats, 1)
            ),
            coordinators=tuple(
                cast.contact(f"coordinator-{n}", story) for n in range(self.rules.limits.coordinators)
            ),
            acknowledged=(warnings.FEW_COUNTRIES,),
        )

    def framework(self) -> tuple[str, ...]:
        """The dimensions that are agreed: the methodology's and one in words."""
        own = (OWN,) if self.rules.asks("propose_framework") else ()
        return assessment.dimensions(ProposeFramework(dimensions=self.rules.dimensions, own=own))

    def agenda(self) -> SetAgenda:
        """Each kind of session that is needed, one after the other."""
        return SetAgenda(
            sessions=tuple(
                Session(
                    day=1,
                    starts=time(8 + n),
                    ends=time(9 + n),
                    session=kind,
                    title="A session",
                    body_met="Ministry of Finance" if kind in self.rules.sessions_with_body else "",
                    interviewed="Families" if kind in self.rules.sessions_with_names else "",
                )
                for n, kind in enumerate(self.rules.sessions_needed)
            )
        )

    def sections(self, text: str) -> tuple[SectionText, ...]:
        """Every section of the report."""
        return tuple(SectionText(section=section, text=text) for section in self.rules.sections)

    def usual(self, story: str, a: Assignment) -> Any:
        """What an assignment is usually answered with."""
        own = USUAL.get(a.kind)
        return own(self, story, a) if own else cast.usual(story, a)


def _answers(who: Anyone, _: str, a: Assignment) -> AnswerSelfAssessment:
    theirs = assessment.parts(who.framework(), who.named())[a.role]
    return AnswerSelfAssessment(answers=tuple(f"About {dimension}" for dimension in theirs))


def _questions(who: Anyone, _: str, __: Assignment) -> WriteSelfAssessment:
    return WriteSelfAssessment(
        questions=tuple(Question(dimension=d, question=f"How is {d} kept?") for d in who.framework())
    )


USUAL: dict[str, Callable[[Anyone, str, Assignment], Any]] = {
    "propose_framework": lambda who, _, __: ProposeFramework(dimensions=who.rules.dimensions, own=(OWN,)),
    "agree_framework": lambda _, __, ___: AgreeFramework(choice="agree"),
    "write_self_assessment": _questions,
    "answer_self_assessment": _answers,
    "name_states": lambda who, _, __: NameStates(states=PEERS[: who.rules.limits.experts]),
    "propose_panel": lambda who, story, _: who.panel(story),
    "set_agenda": lambda who, _, __: who.agenda(),
    "contribute": lambda who, _, __: Contribute(sections=who.sections("What I saw")),
    "write_lessons": lambda _, __, ___: WriteLessons(lessons=("Give an example of a good answer",)),
    "consolidate_report": lambda who, _, __: ConsolidateReport(sections=who.sections("What we found")),
    "finish_draft": lambda who, _, __: FinishDraft(sections=who.sections("What we found at last")),
    "translate_report": lambda who, _, __: TranslateReport(sections=who.sections("In other words")),
}

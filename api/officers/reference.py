"""What the API's codes are of: the methodologies at hand, and the member states."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel

from api.deps import Code, Used
from api.http.problems import RESPONSES, language_of
from api.policies import KEY_ANY
from methodologies.loader import capital_zone, methodology, names, states
from rounds.methodology.model import Methodology
from templates.words import Words

router = APIRouter(
    prefix="/api/v1",
    tags=["reference"],
    responses=RESPONSES,
    dependencies=[KEY_ANY],
)


class CodeRead(BaseModel):
    """A code, and what it is called in the asker's language."""

    code: str
    name: str


class AskedRead(BaseModel):
    """A kind of assignment as a methodology has it: whose it is, how long it takes, what silence means."""

    kind: str
    title: str
    owner: str
    days: int
    unit: str
    counted_from: str
    reminders: list[int]
    escalates_to: list[str]
    waivable: bool
    personal: bool


class MethodologyListed(BaseModel):
    """A methodology that rounds can be opened under."""

    id: str
    name: str
    version: str
    secretariat: str
    document: str
    steps: list[CodeRead]


class MethodologyRead(MethodologyListed):
    """A methodology with its codes; `note_needs` are the fields without which a note is not complete."""

    note_asks: list[CodeRead]
    note_needs: list[str]
    topics: list[CodeRead]
    dimensions: list[CodeRead]
    points: list[CodeRead]
    visit_forms: list[CodeRead]
    sessions: list[CodeRead]
    sections: list[CodeRead]
    limits: dict[str, int]
    assignments: list[AskedRead]


class StateRead(CodeRead):
    """A member state that may ask for a round and send experts; `time_zone` is its capital's."""

    time_zone: str


class StatesRead(BaseModel):
    """The member states, in the order of their names."""

    states: list[StateRead]


class MethodologiesRead(BaseModel):
    """The methodologies at hand."""

    methodologies: list[MethodologyListed]


def words_of(request: Request, used: Used) -> Words:
    """The words of the asker's language."""
    return used.renderer.words(language_of(request))


Spoken = Annotated[Words, Depends(words_of)]


@router.get("/methodologies")
async def list_methodologies(words: Spoken) -> MethodologiesRead:
    """The methodologies that rounds can be opened under."""
    listed = [MethodologyListed(**_listed(methodology(name), words)) for name in names()]
    return MethodologiesRead(methodologies=listed)


@router.get("/methodologies/{id}")
async def read_methodology(id: Code, words: Spoken) -> MethodologyRead:
    """One methodology: its codes, its limits, its clocks."""
    if id not in names():
        raise HTTPException(404)
    return _in_full(methodology(id), words)


@router.get("/states")
async def list_states(words: Spoken) -> StatesRead:
    """The member states, by the code that a round is opened with."""
    return StatesRead(
        states=[
            StateRead(code=code, name=name, time_zone=capital_zone(code))
            for code, name in words.countries(states())
        ]
    )


def _listed(rules: Methodology, words: Words) -> dict[str, Any]:
    return {
        "id": rules.id,
        "name": rules.name,
        "version": rules.version,
        "secretariat": rules.secretariat,
        "document": rules.document,
        "steps": [CodeRead(code=step, name=words.step(step)) for step in rules.steps],
    }


def _in_full(rules: Methodology, words: Words) -> MethodologyRead:
    def named(field: str, codes: tuple[str, ...]) -> list[CodeRead]:
        return [CodeRead(code=code, name=words.choice(field, code)) for code in codes]

    return MethodologyRead(
        **_listed(rules, words),
        note_asks=[CodeRead(code=code, name=words.label(code, "Note")) for code in rules.note_asks],
        note_needs=list(rules.note_needs),
        topics=named("topic", rules.topics),
        dimensions=named("dimensions", rules.dimensions),
        points=named("points", rules.profile_points),
        visit_forms=named("visit_form", rules.visit_forms),
        sessions=named("session", rules.sessions),
        sections=named("section", rules.sections),
        limits=asdict(rules.limits),
        assignments=[
            AskedRead(
                kind=kind,
                title=words.kind(kind),
                owner=rule.owner,
                days=rule.clock.count,
                unit=rule.clock.unit,
                counted_from=rule.clock.counted_from,
                reminders=list(rule.reminders),
                escalates_to=list(rule.escalate_to),
                waivable=rule.waivable,
                personal=rule.personal,
            )
            for kind, rule in rules.assignments.items()
        ],
    )

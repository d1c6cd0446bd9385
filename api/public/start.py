"""The start page, and the rules of each methodology in the version in force (Z7)."""

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.policies import ANYBODY
from api.public.answers import Asked, Made, addresses, answered
from api.public.shown import card, introduced, missing
from methodologies.loader import methodology, names
from rounds.methodology.model import AssignmentRule, Methodology
from rounds.registry import PLACES
from store.reads import published
from templates import dossier, model_note
from templates.public import LIMITS
from templates.words import Words

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
LATEST = 5
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def start(request: Request, tools: Used) -> Response:
    """What these rounds are, how a country asks for one, what was published last."""
    return await answered(request, tools, _start)


async def _start(at: Asked, s: AsyncSession) -> Made:
    latest = at.known.entries[:LATEST]
    titles = await published.titles(s, [entry.round_id for entry in latest])
    return Made(
        body=at.page(
            "start",
            programs=[introduced(at.words, methodology(name)) for name in names()],
            cards=[card(at.words, entry, titles[entry.round_id]) for entry in latest],
            total=len(at.known.entries),
        )
    )


async def rules(name: str, request: Request, tools: Used) -> Response:
    """The rules of a methodology."""
    return await answered(request, tools, partial(_rules, name))


async def _rules(name: str, at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - they stand in a file
    if name not in names():
        return missing(at)
    found = methodology(name)
    return Made(
        body=at.page(
            "rules",
            rules=found,
            program=introduced(at.words, found),
            steps=[(step, _asked(at.words, found, step)) for step in (*found.steps, "")],
            limits=[
                at.words.say(text, count=getattr(found.limits, limit))
                for limit, text in LIMITS.items()
                if getattr(found.limits, limit)
            ],
        )
    )


def _asked(words: Words, found: Methodology, step: str) -> list[dict[str, Any]]:
    """What is asked in a step, of whom, with which clock, and what silence means."""
    return [
        {
            "kind": rule.kind,
            "role": words.role(rule.owner),
            "clock": dossier.clock(words, rule.clock),
            "silence": _silence(words, rule),
        }
        for rule in found.assignments.values()
        if PLACES[rule.kind].step == step
    ]


def _silence(words: Words, rule: AssignmentRule) -> tuple[str, ...]:
    return words.silence(
        rule.kind, rule.silence, rule.escalate_to, rule.ends_after, rule.freezes, rule.quiet_after
    )


async def note(name: str, request: Request, tools: Used) -> Response:
    """The model of the note by which a country asks for a round."""
    return await answered(request, tools, partial(_note, name))


async def _note(name: str, at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - it is made of words
    if name not in names():
        return missing(at)
    body = await asyncio.to_thread(model_note.docx, at.words, methodology(name))
    told = {"Content-Disposition": f'attachment; filename="{name}-{at.language}.docx"'}
    return Made(body=body, media_type=DOCX, headers=told)


addresses(router, "/", start)
addresses(router, "/rules/{name}", rules)
addresses(router, "/rules/{name}/note.docx", note)

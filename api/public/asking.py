"""The form by which a country asks for a round: it reaches the secretariat, and opens nothing itself (Q1)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, Used
from api.http.problems import status_of
from api.intake.decoding import read
from api.intake.engine import Away, NotBegun, Over
from api.policies import ANYBODY
from api.public.answers import Asked, Made, addresses, answered, spoken
from api.public.memory import Memory
from api.public.shown import introduced, missing
from methodologies.loader import methodology, names, states
from rounds.methodology.model import Methodology
from rounds.steps.request import wrong_note
from rounds.submissions.asking import OF_THE_NOTE, AskedTooOften, AskForRound, note_of
from rounds.submissions.refusals import MethodologyUnknown, Refusal, UnknownCountry
from store import requests
from store.requests import CONFIRM
from templates import wrong
from templates.forms import Asking, describe
from templates.words import Words

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
log = structlog.get_logger()
DAY = timedelta(days=1)
MOST_OF_ONE = 3
"""Requests a day from one address."""
MOST_OF_ALL = 50
"""Requests a day from everybody: more is no country that asks."""
LISTS = ("countries_of_interest", "experiences_of_interest")
FIELDS = 40
TRAP = "website"
"""A field that people do not see; whoever fills it in is a program."""


async def which(request: Request, tools: Used) -> Response:
    """Under which methodology a round is asked for."""
    return await answered(request, tools, _which)


async def _which(at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - it is made of words
    return Made(body=at.page("ask_which", programs=[introduced(at.words, methodology(n)) for n in names()]))


async def form(name: str, request: Request, tools: Used) -> Response:
    """The form, empty."""
    return await answered(request, tools, partial(_form, name))


async def _form(name: str, at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - it is made of words
    return Made(body=_page(at, {"methodology": name}, {})) if name in names() else missing(at)


def _page(at: Asked, typed: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    """The form, with what the methodology asks of a note, and no more."""
    rules = methodology(typed["methodology"]) if typed.get("methodology") in names() else None
    controls = describe(AskForRound, at.words, typed, _asking(at.words, rules), errors)
    return at.page(
        "ask", controls=controls, errors=wrong.listed(at.words, controls, errors), trap=TRAP, rules=rules
    )


def _asking(words: Words, rules: Methodology | None) -> Asking:
    countries = words.countries(states())
    if rules is None:
        programs = [(name, methodology(name).name) for name in names()]
        return Asking(
            options={"methodology": programs, "country": countries}, without=frozenset(OF_THE_NOTE[:2])
        )
    most = rules.limits.countries_of_interest
    needs = [need.split("|") for need in rules.note_needs]
    return Asking(
        options={
            "country": countries,
            "countries_of_interest": countries,
            "topic": [(topic, words.choice("topic", topic)) for topic in rules.topics],
        },
        most={"countries_of_interest": most, "experiences_of_interest": most},
        least={"experiences_of_interest": most},
        fixed=frozenset({"experiences_of_interest"}),
        without=frozenset(OF_THE_NOTE) - frozenset(rules.note_asks) | {"methodology"},
        needed=frozenset(names[0] for names in needs if len(names) == 1),
        depends=frozenset({"topic_words"} | {name for names in needs if len(names) > 1 for name in names}),
    )


async def ask(request: Request, tools: Used) -> Response:
    """Keep a request, or say all that is wrong with it."""
    language, path, _ = spoken(request)
    async with request.form(max_files=0, max_fields=FIELDS) as sent:
        typed = _typed((name, str(value)) for name, value in sent.multi_items())
    if not typed.pop(TRAP, ""):
        id, faults = await _kept(tools, typed)
        if faults:
            memory: Memory = request.app.state.public
            known = await memory.known(tools.database)
            at = Asked(tools=tools, known=known, language=language, path=path)
            errors = _sentences(at.words, faults)
            return HTMLResponse(_page(at, typed, errors), status_of(faults[0].code))
        await write(tools, id, CONFIRM)
    return RedirectResponse(f"/{language}/asked", HTTPStatus.SEE_OTHER)


def _typed(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was typed: of the two lists all that was filled in, of anything else what came last."""
    typed: dict[str, Any] = {}
    for name, value in pairs:
        listed = name.partition(".")[0]
        if listed not in LISTS:
            typed[name] = value
        elif value.strip():
            typed.setdefault(listed, []).append(value)
    return typed


async def write(tools: Tools, id: str, letter: str) -> None:
    """Have the letter written that the request's row asks for; what is away now is done later by upkeep."""
    try:
        await tools.intake.engine.write_about(id, letter)
    except (Away, NotBegun, Over) as error:
        log.warning("not written yet", request=id, letter=letter, error=str(error))


def _sentences(words: Words, faults: tuple[Refusal, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    for fault in faults:
        told.setdefault(fault.field, words.refusal(fault.code, fault.values))
    return told


async def _kept(tools: Tools, typed: Mapping[str, Any]) -> tuple[str, tuple[Refusal, ...]]:
    """Keep what was typed, under which id; or what is wrong with it."""
    reading = read(AskForRound, typed)
    faults = reading.besides(_wrong(reading.body) if reading.body else ())
    if faults:
        return "", faults
    body: AskForRound = reading.body
    id, now = _id(body), datetime.now(UTC)
    async with tools.database.writing() as s:
        if await requests.one(s, id):
            return id, ()
        own = await requests.came_since(s, now - DAY, body.email)
        if own >= MOST_OF_ONE or await requests.came_since(s, now - DAY) >= MOST_OF_ALL:
            return "", (AskedTooOften(),)
        await requests.keep(s, id, methodology(body.methodology).secretariat, body)
    log.info("a round was asked for", request=id, methodology=body.methodology)
    return id, ()


def _wrong(body: AskForRound) -> tuple[Refusal, ...]:
    refusals: list[Refusal] = []
    if body.methodology not in names():
        refusals.append(MethodologyUnknown(field="methodology", methodology=body.methodology))
    if body.country not in states():
        refusals.append(UnknownCountry(field="country"))
    if body.methodology in names():
        refusals.extend(wrong_note(methodology(body.methodology), body.country, note_of(body)))
    return tuple(refusals)


def _id(body: AskForRound) -> str:
    """The same for the same request: sent twice it is kept once."""
    return sha256(repr(sorted(asdict(body).items())).encode()).hexdigest()[:32]


async def asked(request: Request, tools: Used) -> Response:
    """What happens now."""
    return await answered(request, tools, _asked)


async def _asked(at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - it is made of words
    return Made(body=at.page("asked"), headers={"X-Robots-Tag": "noindex"})


addresses(router, "/ask", which)
addresses(router, "/ask", ask, methods=("POST",))
addresses(router, "/ask/{name}", form)
addresses(router, "/asked", asked)

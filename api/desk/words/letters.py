"""The words of letters: which letters there are, one letter in one language, its words changed and tried."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Code, Tools, Used
from api.desk import naming
from api.desk.refusing import NotShown
from api.desk.session import DESK_HOUSE, DESK_RUNS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.desk.words import trying
from api.desk.words.fields import Field, Forms, Held, typed_of
from api.desk.words.shown import ADDRESS, Shown, address, answer
from api.desk.words.trying import Trial
from rounds.submissions.people import LANGUAGES
from store import wordings
from store.wordings import Overtaken, Page
from templates import desk_words as said
from templates.own_words import GROUPS, PAGES, letters_in

router = APIRouter()

BACK = "original:"
"""Before the key of a sentence, on the button that takes its words back."""
ACTIONS = ("save", "look", "test")


@router.api_route(ADDRESS, methods=["GET", "HEAD"], dependencies=[DESK_HOUSE])
async def listed(request: Request, tools: Used, asks: Asks) -> Response:
    """Every letter, by what it is for, and in how many sentences the secretariat has words of its own."""
    async with tools.database.reading() as s:
        numbers = await wordings.numbers(s, asks.secretariat)
    say = asks.words.say
    groups = [
        (say(title), [(say(page.title), _languages(asks, id, numbers)) for id, page in of.items()])
        for title, of in GROUPS.items()
    ]
    return Shell(tools, asks, request).page("words/list", {"groups": groups}, here="words")


def _languages(
    asks: SignedIn, letter: str, numbers: Mapping[tuple[str, str], int]
) -> list[tuple[str, str, str, str]]:
    """Each language: its code and name, the letter's page in it, how much is changed."""
    return [
        (
            code,
            name,
            address(Page(letter=letter, language=code)),
            asks.words.say(said.FEW, count=count) if (count := numbers.get((letter, code), 0)) else "",
        )
        for code, name in asks.words.tongues
    ]


@router.api_route(f"{ADDRESS}/{{letter}}", methods=["GET", "HEAD"], dependencies=[DESK_HOUSE])
async def one(letter: Code, request: Request, tools: Used, asks: Asks) -> Response:
    """The sentences of a letter as they are said."""
    page = _page(asks, letter, request.query_params)
    held = await _held(tools, asks, page)
    return await answer(request, tools, asks, Shown(held=held, fields=held.fields(asks.words, {})))


@router.post(f"{ADDRESS}/{{letter}}", dependencies=[DESK_RUNS])
async def change(letter: Code, request: Request, tools: Used, asks: Asks) -> Response:
    """Save the words, take one back, look at a letter, or have it sent to oneself."""
    form = await request.form()
    given = {name: text for name, text in form.items() if isinstance(text, str)}
    page, action = _page(asks, letter, given), given.get("action", "")
    if action.startswith(BACK):
        return await _took_back(request, tools, asks, page, action.removeprefix(BACK), given)
    if action not in ACTIONS:
        raise NotShown("not_here", asks=asks)
    held = await _held(tools, asks, page)
    typed = typed_of(given, held)
    fields = held.fields(asks.words, typed)
    shown = Shown(held=held, fields=fields, trial=_chosen(given), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not any(one.wrong for one in fields):
        if action == "save":
            return await _saved(request, tools, asks, given, page)
        trial = await trying.tried(tools, asks, page, given, held.tried(fields), send=action == "test")
        shown = Shown(held=held, fields=fields, trial=trial)
    return await answer(request, tools, asks, shown)


async def _took_back(
    request: Request, tools: Tools, asks: SignedIn, page: Page, key: str, given: Mapping[str, str]
) -> Response:
    """The sentence says what it said before; whatever else was typed stays typed."""
    async with tools.database.writing() as s:
        await wordings.take_back(s, asks.officer, page, key, datetime.now(UTC))
    held = await _held(tools, asks, page)
    typed = {other: forms for other, forms in typed_of(given, held).items() if other != key}
    shown = Shown(
        held=held,
        fields=held.fields(asks.words, typed),
        trial=_chosen(given),
        notice=asks.words.say(said.TAKEN_BACK),
    )
    return await answer(request, tools, asks, shown)


async def _saved(
    request: Request, tools: Tools, asks: SignedIn, given: Mapping[str, str], page: Page
) -> Response:
    """Keep what differs; nothing of it if somebody else has changed the page since it was shown."""
    try:
        async with tools.database.writing() as s:
            held = await _read(s, tools, asks, page)
            changed = [one for one in held.fields(asks.words, typed_of(given, held)) if one.changed]
            if changed and given.get("based_on") != held.based_on:
                raise Overtaken
            for one in changed:
                await _keep(s, asks, page, one)
    except Overtaken:
        held = await _held(tools, asks, page)
        fields = held.fields(asks.words, typed_of(given, held))
        conflict = HTTPStatus.CONFLICT
        shown = Shown(held=held, fields=fields, trial=_chosen(given), overtaken=True, status=conflict)
        return await answer(request, tools, asks, shown)
    return then(address(page), "words_saved" if changed else "words_same")


def _chosen(given: Mapping[str, str]) -> Trial:
    """The round that was chosen stays chosen, though none of its letters is looked at."""
    return Trial(round=given.get("round", ""))


async def _keep(s: AsyncSession, asks: SignedIn, page: Page, one: Field) -> None:
    now = datetime.now(UTC)
    forms: Forms = one.typed
    if forms == one.said:
        await wordings.take_back(s, asks.officer, page, one.sentence.key, now)
    else:
        await wordings.say(s, asks.officer, page, one.sentence.message, forms, now)


async def _held(tools: Tools, asks: SignedIn, page: Page) -> Held:
    async with tools.database.reading() as s:
        return await _read(s, tools, asks, page)


async def _read(s: AsyncSession, tools: Tools, asks: SignedIn, page: Page) -> Held:
    letters = letters_in(page.letter)
    rows = await wordings.holding(s, asks.secretariat, page.language, letters, page.methodology)
    return Held(tools.renderer, page, rows)


def _page(asks: SignedIn, letter: str, given: Mapping[str, Any]) -> Page:
    """The page that is asked for. Raises: NotShown."""
    language = given.get("language") or asks.words.language_code
    methodology = given.get("methodology") or ""
    known = methodology in ("", *naming.own_programs(asks))
    if letter not in PAGES or language not in LANGUAGES or not known:
        raise NotShown("not_here", asks=asks)
    return Page(letter=letter, language=language, methodology=methodology)

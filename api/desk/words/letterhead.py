"""The secretariat's letterhead: its name and signature in each language, and where it is to be found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from unicodedata import category

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Tools, Used
from api.desk import naming
from api.desk.session import DESK_HOUSE, DESK_RUNS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.desk.words.shown import CHANGES
from api.intake.values import FORMATS, WEB
from methodologies.loader import contact, methodology
from rounds.submissions.people import LANGUAGES
from store import letterheads
from store.letterheads import Letterhead, LetterheadRead, Overtaken
from templates import desk_words as said
from templates.wording_checks import UNSEEN
from templates.words import Words

router = APIRouter()

ADDRESS = "/desk/secretariat"
LONGEST = 200
"""Characters of a line."""
LINES = 6
"""Of the postal address."""
SPOKEN = ("names", "signatures")
"""What is said in each language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A field of the form; `language` is empty for what is the same in all. `file`: what the files say."""

    name: str
    label: str
    text: str
    language: str = ""
    lines: int = 1
    file: str = ""
    wrong: str = ""


@router.api_route(ADDRESS, methods=["GET", "HEAD"], dependencies=[DESK_HOUSE])
async def one(request: Request, tools: Used, asks: Asks) -> Response:
    """The letterhead as it is, and each that was before."""
    return await _answer(request, tools, asks, letterheads.today(asks.read.secretariat))


@router.post(ADDRESS, dependencies=[DESK_RUNS])
async def change(request: Request, tools: Used, asks: Asks) -> Response:
    """Have another letterhead hold from now on."""
    form = await request.form()
    given = {name: text for name, text in form.items() if isinstance(text, str)}
    typed = typed_of(given)
    wrong = faults(typed)
    if wrong:
        return await _answer(request, tools, asks, typed, wrong=wrong)
    try:
        async with tools.database.writing() as s:
            based_on = given.get("based_on", "")
            changed = await letterheads.set_(s, asks.officer, typed, based_on=based_on, now=datetime.now(UTC))
    except Overtaken:
        return await _answer(request, tools, asks, typed, overtaken=True)
    return then(ADDRESS, "letterhead_saved" if changed else "letterhead_same")


def typed_of(form: Mapping[str, str]) -> Letterhead:
    """What was typed, without empty lines; a text that is empty is none."""
    spoken: dict[str, dict[str, str]] = {name: {} for name in SPOKEN}
    for name, said_in in spoken.items():
        for code in LANGUAGES:
            if text := form.get(f"{name}.{code}", "").strip():
                said_in[code] = text
    lines = [line.strip() for line in form.get("address", "").replace("\r", "\n").split("\n")]
    return Letterhead(
        **spoken,
        email=form.get("email", "").strip(),
        telephone=form.get("telephone", "").strip(),
        address="\n".join(line for line in lines if line),
    )


def faults(typed: Letterhead) -> dict[str, tuple[str, int]]:
    """What is wrong, by the name of the field: the code of its sentence, and the number that it names."""
    texts = {f"{name}.{code}": text for name in SPOKEN for code, text in getattr(typed, name).items()}
    texts |= {name: getattr(typed, name) for name in ("email", "telephone", "address")}
    found = {name: fault for name, text in texts.items() if (fault := _of_text(name, text))}
    for name in SPOKEN:
        said_in = getattr(typed, name)
        if said_in and set(said_in) != set(LANGUAGES):
            missing = next(code for code in LANGUAGES if code not in said_in)
            found.setdefault(f"{name}.{missing}", ("in_all", 0))
    if typed.email and not FORMATS["email"].fullmatch(typed.email):
        found.setdefault("email", ("email", 0))
    return found


def _of_text(name: str, text: str) -> tuple[str, int] | None:
    lines = text.split("\n")
    if len(lines) > 1 and name != "address":
        return "one_line", 0
    if len(lines) > LINES:
        return "lines", LINES
    if any(len(line) > LONGEST for line in lines):
        return "too_long", LONGEST
    if name.partition(".")[0] in SPOKEN and WEB.search(text):
        return "address", 0
    if any(category(c) in UNSEEN and c != "\n" for c in text):
        return "unseen", 0
    return None


async def _answer(
    request: Request,
    tools: Tools,
    asks: SignedIn,
    shown: Letterhead,
    *,
    wrong: Mapping[str, tuple[str, int]] | None = None,
    overtaken: bool = False,
) -> Response:
    async with tools.database.reading() as s:
        before = await letterheads.before(s, asks.secretariat)
    context = {
        "boxes": _boxes(asks, shown, wrong or {}),
        "based_on": before[0].kept.id if before else "",
        "overtaken": overtaken,
        "edits": asks.role in CHANGES,
        "history": [_line(asks, read) for read in before],
        "public": contact(asks.secretariat),
    }
    conflict = HTTPStatus.CONFLICT if overtaken else HTTPStatus.OK
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else conflict
    return Shell(tools, asks, request).page("words/letterhead", context, here="secretariat", status=status)


def _boxes(asks: SignedIn, shown: Letterhead, wrong: Mapping[str, tuple[str, int]]) -> list[Box]:
    pinned = [methodology(id).secretariat_names for id in naming.own_programs(asks)]
    files = {f"names.{code}": names[code] for names in reversed(pinned) for code in names}
    same = ("email", "telephone", "address")
    asked = [(f"{name}.{code}", name, code) for name in SPOKEN for code in LANGUAGES]
    texts = {at: getattr(shown, name).get(code, "") for at, name, code in asked}
    texts |= {name: getattr(shown, name) for name in same}
    return [
        Box(
            name=at,
            label=_label(asks.words, name, code),
            text=texts[at],
            language=code,
            lines=LINES if name == "address" else 1,
            file=files.get(at, ""),
            wrong=_wrong(asks.words, *wrong[at]) if at in wrong else "",
        )
        for at, name, code in (*asked, *((name, name, "") for name in same))
    ]


def _label(words: Words, name: str, code: str) -> str:
    label = words.say(said.LETTERHEAD[name])
    return words.pair(label, words.language(code)) if code else label


def _wrong(words: Words, code: str, count: int) -> str:
    return words.say(said.LETTERHEAD_FAULTS[code], count=count)


def _line(asks: SignedIn, read: LetterheadRead) -> dict[str, Any]:
    kept = read.said
    parts = (*kept.names.values(), *kept.signatures.values(), kept.email, kept.telephone)
    told = [part for part in (*parts, *kept.address.split("\n")) if part]
    return {"day": naming.day(asks, read.kept.at), "by": read.by.name, "said": told}

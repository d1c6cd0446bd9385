"""What somebody types to rehearse a round: `python -m rehearsing --help`."""

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from rehearsing import entrances
from rehearsing.calendar import BEHAVIOURS, Behaviour, Calendar, as_json
from rehearsing.entrances import NoSuchRound
from rehearsing.requests import NotReadable, Request, read_file
from rehearsing.table import Table
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import Refusal, RoundIsOver, as_data
from settings import load
from store.session import Database
from templates import rehearsals
from templates.render import Renderer
from templates.words import Words

WRONG, ABSENT, OVER = 2, 3, 4
"""Exit codes: what was given is wrong; there is no such round; it is over."""
GENTLY = 10
MORNING = time(15)
"""When a round begins whose day is given, UTC: in the morning of every capital."""


def main(given: Sequence[str] | None = None) -> int:
    """Return the exit code."""
    asked = _asked(given)
    if asked.gently:
        os.nice(GENTLY)
    renderer = Renderer()
    words = renderer.words(asked.language)
    try:
        calendars = _rehearsed(asked, renderer)
    except NotReadable as why:
        return _fail(words.say(rehearsals.UNREADABLE[why.code], file=asked.file, **why.values), WRONG)
    except RoundIsOver:
        return _fail(words.say(rehearsals.OVER, round=asked.round), OVER)
    except NoSuchRound:
        return _fail(words.say(rehearsals.UNKNOWN, round=asked.round), ABSENT)
    except Refusal as refusal:
        return _fail("\n".join(_wrong(words, str(asked.file), refusal)), WRONG)
    if asked.json:
        whole = [as_json(calendar, texts=asked.letters) for calendar in calendars]
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        return 0
    first = calendars[0]
    country = words.country(first.country)
    title = words.say(rehearsals.TITLE, country=country, methodology=first.methodology)
    sys.stdout.write(f"{title}\n\n")
    for calendar in calendars:
        lines = Table(words, calendar).lines(texts=asked.letters)
        sys.stdout.write("\n".join(lines) + "\n\n")
    return 0


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m rehearsing",
        description="What would happen to a round, and which letters it would write, without one being sent.",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, help="a request, as POST /api/v1/rounds takes it")
    what.add_argument("--round", default="", help="a round of this database, from where it stands")
    parser.add_argument("--behaviour", choices=BEHAVIOURS, help="one instead of all three")
    parser.add_argument("--language", choices=LANGUAGES, default=_own_language(), help="of what is printed")
    parser.add_argument("--begins", type=date.fromisoformat, help="the day on which it is opened; today")
    parser.add_argument("--letters", action="store_true", help="print the letters in full")
    parser.add_argument("--gently", action="store_true", help="whoever else works here comes first")
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser.parse_args(given)


def _own_language() -> str:
    """The language of this terminal, if it is one of ours."""
    spoken = (locale.getlocale()[0] or "")[:2].lower()
    return spoken if spoken in LANGUAGES else "en"


def _rehearsed(asked: argparse.Namespace, renderer: Renderer) -> list[Calendar]:
    behaviours: Sequence[Behaviour] = (asked.behaviour,) if asked.behaviour else BEHAVIOURS
    if asked.round:
        return _beside(partial(_of_round, asked, renderer), behaviours)
    now = datetime.combine(asked.begins, MORNING, UTC) if asked.begins else datetime.now(UTC)
    request = read_file(asked.file, asked.language)
    return _beside(partial(_of_request, asked, request, renderer, now), behaviours)


def _of_request(
    asked: argparse.Namespace, request: Request, renderer: Renderer, now: datetime, behaviour: Behaviour
) -> Calendar:
    return entrances.of_request(request, behaviour, renderer, asked.language, now, texts=asked.letters)


def _of_round(asked: argparse.Namespace, renderer: Renderer, behaviour: Behaviour) -> Calendar:
    database = Database(load(required=()).database_url, pool=1)
    return entrances.of_round(database, asked.round, behaviour, renderer, asked.language, texts=asked.letters)


def _beside(rehearse: Callable[[Behaviour], Calendar], behaviours: Sequence[Behaviour]) -> list[Calendar]:
    """Beside one another, as far as there are cores; what is known here is known there."""
    if len(behaviours) == 1:
        return [rehearse(behaviours[0])]
    global _rehearse
    _rehearse = rehearse
    processes = min(len(behaviours), os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, get_context("fork")) as several:
        return list(several.map(_inherited, behaviours))


_rehearse: Callable[[Behaviour], Calendar]


def _inherited(behaviour: Behaviour) -> Calendar:
    return _rehearse(behaviour)


def _wrong(words: Words, file: str, refusal: Refusal) -> Iterator[str]:
    """All that is wrong, a line each: the field, and why, in a sentence."""
    every = (refusal, *refusal.others)
    yield words.say(rehearsals.WRONG, count=len(every), file=file)
    for one in every:
        sentence = words.refusal(one.code, dict(as_data(one).values))
        yield f"  {words.pair(one.field, sentence)}" if one.field else f"  {sentence}"


def _fail(said: str, code: int) -> int:
    sys.stderr.write(f"{said}\n")
    return code

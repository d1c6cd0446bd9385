"""Words are looked at before they hold: in a letter of a real round, on the page or in one's own mailbox."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, is_round_id
from api.desk import naming
from api.desk.session import SignedIn
from api.http.headers import WITH_SCRIPT
from api.intake.engine import Away
from api.policies import READS
from beforehand.worded import Look, look
from store import specimens
from store.reads import listing
from store.reads.rounds import RoundFilter
from store.reads.worded import LetterRead, letters_of
from store.wordings import Page
from templates import desk_words as said
from templates.own_words import OUTSIDE, templates_of
from templates.reworded import Own

ROUNDS = 40
"""Rounds that may be chosen from: those that changed last."""
STYLE = re.compile(r"<style>([^<]*)</style>")
ONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is looked at: of which round, which letter; `told` says why there is none, or what was sent.

    `letters`: those of the round that may be chosen, each by its key, whom it is to, and the day.
    """

    round: str = ""
    letter: str = ""
    letters: tuple[tuple[str, str], ...] = ()
    look: Look | None = None
    told: str = ""
    sent: bool = False


def policy(trial: Trial) -> str:
    """The page's own policy; where a letter is shown, with the one sheet of style that stands in it."""
    found = STYLE.search(trial.look.html) if trial.look else None
    if found is None:
        return WITH_SCRIPT
    mark = b64encode(sha256(found[1].encode()).digest()).decode()
    return WITH_SCRIPT.replace("style-src 'self'", f"style-src 'self' 'sha256-{mark}'")


async def rounds(s: AsyncSession, asks: SignedIn, page: Page) -> list[tuple[str, str]]:
    """The rounds of whoever may read them, by name; none for who may not, or for a letter of no round."""
    if asks.role not in READS or page.letter in OUTSIDE:
        return []
    which = RoundFilter(methodology=page.methodology or None)
    found = await listing.lines(s, asks.secretariat, which, order="changed", after=None, limit=ROUNDS)
    return [(line.id, naming.about(asks, line)["name"]) for line in found.rows]


async def tried(
    tools: Tools,
    asks: SignedIn,
    page: Page,
    given: Mapping[str, str],
    words: Own,
    *,
    send: bool,
) -> Trial:
    """Show a letter of the round that was chosen as it would read; or have it sent to whoever asks."""
    round_id, say = given.get("round", ""), asks.words.say
    async with tools.database.reading() as s:
        there = await _letters(s, asks, page, round_id)
        if not there:
            return Trial(round=round_id, told=say(said.TRIED["no_round" if there is None else "no_letter"]))
        asked_for = (one.letter.key for one in there if one.letter.key == given.get("letter"))
        key = next(asked_for, there[0].letter.key)
        shown = await look(s, tools.renderer, tools.links, key, page, words)
    trial = Trial(round=round_id, letters=tuple((one.letter.key, _named(asks, one)) for one in there))
    if shown is None:
        return replace(trial, told=say(said.TRIED["nothing_to_say"]))
    told = await _sent(tools, asks, page, key, given.get("once", ""), words) if send else ""
    what = told and say(said.TRIED[told], email=asks.person.email)
    return replace(trial, letter=key, look=shown, told=what, sent=told == "sent")


async def _letters(
    s: AsyncSession, asks: SignedIn, page: Page, round_id: str
) -> tuple[LetterRead, ...] | None:
    """The letters of a round in which words may be tried; None for a round that is not theirs (S3)."""
    if asks.role not in READS or not is_round_id(round_id):
        return None
    round_ = await listing.one(s, asks.secretariat, round_id, asks.only)
    if round_ is None or page.methodology not in ("", round_.methodology):
        return None
    return await letters_of(s, round_id, templates_of(page.letter))


async def _sent(tools: Tools, asks: SignedIn, page: Page, key: str, once: str, words: Own) -> str:
    """Have it sent; sent again by the same page, it is one letter. Gives what is to be said of it."""
    if not ONCE.fullmatch(once):
        return "away"
    async with tools.database.writing() as s:
        asked = await specimens.ask(s, once, asks.officer, key, page, words, datetime.now(UTC))
    if not asked:
        return "too_many"
    try:
        await tools.intake.engine.send_specimen(once)
    except Away:
        return "away"
    return "sent"


def _named(asks: SignedIn, one: LetterRead) -> str:
    day = naming.day(asks, one.letter.written_at)
    return f"{one.person.name} ({asks.words.role(one.reader.role)}), {day}"

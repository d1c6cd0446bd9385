"""Which rounds are counted: those of one methodology and year, the latest that there are unless said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.deps import Tools
from api.desk import naming
from api.desk.session import SignedIn
from store import audit_log
from store.reads import cohorts
from store.reads.cohorts import Cohort
from templates import desk

PARTS = ("methodology", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is counted, what else could be, and which parts of the address were not understood.

    `moment`: the last entry of the log, for which whatever is counted holds.
    """

    of: Cohort
    there: Sequence[tuple[str, int]]
    wrong: tuple[str, ...]
    moment: int

    @property
    def query(self) -> str:
        """As an address asks for it."""
        return urlencode({"methodology": self.of.methodology, "year": self.of.year})

    @property
    def name(self) -> Mapping[str, object]:
        """What it is called; a year is no number to be written as one."""
        return {"methodology": naming.program(self.of.methodology), "year": str(self.of.year)}


async def chosen(tools: Tools, asks: SignedIn, params: QueryParams) -> Chosen | None:
    """What an address asks to have counted, of rounds that the officer may see; None while there are none."""
    async with tools.database.reading() as s:
        moment, _ = await audit_log.head(s)

    async def read() -> Sequence[tuple[str, int]]:
        async with tools.database.reading() as s:
            return await cohorts.cohorts(s, asks.secretariat, asks.only)

    there = await tools.remembered.get(("cohorts", asks.secretariat, asks.only), moment, read)
    if not there:
        return None
    given = {name: value for name in PARTS if (value := params.get(name, "").strip())}
    fits = [one for one in there if given.get("methodology", one[0]) == one[0]]
    exactly = [one for one in fits if given.get("year", str(one[1])) == str(one[1])]
    methodology, year = (exactly or fits or there)[0]
    return Chosen(
        of=Cohort(secretariat=asks.secretariat, person=asks.only, methodology=methodology, year=year),
        there=there,
        wrong=() if exactly else ("year",) if fits else ("methodology",),
        moment=moment,
    )


def filters(asks: SignedIn, of: Chosen) -> dict[str, Any]:
    """What the form above the figures offers, and what of the address was left out."""
    options = {
        "methodology": [(id, naming.program(id)) for id in dict.fromkeys(id for id, _ in of.there)],
        "year": [(str(year), str(year)) for year in sorted({year for _, year in of.there}, reverse=True)],
    }
    picked = {"methodology": of.of.methodology, "year": str(of.of.year)}
    return {
        "filters": [
            {
                "name": name,
                "label": asks.words.say(desk.FILTERS[name]),
                "options": all_,
                "chosen": picked[name],
            }
            for name, all_ in options.items()
        ],
        "wrong": [asks.words.say(desk.FILTERS[name]) for name in of.wrong],
        "query": of.query,
    }

"""What stands above a form about dates: public holidays, and what clashed (V8)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from rounds.steps.windows import Clash
from templates.background import Block
from templates.free_days import FreeDay, free_days
from templates.marking import N_
from templates.words import Words

HOLIDAYS = N_("Public holidays, %(starts)s – %(ends)s")  # noqa: RUF001 - the dash of a span
HOLIDAYS_THERE = N_("Public holidays in the proposed dates")
NO_HOLIDAYS = N_("None")
BENEFICIARY = N_("%(country)s (where the visit takes place)")
CLASHED = N_("The dates proposed before did not suit everyone")
SUITED = N_("Suitable for %(suited)s of %(asked)s. Not suitable for: %(whom)s.")
PASSED = N_("Suitable for everyone, but the last answer came when it was too late for them.")

WEEKEND = N_("weekend")
AHEAD = timedelta(days=550)
"""For how long days off are known to a page, so that they can be named while a date is chosen."""
SATURDAY = 5

Span = tuple[date, date]
"""A first and a last day."""
Place = tuple[str, str]
"""A country's code, and what it is to the round."""


def places(words: Words, beneficiary: str, experts: Iterable[Place]) -> tuple[Place, ...]:
    """The countries whose holidays matter, each once: the beneficiary's, then the experts' by their role."""
    named = {beneficiary: words.say(BENEFICIARY, country=words.country(beneficiary))}
    for country, role in experts:
        named.setdefault(country, f"{words.country(country)} ({words.role(role)})")
    return tuple(named.items())


def holidays_ahead(words: Words, span: Span, where: Sequence[Place]) -> Block:
    """The holidays of the weeks in which the visit may be."""
    starts, ends = (words.day(day) for day in span)
    return _holidays(words, words.say(HOLIDAYS, starts=starts, ends=ends), [span], where)


def holidays_in(words: Words, spans: Sequence[Span], where: Sequence[Place]) -> Block:
    """The holidays that fall into one of the windows."""
    return _holidays(words, words.say(HOLIDAYS_THERE), spans, where)


def _holidays(words: Words, heading: str, spans: Sequence[Span], where: Sequence[Place]) -> Block:
    items = tuple((name, _named(words, country, spans)) for country, name in where)
    return Block(heading=heading, items=items)


def _named(words: Words, country: str, spans: Sequence[Span]) -> str:
    found: dict[date, FreeDay] = {
        free.day: free
        for starts, ends in spans
        for free in free_days(country, starts, ends, words.language_code)
    }
    lines = [words.pair(words.day(day), found[day].name) for day in sorted(found)]
    return "\n".join(lines) or words.say(NO_HOLIDAYS)


def clashed(words: Words, clashes: Sequence[Clash], marked_by: Sequence[Place]) -> Block:
    """The windows that were proposed before, what suited most first, and for whom each is no good."""
    items = tuple((words.span(c.window.starts, c.window.ends), _why(words, c, marked_by)) for c in clashes)
    return Block(heading=words.say(CLASHED), items=items, warning=True)


def _why(words: Words, clash: Clash, marked_by: Sequence[Place]) -> str:
    if not clash.without:
        return words.say(PASSED)
    whom = "; ".join(
        f"{words.role(role)} ({words.country(country)})"
        for country, role in (marked_by[place] for place in clash.without)
    )
    return words.say(SUITED, suited=clash.suited, asked=len(marked_by), whom=whom)


def day_off(words: Words, where: Sequence[Place], day: date) -> str:
    """Which day it is and why it is a day off: the weekend, or one of the countries; empty for others."""
    why = [words.say(WEEKEND)] if day.weekday() >= SATURDAY else []
    why += [f"{name}: {free}" for name, free in _free(words, where, (day, day)).get(day.isoformat(), ())]
    return words.pair(words.day(day), "; ".join(why)) if why else ""


@lru_cache(maxsize=256)
def days_off(words: Words, where: tuple[Place, ...], since: date) -> Mapping[str, str]:
    """The public holidays of some countries by their dates, for a page that names them as one is chosen."""
    found = _free(words, where, (since, since + AHEAD))
    return {day: "; ".join(f"{name}: {free}" for name, free in named) for day, named in found.items()}


def _free(words: Words, where: Sequence[Place], span: Span) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for country, _ in where:
        for free in free_days(country, *span, words.language_code):
            found.setdefault(free.day.isoformat(), []).append((words.country(country), free.name))
    return found

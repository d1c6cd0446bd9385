"""Buttons that fill in a form: from a spreadsheet, from a list that was pasted, from people who are known."""

from collections.abc import Awaitable, Callable
from typing import Any

from api.deps import Tools
from api.links import forms, offline, people, spreadsheets
from api.links.linked import Linked, task_page_of
from api.links.sheets import DOCUMENT, Sheet
from api.links.tasks.registry import PAGES
from rounds.registry import MODELS
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import WrongShape
from store.tables import Assignment
from templates import notices
from templates.forms import Control

Way = Callable[[Tools, Linked, Assignment, Sheet], Awaitable[dict[str, Any]]]


async def _pasted(tools: Tools, link: Linked, _: Assignment, sheet: Sheet) -> dict[str, Any]:
    """The people of a pasted list in the seats of the panel."""
    names = {
        people.plain(name): code
        for language in LANGUAGES
        for code, name in tools.renderer.words(language).countries(link.methodology.states)
    } | {code.casefold(): code for code in link.methodology.states}
    text = dict(sheet.pairs).get(people.LIST, "")
    return people.listed(sheet.typed, text, lambda word: names.get(people.plain(word), ""))


async def _chosen(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> dict[str, Any]:
    """The people who were chosen, each in their row."""
    async with tools.database.reading() as s:
        known = (await task_page_of(s, link, a)).known
    return people.chosen(sheet.typed, sheet.pairs, {k.id: k for k in known})


async def _suggested(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> dict[str, Any]:
    """What a list usually has, where it lacks it."""
    async with tools.database.reading() as s:
        asking = (await task_page_of(s, link, a)).prepared.asking
    path = sheet.action.partition(":")[2]
    return forms.completed(MODELS[a.kind], sheet.typed, path, asking.suggested)[0]


NAMING: dict[str, Way] = {people.LIST: _pasted, people.CHOSEN: _chosen}
"""Those of a form that names people."""
WAYS = {**NAMING, spreadsheets.FIELD: offline.filled, forms.SUGGESTED: _suggested}
"""What a button fills the form in from, by the word it begins with."""


def fields(link: Linked) -> tuple[Control, ...]:
    """The fields that fill in others, so that an error can lead to them."""
    named = {
        spreadsheets.FIELD: notices.SPREADSHEET,
        people.LIST: notices.PEOPLE,
        DOCUMENT: notices.DOCUMENT,
    }
    return tuple(Control(name=n, control="line", label=link.words.say(text)) for n, text in named.items())


async def filled(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> dict[str, Any]:
    """The form as it is filled in then; nothing is kept or sent by it.

    Raises: WrongShape where the page has no such button, and what reading raises.
    """
    word = sheet.action.partition(":")[0]
    if word in NAMING and not PAGES[a.kind].people:
        raise WrongShape(field="action")
    return await WAYS[word](tools, link, a, sheet)

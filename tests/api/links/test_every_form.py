"""Every form: what is missed is said at its field, all at once; "(optional)" is true; nothing is lost."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from html import unescape
from typing import Any, get_args

import httpx2
import pytest
from sqlmodel import col, select

from api.intake.decoding import read
from api.links import forms
from api.links.linked import linked, task_page_of
from methodologies.loader import methodology
from rounds.methodology.model import Methodology
from rounds.registry import MODELS
from rounds.rules import check_body
from rounds.submissions.fields import shape
from rounds.submissions.refusals import found
from store.tables import Grant
from templates.forms import Asking, Control, describe
from tests.api.links.tasks.test_prepared import prepared
from tests.api.links.test_link_pages import KINDS
from tests.api.links.unanswered import (
    Unanswered,
    database,
    key_of,
    sqlite_template,
    sqlite_url,
    unanswered,
)
from tests.api.visitor import filled, here
from tests.templates.browser import form_of
from tests.templates.filled import RENDERER

__all__ = ["database", "sqlite_template", "sqlite_url", "unanswered"]
MECIGEP_ONLY = (
    "complete_request:1",
    "propose_framework:1",
    "agree_framework:1",
    "write_self_assessment:1",
    "answer_self_assessment:technical_team",
    "name_states:1",
    "propose_panel:1",
    "propose_dates:1",
    "set_agenda:1",
    "contribute:expert-1",
)


def controls_of(controls: tuple[Control, ...]) -> Iterator[Control]:
    for c in controls:
        yield c
        for row in c.rows:
            yield from controls_of(row.controls)


def optional(controls: tuple[Control, ...]) -> set[str]:
    """The fields and the rows at which "(optional)" stands."""
    rows = {r.name for c in controls_of(controls) for r in c.rows if r.optional}
    return {c.name for c in controls_of(controls) if c.optional and c.control != "hidden"} | rows


def variants(model: Any, typed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form untouched, and with nothing but one of its decisions taken."""
    yield typed
    for choice in get_args(shape(model).get("choice")):
        yield {**typed, "choice": choice}
    items = typed.get("items", [])
    for state in ("open", "done", "waived") if items else ():
        yield {**typed, "items": [{**item, "state": state} for item in items]}


def missed(m: Methodology, country: str, model: Any, typed: Mapping[str, Any]) -> list[str]:
    """The fields that are told of."""
    reading = read(model, forms.pruned(model, deepcopy(dict(typed))))
    assert reading.body is not None
    return [r.field for r in reading.besides(found(check_body, m, country, reading.body))]


def says_truly(m: Methodology, country: str, model: Any, values: dict[str, Any], asking: Asking) -> None:
    controls = describe(model, RENDERER.words("en"), values, asking)
    macros = RENDERER._environments["en"].get_template("pages/form.html").make_module()
    html = str(macros.fields(controls, {}))  # type: ignore[attr-defined]  # a macro of the template
    typed = forms.tree(model, form_of(html).pairs)
    told = [missed(m, country, model, variant) for variant in variants(model, typed)]
    may = optional(controls)
    assert html.count("(optional)") == len(may)
    assert [field for fields in told for field in fields if field in may] == []
    needed = {c.name for c in controls if c.required and c.control != "hidden"}
    unmissed = {c for c in needed if not any(f == c or f.startswith(f"{c}.") for all_ in told for f in all_)}
    filled_in = {name for name in needed if not forms.empty(typed.get(name, ""))}
    assert unmissed - filled_in == set()


@pytest.mark.parametrize("kind", KINDS)
async def test_optional_stands_exactly_where_an_empty_field_is_accepted(
    kind: str, unanswered: Unanswered
) -> None:
    async with unanswered.database.reading() as s:
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == key_of(kind)))).first()
        link = await linked(s, unanswered.tools, grant or "")
        assert link
        assert link.read.assignment
        at = await task_page_of(s, link, link.read.assignment)
    says_truly(link.methodology, "PRY", MODELS[kind], dict(at.prepared.values), at.prepared.asking)


@pytest.mark.parametrize("key", MECIGEP_ONLY)
def test_optional_is_as_true_under_the_other_methodology(key: str) -> None:
    page, matter = prepared(key, "technical_team" if "technical_team" in key else "focal_point")
    model = MODELS[matter.assignment.kind]
    says_truly(methodology("mecigep"), "JAM", model, dict(page.values), page.asking)


WRONG = {
    "email": "a@x..y",
    "url": "www.ministry.example",
    "date": "2027-02-31",
    "time": "25:00",
    "number": "many",
    "text": "two\u202elines",
    "area": "a\x00b",
}
"""What no field of a form takes, by the kind of its control."""


def wrongly(html: str) -> dict[str, str]:
    """Something wrong for every field that can be typed in."""
    typed = {
        n: WRONG.get(t, "") for t, n in re.findall(r'<input type="(\w+)" id="[^"]+" name="([^"]+)"', html)
    }
    areas = dict.fromkeys(re.findall(r'<textarea id="[^"]+" name="([^"]+)"', html), WRONG["area"])
    return {n: v for n, v in {**typed, **areas}.items() if v and not n.startswith(("more_time", "delegate"))}


async def test_wrong_in_every_field_each_is_told_at_its_place_and_nothing_typed_is_lost(
    unanswered: Unanswered,
) -> None:
    transport = httpx2.ASGITransport(app=unanswered.app(), raise_app_exceptions=True)
    own = {"Sec-Fetch-Site": "same-origin"}
    base = unanswered.settings.public_url
    async with httpx2.AsyncClient(
        transport=transport, base_url=base, headers=own, follow_redirects=True
    ) as http:
        for kind in KINDS:
            page = await http.get(await unanswered.link(kind))
            typed = {n: v for n, v in wrongly(page.text).items() if n not in ("people", "share", "code")}
            sent = {**filled(form_of(page.text)), **{n: [v] for n, v in typed.items()}}
            answer = await http.post(here(page), data={**sent, "action": "submit"})
            html = unescape(answer.text)
            assert (kind, answer.status_code) == (kind, 422)
            unsaid = [name for name in typed if f'id="{name}-error"' not in html]
            assert (kind, unsaid) == (kind, [])
            form = form_of(answer.text)
            leads = [a.removeprefix("#") for a in form.links if a.startswith("#")]
            assert (kind, [a for a in leads if a not in form.ids]) == (kind, [])
            assert len(leads) >= len(typed)

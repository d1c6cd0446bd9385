"""Submissions as people might fill them in, and the page of a form."""

from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date, time
from functools import partial
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from api.intake.values import WEB
from api.links.forms import empty
from methodologies.loader import methodology, names
from rounds.steps.records import COUNTED
from rounds.steps.warnings import FEW_COUNTRIES, NOT_IDEAL
from rounds.submissions.fields import bare, marker, shape
from templates.forms import Asking, describe
from templates.render import Renderer

RENDERER = Renderer()
RIPSO, MECIGEP = methodology("ripso"), methodology("mecigep")
OPTIONS = {
    "methodology": [(m, m) for m in names()],
    "audience": [(a, a) for a in RIPSO.audiences],
    "country": [(c, c) for c in RIPSO.states],
    "countries_of_interest": [(c, c) for c in RIPSO.states],
    "session": [(s, s) for s in RIPSO.sessions],
    "points": [(p, p) for p in RIPSO.profile_points],
    "topic": [(t, t) for t in MECIGEP.topics],
    "rests_on": [("question:1", "1"), ("question:2", "2")],
    "states": [(c, c) for c in RIPSO.states],
    "dimension": [(d, d) for d in MECIGEP.dimensions],
    "dimensions": [(d, d) for d in MECIGEP.dimensions],
    "visit_form": [(f, f) for f in MECIGEP.visit_forms],
    "acknowledged": [(w, w) for w in (NOT_IDEAL, FEW_COUNTRIES)],
    "suits": [(str(n), str(n)) for n in range(1, 6)],
    "numbers": [(str(n), str(n)) for n in range(1, 6)],
    "participant": [(p, p) for p in ("focal_point", "delegate-1")],
    "participants": [(r, r) for r in ("expert-1", "coordinator", "focal_point")],
    "concerns": [(r, r) for r in ("expert-1", "coordinator")],
    "finding": [(f, f) for f in ("1a2b3c4d", "5e6f7a8b")],
    "meeting": [(m, m) for m in ("1-0900", "2-1430")],
    "without": [(m, m) for m in ("1-0900", "2-1430")],
    "about": [(k, k) for k in ("write_questions:expert-1", "answer_questionnaire:1")],
}
ASKING = Asking(options=OPTIONS, most={"countries_of_interest": 2, "states": 3})

CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cf"], include_characters=" "
)
LINE = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda t: t == t.strip() != "")
NAME = LINE.filter(lambda t: not WEB.search(t))
LINES = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)
WRITTEN = {
    "lines": LINES,
    "email": WORD.map(lambda word: f"{word}@ministry.example"),
    "url": WORD.map(lambda word: f"https://{word}.example/"),
}
MADE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 1000),
    str: LINE,
    date: st.dates(date(2026, 1, 1), date(2099, 12, 31)),
    time: st.times().map(lambda t: t.replace(second=0, microsecond=0)),
}


def of_model(model: Any) -> st.SearchStrategy[Any]:
    hints = shape(model)
    return st.builds(
        model,
        **{
            f.name: of_field(f.name, hints[f.name]).filter(partial(can_be_sent, f))
            for f in fields(model)
            if f.name not in ("kind", *COUNTED)
        },
    )


def can_be_sent(f: Any, value: Any) -> bool:
    """A form sends nothing for a list of choices of which none was made; what must be there has one."""
    return value != () or f.default is not MISSING


def of_field(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is not bare(annotation):
        return st.none() | of_field(name, bare(annotation))
    if text := marker(annotation):
        written = NAME if text.plain else WRITTEN.get(text.form, LINE)
        return written if text.required else st.just("") | written
    if is_dataclass(annotation) and isinstance(annotation, type):
        return of_model(annotation)
    if get_origin(annotation) is tuple:
        return of_tuple(name, get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return st.sampled_from([a for a in get_args(annotation) if a is not NoneType])
    if name == "time_zone":
        return st.sampled_from(["", "America/Asuncion", "America/New_York"])
    if name in OPTIONS and annotation is str:
        return st.sampled_from([value for value, _ in OPTIONS[name]])
    return MADE[annotation]


def of_tuple(name: str, item: Any) -> st.SearchStrategy[Any]:
    if is_dataclass(item) or marker(item):
        # A list of answers has as many rows as there are questions; no question is no form. A row of which
        # nothing was filled in is none.
        row = of_field(name, item)
        said = row.filter(lambda r: not empty(asdict(r))) if is_dataclass(item) else row
        return st.lists(said, min_size=1, max_size=3).map(tuple)
    known = [item_of(value, item) for value, _ in OPTIONS.get(name, [(v, v) for v in get_args(item)])]
    if name in ("countries_of_interest", "states"):
        return st.lists(st.sampled_from(known), max_size=3).map(tuple)
    return st.sets(st.sampled_from(known)).map(lambda chosen: tuple(k for k in known if k in chosen))


def item_of(value: str, item: Any) -> Any:
    return int(value) if item is int else value


def page(model: type, values: Any, language: str = "en", errors: dict[str, str] | None = None) -> str:
    words = RENDERER.words(language)
    environment = RENDERER._environments[language]
    macros = environment.get_template("pages/form.html").make_module()
    controls = describe(model, words, values, ASKING, errors or {})
    return str(macros.fields(controls, {}))  # type: ignore[attr-defined]  # a macro of the template

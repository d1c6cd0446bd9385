"""What older code kept is read by this one: a state of every schema, each upcaster both ways."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload

from rounds import schemas
from rounds.methodology.model import Methodology
from rounds.schemas import Change
from rounds.state.round import Round
from store import inbox
from store.reads.asked import methodology_of
from tests.store.kept import BODIES, FOLDER, plain, shapes
from tests.store.kept import sample as sample_of_today
from workflows.converter import converter

SCHEMAS = range(1, schemas.current() + 1)
WRITE_ANEW = "raise the schema in rounds/schemas.py, then: python -m tests.store.kept"


def kept(schema: int, name: str = "sample") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / f"{schema}.{name}.json").read_text("utf-8"))
    return data


def decoded(state: dict[str, Any]) -> Round:
    """A state as a workflow that is started with it, or continues with it, reads it."""
    payload = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(state).encode())
    round: Round = converter.payload_converter.from_payload(payload, Round)
    return round


def row_of(kind: str, body: Any, schema: int) -> Any:
    return SimpleNamespace(kind=kind, body=json.dumps(body), body_schema=schema)


def pinned(rules: dict[str, Any]) -> Methodology:
    """The methodology of a round whose row keeps these rules."""
    named = {"methodology": rules.get("id"), "methodology_version": rules.get("version")}
    row: Any = SimpleNamespace(rules=rules, **named)
    return methodology_of(row)


def within(old: Any, new: Any) -> bool:
    """Whether all that was there still is: changes only add."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and within(old[name], new[name]) for name in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(within, old, new))
    return bool(old == new)


def test_what_is_kept_has_the_shape_that_its_schema_says() -> None:
    assert shapes() == kept(schemas.current(), "shape"), WRITE_ANEW


def test_every_schema_has_left_its_shape_and_a_sample() -> None:
    there = {file.name for file in FOLDER.iterdir()}
    assert there == {f"{n}.{name}.json" for n in SCHEMAS for name in ("shape", "sample")}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_shapes_of_later_schemas_only_add(schema: int) -> None:
    old = kept(schema, "shape")
    lost = {name: set(model) - set(shapes().get(name, {})) for name, model in old.items()}
    assert not any(lost.values()), lost


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_state_of_every_schema_is_read_and_loses_nothing(schema: int) -> None:
    for state in kept(schema)["states"]:
        old = {name: value for name, value in state.items() if name != schemas.SCHEMA}
        round = decoded(state)
        assert round.schema == schemas.current()
        assert within(old, plain(Round, round))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_state_of_today_goes_through_every_upcaster_unchanged(schema: int) -> None:
    """An upcaster adds what is missing, and never takes the place of what is there."""
    for state in sample_of_today()["states"]:
        assert schemas.upcast(state | {schemas.SCHEMA: schema}) == state


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_pinned_methodology_of_every_schema_is_read_and_loses_nothing(schema: int) -> None:
    for rules in kept(schema)["methodologies"]:
        read = plain(Methodology, pinned(rules))
        assert within({name: value for name, value in rules.items() if name != schemas.SCHEMA}, read)
        assert plain(Methodology, pinned(schemas.pinned(read))) == read


def test_rules_that_differ_under_one_version_are_each_read_as_they_are() -> None:
    rules = kept(schemas.current())["methodologies"][0]
    other = {**rules, "name": "Another"}
    assert [pinned(one).name for one in (rules, other, rules)] == [rules["name"], "Another", rules["name"]]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_body_of_every_schema_is_read_and_loses_nothing(schema: int) -> None:
    sample = kept(schema)["bodies"]
    assert sample.keys() <= BODIES.keys()
    for kind, bodies in sample.items():
        for body in bodies:
            read = plain(BODIES[kind], inbox.body_of(row_of(kind, body, schema)))
            assert within(body, read)
            assert schemas.upcast_body(kind, read, schema) == read


def test_the_sample_holds_every_kind_and_every_field() -> None:
    sample = kept(schemas.current())
    assert sample["bodies"].keys() == BODIES.keys()
    assert {a["answer"]["kind"] for a in _assignments(sample) if a["answer"]} <= BODIES.keys()
    assert all(state.keys() == shapes()["Round"].keys() for state in sample["states"])


def _assignments(sample: dict[str, Any]) -> list[dict[str, Any]]:
    return [a for state in sample["states"] for a in state["assignments"].values()]


# ---- how a change is made: a new field that must say something, everywhere


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two changes that add: one to a state and to a methodology, one to what people send."""
    monkeypatch.setattr(
        schemas,
        "CHANGES",
        (
            Change(
                state=lambda plain: {"stage": "idea"} | plain,
                methodology=lambda plain: {"topics": ["transport"]} | plain,
            ),
            Change(bodies={"agree_panel": lambda plain: {"comment": "none was asked for"} | plain}),
        ),
    )


@pytest.mark.usefixtures("changed")
def test_an_older_state_is_given_what_it_lacks_with_its_methodology_and_a_newer_one_is_left() -> None:
    state = kept(1)["states"][0]
    del state["stage"], state["methodology"]["topics"]
    old = decoded(state)
    assert (old.stage, old.methodology.topics, old.schema) == ("idea", ("transport",), 3)
    new = decoded(state | {"stage": "law", "schema": 3})
    assert (new.stage, new.methodology.topics, new.schema) == ("law", (), 3)


@pytest.mark.usefixtures("changed")
def test_a_state_from_before_there_were_schemas_is_of_the_first() -> None:
    state = kept(1)["states"][0]
    del state["schema"], state["stage"]
    assert (decoded(state).stage, decoded(state).schema) == ("idea", 3)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(("schema", "comment"), [(1, "none was asked for"), (3, "")])
def test_a_body_is_given_what_it_lacked_under_its_schema(schema: int, comment: str) -> None:
    row = row_of("agree_panel", {"kind": "agree_panel", "choice": "agree"}, schema)
    assert inbox.body_of(row).comment == comment


@pytest.mark.usefixtures("changed")
def test_a_pinned_methodology_is_given_what_it_lacks() -> None:
    rules = kept(1)["methodologies"][0]
    assert pinned({n: v for n, v in rules.items() if n != "topics"}).topics == ("transport",)


def test_what_newer_code_kept_is_refused_with_both_numbers() -> None:
    said = f"schema 7 is newer than this code, which reads up to {schemas.current()}"
    state = kept(1)["states"][0] | {"schema": 7}
    for read in (
        lambda: decoded(state),
        lambda: inbox.body_of(row_of("agree_panel", {}, 7)),
        lambda: pinned({"schema": 7}),
    ):
        with pytest.raises(schemas.NewerSchema, match=said):
            read()

"""Names that outlive the code: in histories, in the database, in Temporal. Each stands in wire_names.toml.

A name that is missing there is new: write it down. One that the code has no more is still in use by rounds
that began months ago: it comes back.
"""

import inspect
import pkgutil
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
from temporalio.common import SearchAttributeKey

import activities
import workflows
from rounds.state.effects import Batch, Effect
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import MODELS, Sent
from rounds.submissions.request import OpenRound
from workflows import names

WRITTEN: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "wire_names.toml").read_text("utf-8"))
WORKFLOW, ACTIVITY = "__temporal_workflow_definition", "__temporal_activity_definition"
"""Where the SDK leaves what the decorators were told."""


def defined(room: Any, mark: str) -> Iterator[Any]:
    """What a room defines for Temporal: its classes and functions, and the methods of its classes."""
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        for _, thing in inspect.getmembers(import_module(module.name)):
            within = inspect.getmembers(thing, inspect.isfunction) if inspect.isclass(thing) else []
            yield from (vars(t)[mark] for t in (thing, *(f for _, f in within)) if mark in _vars(t))


def _vars(thing: Any) -> Any:
    return vars(thing) if hasattr(thing, "__dict__") else {}


def of_workflows(what: str) -> set[str]:
    return {name for one in defined(workflows, WORKFLOW) for name in getattr(one, what)}


def kind(model: Any) -> str:
    return str(model.__dataclass_fields__["kind"].default)


def attributes() -> set[str]:
    return {value.name for value in vars(names).values() if isinstance(value, SearchAttributeKey)}


CODE: dict[str, set[str]] = {
    "workflows": {one.name for one in defined(workflows, WORKFLOW)},
    "updates": of_workflows("updates"),
    "signals": of_workflows("signals"),
    "queries": of_workflows("queries"),
    "activities": {one.name for one in defined(activities, ACTIVITY)},
    "submissions": {*MODELS, kind(OpenRound)},
    "effects": {kind(model) for model in get_args(Effect)},
    "fields_of_a_round": {f.name for f in fields(Round)},
    "fields_of_an_assignment": {f.name for f in fields(Assignment)},
    "fields_of_a_batch": {f.name for f in fields(Batch)},
    "fields_of_what_is_sent": {f.name for f in fields(Sent)},
    "task_queues": {value for name, value in vars(names).items() if name.endswith("_QUEUE")},
    "search_attributes": attributes(),
    "deployment": {names.DEPLOYMENT},
}


@pytest.mark.parametrize("what", CODE)
def test_names_that_outlive_the_code_are_those_that_were_written_down(what: str) -> None:
    assert sorted(CODE[what]) == WRITTEN[what]


def test_nothing_is_written_down_that_no_test_holds() -> None:
    assert WRITTEN.keys() == CODE.keys()

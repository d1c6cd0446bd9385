"""Names that outlive the code, as the code has them: `python -m tests.wire_names` writes the list anew."""

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from temporalio.common import SearchAttributeKey

import activities
import workflows
from rounds.registry import MODELS
from rounds.state.batches import Batch
from rounds.state.effects import Effect
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import Sent
from rounds.submissions.request import OpenRound
from workflows import names

LIST = Path(__file__).parent / "wire_names.toml"
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


def write() -> None:
    """Write the list, as it is when nothing uses an older name any more."""
    said = "# Names that outlive the code. Lines are added; none is changed or removed while a round runs.\n"
    for what, known in CODE.items():
        lines = "".join(f'    "{name}",\n' for name in sorted(known))
        said += f"\n{what} = [\n{lines}]\n"
    LIST.write_text(said, "utf-8")


if __name__ == "__main__":
    write()

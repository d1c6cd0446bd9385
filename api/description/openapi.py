"""The description of the API (OpenAPI) made complete: summaries, fields in words, examples of bodies."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from api.description import examples, shapes
from api.description.fields import FIELDS
from methodologies.loader import methodology, names
from rounds.registry import KINDS
from rounds.submissions.refusals import Refusal
from templates import labels, rehearsals, vocabulary

Plain = dict[str, Any]

KIND = "kind"
JSON, PROBLEM = "application/json", "application/problem+json"
MEANINGS = {
    "step": vocabulary.STEPS,
    "outcome": vocabulary.OUTCOMES,
    "role": vocabulary.ROLES,
    "AssignmentRead.state": vocabulary.STATES,
    "AssignmentRead.kind": vocabulary.KINDS,
    "SubmissionRead.kind": vocabulary.KINDS,
    "HappeningRead.what": rehearsals.WHAT,
    "HappeningRead.kind": vocabulary.KINDS,
    "AwaitedRead.kind": vocabulary.KINDS,
}
"""What the codes of an answer mean, where no list of them stands in the type."""
TOLD = {
    "Answered.state.accepted": "the round has taken it",
    "Answered.state.received": "it is kept, and will be handed to the round",
    "StatusRead.told_by.workflow": "the round itself",
    "StatusRead.told_by.record": "the record, because the round did not answer in time",
    "behaviour.in_time": "everybody answers on the first working day",
    "behaviour.last_day": "everybody answers on the last day",
    "behaviour.silent": "nobody answers",
    "ShiftRead.what.due": "when an assignment is due",
    "ShiftRead.what.reminder": "its next reminder",
    "ShiftRead.what.freezes": "when it closes before the visit",
    "ShiftRead.what.visit_starts": "the first day of the visit",
    "ShiftRead.what.visit_ends": "the last day of the visit",
    "ShiftRead.what.step_starts": "when a step is expected to begin",
    "ShiftRead.what.step_ends": "when a step is expected to end",
    "ExceptionRead.what.extension": "more time",
    "ExceptionRead.what.pause": "a clock was stopped",
    "ExceptionRead.what.resumption": "a clock went on",
    "ExceptionRead.what.waiver": "the round went on without it",
    "language.es": "Spanish",
    "language.en": "English",
    "language.pt": "Portuguese",
    "language.fr": "French",
    "languages.es": "Spanish",
    "languages.en": "English",
    "languages.pt": "Portuguese",
    "languages.fr": "French",
}
"""What the codes of a type mean, where pages have no words for them."""


class Description:
    """What the API is, in full; made anew each day, since examples count from today."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._made: tuple[date, Plain] | None = None

    def __call__(self) -> Plain:
        """The description of today."""
        today = _today()
        if self._made is None or self._made[0] != today:
            plain = get_openapi(title="Ronda", version="1", description=ABOUT, routes=self._routes, tags=TAGS)
            self._made = (today, describe(plain, today))
        return self._made[1]


ABOUT = (
    "Rounds of technical cooperation between peers: opened, steered and read by a secretariat. Every call "
    "needs an officer's key as a bearer token. Whatever is sent is kept first: 200 or 201 says that the "
    "round has taken it, 202 that it will be handed to the round; a refusal names its code, its field and "
    "a sentence. A method that a path has not is answered with 405, and `Allow` names those that it has."
)
ONCE: Plain = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": '^("[!#-\\[\\]-~]{1,255}"|[!#-\\[\\]-~]{1,255})$'},
    "description": "Of your own choice, such as a UUID. The same request under the same key has the answer "
    "of the first, for a day; another one is refused (422 `idempotency_key_used`), and so is the same while "
    "the first is under way (409 `still_under_way`).",
}
"""May go with each POST."""
TAGS: list[Plain] = [
    {"name": "rounds", "description": "Open rounds, list them, read them."},
    {"name": "submissions", "description": "File what people answered."},
    {"name": "steering", "description": "Extend, pause, waive, replace, withdraw, repair."},
    {"name": "visit", "description": "Change a visit that was arranged: agenda, lists, dates, form."},
    {"name": "publication", "description": "Whether the report is public, and by whose word."},
    {"name": "lists", "description": "What is due, and which visits there are, over all rounds."},
    {"name": "reports", "description": "Reports over all rounds."},
    {"name": "uploads", "description": "Documents that submissions name by their id."},
    {"name": "reference", "description": "Methodologies and member states."},
    {"name": "health", "description": "Whether everything is well."},
]


def _today() -> date:
    return date.today()  # noqa: DTZ011 - examples need a day that is near, in whatever zone


def describe(plain: Plain, today: date) -> Plain:
    """The same description with summaries, meanings and examples.

    Raises: KeyError for a field without words.
    """
    for model, field, shape in fields(plain):
        shape["description"] = _meaning(model, field, shape)
    for path, methods in plain["paths"].items():
        if path.startswith("/api/") and "post" in methods:
            methods["post"].setdefault("parameters", []).append(ONCE)
    for operation in _operations(plain):
        said = operation.get("description", "").strip()
        operation["summary"] = said.split("\n")[0].split("; ")[0].rstrip(".")
        _exemplify(operation, today)
        for answer in operation["responses"].values():
            _of_problem(answer)
    shapes.describe(plain)
    return plain


def _of_problem(answer: Plain) -> None:
    """A refusal has a media type of its own, whatever the route answers else; FastAPI does not ask for it."""
    content = answer.get("content", {})
    for media_type, what in tuple(content.items()):
        if what["schema"].get("$ref", "").endswith("/Problem"):
            content[PROBLEM] = content.pop(media_type)


def fields(plain: Plain) -> Iterator[tuple[str, str, Plain]]:
    """Every field of every model of ours: the model's name, the field's, its schema."""
    for model, schema in plain["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            yield model, field, shape


def words(model: str, field: str) -> str:
    """The key under which a field is described."""
    return own if (own := f"{model}.{field}") in FIELDS else field


def _meaning(model: str, field: str, shape: Plain) -> str:
    text = FIELDS[words(model, field)]
    if codes := list(_codes(shape)):
        return "\n".join([text, "", *(f"- `{code}`: {_code(model, field, code)}" for code in codes)])
    known = MEANINGS.get(f"{model}.{field}") or MEANINGS.get(field)
    if known:
        return "\n".join([text, "", *(f"- `{code}`: {said}" for code, said in known.items())])
    return text


def _codes(shape: Plain) -> Iterator[str]:
    """The codes that a field may hold; a problem's are explained by its sentence."""
    parts = [shape, *shape.get("anyOf", []), *([shape["items"]] if "items" in shape else [])]
    for part in parts:
        yield from (code for code in part.get("enum", []) if isinstance(code, str))
        if isinstance(part.get("const"), str):
            yield part["const"]


def _code(model: str, field: str, code: str) -> str:
    if field == KIND:
        return str(vocabulary.KINDS.get(code, code.replace("_", " ")))
    where = (f"{model}.{field}.{code}", f"{field}.{code}")
    found = next((known[key] for known in (TOLD, labels.CHOICES) for key in where if key in known), None)
    return str(found or _REFUSED.get(code) or code.replace("_", " "))


_REFUSED = {
    refusal.code: (refusal.__doc__ or "").split("\n")[0].rstrip(".")
    for refusal in Refusal.__subclasses__()
    if hasattr(refusal, "code")
}
"""What the codes of refusals mean."""


def _operations(plain: Plain) -> Iterator[Plain]:
    for methods in plain["paths"].values():
        yield from methods.values()


def _exemplify(operation: Plain, today: date) -> None:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if content is None:
        return
    model = content["schema"]["$ref"].rpartition("/")[2]
    if model == "Filing":
        content["examples"] = {
            kind: {"summary": vocabulary.KINDS[kind], "value": filing(kind, body)}
            for kind, body in examples.answers(today).items()
        }
    else:
        content["example"] = examples.steering(today)[model]


def filing(kind: str, body: Plain) -> Plain:
    """The body filed for its owner, as a round of the first methodology that asks it has it."""
    rules = next((r for r in map(methodology, reversed(names())) if kind in r.assignments), None)
    owner = rules.assignments[kind].owner if rules else "expert"
    by = OWNERS.get(owner, owner)
    key = "" if rules is None else KEYS.get(owner, "{kind}:1").format(kind=kind)
    own = KINDS[kind].place is not None and owner == "responsible_officer"
    told = {"proof": "", "reason": ""} if own else {"proof": examples.PROOF, **examples.WHY}
    return {"key": key, "participant": by, **told, "body": body}


OWNERS = {"expert": "candidate-1.1.1", "candidate": "candidate-1.1.1", "authority": "authority-1"}
"""Who holds what is asked of each holder of a role, as rounds name them."""
KEYS = {"expert": "{kind}:expert-1", "candidate": "{kind}:candidate-1.1.1"}

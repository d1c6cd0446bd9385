"""The rule set a round runs under, as data; read from a file, checked, and pinned to the round."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

Owner = str
"""A role on the round; `expert` means each seat's holder."""

STEPS = ("request", "panel", "preparation", "visit", "report", "publication")
"""The steps an order may be made of."""

ROLES = (
    "focal_point",
    "alternate_contact",
    "technical_team",
    "approver",
    "candidate",
    "expert",
    "coordinator",
    "lead_coordinator",
    "responsible_officer",
    "head_of_secretariat",
)

KINDS = {
    "complete_request": "request",
    "examine_request": "request",
    "propose_panel": "panel",
    "agree_panel": "panel",
    "answer_invitation": "panel",
    "add_candidate": "panel",
    "agree_candidate": "panel",
    "write_questions": "preparation",
    "send_questionnaire": "preparation",
    "answer_questionnaire": "preparation",
    "propose_dates": "preparation",
    "mark_dates": "preparation",
    "set_agenda": "preparation",
    "arrange_international": "preparation",
    "arrange_local": "preparation",
    "ready_visit": "visit",
    "record_findings": "visit",
    "contribute": "report",
    "consolidate_report": "report",
    "review_report": "report",
    "revise_report": "report",
    "decide_publication": "publication",
    "mend_address": "",
}
"""Every kind of assignment, and the step that needs it; none: it may arise at any time."""

DISPENSABLE = (
    "write_questions",
    "send_questionnaire",
    "answer_questionnaire",
    "mark_dates",
    "set_agenda",
    "arrange_international",
    "arrange_local",
    "record_findings",
    "contribute",
)
"""The kinds that a round can go on without; the others wait for an answer whatever happens."""

ENDING = (*DISPENSABLE, "complete_request", "decide_publication")
"""The kinds of which silence may be the end: a request lapses, a report stays internal."""


class MethodologyRefused(Exception):
    """A methodology's file contradicts itself; the message names the entry and says what to mend."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: so many days, of which kind, counted from where."""

    count: int
    unit: Literal["working", "calendar"]
    counted_from: Literal["opening", "before_visit", "after_visit"] = "opening"


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """How one kind of assignment is awaited.

    `reminders` are counted as the clock is. `silence` says what the end of the clock does: the
    assignment is held open, or the next candidate is invited. `ends_after` is the number of monthly
    reminders after which the assignment ends unanswered (0: never). `freezes` is the number of
    working days before the visit when it closes with what was saved (0: never). `personal`: nobody
    answers on the owner's behalf. `waivable`: an officer may waive it.
    """

    kind: str
    title: str
    owner: Owner
    clock: Clock
    reminders: tuple[int, ...] = ()
    silence: Literal["hold", "next"] = "hold"
    escalate_to: str = ""
    ends_after: int = 0
    freezes: int = 0
    personal: bool = False
    waivable: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a methodology (Q4, Q5, P2 to P5, V3, W1)."""

    countries_of_interest: int
    reference_documents: int
    experts: int
    coordinators: int
    visit_days_least: int
    visit_days_most: int
    visit_lead: int


@dataclass(frozen=True, slots=True)
class Methodology:
    """A methodology in full, as a round carries it."""

    id: str
    version: str
    name: str
    secretariat: str
    calendar: str
    time_zone: str
    steps: tuple[str, ...]
    ideal_stages: tuple[str, ...]
    profile_points: tuple[str, ...]
    sessions: tuple[str, ...]
    sections: tuple[str, ...]
    needs_section: str
    limits: Limits
    assignments: dict[str, AssignmentRule]
    states: tuple[str, ...]

    def rule(self, kind: str) -> AssignmentRule:
        """How this kind of assignment is awaited."""
        return self.assignments[kind]


def parse(text: str, states: tuple[str, ...]) -> Methodology:
    """Read a methodology's file; `states` are the member states in force (Q1).

    Raises: MethodologyRefused, naming the entry.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MethodologyRefused(f"not a TOML file: {error}") from None
    _known(raw, Methodology, "the file", without=("states",))
    rules = {kind: _rule(kind, entry) for kind, entry in _table(raw, "assignments", "the file").items()}
    limits = _made(Limits, _table(raw, "limits", "the file"), "limits")
    made = {**raw, "limits": limits, "assignments": rules, "states": states}
    methodology: Methodology = _made(Methodology, made, "the file")
    _check(methodology)
    return methodology


def _known(raw: dict[str, Any], model: type, where: str, without: tuple[str, ...] = ()) -> None:
    expected = {f.name for f in fields(model)} - set(without)
    if unknown := sorted(set(raw) - expected):
        raise MethodologyRefused(f"{where}: unknown entry {unknown[0]!r}; remove it or mend its name")
    needed = {f.name for f in fields(model) if f.default is MISSING and f.default_factory is MISSING}
    needed -= set(without)
    if missing := sorted(needed - set(raw)):
        raise MethodologyRefused(f"{where}: {missing[0]!r} is missing")


def _made(model: Any, raw: dict[str, Any], where: str) -> Any:
    _known(raw, model, where)
    expected = get_type_hints(model)
    for name, value in raw.items():
        if not _fits(expected[name], value):
            raise MethodologyRefused(f"{where}: {name} cannot be {value!r}")
    return model(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _table(raw: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    if not isinstance(raw.get(name), dict):
        raise MethodologyRefused(f"{where}: {name!r} is missing or no table")
    table: dict[str, Any] = raw[name]
    return table


def _fits(annotation: Any, value: Any) -> bool:
    """Whether a value is of the type that a model says; no number of a methodology is below 0."""
    if get_origin(annotation) is Literal:
        return value in get_args(annotation)
    if get_origin(annotation) is tuple:
        return isinstance(value, list | tuple) and all(_fits(get_args(annotation)[0], v) for v in value)
    if get_origin(annotation) is dict:
        return isinstance(value, dict)
    return type(value) is annotation and (annotation is not int or value >= 0)


def _rule(kind: str, entry: dict[str, Any]) -> AssignmentRule:
    where = f"assignments.{kind}"
    if kind not in KINDS:
        raise MethodologyRefused(f"{where}: no such kind of assignment")
    if not isinstance(entry, dict):
        raise MethodologyRefused(f"{where}: no table")
    clock = _made(Clock, _table(entry, "clock", where), f"{where}.clock")
    rule: AssignmentRule = _made(AssignmentRule, {**entry, "kind": kind, "clock": clock}, where)
    _check_rule(rule, where)
    return rule


def _check_rule(rule: AssignmentRule, where: str) -> None:
    for role in (rule.owner, *filter(None, [rule.escalate_to])):
        if role not in ROLES:
            raise MethodologyRefused(f"{where}: no such role {role!r}")
    if not rule.clock.count:
        raise MethodologyRefused(f"{where}.clock: count is at least 1")
    before = rule.clock.counted_from == "before_visit"
    late = [r for r in rule.reminders if (r <= rule.clock.count if before else r >= rule.clock.count)]
    if late:
        raise MethodologyRefused(f"{where}: reminder {late[0]} does not come before the deadline")
    if not all(rule.reminders):
        raise MethodologyRefused(f"{where}: reminder 0 comes with the letter itself")
    _check_endings(rule, where)


def _check_endings(rule: AssignmentRule, where: str) -> None:
    if (rule.waivable or rule.freezes) and rule.kind not in DISPENSABLE:
        raise MethodologyRefused(f"{where}: neither waivable nor frozen, the round cannot go on without it")
    if rule.ends_after and rule.kind not in ENDING:
        raise MethodologyRefused(f"{where}: ends_after is not for what the round cannot go on without")
    if rule.silence == "next" and rule.kind != "answer_invitation":
        raise MethodologyRefused(f"{where}: silence can be 'next' for an invitation only")


def _check(m: Methodology) -> None:
    for step in m.steps:
        if step not in STEPS:
            raise MethodologyRefused(f"steps: no such step {step!r}")
    if "publication" in m.steps and "report" not in m.steps[: m.steps.index("publication")]:
        raise MethodologyRefused("steps: publication comes after report, which it is about")
    if len(set(m.steps)) != len(m.steps):
        raise MethodologyRefused("steps: a step stands twice")
    needed = [k for k, step in KINDS.items() if (step in m.steps or not step) and k not in m.assignments]
    if needed:
        raise MethodologyRefused(f"assignments.{needed[0]} is missing: the order of steps needs it")
    if m.needs_section not in m.sections:
        raise MethodologyRefused("needs_section: not one of the sections")
    _check_limits(m.limits)


def _check_limits(limits: Limits) -> None:
    for name in ("experts", "coordinators", "visit_days_least"):
        if not getattr(limits, name):
            raise MethodologyRefused(f"limits: {name} is at least 1")
    if limits.visit_days_least > limits.visit_days_most:
        raise MethodologyRefused("limits: visit_days_least is above visit_days_most")

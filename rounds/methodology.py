"""The rule set a round runs under, as data; read from a file, checked, and pinned to the round."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, get_args

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
    entries = raw.pop("assignments")
    rules = {kind: _rule(kind, entry) for kind, entry in entries.items()}
    limits = _made(Limits, raw.pop("limits"), "limits")
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    methodology = Methodology(**plain, limits=limits, assignments=rules, states=states)
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
    return model(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _rule(kind: str, entry: dict[str, Any]) -> AssignmentRule:
    where = f"assignments.{kind}"
    if kind not in KINDS:
        raise MethodologyRefused(f"{where}: no such kind of assignment")
    if not isinstance(entry.get("clock"), dict):
        raise MethodologyRefused(f"{where}: 'clock' is missing")
    clock = _made(Clock, entry["clock"], f"{where}.clock")
    rule: AssignmentRule = _made(AssignmentRule, {**entry, "kind": kind, "clock": clock}, where)
    _check_rule(rule, where)
    return rule


def _check_rule(rule: AssignmentRule, where: str) -> None:
    choices = {"unit": rule.clock.unit, "counted_from": rule.clock.counted_from}
    for name, value in choices.items():
        if value not in get_args(Clock.__annotations__[name]):
            raise MethodologyRefused(f"{where}.clock: {name} cannot be {value!r}")
    if rule.silence not in get_args(AssignmentRule.__annotations__["silence"]):
        raise MethodologyRefused(f"{where}: silence cannot be {rule.silence!r}")
    for role in (rule.owner, *filter(None, [rule.escalate_to])):
        if role not in ROLES:
            raise MethodologyRefused(f"{where}: no such role {role!r}")
    before = rule.clock.counted_from == "before_visit"
    late = [r for r in rule.reminders if (r <= rule.clock.count if before else r >= rule.clock.count)]
    if late:
        raise MethodologyRefused(f"{where}: reminder {late[0]} does not come before the deadline")


def _check(m: Methodology) -> None:
    for step in m.steps:
        if step not in STEPS:
            raise MethodologyRefused(f"steps: no such step {step!r}")
    if len(set(m.steps)) != len(m.steps):
        raise MethodologyRefused("steps: a step stands twice")
    needed = [k for k, step in KINDS.items() if (step in m.steps or not step) and k not in m.assignments]
    if needed:
        raise MethodologyRefused(f"assignments.{needed[0]} is missing: the order of steps needs it")
    if m.needs_section not in m.sections:
        raise MethodologyRefused("needs_section: not one of the sections")
    if m.limits.visit_days_least > m.limits.visit_days_most:
        raise MethodologyRefused("limits: visit_days_least is above visit_days_most")

"""Reads a methodology's file and refuses one that contradicts itself, naming the line and the entry."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from rounds.methodology import dossier, said, visits
from rounds.methodology.lines import line_of
from rounds.methodology.model import (
    ROLES,
    STEPS,
    AssignmentRule,
    Clock,
    Limits,
    Methodology,
    Place,
    with_silence,
)
from rounds.submissions.request import Note

WHOLE = "the file"
"""Names what stands in no table."""
COORDINATORS = ("coordinator", "lead_coordinator")
AT_MOST_MINUTES = 60
"""Over so many minutes the reminders of one morning may be spread."""
WRITING = ("contribute", "consolidate_report", "revise_report")
"""The kinds by which a report is written."""


class MethodologyRefused(Exception):
    """A methodology's file contradicts itself; the message names line and entry and says what to mend."""

    def __init__(self, where: str, what: str, entry: str = "", value: str = "", line: int = 0) -> None:
        """`where` is a table or an entry of the file, `entry` one of the table, `value` one of a list."""
        super().__init__(f"line {line}: {where}: {what}" if line else f"{where}: {what}")
        self.where, self.what, self.entry, self.value = where, what, entry, value


Places = Mapping[str, Place]
"""Every kind of assignment, and where it stands."""


def parse(text: str, states: tuple[str, ...], places: Places) -> Methodology:
    """Read a methodology's file; `states` are the member states in force (Q1), `places` all the kinds.

    Raises: MethodologyRefused.
    """
    try:
        return _methodology(text, states, places)
    except MethodologyRefused as error:
        place = error.entry if error.where == WHOLE else f"{error.where}.{error.entry}"
        line = line_of(text, place, error.value)
        raise MethodologyRefused(error.where, error.what, line=line) from None


def _methodology(text: str, states: tuple[str, ...], places: Places) -> Methodology:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MethodologyRefused(WHOLE, f"not a TOML file: {error}") from None
    _known(raw, Methodology, WHOLE, without=("states",))
    rules = {kind: _rule(kind, entry, places) for kind, entry in _table(raw, "assignments", WHOLE).items()}
    limits = _made(Limits, _table(raw, "limits", WHOLE), "limits")
    made = {**raw, "limits": limits, "assignments": with_silence(rules, limits), "states": states}
    methodology: Methodology = _made(Methodology, made, WHOLE)
    _check(methodology, places)
    return methodology


def _known(raw: Mapping[str, Any], model: type, where: str, without: tuple[str, ...] = ()) -> None:
    expected = {f.name for f in fields(model)} - set(without)
    if unknown := sorted(set(raw) - expected):
        what = f"unknown entry {unknown[0]!r}; remove it or mend its name"
        raise MethodologyRefused(where, what, unknown[0])
    needed = {f.name for f in fields(model) if f.default is MISSING and f.default_factory is MISSING}
    if missing := sorted(needed - set(without) - set(raw)):
        raise MethodologyRefused(where, f"{missing[0]!r} is missing")


def _made(model: Any, raw: dict[str, Any], where: str) -> Any:
    _known(raw, model, where)
    expected = get_type_hints(model)
    for name, value in raw.items():
        if not _fits(expected[name], value):
            raise MethodologyRefused(where, f"{name} cannot be {value!r}", name)
    return model(**_frozen(raw))


def _frozen(value: Any) -> Any:
    """Lists as tuples, also within a table."""
    if isinstance(value, dict):
        return {k: _frozen(v) for k, v in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _table(raw: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    if not isinstance(raw.get(name), dict):
        raise MethodologyRefused(where, f"{name!r} is missing or no table")
    table: dict[str, Any] = raw[name]
    return table


def _fits(annotation: Any, value: Any) -> bool:
    """Whether a value is of the type that a model says; no number of a methodology is below 0."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return value in inner
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(inner[0], v) for v in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(inner[1], v) for v in value.values())
    return type(value) is annotation and (annotation is not int or value >= 0)


def _rule(kind: str, entry: dict[str, Any], places: Places) -> AssignmentRule:
    where = f"assignments.{kind}"
    if kind not in places:
        raise MethodologyRefused(where, "no such kind of assignment")
    if not isinstance(entry, dict):
        raise MethodologyRefused(where, "no table")
    clock = _made(Clock, _table(entry, "clock", where), f"{where}.clock")
    rule: AssignmentRule = _made(AssignmentRule, {**entry, "kind": kind, "clock": clock}, where)
    _check_owner(rule, where, places)
    _check_rule(rule, where)
    _check_endings(rule, where, places[kind])
    return rule


def _check_owner(rule: AssignmentRule, where: str, places: Places) -> None:
    _check_roles(rule, where)
    each, several = places[rule.kind].each, {place.each for place in places.values()}
    if rule.owner != each and (each or rule.owner in several):
        raise MethodologyRefused(where, f"{rule.owner!r} cannot own this", "owner")


def _check_rule(rule: AssignmentRule, where: str) -> None:
    if not rule.clock.count:
        raise MethodologyRefused(f"{where}.clock", "count is at least 1")
    before = rule.clock.counted_from == "before_visit"
    late = [r for r in rule.reminders if (r <= rule.clock.count if before else r >= rule.clock.count)]
    if late:
        raise MethodologyRefused(
            f"{where}.reminders", f"reminder {late[0]} does not come before the deadline"
        )
    if not all(rule.reminders):
        raise MethodologyRefused(where, "reminder 0 comes with the letter itself", "reminders")


def _check_roles(rule: AssignmentRule, where: str) -> None:
    for name, roles in (("owner", (rule.owner,)), ("escalate_to", rule.escalate_to)):
        for n, role in enumerate(roles):
            if role not in ROLES:
                raise MethodologyRefused(where, f"no such role {role!r}", name)
            if role in roles[:n]:
                raise MethodologyRefused(where, f"{role!r} stands twice", name)


def _check_endings(rule: AssignmentRule, where: str, place: Place) -> None:
    for name in ("waivable", "waivable_of_others", "freezes"):
        if getattr(rule, name) and not place.dispensable:
            what = "neither waivable nor frozen, the round cannot go on without it"
            raise MethodologyRefused(where, what, name)
    if rule.ends_after and not (place.dispensable or place.may_end):
        what = "ends_after is not for what the round cannot go on without"
        raise MethodologyRefused(where, what, "ends_after")
    if rule.silence == "pass" and not place.dispensable:
        raise MethodologyRefused(where, "it cannot pass: the round cannot go on without it", "silence")
    if rule.silence == "next" and rule.kind != "answer_invitation":
        raise MethodologyRefused(where, "silence can be 'next' for an invitation only", "silence")


def _check(m: Methodology, places: Places) -> None:
    for name in (f.name for f in fields(m)):
        value = getattr(m, name)
        twice = [v for n, v in enumerate(value) if v in value[:n]] if isinstance(value, tuple) else []
        if twice:
            raise MethodologyRefused(name, f"{twice[0]!r} stands twice", value=twice[0])
    _check_steps(m)
    _check_kinds(m, places)
    _check_report(m)
    _check_lists(m)
    _check_said(m, places)
    _check_limits(m.limits)
    for entry, what, value in dossier.faults(m.dossier, m.steps):
        raise MethodologyRefused("dossier", what, entry, value)
    for entry, what in dossier.audience_faults(m.audiences):
        raise MethodologyRefused("audiences", what, entry)


def _check_steps(m: Methodology) -> None:
    for step in m.steps:
        if step not in STEPS:
            raise MethodologyRefused("steps", f"no such step {step!r}", value=step)
    if "publication" in m.steps and "report" not in m.steps[: m.steps.index("publication")]:
        raise MethodologyRefused(
            "steps", "publication comes after report, which it is about", value="publication"
        )


def _check_kinds(m: Methodology, places: Places) -> None:
    """Nobody is asked before they are there; what a step, or what something goes with, needs is there."""
    for kind, rule in m.assignments.items():
        step = places[kind].step
        before = m.steps[: m.steps.index(step)] if step in m.steps else m.steps
        if rule.owner in COORDINATORS and step and "panel" not in before:
            raise MethodologyRefused(f"assignments.{kind}.owner", "there is no coordinator before the panel")
    named = {places[kind].optional for kind in m.assignments}
    for kind, place in places.items():
        asked = (place.step in m.steps or not place.step) and (not place.optional or place.optional in named)
        if asked and not m.asks(kind):
            what = f"{kind} is missing: the order of steps, or what it goes with, needs it"
            raise MethodologyRefused("assignments", what)


def _check_report(m: Methodology) -> None:
    for name in ("needs", "recommendations"):
        if m.records.get(name, m.needs_section) not in m.sections:
            raise MethodologyRefused(f"{name}_section", "not one of the sections")
    if "report" not in m.steps:
        return
    owners = {m.rule(kind).owner for kind in WRITING}
    for section in m.sections:
        writer = m.writers.get(section)
        if writer is None:
            raise MethodologyRefused("sections", f"nobody writes {section!r}: name its writer", value=section)
        if writer not in owners:
            what = f"nobody writes {section!r}: {writer!r} is asked for no part of the report"
            raise MethodologyRefused(f"writers.{section}", what)


def _check_lists(m: Methodology) -> None:
    """What is needed is among what is offered."""
    within = {
        "note_asks": (m.note_asks, [f.name for f in fields(Note)]),
        "note_needs": ([n for need in m.note_needs for n in need.split("|")], m.note_asks),
        **visits.within(m),
        "writers": (tuple(m.writers), m.sections),
        "framework_with": (m.framework_with, ROLES),
    }
    always = [f.name for f in fields(Note) if f.default is MISSING and f.name not in m.note_asks]
    if always:
        raise MethodologyRefused("note_asks", f"{always[0]!r} is missing: every note says it")
    for name, (needed, offered) in within.items():
        if astray := [n for n in needed if n not in offered]:
            raise MethodologyRefused(name, f"{astray[0]!r} is not one of those offered", value=astray[0])
    wanted = {
        "visit_forms": True,
        "topics": "topic" in m.note_asks,
        "dimensions": "self_assessment" in m.steps and not m.asks("propose_framework"),
    }
    for name, is_wanted in wanted.items():
        if is_wanted and not getattr(m, name):
            raise MethodologyRefused(name, "there is nothing to choose from")


def _check_said(m: Methodology, places: Places) -> None:
    """What letters say of a methodology, and whom they tell."""
    for where, what, entry in said.faults(m, places):
        raise MethodologyRefused(where, what, entry)


def _check_limits(limits: Limits) -> None:
    for name in ("experts", "experts_least", "coordinators", "visit_days_least", "silence_months"):
        if not getattr(limits, name):
            raise MethodologyRefused("limits", f"{name} is at least 1", name)
    if limits.reminder_minutes > AT_MOST_MINUTES:
        what = f"reminder_minutes is at most {AT_MOST_MINUTES}: a reminder comes in the morning"
        raise MethodologyRefused("limits", what, "reminder_minutes")
    for least, most in (("visit_days_least", "visit_days_most"), ("experts_least", "experts")):
        if getattr(limits, least) > getattr(limits, most):
            raise MethodologyRefused("limits", f"{least} is above {most}", least)

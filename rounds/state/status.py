"""What an operator reads of a round: in facts and the project's own words, never names or addresses."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rounds.methodology.model import AssignmentRule
from rounds.state.batches import Parked
from rounds.state.effects import Close, Effect, Escalate, Open, Remind, Seated, Skip, Take, Tell
from rounds.state.keys import Key
from rounds.state.publishing import Publish
from rounds.state.round import Assignment, Moment, Round

SAID = {"unpublish": "Take the report offline", "announce": "Announce that the report is public"}
"""What is done, in words, where the name of the effect does not say it."""
LONGEST_SUMMARY = 200
"""Characters; Temporal shows summaries on one line."""


class Shown(str):
    """Words for whoever opens a workflow in the Temporal UI; they are never encrypted (N1).

    Facts, codes and ids alone: no name, no address, nothing that people wrote.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssignment:
    """One open assignment: what, who, until when. `left_out`: its opening was skipped, nobody was asked."""

    key: str
    title: str
    who: str
    due: datetime | None
    overdue: bool
    paused: bool
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAwaited:
    """The visit that a round waits for: that it begins, or that it ends."""

    until: Literal["begins", "ends"]
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a round stands; `stuck`: the fault for which its last batch is parked.

    `publication`: how the newest authorisation to publish stands, while what comes after the round goes on.
    `batches`: how many it has given out to be written.
    """

    round: str
    methodology: str
    country: str
    step: str
    outcome: str
    version: int
    waiting_on: tuple[str, ...]
    next_due: datetime | None
    escalated: bool
    open: tuple[OpenAssignment, ...]
    stuck: str = ""
    visit: VisitAwaited | None = None
    publication: str = ""
    batches: int = 0


def status(round: Round) -> Status:
    """Where a round stands, read from its open assignments."""
    open_ = tuple(round.open_assignments())
    return Status(
        round=round.id,
        methodology=round.methodology.id,
        country=round.country,
        step=round.step,
        outcome=round.outcome,
        version=round.version,
        waiting_on=tuple(sorted({a.role for a in open_})),
        next_due=min((a.due for a in open_ if a.due and not a.overdue), default=None),
        escalated=any(a.overdue for a in open_),
        open=tuple(_open(round, a) for a in open_),
        stuck=round.parked.code if round.parked else "",
        visit=_visit(round),
        publication=_publication(round),
        batches=round.serial,
    )


def _visit(round: Round) -> VisitAwaited | None:
    if round.visit is None or round.outcome:
        return None
    kinds = [a.kind for a in round.assignments.values()]
    return visit_awaited(round.methodology.steps, round.step, kinds, round.visit.starts, round.visit.ends)


def visit_awaited(
    steps: Sequence[str], step: str, kinds: Collection[str], starts: date, ends: date
) -> VisitAwaited | None:
    """What of its visit a round waits for at this step; `kinds` are those that it has asked for."""
    here = steps.index(step) if step in steps else 0
    at = steps.index("visit") if "visit" in steps else -1
    if here > at or (here == at and "record_findings" in kinds):
        return None
    return VisitAwaited(until="begins" if here < at else "ends", starts=starts, ends=ends)


def _publication(round: Round) -> str:
    known = round.authorisations[-1].state if round.authorisations else "none"
    return known if round.publishing and round.outcome else ""


def _open(round: Round, a: Assignment) -> OpenAssignment:
    return OpenAssignment(
        key=a.key,
        title=round.rule(a).title,
        who=who(round, a.role, a.holders),
        due=a.due,
        overdue=a.overdue,
        paused=a.paused is not None,
        left_out=a.left_out,
    )


def who(round: Round, role: str, holders: tuple[str, ...]) -> str:
    """A role as an operator reads it: "PRY focal point", "CHL candidate", "DIS responsible officer"."""
    country = round.countries.get(holders[0], "") if holders else ""
    place = country or (round.methodology.secretariat if holders else "vacant:")
    return f"{place} {role.replace('_', ' ').replace('-', ' ')}"


def static_summary(round: Round) -> Shown:
    """One line under which the round stands in a list for ever."""
    return Shown(f"{round.methodology.name} round, {round.country}")


def timer(round: Round, a: Assignment, moment: Moment) -> str:
    """What a timer waits for, in words: "Reminder 2 of 2: agree to the panel, PRY focal point"."""
    what = {
        "reminder": f"Reminder {moment.n} of {moment.of}",
        "due": "Deadline",
        "monthly": f"Monthly reminder {moment.n}" + (f" of {moment.of}" if moment.of else ""),
        "end": "End of waiting",
        "quiet": "Ask what becomes of the round",
        "freeze": "Answers close before the visit",
    }[moment.what]
    return f"{what}: {round.rule(a).title}, {who(round, a.role, a.holders)}"[:LONGEST_SUMMARY]


def activity(round: Round, effects: Iterable[Effect]) -> Shown:
    """What a batch does, in words."""
    said = [words for effect in effects if (words := _words(round, effect))]
    text = "; ".join(said) or "Write what changed"
    return Shown(text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1] + "…")


def _title(round: Round, key: str) -> str:
    rule: AssignmentRule = round.methodology.rule(Key.parse(key).kind)
    a = round.assignments.get(key)
    return f"{rule.title}, {who(round, a.role, a.holders)}" if a else rule.title


def _words(round: Round, effect: Effect) -> str:
    match effect:
        case Take():
            return f"Took: {effect.subject.replace('_', ' ')}"
        case Open() | Remind() | Escalate():
            return f"{effect.kind.capitalize()}: {_title(round, effect.key)}"
        case Close():
            fulfilled = effect.state == "fulfilled"
            return "" if fulfilled else f"{effect.state.capitalize()}: {_title(round, effect.key)}"
        case Seated():
            return f"Seat {effect.seat} {'left' if effect.left else 'taken'}"
        case Tell():
            return f"Tell: {effect.what.replace('_', ' ')}"
        case Publish():
            return f"Publish report version {effect.version} ({', '.join(effect.languages)})"
        case Skip():
            return f"Left out: {effect.effect}"
        case _:
            return SAID.get(effect.kind, effect.kind.capitalize())


def details(round: Round) -> str:
    """The round's standing in Markdown, for whoever opens it in the Temporal UI."""
    s = status(round)
    head = f"## {static_summary(round)}: {standing(s)}"
    lines = [_line(a, round.id) for a in s.open]
    if not lines and not s.outcome:
        lines = [f"- waiting for the visit, {_stay(round)}"] if round.visit else []
    if s.publication:
        lines = [*_authorised(round), *lines]
    tail = f"\nReport version {s.version}" if s.version else ""
    said = [head, "", *([stuck(round, round.parked), ""] if round.parked else [])]
    return "\n".join([*said, *(lines or ["Nothing is awaited."])]) + tail


def standing(s: Status) -> str:
    """In a word: the step, how it ended, or that publishing goes on after its end."""
    return "publishing" if s.publication else s.outcome or s.step or "starting"


def _authorised(round: Round) -> list[str]:
    """What is public, and what is to be: the authorisations that hold."""
    return [
        f"- **{a.state}**: version {a.version} in {', '.join(a.languages)}"
        + (f", from {a.day:%Y-%m-%d}" if a.day and a.state == "waiting" else "")
        + (f", announcement {a.announced}" if a.announced else "")
        for a in round.authorisations
        if a.state in ("waiting", "public", "left_out")
    ]


def stuck(round: Round, parked: Parked) -> str:
    """What an operator reads of a round that cannot write: what fails, why, and what to do."""
    if parked.again:
        return "**Stuck**, and being tried again."
    known = 0 <= parked.at < len(parked.effects)
    effect = parked.effects[parked.at] if known else None
    do = [f"`python admin.py retry {round.id}` when the cause is mended"]
    if known:
        do.append(f"`python admin.py skip {round.id} --reason …` to go on without this")
    failed = f" ({effect.kind} {getattr(effect, 'key', '')})".replace(" )", ")") if effect else ""
    what = f"batch {parked.serial}{failed}"
    return (
        f"**Stuck** since {parked.since:%Y-%m-%d %H:%M} UTC: {what} cannot be written: {parked.code}. "
        f"Nothing is lost, and answers are taken. {'; '.join(do)}."
    )


def _line(a: OpenAssignment, round_id: str) -> str:
    when = f"until {a.due:%Y-%m-%d %H:%M} UTC" if a.due else "opening"
    if a.left_out:
        when = f"**nobody was asked**, since its opening was skipped: `python admin.py retry {round_id}` asks"
    flags = "".join([", **overdue**" if a.overdue else "", ", **paused**" if a.paused else ""])
    return f"- **{a.who}** to {a.title}, {when}{flags} (`{a.key}`)"


def _stay(round: Round) -> str:
    assert round.visit
    return f"{round.visit.starts:%Y-%m-%d} to {round.visit.ends:%Y-%m-%d}"

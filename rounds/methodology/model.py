"""The rule set a round runs under, as data; `rounds.methodology.file` reads it, a round carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Owner = str
"""A role on the round; `expert` means each seat's holder, `authority` each of the authorities."""

STEPS = ("request", "self_assessment", "panel", "preparation", "visit", "report", "publication")
"""The steps an order may be made of."""

ROLES = (
    "focal_point",
    "alternate_contact",
    "technical_team",
    "approver",
    "authority",
    "candidate",
    "expert",
    "coordinator",
    "lead_coordinator",
    "responsible_officer",
    "head_of_secretariat",
)

PAYERS = ("secretariat", "beneficiary", "expert_institution", "to_be_agreed")
"""Who may pay an item of what a seat on the panel costs."""

DECISION_ON_TIME = "decide_extension"
"""The kind by which an officer decides on a request for more time (Z1)."""
REVIEW = "review_conflict"
"""The kind by which an officer reviews a declared conflict of interest (P6)."""
DECISION_ON_SILENCE = "decide_silence"
"""The kind by which an officer decides what becomes of a round that nobody has answered for long (Z8)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of assignment stands in every methodology.

    `step` asks for it; none: it may arise at any time. `optional`: only where the file names it, together
    with the others of this group. `dispensable`: the round can go on without it, others wait for an answer
    whatever happens. `may_end`: silence may be its end. `each`: it is asked of each who has this role,
    for their part.
    """

    step: str = ""
    optional: str = ""
    dispensable: bool = False
    may_end: bool = False
    each: Owner = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: so many days, of which kind, counted from where."""

    count: int
    unit: Literal["working", "calendar"]
    counted_from: Literal["opening", "before_visit", "after_visit"] = "opening"


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """How one kind of assignment is awaited.

    `slack` is how many working days a participant has beyond the clock for the asking, once (Z1).
    `escalate_to` is the chain of roles that are told of a delay: the first when it is overdue, the next
    with each monthly reminder. `reminders` are counted as the clock is. `silence` says what the end of
    the clock does: the assignment is held open, the next candidate is invited, or it passes unanswered.
    `ends_after` is the number of monthly reminders after which the assignment ends unanswered (0: never),
    `quiet_after` the number after which nobody is written to about it any more (0: never; Z8). `freezes` is
    the number of working days before the visit when it closes with what was saved (0: never). `personal`:
    nobody answers on the owner's behalf. `waivable`: an officer may waive it; `waivable_of_others`: of
    whoever is asked besides its owner.
    """

    kind: str
    title: str
    owner: Owner
    clock: Clock
    reminders: tuple[int, ...] = ()
    silence: Literal["hold", "next", "pass"] = "hold"
    escalate_to: tuple[str, ...] = ()
    slack: int = 5
    ends_after: int = 0
    quiet_after: int = 0
    freezes: int = 0
    personal: bool = False
    waivable: bool = False
    waivable_of_others: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a methodology (Q4, Q5, P2 to P5, V3, V8).

    `delegates`: at most so many do one assignment beside its owner.
    `experts` and `experts_least`: seats of the panel. `peer_countries`: with experts from fewer, the
    officer is warned (P2, P4). `reminder_minutes`: over so many after 09:00 the reminders of one morning
    are spread, by round. `silence_months`: the `quiet_after` of every assignment that names no other and does
    not end by itself (Z8). `extension_days`: a time limit is extended by so many days at most (0: by any).
    `visit_ready`: so many days before the visit an officer is asked about one that is not complete; 0: on its
    first morning. `report_pages`: of the report at most, counted in the PDF that is sent (W1); 0: any.
    `papers`: a round keeps so many at most (0: any number). `publication_days`: a day on which to publish is
    so far ahead at most (X1).
    """

    countries_of_interest: int
    reference_documents: int
    experts: int
    coordinators: int
    visit_days_least: int
    visit_days_most: int
    visit_lead: int
    experts_least: int = 1
    peer_countries: int = 0
    reminder_minutes: int = 15
    silence_months: int = 0
    extension_days: int = 0
    delegates: int = 5
    visit_ready: int = 0
    report_pages: int = 0
    papers: int = 0
    publication_days: int = 365


def with_silence(rules: Mapping[str, AssignmentRule], limits: Limits) -> dict[str, AssignmentRule]:
    """Z8: what is held open falls silent as the limits say, unless it ends by itself or says otherwise."""
    return {
        kind: replace(rule, quiet_after=limits.silence_months)
        if rule.silence == "hold" and not (rule.ends_after or rule.quiet_after)
        else rule
        for kind, rule in rules.items()
    }


@dataclass(frozen=True, slots=True)
class Methodology:
    """A methodology in full, as a round carries it.

    `note_asks`: what the note says; `note_needs`: what it must say, `a|b` meaning one of the two.
    `topics`, `dimensions`: what may be chosen from. `distinct_states`: no two experts from one state.
    `sessions`: the kinds an agenda may hold, `sessions_needed` must hold, and `sessions_with_body`
    name the government body met; `sessions_with_names` say whom they are with; of those
    `sessions_with_findings` findings are recorded (V6). `added_questions`: what an expert asks once the
    questionnaire was sent goes through whoever sends that, or straight to the beneficiary (D2).
    `framework_with`: who agrees to the framework besides its owner (D4). `forms_apart` are the forms of a
    visit at which people are not in one place. `arrangements_…`: what each side's list starts from
    (V2), and what of it experts are shown. `writers`: the role that writes each section of the report.
    `needs_section`, `recommendations_section`: the one that holds these records; none: there are none.

    What letters say of it, by language: `secretariat_names`, and in two lines what it is (`about`), with
    the web address of its `document`. What an invitation says: `work`, the hours expected of an expert
    for each kind of assignment; `costs`, who pays each item (one of `PAYERS`). What is left out is said
    to be agreed. `news`: the roles that are told of each happening (`rounds.methodology.said`).
    `dossier`: for each matter, which role reads it from which step on (`rounds.methodology.dossier`);
    `audiences`: the roles for whom papers may be meant, by the name of the choice.
    """

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
    note_asks: tuple[str, ...] = (
        "initiative",
        "stage",
        "objective",
        "countries_of_interest",
        "reference_documents",
    )
    note_needs: tuple[str, ...] = ("initiative", "stage", "objective")
    topics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    distinct_states: bool = False
    visit_forms: tuple[str, ...] = ("on_site",)
    sessions_needed: tuple[str, ...] = ()
    sessions_with_body: tuple[str, ...] = ()
    sessions_with_names: tuple[str, ...] = ()
    sessions_with_findings: tuple[str, ...] = ()
    added_questions: Literal["sent_on", "straight"] = "sent_on"
    framework_with: tuple[Owner, ...] = ()
    forms_apart: tuple[str, ...] = ()
    arrangements_international: tuple[str, ...] = ()
    arrangements_local: tuple[str, ...] = ()
    arrangements_for_experts: tuple[str, ...] = ()
    writers: dict[str, str] = field(default_factory=dict)
    recommendations_section: str = ""
    document: str = ""
    secretariat_names: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    work: dict[str, int] = field(default_factory=dict)
    costs: dict[str, str] = field(default_factory=dict)
    news: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dossier: dict[str, dict[str, str]] = field(default_factory=dict)
    audiences: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def records(self) -> dict[str, str]:
        """The section that holds each kind of record, by the name of its list."""
        held = {"recommendations": self.recommendations_section, "needs": self.needs_section}
        return {name: section for name, section in held.items() if section}

    def asks(self, kind: str) -> bool:
        """Whether the methodology asks for this kind of assignment at all."""
        return kind in self.assignments

    def rule(self, kind: str) -> AssignmentRule:
        """How this kind of assignment is awaited."""
        return self.assignments[kind]

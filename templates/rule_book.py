"""A methodology as one reads it, part by part, and what differs between two of its versions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from rounds.methodology.dossier import FORMER, NEVER
from rounds.methodology.model import AssignmentRule, Methodology, Place
from templates import dossier, telling
from templates.marking import N_, NN_
from templates.words import Words

PARTS = {
    "about": N_("What it is"),
    "": N_("At any time"),
    "limits": N_("Limits"),
    "offered": N_("What may be chosen from"),
    "writers": N_("Sections of the report"),
    "news": N_("Who is told of what"),
    "dossier": N_("Who reads what, and from which step on"),
    "audiences": N_("For whom papers may be meant"),
    "costs": N_("Who pays what"),
    "work": N_("Work of an expert, besides the visit"),
}
OWNER = N_("Of whom")
CLOCK = N_("Time limit")
REMINDERS = N_("Reminders")
DELAY = N_("Told of a delay")
SILENCE = N_("What silence means")
BESIDES = N_("Besides")
COLUMNS = (OWNER, CLOCK, REMINDERS, DELAY, SILENCE, BESIDES)
"""What is said of each task."""
ON_DAY = NN_("on day one", "on day %(count)s", by="count")
BEFORE = NN_("one day before the visit", "%(count)s days before the visit", by="count")
SLACK = NN_("One working day more for the asking.", "%(count)s working days more for the asking.", by="count")
FLAGS = {
    "personal": N_("Nobody answers on their behalf."),
    "waivable": N_("An officer may waive it."),
    "waivable_of_others": N_("An officer may waive it of those who are asked besides its owner."),
}
THIS = {
    "name": N_("Name"),
    "secretariat": N_("Secretariat"),
    "document": N_("Document"),
    "calendar": N_("Country of the secretariat's calendar"),
    "time_zone": N_("Time zone of the secretariat"),
}
LIMITS = {
    "countries_of_interest": N_("Countries of interest in a request"),
    "reference_documents": N_("Reference documents of a request"),
    "experts": N_("Seats for experts"),
    "experts_least": N_("Seats for experts, at least"),
    "coordinators": N_("Coordinators"),
    "peer_countries": N_("Countries that the experts come from, at least"),
    "visit_days_least": N_("Days of the visit, at least"),
    "visit_days_most": N_("Days of the visit, at most"),
    "visit_lead": N_("Working days from the proposal of dates to the visit"),
    "visit_ready": N_("Days before the visit on which an officer looks at what is missing"),
    "report_pages": N_("Pages of the report"),
    "papers": N_("Papers of a round"),
    "delegates": N_("Delegates for one task"),
    "reminder_minutes": N_("Minutes over which the reminders of a morning are spread"),
    "silence_months": N_("Monthly reminders before an officer decides what becomes of the round"),
    "extension_days": N_("Days by which a time limit is extended"),
    "publication_days": N_("Days ahead on which a report may be published"),
}
NO_LIMIT = N_("no limit")
OFFERED = {
    "ideal_stages": (N_("Stages of the initiative"), "stage"),
    "topics": (N_("Topics"), "topic"),
    "dimensions": (N_("Dimensions"), "dimensions"),
    "profile_points": (N_("Points of an expert's profile"), "points"),
    "visit_forms": (N_("Forms of the visit"), "visit_form"),
    "sessions": (N_("Sessions of an agenda"), "session"),
    "sessions_needed": (N_("Sessions that an agenda needs"), "session"),
    "arrangements_international": (N_("International arrangements"), "arrangement"),
    "arrangements_local": (N_("Local arrangements"), "arrangement"),
}
"""Lists of codes: what each is called, and under which name its codes have words."""
FROM = N_("%(who)s (%(step)s)")
GONE = N_("whoever takes part no longer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line: what it is about, and what is said of it, a text for each column."""

    key: str
    label: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some lines under a heading; `columns` are empty where one text says all."""

    id: str
    title: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs: where, of what, what was said, what is said; empty where there was or is nothing."""

    part: str
    label: str
    column: str
    before: str
    after: str


def read(words: Words, m: Methodology, places: Mapping[str, Place]) -> tuple[Part, ...]:
    """All of a methodology, in the order in which one asks for it; empty parts are left out."""
    return tuple(part for part in _Reading(words, m, places).parts() if part.rows)


def differences(before: Iterable[Part], after: Iterable[Part]) -> tuple[Difference, ...]:
    """What differs between two versions, in the order of the later one; what is gone comes last."""
    old, new = _texts(before), _texts(after)
    places = dict.fromkeys((*new, *old))
    return tuple(
        Difference(
            **dict(zip(("part", "label", "column"), (new.get(at) or old[at])[:3], strict=True)),
            before=old[at][3] if at in old else "",
            after=new[at][3] if at in new else "",
        )
        for at in places
        if at not in old or at not in new or old[at][3] != new[at][3]
    )


def _texts(parts: Iterable[Part]) -> dict[tuple[str, str, int], tuple[str, str, str, str]]:
    """Each text by its place: part, line, column."""
    return {
        (part.id, row.key, n): (part.title, row.label, part.columns[n] if part.columns else "", text)
        for part in parts
        for row in part.rows
        for n, text in enumerate(row.said)
        if text
    }


class _Reading:
    def __init__(self, words: Words, m: Methodology, places: Mapping[str, Place]) -> None:
        self._words, self._m, self._places = words, m, places

    def parts(self) -> Iterator[Part]:
        m = self._m
        yield self._part("about", self._about())
        for step in (*m.steps, ""):
            title = self._words.step(step) if step else self._words.say(PARTS[""])
            rules = (r for r in m.assignments.values() if self._places[r.kind].step == step)
            columns = tuple(self._words.say(column) for column in COLUMNS)
            yield Part(id=f"step-{step}", title=title, rows=tuple(map(self._rule, rules)), columns=columns)
        yield self._part("limits", self._limits())
        yield self._part("offered", self._offered())
        choice, roles, say = self._words.choice, self._words.roles, self._words.say
        writers = ((s, [m.writers[s]] if s in m.writers else []) for s in m.sections)
        yield self._part("writers", ((s, choice("section", s), roles(who)) for s, who in writers))
        yield self._part("news", ((w, say(telling.NEWS[w]), roles(r)) for w, r in m.news.items()))
        yield self._part("dossier", self._dossier())
        yield self._part("audiences", ((a, choice("audience", a), roles(r)) for a, r in m.audiences.items()))
        yield self._part("costs", ((i, choice("costs", i), choice("payer", p)) for i, p in m.costs.items()))
        work = m.work.items()
        yield self._part("work", ((k, self._words.kind(k), self._words.effort(h)) for k, h in work))

    def _part(self, id: str, rows: Iterable[tuple[str, str, str]]) -> Part:
        lines = (Row(key=key, label=label, said=(text,)) for key, label, text in rows)
        return Part(id=id, title=self._words.say(PARTS[id]), rows=tuple(lines))

    def _about(self) -> Iterator[tuple[str, str, str]]:
        language = self._words.language_code
        told = {name: str(getattr(self._m, name)) for name in THIS}
        told["calendar"] = self._words.country(self._m.calendar)
        told["secretariat"] = self._m.secretariat_names.get(language, self._m.secretariat)
        yield from ((name, self._words.say(text), told[name]) for name, text in THIS.items() if told[name])
        if about := self._m.about.get(language):
            yield "about", self._words.say(PARTS["about"]), about

    def _rule(self, rule: AssignmentRule) -> Row:
        words = self._words
        besides = [words.say(SLACK, count=rule.slack)] if rule.slack else []
        besides += [words.say(text) for flag, text in FLAGS.items() if getattr(rule, flag)]
        silence = words.silence(
            rule.kind, rule.silence, rule.escalate_to, rule.ends_after, rule.freezes, rule.quiet_after
        )
        when = BEFORE if rule.clock.counted_from == "before_visit" else ON_DAY
        said = (
            words.role(rule.owner),
            dossier.clock(words, rule.clock),
            ", ".join(words.say(when, count=n) for n in rule.reminders),
            words.roles(rule.escalate_to),
            " ".join(silence),
            " ".join(besides),
        )
        return Row(key=rule.kind, label=words.kind(rule.kind), said=said)

    def _limits(self) -> Iterator[tuple[str, str, str]]:
        for name, number in asdict(self._m.limits).items():
            yield name, self._words.say(LIMITS[name]), str(number) if number else self._words.say(NO_LIMIT)

    def _offered(self) -> Iterator[tuple[str, str, str]]:
        for name, (title, field) in OFFERED.items():
            if codes := getattr(self._m, name):
                yield (
                    name,
                    self._words.say(title),
                    "; ".join(self._words.choice(field, code) for code in codes),
                )

    def _dossier(self) -> Iterator[tuple[str, str, str]]:
        for matter, row in self._m.dossier.items():
            readers = ((who, since) for who, since in row.items() if since != NEVER)
            said = "; ".join(
                self._words.say(FROM, who=self._who(who), step=self._words.step(since))
                for who, since in readers
            )
            if said:
                yield matter, self._words.say(dossier.MATTERS[matter]), said

    def _who(self, code: str) -> str:
        """A reader of the table: a role, or whoever takes part no longer."""
        return self._words.say(GONE) if code == FORMER else self._words.role(code)

"""What codes are called in one language: the one place where a code becomes words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_location
from babel.numbers import format_decimal

from rounds.submissions.people import LANGUAGES
from templates import labels, sentences, vocabulary
from templates.marked import mixed
from templates.marking import N_, NN_, Counted

SILENCE = {
    "decide_publication": NN_(
        "Silence never publishes: a reminder is sent after a month, and the round is then closed with the "
        "report kept as an internal working document.",
        "Silence never publishes: a monthly reminder is sent and, after %(months)s of them, the round is "
        "closed with the report kept as an internal working document.",
        by="months",
    ),
    "complete_request": NN_(
        "If nothing is received by then, a reminder is sent after a month, and the request then lapses.",
        "If nothing is received by then, a monthly reminder is sent and, after %(months)s of them, the "
        "request lapses.",
        by="months",
    ),
    "review_report": N_(
        "Silence never approves: if nothing is received by then, the report waits, with a monthly reminder."
    ),
    "next": N_(
        "If no answer is received by then, the next candidate on the shortlist is invited. Your link goes on "
        "working until the seat is filled."
    ),
    "hold": N_("If nothing is received by then, the task stays open, with a monthly reminder."),
}
"""What the end of the clock does: by kind, or by the rule's word for silence."""

ESCALATES = N_("The delay is then also told to: %(role)s.")
ESCALATES_ON = N_("With each further month it is also told to the next of: %(roles)s.")
FREEZES = NN_(
    "One working day before the visit it closes in any case, with what has been saved.",
    "%(days)s working days before the visit it closes in any case, with what has been saved.",
    by="days",
)
PAIR = N_("%(what)s: %(more)s")
"""A name and what it names; languages differ in how they set a colon."""
FIRST_DAY = {"fr": "1er", "pt": "1º"}
"""Where the first of a month has an ordinal number, which CLDR's dates do not know."""


MANY = 2
"""Counted when the number itself is not known: any that no language says as one."""


class Words:
    """The words of one language."""

    def __init__(self, translations: NullTranslations, language: str) -> None:
        self._translate = translations.gettext
        self._count = translations.ngettext
        self.language_code = language
        self._locale = Locale.parse(language)

    def say(self, message: str, **values: object) -> str:
        """A marked message, translated, with its values filled in; numbers as the language writes them."""
        translated = self._form(message, values)
        return translated % {k: self._shown(v) for k, v in values.items()} if values else translated

    def _form(self, message: str, values: Mapping[str, object]) -> str:
        """The translation, in the form that the number counted by wants."""
        if not isinstance(message, Counted):
            return self._translate(message)
        number = str(values.get(message.by, ""))
        return self._count(message, message.many, int(number) if number.isdecimal() else MANY)

    def _shown(self, value: object) -> object:
        return format_decimal(value, locale=self._locale) if type(value) is int else value

    def pair(self, what: str, more: str) -> str:
        """A name and what it names, which may be in another language."""
        return mixed(self.say(PAIR), what=what, more=more)

    @property
    def colon(self) -> str:
        """What stands between a name and what it names."""
        return self.pair("", "").rstrip()

    def role(self, code: str) -> str:
        """What somebody is on the round; `expert-1` is an expert."""
        return self.say(vocabulary.ROLES[code.partition("-")[0]])

    def roles(self, codes: Iterable[str]) -> str:
        """Roles by name, one after the other."""
        return ", ".join(self.role(code) for code in codes)

    def step(self, code: str) -> str:
        """The step of a round; none before the first."""
        return self.say(vocabulary.STEPS[code or "request"])

    def kind(self, code: str) -> str:
        """What is to be done, as a title."""
        return self.say(vocabulary.KINDS[code])

    def asked(self, code: str) -> str:
        """What is to be done, as a request to the reader."""
        return self.say(vocabulary.ASKED[code])

    def outcome(self, code: str) -> str:
        """How a round ended."""
        return self.say(vocabulary.OUTCOMES[code])

    def state(self, code: str) -> str:
        """Where an assignment stands."""
        return self.say(vocabulary.STATES[code])

    def news(self, code: str) -> str:
        """What is told to everybody."""
        return self.say(vocabulary.NEWS[code])

    def silence(
        self, kind: str, silence: str, escalate_to: Sequence[str], ends_after: int, freezes: int
    ) -> tuple[str, ...]:
        """What happens when nobody answers, in sentences; the arguments are those of the rule."""
        said = [self.say(SILENCE.get(kind) or SILENCE[silence], months=ends_after)]
        if escalate_to:
            said.append(self.say(ESCALATES, role=self.role(escalate_to[0])))
        if escalate_to[1:]:
            said.append(self.say(ESCALATES_ON, roles=self.roles(escalate_to[1:])))
        if freezes:
            said.append(self.say(FREEZES, days=freezes))
        return tuple(said)

    def label(self, field: str, model: str = "") -> str:
        """What a field is called on a page."""
        return self.say(labels.LABELS.get(f"{model}.{field}") or labels.LABELS[field])

    def hint(self, field: str, model: str = "") -> str:
        """What helps to fill a field in; empty when its label says enough."""
        text = labels.HINTS.get(f"{model}.{field}") or labels.HINTS.get(field)
        return self.say(text) if text else ""

    def choice(self, field: str, value: str, model: str = "") -> str:
        """What one option of a field is called; an option of a later methodology is shown as its code."""
        if field == "language":
            name: str = self._locale.languages[value]
            return name[:1].upper() + name[1:]
        text = labels.CHOICES.get(f"{model}.{field}.{value}") or labels.CHOICES.get(f"{field}.{value}")
        return self.say(text) if text else value.replace("_", " ")

    def refusal(self, code: str, values: Mapping[str, object]) -> str:
        """Why something was refused, in one sentence."""
        shaped = sentences.SHAPES.get(str(values.get("expected"))) if code == "wrong_shape" else None
        sentence = shaped or sentences.REFUSALS.get(code, sentences.REFUSALS["refused"])
        return self._form(sentence, values) % self._readable(values)

    def trouble(self, code: str) -> str:
        """What keeps a request from being served, in one sentence; empty for a code without one."""
        return self._form(sentences.TROUBLES[code], {}) if code in sentences.TROUBLES else ""

    def _readable(self, values: Mapping[str, object]) -> "_Values":
        named = {
            "point": "points",
            "session": "session",
            "section": "section",
            "dimension": "dimensions",
            "warning": "acknowledged",
        }
        shown = _Values({"": ""})
        for key, value in values.items():
            text = str(value)
            shown[key] = self.choice(named[key], text) if key in named else self._value(key, text)
        return shown

    def _value(self, key: str, text: str) -> object:
        if key in ("earliest", "due"):
            return self.day(date.fromisoformat(text))
        return self._shown(int(text)) if text.isdecimal() else text

    def country(self, code: str) -> str:
        """A country's name, from its ISO 3166-1 alpha-3 code."""
        known: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]  # the table's type depends on the name
        short = known.get(code, [code])[0]
        name: str = self._locale.territories.get(short, code)
        return name

    def countries(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Codes with their names, in the order of the names."""
        return sorted(((c, self.country(c)) for c in codes), key=lambda pair: pair[1])

    def day(self, day: date) -> str:
        """A date in full."""
        full = format_date(day, "full", locale=self._locale)
        first = FIRST_DAY.get(self.language_code) if day.day == 1 else None
        return re.sub(r"\b1\b", first, full, count=1) if first else full

    def span(self, starts: date, ends: date) -> str:
        """Two days and all between them."""
        return f"{self.day(starts)} – {self.day(ends)}"  # noqa: RUF001 - the dash of a span

    def moment(self, moment: datetime, zone: str = "") -> str:
        """A moment in full, with the city whose clock it is; `zone` is an IANA name."""
        there = moment.astimezone(ZoneInfo(zone)) if zone else moment
        clock = format_time(there, "HH:mm", locale=self._locale, tzinfo=there.tzinfo)
        return f"{self.day(there.date())}, {clock} ({self.city(str(there.tzinfo))})"

    def moments(self, here: datetime, there: datetime) -> list[str]:
        """A moment on the reader's clock and on the beneficiary's; once when both clocks agree."""
        same = here.replace(tzinfo=None) == there.replace(tzinfo=None)
        return [self.moment(here)] if same else [self.moment(here), self.moment(there)]

    def hours(self, starts: datetime, ends: datetime, zone: str) -> list[str]:
        """From when to when, on the clock the moments come with and, where it differs, the reader's."""
        own = ZoneInfo(zone)
        here = [moment.astimezone(own) for moment in (starts, ends)]
        same = here[0].replace(tzinfo=None) == starts.replace(tzinfo=None)
        return [self._hours(starts, ends), *([] if same else [self._hours(*here)])]

    def _hours(self, starts: datetime, ends: datetime) -> str:
        clock = [format_time(m, "HH:mm", locale=self._locale, tzinfo=m.tzinfo) for m in (starts, ends)]
        return f"{clock[0]} – {clock[1]} ({self.city(str(starts.tzinfo))})"  # noqa: RUF001 - the dash of a span

    def city(self, zone: str) -> str:
        """The city that a time zone is named after."""
        return zone if zone == "UTC" else get_timezone_location(zone, locale=self._locale, return_city=True)

    @property
    def tongues(self) -> tuple[tuple[str, str], ...]:
        """Every language that we speak, each by the name that its speakers give it."""
        named = ((code, Locale.parse(code).languages[code]) for code in LANGUAGES)
        return tuple((code, name[:1].upper() + name[1:]) for code, name in named)

    def languages(self, codes: Iterable[str]) -> str:
        """Languages by name, one after the other."""
        return ", ".join(self._locale.languages[code] for code in codes)


class _Values(dict[str, Any]):
    """A refusal's values; a value that its raiser left out must not cost the reader the sentence."""

    def __missing__(self, key: str) -> str:
        return "…"

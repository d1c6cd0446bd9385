"""What codes are called in one language: the one place where a code becomes words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_location

from templates import labels, sentences, vocabulary
from templates.marking import N_

SILENCE = {
    "decide_publication": N_(
        "Silence never publishes: a monthly reminder is sent and, after %(months)s of them, the round is "
        "closed with the report kept as an internal working document."
    ),
    "complete_request": N_(
        "If nothing is received by then, a monthly reminder is sent and, after %(months)s of them, the "
        "request lapses."
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
FREEZES = N_("%(days)s working days before the visit it closes in any case, with what has been saved.")


class Words:
    """The words of one language."""

    def __init__(self, translations: NullTranslations, language: str) -> None:
        self._translate = translations.gettext
        self.language_code = language
        self._locale = Locale.parse(language)

    def say(self, message: str, **values: object) -> str:
        """A marked message, translated, with its values filled in."""
        translated = self._translate(message)
        return translated % values if values else translated

    def role(self, code: str) -> str:
        """What somebody is on the round; `expert-1` is an expert."""
        return self.say(vocabulary.ROLES[code.partition("-")[0]])

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
        self, kind: str, silence: str, escalate_to: str, ends_after: int, freezes: int
    ) -> tuple[str, ...]:
        """What happens when nobody answers, in sentences; the arguments are those of the rule."""
        said = [self.say(SILENCE.get(kind) or SILENCE[silence], months=ends_after)]
        if escalate_to:
            said.append(self.say(ESCALATES, role=self.role(escalate_to)))
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
        text = labels.CHOICES.get(f"{model}.{field}.{value}") or labels.CHOICES.get(f"{field}.{value}")
        return self.say(text) if text else value.replace("_", " ")

    def refusal(self, code: str, values: Mapping[str, object]) -> str:
        """Why something was refused, in one sentence."""
        shaped = sentences.SHAPES.get(str(values.get("expected"))) if code == "wrong_shape" else None
        sentence = shaped or sentences.REFUSALS.get(code, sentences.REFUSALS["refused"])
        return self._translate(sentence) % self._readable(values)

    def _readable(self, values: Mapping[str, object]) -> "_Values":
        named = {"point": "points", "session": "session", "section": "section"}
        shown = _Values({"": ""})
        for key, value in values.items():
            text = str(value)
            shown[key] = self.choice(named[key], text) if key in named else self._dated(key, text)
        return shown

    def _dated(self, key: str, text: str) -> str:
        return self.day(date.fromisoformat(text)) if key == "earliest" else text

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
        return format_date(day, "full", locale=self._locale)

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

    def city(self, zone: str) -> str:
        """The city that a time zone is named after."""
        return zone if zone == "UTC" else get_timezone_location(zone, locale=self._locale, return_city=True)

    def languages(self, codes: Iterable[str]) -> str:
        """Languages by name, one after the other."""
        return ", ".join(self.choice("language", code) for code in codes)


class _Values(dict[str, Any]):
    """A refusal's values; a value that its raiser left out must not cost the reader the sentence."""

    def __missing__(self, key: str) -> str:
        return "…"

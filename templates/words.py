"""What codes are called in one language: the one place where a code becomes words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from gettext import NullTranslations
from typing import Any

from babel.numbers import format_decimal, format_percent

from methodologies.loader import standings
from rounds.methodology.model import DECISION_ON_SILENCE
from templates import labels, paper_labels, public, record, sentences, silences, telling, vocabulary
from templates.marked import mixed
from templates.marking import N_, NN_, Counted
from templates.named import Named

ORGANIZATION = N_("OAS")
LENGTH = NN_("One day", "%(days)s days", by="days")
LENGTHS = N_("%(least)s to %(most)s days")
EFFORT = NN_("about one hour", "about %(hours)s hours", by="hours")
UNKNOWN = N_("to be agreed")
VERSION = N_("%(what)s (version %(version)s)")
PAIR = N_("%(what)s: %(more)s")
"""A name and what it names; languages differ in how they set a colon."""
MANY = 2
"""Counted when the number itself is not known: any that no language says as one."""

LABELS = {**labels.LABELS, **paper_labels.LABELS}
HINTS = {**labels.HINTS, **paper_labels.HINTS}
CHOICES = {**labels.CHOICES, **paper_labels.CHOICES}


class Words(Named):
    """The words of one language."""

    def __init__(self, translations: NullTranslations, language: str) -> None:
        self._translate = translations.gettext
        self._count = translations.ngettext
        super().__init__(language)
        self._others: Mapping[str, Words] = {language: self}

    def beside(self, others: Mapping[str, "Words"]) -> None:
        """Know the words of the other languages too."""
        self._others = others

    def speaking(self, language: str) -> "Words":
        """The words of another language: what is sent in several is drafted in each."""
        return self._others[language]

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

    def number(self, value: float) -> str:
        """A number, with one place behind the point at most."""
        return format_decimal(round(value, 1), locale=self._locale)

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in hundredths; nothing of nothing."""
        return format_percent(part / whole, locale=self._locale) if whole else ""

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

    def asked(self, code: str, added: bool = False) -> str:
        """What is to be done, as a request to the reader; `added`: of questions that came later (D2)."""
        return self.say(vocabulary.ADDED[code] if added else vocabulary.ASKED[code])

    def outcome(self, code: str) -> str:
        """How a round ended."""
        return self.say(vocabulary.OUTCOMES[code])

    def state(self, code: str) -> str:
        """Where an assignment stands."""
        return self.say(vocabulary.STATES[code])

    def headline(self, news: Mapping[str, Any], outcome: str) -> str:
        """What happened, in a title that tells it from others of its kind; of a round's end, which it is."""
        what, version = news["what"], news.get("version", 0)
        if what == "closed":
            return self.outcome(outcome).rstrip(".")
        titles = telling.ADDED if news.get("added") else telling.NEWS
        title = self.say(titles.get(what) or telling.NEWS[what])
        if what in telling.OF_A_TASK:
            return self.pair(title, self.kind(news["kind"]))
        if what in telling.OF_A_PERSON:
            return self.pair(title, news["who"])
        if news.get("into"):
            return self.pair(title, self.languages([news["into"]]))
        return self.say(VERSION, what=title, version=version) if version else title

    def names_a_person(self, what: str) -> bool:
        """Whether these news are about somebody, who is named with their post."""
        return what in telling.OF_A_PERSON

    def told(self, news: Mapping[str, Any]) -> str:
        """What happened, in a sentence or two."""
        named = {name: news[name] for name in ("who", "seat", "version")}
        role = self.role(news["role"]) if news["role"] else ""
        task = self.kind(news["kind"]) if news["kind"] else ""
        of_added = telling.TOLD_OF_ADDED.get(news["what"]) if news["added"] else None
        said = self.say(of_added or telling.TOLD[news["what"]])
        return mixed(said, role=role, task=task, **named)

    def sequel(self, receipts: Iterable[Mapping[str, Any]]) -> list[str]:
        """What comes after what was sent, in sentences; none where the round's standing says it."""
        codes = dict.fromkeys(receipt["next"] for receipt in receipts)
        return [self.say(telling.NEXT[code]) for code in codes if code in telling.NEXT]

    def recorded(self, body: Any) -> list[tuple[str, str]]:
        """What somebody sent, field by field, in words."""
        return record.lines(self, body)

    def sender(self, secretariat: str) -> str:
        """Who a letter comes from, as lists of letters show it."""
        return f"{self.say(ORGANIZATION)} - {secretariat}"

    def introduction(self, how: str, by: str, role: str, institution: str) -> str:
        """Who brought the reader into the round, and as what."""
        return mixed(
            self.say(vocabulary.INTRODUCTIONS[how]), by=by, role=self.role(role), institution=institution
        )

    def length(self, least: int, most: int) -> str:
        """How many days something lasts."""
        return self.say(LENGTH, days=most) if least == most else self.say(LENGTHS, least=least, most=most)

    def effort(self, hours: int) -> str:
        """How much work something is, in hours; 0: nobody knows yet."""
        return self.say(EFFORT, hours=hours) if hours else self.say(UNKNOWN)

    def silence(
        self,
        kind: str,
        silence: str,
        escalate_to: Sequence[str],
        ends_after: int,
        freezes: int,
        quiet_after: int = 0,
    ) -> tuple[str, ...]:
        """What happens when nobody answers, in sentences; the arguments are those of the rule."""
        text = silences.SILENCE.get(kind) or silences.SILENCE[silence]
        said = [self.say(text, months=ends_after or quiet_after)]
        if escalate_to:
            said.append(self.say(silences.ESCALATES, role=self.role(escalate_to[0])))
        if escalate_to[1:]:
            said.append(
                self.say(silences.ESCALATES_ON, roles=self.roles(escalate_to[1:]), count=len(escalate_to) - 1)
            )
        if freezes:
            said.append(self.say(silences.FREEZES, days=freezes))
        if quiet_after and kind != DECISION_ON_SILENCE:
            said.append(self.say(silences.FALLS_SILENT, months=quiet_after))
        return tuple(said)

    def label(self, field: str, model: str = "") -> str:
        """What a field is called on a page."""
        return self.say(LABELS.get(f"{model}.{field}") or LABELS[field])

    def hint(self, field: str, model: str = "") -> str:
        """What helps to fill a field in; empty when its label says enough."""
        text = HINTS.get(f"{model}.{field}") or HINTS.get(field)
        return self.say(text) if text else ""

    def choice(self, field: str, value: str, model: str = "") -> str:
        """What one option of a field is called; an option of a later methodology is shown as its code."""
        if field == "language":
            name: str = self._locale.languages[value]
            return name[:1].upper() + name[1:]
        text = CHOICES.get(f"{model}.{field}.{value}") or CHOICES.get(f"{field}.{value}")
        return self.say(text) if text else value.replace("_", " ")

    def topic(self, code: str, own: str = "") -> str:
        """A topic by its name, or in the words of whoever added it (Z4)."""
        return own if own.strip() else self.choice("topic", code)

    def filter(self, name: str) -> str:
        """What a list is filtered by."""
        return self.say(public.FILTERS[name])

    def reply(self, code: str) -> str:
        """The country's word on a recommendation."""
        return self.say(public.ANSWERS[code]) if code in public.ANSWERS else code

    def size(self, count: int) -> str:
        """The size of a file, of so many bytes."""
        least, text = next((row for row in public.SIZES if count >= row[0]), public.SIZES[-1])
        return self.say(text, number=format_decimal(round(count / least, 1), locale=self._locale))

    def refusal(self, code: str, values: Mapping[str, object]) -> str:
        """Why something was refused, in one sentence."""
        sentence = _own(code, values) or sentences.REFUSALS.get(code, sentences.REFUSALS["refused"])
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
            "side": "side",
        }
        shown = _Values({"": ""})
        for key, value in values.items():
            text = str(value)
            shown[key] = self.choice(named[key], text) if key in named else self._value(key, text)
        return shown

    def _value(self, key: str, text: str) -> object:
        if key in ("earliest", "due"):
            return self.day(date.fromisoformat(text))
        if key == "there":
            return self.languages(text.split(", "))
        if key == "known":
            return self.country(text)
        return self._shown(int(text)) if text.isdecimal() else text


class _Values(dict[str, Any]):
    """A refusal's values; a value that its raiser left out must not cost the reader the sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


def _own(code: str, values: Mapping[str, object]) -> str | None:
    """The sentence for just this: a field of a certain form, a state whose membership is not like others'."""
    if code == "wrong_shape":
        return sentences.SHAPES.get(str(values.get("expected")))
    if code == "unknown_country":
        country = values.get("country")
        return next((sentences.STANDINGS[s.standing] for s in standings() if s.country == country), None)
    return None

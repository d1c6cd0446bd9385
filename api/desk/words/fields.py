"""The sentences of a page of words: what each says now, what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from store.wordings import Page, Wording
from templates import own_words
from templates.desk_words import ABOUT, SENTENCE, SETS_IN
from templates.own_words import Sentence
from templates.render import Renderer
from templates.signs import typeset
from templates.telling import NEWS
from templates.vocabulary import KINDS
from templates.wording_checks import FAULTS, LONGEST, fault, tidy
from templates.words import Words

Forms = tuple[str, ...]
A_LINE = 70
"""Characters that a line of a field holds, more or less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A sentence: `said` before this page changes it, `now` with its change, `typed` in the form.

    `own`: whether this page has changed it. `wrong` is what is wrong with what was typed, in a sentence.
    """

    sentence: Sentence
    label: str
    sets_in: tuple[tuple[str, str], ...]
    said: Forms
    now: Forms
    typed: Forms
    own: bool = False
    wrong: str = ""

    @property
    def changed(self) -> bool:
        """Whether something else was typed than what holds."""
        return self.typed != self.now

    @property
    def boxes(self) -> list[tuple[str, str, int]]:
        """The fields of a form: name, text, lines."""
        return [
            (f"{self.sentence.key}.{n}", text, 1 + len(text) // A_LINE) for n, text in enumerate(self.typed)
        ]


class Held:
    """What holds for a page: the rows of its own, and what stands before them."""

    def __init__(self, renderer: Renderer, page: Page, rows: Sequence[Wording]) -> None:
        here = (page.letter, page.methodology)
        self._renderer, self.page = renderer, page
        self.rows = {row.key: row for row in rows if (row.letter, row.methodology) == here}
        others = (row for row in rows if (row.letter, row.methodology) != here)
        self._before = own_words.own(page.letter, others)
        self.based_on = sha256(" ".join(sorted(row.id for row in rows)).encode()).hexdigest()[:16]

    def said(self, sentence: Sentence) -> Forms:
        """What a sentence says before this page changes it."""
        return self._before.get(sentence.message) or self._renderer.original(self.page.language, sentence)

    def now(self, sentence: Sentence) -> Forms:
        """What it says now."""
        row = self.rows.get(sentence.key)
        good = row and own_words.usable(row)
        return tuple(row.forms) if row and good else self.said(sentence)

    @property
    def stale(self) -> list[Wording]:
        """Words that are not used: the letter has no such sentence any more, or says other things in it."""
        rows = self.rows.values()
        return [row for row in rows if not own_words.usable(row)]

    def tried(self, fields: Sequence[Field]) -> dict[str, Forms]:
        """What the page would say with what was typed, where that differs from what is said without it."""
        return {one.sentence.message: one.typed for one in fields if one.typed != one.said}

    def fields(self, words: Words, typed: Mapping[str, Forms]) -> list[Field]:
        """Every sentence of the page, with what was typed for it."""
        found = own_words.sentences(self.page.letter)
        return [self._field(words, n, one, typed) for n, one in enumerate(found.values(), start=1)]

    def _field(self, words: Words, number: int, one: Sentence, typed: Mapping[str, Forms]) -> Field:
        now = self.now(one)
        given = typed.get(one.key, now)
        wrong = fault(one, given) if given != now else None
        said = ""
        if wrong:
            names = ", ".join(f"%({name})s" for name in wrong.names)
            example = f"%({one.names[0] if one.names else 'name'})s"
            said = words.say(FAULTS[wrong.code], names=names, example=example, count=LONGEST)
        return Field(
            sentence=one,
            label=_label(words, number, one.code),
            sets_in=tuple((f"%({name})s", words.say(SETS_IN[name])) for name in one.names),
            said=self.said(one),
            now=now,
            typed=given,
            own=one.key in self.rows,
            wrong=said,
        )


def typed_of(form: Mapping[str, str], held: Held) -> dict[str, Forms]:
    """What was typed, sentence by sentence, as it was meant; one that the form has not is left alone."""
    found = {}
    for key, one in own_words.sentences(held.page.letter).items():
        said = held.said(one)
        names = [f"{key}.{n}" for n in range(len(said))]
        if all(name in form for name in names):
            tidied = (tidy(form[name], before) for name, before in zip(names, said, strict=True))
            found[key] = tuple(typeset(held.page.language, text) for text in tidied)
    return found


def _label(words: Words, number: int, code: str) -> str:
    kind = code.partition(".")[0]
    table = KINDS if kind in KINDS else NEWS
    if kind not in table:
        return words.say(SENTENCE, number=number)
    return words.say(ABOUT, number=number, what=words.say(table[kind]))

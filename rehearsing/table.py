"""A rehearsal as a person reads it: a table of what happens, a list of the letters."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from rehearsing.calendar import Calendar, Written
from templates import rehearsals
from templates.rehearsed import EVENTS, LETTERS, Told
from templates.words import Words

GAP = "  "
RULE = "-"


class Table:
    """Says one calendar in the words of a language."""

    def __init__(self, words: Words, calendar: Calendar) -> None:
        self._words, self._calendar = words, calendar
        self._told = Told(words, calendar, ZoneInfo(calendar.zone))

    def lines(self, *, texts: bool) -> Iterator[str]:
        """All of it; with `texts` each letter in full."""
        yield from self.events()
        yield ""
        yield self._told.count
        yield ""
        yield from self.in_full() if texts else self.letters()

    def events(self) -> Iterator[str]:
        """What happens, and how it ends."""
        yield from (heading := self._told.heading, RULE * len(heading))
        yield self._told.summary
        yield from (f"{GAP}{awaited}" for awaited in self._told.awaits)
        yield ""
        yield from self._columns(EVENTS, self._told.events())

    def letters(self) -> Iterator[str]:
        """What is written, a line for all to whom the same is written in the same moment."""
        yield from self._columns(LETTERS, self._told.letters())

    def in_full(self) -> Iterator[str]:
        """Each letter with its text."""
        for letter in self._calendar.letters:
            yield from self._in_full(letter)

    def _in_full(self, letter: Written) -> Iterator[str]:
        say, of = self._words.say, rehearsals.COLUMNS
        moment = self._words.moment(letter.at, self._calendar.zone)
        yield from (RULE * len(moment), moment)
        yield self._words.pair(say(of["to"]), self._told.role(letter.role))
        yield self._words.pair(say(of["language"]), self._words.language(letter.language))
        yield self._words.pair(say(of["subject"]), letter.subject)
        yield from ("", letter.text.strip(), "")

    def _columns(self, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
        heads = self._told.heads(names)
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        rule = tuple(RULE * width for width in widths)
        for row in (heads, rule, *rows):
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield (GAP + GAP.join(padded)).rstrip()

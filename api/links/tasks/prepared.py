"""What pages of assignments are prepared from: first values, what a form must know, what is shown above."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.links.tasks.context import PageContext, RoundContext
from templates import background as b
from templates.background import Block
from templates.forms import Asking
from templates.marked import mixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A form's first values, what it needs to know, what stands above it and what beside it."""

    values: dict[str, Any] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    blocks: tuple[Block, ...] = ()
    beside: tuple[Block, ...] = ()
    beside_title: str = ""
    stays: frozenset[str] = frozenset()
    """The lists whose rows stay, by their ids, whatever was saved before they came."""


def _nothing(_: PageContext) -> Prepared:
    """Its form alone."""
    return Prepared()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The row of one kind of assignment: what its page reads, and what is made of it.

    `reads` are the kinds of submission that it draws on. `papers`: it offers the request's reference
    documents; `files`: its form goes on with files of an earlier note. `unfinished`: it says what the visit
    would begin without; `overdue`: what has been waited for too long; `answers`: what the beneficiary
    answered stands beside it (D5). `people`: its form names people of a panel, whom the secretariat may know.
    """

    kind: str
    reads: tuple[str, ...] = ()
    papers: bool = False
    files: bool = False
    unfinished: bool = False
    overdue: bool = False
    answers: bool = False
    people: bool = False
    prepare: Callable[[PageContext], Prepared] = _nothing


def offered(m: RoundContext, name: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes to choose from, with their words."""
    return [(code, m.words.choice(name, code)) for code in codes]


def states(m: PageContext) -> list[tuple[str, str]]:
    """The states an expert or an experience may come from: all but the beneficiary (Q4, P2, P4)."""
    return m.words.countries(c for c in m.methodology.states if c != m.country)


def request(m: PageContext) -> tuple[Block, ...]:
    """What the beneficiary asks for, once its note is there."""
    return (b.note(m.words, m.note),) if m.note else ()


def stay(m: PageContext) -> tuple[Block, ...]:
    """The days of the visit, once it has some."""
    return (b.stay(m.words, m.visit.starts, m.visit.ends),) if m.visit else ()


def exchanges(m: PageContext) -> tuple[Block, ...]:
    """What was sent back of this assignment's questions or answers, and why (D3)."""
    return tuple(b.sent_back(m.words, s.by, s.body.numbers, s.body.comment) for s in m.exchanges(m.key))


def answering(m: PageContext, questions: Sequence[str]) -> Prepared:
    """One answer for each question; those that were given before, when they were sent back (D3)."""
    before = m.before()
    return Prepared(
        values={"answers": list(before.answers) if before else ["" for _ in questions]},
        blocks=exchanges(m),
        asking=Asking(
            fixed=frozenset({"answers"}),
            least={"answers": len(questions)},
            headings={
                f"answers.{n}": mixed("%(number)s. %(question)s", number=n + 1, question=q)
                for n, q in enumerate(questions)
            },
        ),
    )

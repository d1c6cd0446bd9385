"""One row for each kind of submission: the steps and interventions declare theirs beside their rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rounds.methodology.model import Owner, Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.people import NamedPerson, Naming

StandsIn = Literal["", "acts", "answers"]
"""How an officer stands in for whoever something belongs to: not at all, by acting, or by answering."""


def passes(_: BodyCase[Any] | Case[Any]) -> None:
    """There is nothing to refuse beside what holds of every submission."""


def records(_: Case[Any]) -> list[Effect]:
    """It is in the record; nothing else changes."""
    return []


def silent(_: Case[Any]) -> str:
    """It is no news beside what it brings about."""
    return ""


def always(what: str) -> Callable[[Case[Any]], str]:
    """It is this news, whatever was said."""
    return lambda _: what


def by_choice(news: Mapping[str, str]) -> Callable[[Case[Any]], str]:
    """It is the news that belongs to what was chosen, if any does."""
    return lambda case: news.get(case.body.choice, "")


def nobody(_: Naming[Any]) -> tuple[NamedPerson, ...]:
    """It names nobody new."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of assignment, or of intervention.

    `model` is what is sent. `place` says where an assignment of this kind stands in a methodology; None: it
    is an intervention. `check_body` refuses what is wrong in itself, beside its texts; `check` what this
    round cannot take now. `accept` changes the round, and gives what must follow in the world. `brings`
    gives whom it brings into the round. `news` gives what is told of it once it is taken, to whom the
    methodology's table says. `lingers` is the choice after which the assignment's links go on
    acting. `beside` are the roles whose holders may answer it though somebody else is asked.
    `officers_only`: no participant may send it. `when_over`: a round that is over takes it too;
    `after`: what comes after a round takes it (see `rounds.steps.publication`). `in_writing`: though it be
    personal, an officer files it with the proof that its owner gave it in writing. `stands_in`: how an
    officer who sends it stands in for whoever it belongs to (S9); who sends an answer for another answers.
    `receipt`: its sender is sent what was recorded; not where a letter is what they asked for.
    """

    model: Any
    place: Place | None = None
    check_body: Callable[[BodyCase[Any]], None] = passes
    check: Callable[[Case[Any]], None] = passes
    accept: Callable[[Case[Any]], list[Effect]] = records
    brings: Callable[[Naming[Any]], tuple[NamedPerson, ...]] = nobody
    news: Callable[[Case[Any]], str] = silent
    lingers: str = ""
    beside: tuple[Owner, ...] = ()
    officers_only: bool = False
    when_over: bool = False
    after: bool = False
    in_writing: bool = False
    stands_in: StandsIn = ""
    receipt: bool = True

    @property
    def name(self) -> str:
        """The kind, as it travels."""
        kind: str = self.model.__dataclass_fields__["kind"].default
        return kind

    @property
    def is_answer(self) -> bool:
        """Whether it fulfils an assignment."""
        return self.place is not None

"""Who may read a paper, and whom it may be for: the table of the dossier, and its own audience (Z6)."""

from dataclasses import dataclass

from rounds.methodology.dossier import MATTERS, NEVER, PEOPLE, may_read
from rounds.methodology.model import Methodology
from rounds.state.sides import people_of

PAPERS = "papers"
"""The matter that they make; whoever reads it attaches some."""
APART = (*PEOPLE, "rules", PAPERS, "letters", "submissions")
"""Matters that no paper goes with."""
ABOUT = tuple(matter for matter in MATTERS if matter not in APART)
"""What a paper may go with."""
SESSION = "session-"
"""Before the number of the session that a paper goes with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A paper as the state knows it: who sent it (empty: an officer), what it goes with, whom it is for."""

    by: str
    about: str
    audience: str
    withdrawn: bool = False


def session_of(about: str) -> int:
    """The number of the session that a paper goes with; 0: none."""
    number = about.removeprefix(SESSION)
    return int(number) if number != about and number.isdecimal() else 0


def matter_of(about: str) -> str:
    """The matter of the dossier that a paper goes with; empty: the round as a whole."""
    return "agenda" if session_of(about) else about


def reads_about(m: Methodology, about: str, who: str, step: str) -> bool:
    """Whether somebody reads what a paper goes with; `who` is a `rounds.methodology.dossier.reader`."""
    return not about or may_read(m, matter_of(about), who, step)


def reads_paper(m: Methodology, audience: str, about: str, who: str, step: str) -> bool:
    """Z6: whether a paper of others is for this reader at this step."""
    return (
        may_read(m, PAPERS, who, step)
        and who in m.audiences.get(audience, ())
        and reads_about(m, about, who, step)
    )


def sees(m: Methodology, who: str, role: str) -> bool:
    """Whether the table ever shows somebody who holds this role: else they cannot write to them."""
    return m.dossier.get(people_of(role), {}).get(who, NEVER) != NEVER


def may_address(m: Methodology, audience: str, who: str) -> bool:
    """Whether somebody may address an audience: they know everybody of it."""
    return audience in m.audiences and all(sees(m, who, role) for role in m.audiences[audience])


def audiences_for(m: Methodology, who: str) -> tuple[str, ...]:
    """The audiences that somebody may address, in the order of the file."""
    return tuple(audience for audience in m.audiences if may_address(m, audience, who))


def about_for(m: Methodology, who: str, step: str) -> tuple[str, ...]:
    """The matters that somebody's papers may go with now."""
    return tuple(matter for matter in ABOUT if may_read(m, matter, who, step))

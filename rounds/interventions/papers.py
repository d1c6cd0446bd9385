"""Papers are attached by whoever takes part, at any step, for those who may read them (Z6)."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from rounds.methodology.dossier import may_read, reader
from rounds.methodology.model import Methodology
from rounds.state import news, papers
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Papers
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.papers import Filed
from rounds.state.round import Round
from rounds.submissions.papers import AddPapers, WithdrawPaper
from rounds.submissions.refusals import NotYours, Refusal, TextMissing, refusal, refuse
from rounds.submissions.visit import SetAgenda

AT_ONCE = 8
"""Papers of one submission: a form takes no more files."""
OFFICER = ("responsible_officer",)
"""In which role an officer of the secretariat attaches papers by the API."""


class NoPapersHere(Refusal):
    """Whoever sends it reads no papers of the round, or its methodology has none."""

    code = "no_papers_here"


class TooManyPapers(Refusal):
    """More papers than one round keeps, or one submission brings."""

    code = "too_many_papers"


class UnknownAudience(Refusal):
    """The methodology's file has no such audience."""

    code = "unknown_audience"


class AudienceUnseen(Refusal):
    """The audience has people whom the table of the dossier never shows to the sender."""

    code = "audience_unseen"


class MatterUnseen(Refusal):
    """The paper would go with something that its sender may not read (Z6)."""

    code = "matter_unseen"


class UnknownSession(Refusal):
    """The agenda has no session of this number."""

    code = "unknown_session"


class UnknownPaper(Refusal):
    """There is no such paper."""

    code = "unknown_paper"


class PaperWithdrawn(Refusal):
    """It was withdrawn before."""

    code = "paper_withdrawn"
    conflict = True


def check_papers(case: BodyCase[AddPapers]) -> None:
    """There are some, and their audience is one of the file's.

    Raises: NoPapersHere, TextMissing, TooManyPapers, UnknownAudience, MatterUnseen.
    """
    refuse(_wrong(case.methodology, case.body))


def _wrong(m: Methodology, body: AddPapers) -> Iterator[Refusal]:
    if not m.audiences:
        yield NoPapersHere()
    elif body.audience not in m.audiences:
        yield UnknownAudience(field="audience")
    if not body.papers:
        yield TextMissing(field="papers")
    if len(body.papers) > AT_ONCE:
        yield TooManyPapers(field="papers", most=AT_ONCE)
    if body.about and papers.matter_of(body.about) not in papers.ABOUT:
        yield MatterUnseen(field="about")


def readers_of(roles: Collection[str]) -> tuple[str, ...]:
    """Under which names the table of the dossier knows whoever holds these roles."""
    return tuple(dict.fromkeys(reader(role) for role in roles))


def check_may_add(m: Methodology, roles: Collection[str], step: str) -> None:
    """Z6: whoever reads papers attaches some.

    Raises: NoPapersHere.
    """
    if not m.audiences or not any(may_read(m, papers.PAPERS, who, step) for who in readers_of(roles)):
        raise NoPapersHere


def check_added(case: Case[AddPapers]) -> None:
    """Z6: they go with what their sender reads, and to whom the sender knows.

    Raises: what `check_may_add` raises, AudienceUnseen, MatterUnseen, UnknownSession, TooManyPapers.
    """
    round, body = case.round, case.body
    m, roles = round.methodology, OFFICER if case.sent.officer else round.roles_of(case.sent.by)
    check_may_add(m, roles, round.step)
    readers = readers_of(roles)
    if not any(papers.may_address(m, body.audience, who) for who in readers):
        raise AudienceUnseen(field="audience")
    if not any(papers.reads_about(m, body.about, who, round.step) for who in readers):
        raise MatterUnseen(field="about")
    session = papers.session_of(body.about)
    if session and session > len(sessions(round)):
        raise UnknownSession(field="about", number=session)
    most = m.limits.papers
    if most and len(round.papers) + len(body.papers) > most:
        raise TooManyPapers(field="papers", most=most)


def sessions(round: Round) -> tuple[object, ...]:
    """The sessions of the agenda as it stands; none before it is set."""
    asked = round.assignments.get(str(Key("set_agenda", n=1)))
    answer = asked.answer if asked else None
    return answer.sessions if isinstance(answer, SetAgenda) else ()


def paper_id(submission: str, n: int) -> str:
    """The id of the nth paper of a submission, from 1."""
    return f"{submission}-{n}"


def added(case: Case[AddPapers]) -> list[Effect]:
    """They are kept, and whoever may read them is told of all of them at once."""
    round, sent, body = case.round, case.sent, case.body
    filed = Filed(by=sent.by, about=body.about, audience=body.audience)
    ids = [paper_id(sent.id, n) for n, _ in enumerate(body.papers, start=1)]
    round.papers = {**round.papers, **dict.fromkeys(ids, filed)}
    told = news.tell(round, "papers_added", by=sent.by, submission=sent.id, concerned=_readers(round, filed))
    return [Papers(submission=sent.id), *told]


def _readers(round: Round, filed: Filed) -> tuple[str, ...]:
    m, step = round.methodology, round.step
    return tuple(
        participant
        for role, holders in round.roles.items()
        if papers.reads_paper(m, filed.audience, filed.about, reader(role), step)
        for participant in holders
    )


def check_may_withdraw(filed: Filed | None, by: str, officer: str) -> None:
    """Who sent it, or an officer, withdraws a paper once.

    Raises: UnknownPaper, NotYours, PaperWithdrawn.
    """
    if filed is None:
        raise UnknownPaper(field="paper")
    if not officer and filed.by != by:
        raise NotYours(field="paper")
    if filed.withdrawn:
        raise PaperWithdrawn(field="paper")


def check_withdrawn(case: Case[WithdrawPaper]) -> None:
    """The same, of the round as it stands."""
    check_may_withdraw(case.round.papers.get(case.body.paper), case.sent.by, case.sent.officer)


def withdrawn(case: Case[WithdrawPaper]) -> list[Effect]:
    """Nobody reads it any more; that it was attached stays on record."""
    id = case.body.paper
    case.round.papers = {**case.round.papers, id: replace(case.round.papers[id], withdrawn=True)}
    return [Papers(submission=case.sent.id, withdrawn=id)]


def offered(m: Methodology, roles: Collection[str], step: str) -> bool:
    """Whether somebody in these roles may attach papers now."""
    return not refusal(check_may_add, m, roles, step)


KINDS = (
    Kind(model=AddPapers, check_body=check_papers, check=check_added, accept=added),
    Kind(model=WithdrawPaper, check=check_withdrawn, accept=withdrawn, stands_in="acts"),
)

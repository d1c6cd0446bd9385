"""The pages of what follows a decision on publication: its countersign (L11), its announcement (X3)."""

from typing import Any

from api.links.tasks.context import VERSIONS, PageContext, Spoken
from api.links.tasks.prepared import Page, Prepared
from api.links.tasks.reviewing import bound, shown
from rounds.steps import announcement, authorisations
from rounds.steps.publication import authorises
from rounds.submissions.publication import AgreeAnnouncement
from templates import background as b
from templates import publication as words_of
from templates.forms import Asking

AUTHORISING = ("decide_publication", "authorise_publication")
"""The kinds by which publishing is authorised."""


def countersign_publication(m: PageContext) -> Prepared:
    """What was authorised, by whom, and the version that it is for (L11)."""
    given = _given(m)
    what = (b.authorised(m.words, given.by, given.body),) if given else ()
    return Prepared(values=bound(m), blocks=(*what, *shown(m)))


def agree_announcement(m: PageContext) -> Prepared:
    """What the other side has proposed, or a draft made from the record; whom it goes to (X3)."""
    own = m.key.n % len(announcement.SIDES) == 1
    before = _proposed(m)
    texts = [{"in_language": t.in_language, "text": t.text} for t in before.texts] if before else _draft(m)
    named = _named(m)
    return Prepared(
        values={
            "texts": texts,
            "recipients": [{"name": one.name, "email": one.email, "language": one.language} for one in named],
        },
        asking=Asking(
            fixed=frozenset({"texts"}),
            depends=frozenset({"texts"}),
            without=frozenset() if own else frozenset({"recipients"}),
            headings={
                f"texts.{n}": m.words.choice("language", t["in_language"]) for n, t in enumerate(texts)
            },
            most={"recipients": announcement.RECIPIENTS},
        ),
    )


def _given(m: PageContext) -> Spoken | None:
    """The authorisation that this is about; the round's own decision is the first."""
    said = sorted(
        (s for kind in AUTHORISING for s in m.said.get(kind, ())),
        key=lambda s: AUTHORISING.index(s.body.kind),
    )
    given = [s for s in said if authorises(s.body)]
    n = authorisations.number(m.assignment.key)
    return given[n - 1] if n <= len(given) else None


def _authorised(m: PageContext) -> tuple[str, ...]:
    """Its languages."""
    given = _given(m)
    return tuple(dict.fromkeys(given.body.languages)) if given else ()


def _draft(m: PageContext) -> list[dict[str, str]]:
    """In each language of the authorisation, from the record alone."""
    initiative = m.note.initiative if m.note else ""
    return [
        {
            "in_language": code,
            "text": m.words.speaking(code).say(
                words_of.DRAFT,
                institution=m.institution,
                country=m.words.speaking(code).country(m.country),
                methodology=m.methodology.name,
                initiative=str(initiative),
            ),
        }
        for code in _authorised(m)
    ]


def _mine(m: PageContext) -> list[AgreeAnnouncement]:
    """What was said of the same announcement so far."""
    n = authorisations.number(m.assignment.key)
    said = m.said.get(authorisations.ANNOUNCEMENT, ())
    return [s.body for s in said if authorisations.number(s.key) == n]


def _proposed(m: PageContext) -> AgreeAnnouncement | None:
    proposals = [body for body in _mine(m) if body.texts]
    return proposals[-1] if proposals else None


def _named(m: PageContext) -> tuple[Any, ...]:
    """Whom the secretariat named before."""
    lists = [body.recipients for body in _mine(m) if body.recipients]
    return lists[-1] if lists else ()


PAGES = (
    Page(
        kind="countersign_publication",
        reads=(*VERSIONS, *AUTHORISING),
        prepare=countersign_publication,
    ),
    Page(
        kind="agree_announcement",
        reads=(*AUTHORISING, "agree_announcement"),
        prepare=agree_announcement,
    ),
)

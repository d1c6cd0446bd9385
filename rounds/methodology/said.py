"""What letters say of a methodology, and whom its table of news names: what is wrong with either."""

from collections.abc import Iterator, Mapping

from rounds.methodology.model import PAYERS, ROLES, Methodology, Place
from rounds.submissions.people import LANGUAGES

NEWS = (
    "request_arrived",
    "request_accepted",
    "request_returned",
    "framework_agreed",
    "framework_commented",
    "self_assessment_answered",
    "panel_agreed",
    "invitation_accepted",
    "invitation_declined",
    "conflict_under_review",
    "conflict_decided",
    "candidate_agreed",
    "panel_formed",
    "expert_joined",
    "expert_left",
    "questionnaire_sent",
    "answers_arrived",
    "answers_frozen",
    "agenda_set",
    "arrangements_complete",
    "findings_recorded",
    "report_drafted",
    "report_approved",
    "changes_asked",
    "report_translated",
    "person_replaced",
    "report_published",
    "report_withdrawn",
    "publication_returned",
)
"""What happens in a round that a table may name, in the order of its life; of the rest nobody is told by it.

Not of a table: what is somebody's own to know (their task was waived, their request for time refused, their
place taken over), the dates of the visit, which go to whoever has it in their calendar (V8), and how a round
ends, which goes to everyone concerned (Z2).
"""

Fault = tuple[str, str, str]
"""Where in the file, what is wrong, and with which entry there."""


def faults(m: Methodology, places: Mapping[str, Place]) -> Iterator[Fault]:
    """What stands in the way of letters."""
    yield from _texts(m)
    if m.document and not m.document.startswith("https://"):
        yield "document", "a web address starts with https://", ""
    yield from (("work", "no such kind of assignment", kind) for kind in m.work if kind not in places)
    who = f"who pays is one of {', '.join(PAYERS)}"
    yield from (("costs", who, item) for item, payer in m.costs.items() if payer not in PAYERS)
    for what, roles in m.news.items():
        yield from _news(what, roles)


def _texts(m: Methodology) -> Iterator[Fault]:
    """They are said in every language or not at all (Z3)."""
    for name, texts in (("secretariat_names", m.secretariat_names), ("about", m.about)):
        if texts and set(texts) != set(LANGUAGES):
            yield name, f"each of {', '.join(LANGUAGES)} once, and no other", ""
        yield from (
            (name, "there is no text", language) for language, text in texts.items() if not text.strip()
        )


def _news(what: str, roles: tuple[str, ...]) -> Iterator[Fault]:
    if what not in NEWS:
        yield "news", f"no such news {what!r}", what
    for n, role in enumerate(roles):
        if role not in ROLES:
            yield "news", f"no such role {role!r}", what
        if role in roles[:n]:
            yield "news", f"{role!r} stands twice", what

"""How long what is held about people is kept, after what, and what happens then: one table (N3).

Whoever needs one of these times asks `kept`. What each row does stands in `activities.retaining`; a test
holds this table and the tables of the database together, so that nothing is held that it does not name.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Then = Literal["removed", "emptied", "revoked", "kept"]
"""The rows go; they stay without what people wrote and who they are; they open nothing; they stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is kept (`held`), for so many days after something; `days` None: for as long as Ronda is there.

    `tables` are those of the database of which it speaks, `scope` how often it is looked at: `often` with
    each look at the rounds, `daily`, or `round`, which is daily, once for each round after its last change. A
    round that goes on, or is still being published, is in none of the last.
    """

    kind: str
    held: str
    days: int | None
    after: str
    then: Then
    tables: tuple[str, ...] = ()
    scope: Literal["often", "daily", "round", "never"] = "often"


_YEAR = 365
_LAST = "the last change of a round that is over"

TABLE: tuple[Rule, ...] = (
    Rule(
        kind="drafts",
        held="what somebody has typed for a task",
        days=7,
        after="the task has ended and nothing was typed any more",
        then="removed",
        tables=("draft",),
    ),
    Rule(
        kind="changes",
        held="what somebody has typed of a change of the visit",
        days=7,
        after="they take part no longer, or the round is over",
        then="removed",
        tables=("change_draft",),
    ),
    Rule(
        kind="sign_ins",
        held="links to the desk, and the sessions that they began",
        days=30,
        after="they were used or ended",
        then="removed",
        tables=("sign_in", "desk_session"),
    ),
    Rule(
        kind="codes",
        held="codes for authorising a publication",
        days=30,
        after="they ran out",
        then="removed",
        tables=("publication_code",),
    ),
    Rule(
        kind="request_counts",
        held="how often somebody asked, by a hash",
        days=0,
        after="the time for which they are counted",
        then="removed",
        tables=("request_count",),
    ),
    Rule(
        kind="answers",
        held="answers to officers' programs, under an Idempotency-Key",
        days=1,
        after="the request",
        then="removed",
        tables=("kept_answer",),
    ),
    Rule(
        kind="unused_files",
        held="files that nothing names",
        days=7,
        after="they came",
        then="removed",
        tables=("upload",),
    ),
    Rule(
        kind="unconfirmed_requests",
        held="requests for rounds that whoever is named in them never confirmed",
        days=30,
        after="they came",
        then="removed",
        tables=("round_request",),
        scope="daily",
    ),
    Rule(
        kind="requests_aside",
        held="requests for rounds that were set aside",
        days=180,
        after="that was done",
        then="removed",
        tables=("round_request",),
        scope="daily",
    ),
    Rule(
        kind="opened_requests",
        held="who asked for a round that was opened: the round knows its people itself",
        days=_YEAR,
        after="the round was opened",
        then="emptied",
        tables=("round_request",),
        scope="daily",
    ),
    Rule(
        kind="specimens",
        held="letters that officers had sent to themselves",
        days=30,
        after="they were asked for",
        then="removed",
        tables=("specimen",),
        scope="daily",
    ),
    Rule(
        kind="officers_gone",
        held="keys, saved views and accounts at a provider, of officers who are none any more",
        days=_YEAR,
        after="they ended",
        then="removed",
        tables=("officer_key", "saved_view", "provider_account"),
        scope="daily",
    ),
    Rule(
        kind="bounces",
        held="notices of letters that came back, once they are read",
        days=30,
        after="they came",
        then="removed",
        scope="daily",
    ),
    Rule(
        kind="bounces_aside",
        held="mails among them that were put aside for somebody to look at",
        days=90,
        after="they came",
        then="removed",
        scope="daily",
    ),
    Rule(
        kind="declined",
        held="candidates who declined, never answered or were not needed",
        days=180,
        after=_LAST,
        then="emptied",
        tables=("participant", "person"),
        scope="round",
    ),
    Rule(
        kind="refused",
        held="what was sent and refused",
        days=_YEAR,
        after=_LAST,
        then="emptied",
        tables=("inbox",),
        scope="round",
    ),
    Rule(
        kind="letters",
        held="what letters said, and what mail servers answered",
        days=2 * _YEAR,
        after=_LAST,
        then="removed",
        tables=("sent_text", "letter_sought", "letter"),
        scope="round",
    ),
    Rule(
        kind="notes",
        held="what officers noted of a round among themselves",
        days=5 * _YEAR,
        after=_LAST,
        then="removed",
        tables=("round_note",),
        scope="round",
    ),
    Rule(
        kind="links",
        held="links by which people read their round",
        days=10 * _YEAR,
        after=_LAST,
        then="revoked",
        tables=("grant",),
        scope="round",
    ),
    Rule(
        kind="files",
        held="files that people sent with what was taken",
        days=10 * _YEAR,
        after=_LAST,
        then="removed",
        tables=("upload",),
        scope="round",
    ),
    Rule(
        kind="submissions",
        held="what was sent and taken, but for the versions of the report",
        days=10 * _YEAR,
        after=_LAST,
        then="emptied",
        tables=("inbox", "paper", "draft", "change_draft"),
        scope="round",
    ),
    Rule(
        kind="people",
        held="who took part",
        days=10 * _YEAR,
        after=_LAST,
        then="emptied",
        tables=("participant", "person", "person_sought", "officer"),
        scope="round",
    ),
    Rule(
        kind="reports",
        held="the versions of the report, and what is public",
        days=None,
        after="",
        then="kept",
        tables=(
            *("report_version", "published", "published_text", "published_need"),
            *("published_search", "published_state"),
        ),
        scope="never",
    ),
    Rule(
        kind="audit",
        held="who did what and when: ids and codes",
        days=None,
        after="",
        then="kept",
        tables=("audit",),
        scope="never",
    ),
    Rule(
        kind="erasures",
        held="the ids of whoever was erased, so that a backup brings nobody back",
        days=None,
        after="",
        then="kept",
        tables=("erasure", "emptied"),
        scope="never",
    ),
)

NOBODYS = (
    *("round", "round_state", "round_sought", "assignment", "calendar_event"),
    *("secretariat", "letterhead", "wording", "probe"),
)
"""Tables that hold facts, ids and what a secretariat says of itself: of no person."""

RULES = {rule.kind: rule for rule in TABLE}


def kept(kind: str) -> timedelta:
    """How long this kind is kept. Raises KeyError for an unknown one, or one that is kept for good."""
    days = RULES[kind].days
    if days is None:
        raise KeyError(kind)
    return timedelta(days=days)

"""Taking somebody out of what a round keeps: out of what was sent, said, noted and typed in it.

The rows stay, with their ids, their states and whatever is no word of anybody's; so does each version of the
report, byte for byte: its hash is what was approved and authorised.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds import schemas
from rounds.state.keys import Key
from rounds.submissions.fields import Leaf, changed, facts, leaves
from store import inbox, sought
from store.change_drafts import ChangeDraft
from store.desk_tables import RoundNote
from store.drafts import Draft
from store.papers import Paper
from store.persons import NO_NAME, normal, nowhere
from store.sent_texts import SentText
from store.tables import Inbox, Letter, Participant, ReportVersion
from store.uploads import Upload

OF_THEMSELVES = ("answer_invitation", "review_conflict", "leave_panel", "ask_more_time")
"""Kinds of submission that say something of whoever sent them, or whom they are about: why somebody declines,
what may be a conflict of interest, why they are late. Of the others the words are the round's."""
MAIL = "message/rfc822"
"""A saved mail, as a proof of what somebody asked an officer to do: it says who they are in every line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """By what somebody is known in a round: as which participants, at which addresses, under which names.

    `mark` is the id that stands in the place of the addresses.
    """

    mark: str
    participants: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """Their addresses and names, the longest first: what holds another is not left with its rest."""
        words = {*self.emails, *(name.strip() for name in self.names)} - {"", NO_NAME}
        return tuple(sorted(words, key=len, reverse=True))

    def without(self, text: str) -> str:
        """A text in which neither their names nor their addresses stand."""
        for words in self.said:
            text = _without(text, words)
        return text

    def emptied(self, value: Any) -> Any:
        """The same of each text in a JSON value."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, dict):
            return {name: self.emptied(each) for name, each in value.items()}
        return [self.emptied(each) for each in value] if isinstance(value, list) else value

    def taken_out(self, body: Any) -> Any:
        """A submission without them: whoever it names at their address is nobody, with all that is said."""
        found = leaves(body)
        named = {leaf.path.removesuffix("name") for leaf in found if leaf.path.endswith("name")}
        at = {leaf.path.removesuffix("email") for leaf in found if self._is_theirs(leaf)}

        def change(leaf: Leaf) -> Any:
            if leaf.text is None or not leaf.value:
                return leaf.value
            if self._is_theirs(leaf):
                return nowhere(self.mark)
            # Where the whole submission is somebody, that has no path.
            before, dot, _ = leaf.path.rpartition(".")
            return NO_NAME if before + dot in named & at else self.without(leaf.value)

        return changed(body, change)

    def _is_theirs(self, leaf: Leaf) -> bool:
        return bool(leaf.text) and isinstance(leaf.value, str) and normal(leaf.value) in self.emails


def _without(text: str, said: str) -> str:
    """Without some words, wherever they stand by themselves, be it over the end of a line.

    One word alone is found as it is written: many a name is a word of the language too.
    """
    is_address = "@" in said
    exact = " " not in said and not is_address
    looked, words = (text, said.split()) if exact else (text.lower(), said.lower().split())
    if len(looked) != len(text):
        # A letter whose small form is longer: places in the one are none in the other.
        looked, words = text, said.split()
    kept, at = [], 0
    while (place := looked.find(words[0], at)) >= 0:
        end = _end(looked, place, words)
        alone = end and _ends(looked[:place][::-1], is_address) and _ends(looked[end:], is_address)
        end = end if alone else place + len(words[0])
        kept += [text[at:place], NO_NAME if alone else text[place:end]]
        at = end
    return "".join((*kept, text[at:]))


def _end(looked: str, place: int, words: Sequence[str]) -> int:
    """Where these words end that begin at a place, with any space between them; 0 if they do not."""
    at = place
    for n, word in enumerate(words):
        begins = len(looked) - len(looked[at:].lstrip()) if n else at
        if (n and begins == at) or not looked.startswith(word, begins):
            return 0
        at = begins + len(word)
    return at


def _ends(after: str, is_address: bool) -> bool:
    """Whether what was found ends here: an address goes on beyond its points and dashes."""
    return not (after.lstrip("._+-") if is_address else after)[:1].isalnum()


async def redact(s: AsyncSession, round_id: str, who: Known) -> tuple[str, ...]:
    """Take somebody out of a round; gives the sha256 of each file that goes with it."""
    files = await _proofs(s, round_id, who)
    await _bodies(s, round_id, who)
    await _letters(s, round_id, who)
    await _typed(s, round_id, who)
    for note in await s.exec(select(RoundNote).where(RoundNote.round_id == round_id)):
        note.text = who.without(note.text)
    for paper in await s.exec(select(Paper).where(Paper.round_id == round_id)):
        paper.title, paper.session_title = who.without(paper.title), who.without(paper.session_title)
    for file in await s.exec(select(Upload).where(Upload.round_id == round_id)):
        name, _, ending = file.filename.rpartition(".")
        own = file.participant_id in who.participants
        file.filename = f"{file.id[:8]}.{ending}" if own and name else who.without(file.filename)
    await s.flush()
    return files


async def keep_facts(s: AsyncSession, row: Inbox) -> bool:
    """Reduce what was sent to what rules see of it; False if nothing else was kept."""
    return await _keep(s, row, facts)


async def versions(s: AsyncSession, round_id: str) -> set[str]:
    """The submissions that are versions of the report."""
    made = select(ReportVersion.submission_id).where(ReportVersion.round_id == round_id)
    return set(await s.exec(made))


async def _bodies(s: AsyncSession, round_id: str, who: Known) -> None:
    kept = await versions(s, round_id)
    for row in (await s.exec(select(Inbox).where(Inbox.round_id == round_id))).all():
        row.reason, row.values = who.without(row.reason), who.emptied(row.values)
        s.add(row)
        if row.id not in kept:
            whose = {row.participant_id, Key.parse(row.key).about}
            about_them = not whose.isdisjoint(who.participants)
            only = about_them and row.kind in OF_THEMSELVES
            await _keep(s, row, facts if only else who.taken_out)


async def _keep(s: AsyncSession, row: Inbox, change: Callable[[Any], Any]) -> bool:
    """What was sent, changed; its hash is worked out anew, since the old one would show who guessed right."""
    body = inbox.body_of(row)
    left = change(body)
    if left == body:
        return False
    row.body, row.body_schema = inbox.body_json(left), schemas.current()
    row.sha256 = inbox.digest(row.body)
    s.add(row)
    return True


async def _letters(s: AsyncSession, round_id: str, who: Known) -> None:
    """What was written to others; a letter of what is pending over all rounds may speak of this one too."""
    readers = select(Participant.person_id).where(Participant.round_id == round_id)
    rows = await s.exec(
        select(Letter, SentText)
        .join(SentText, col(SentText.letter) == Letter.key)
        .where(or_(col(Letter.round_id) == round_id, col(Letter.person_id).in_(readers)))
    )
    for letter, text in rows.all():
        subject = who.without(text.subject)
        if subject != text.subject:
            await sought.keep_letter(s, letter, subject)
        text.subject, text.body = subject, who.without(text.body)
        s.add(text)


async def _typed(s: AsyncSession, round_id: str, who: Known) -> None:
    for table in (Draft, ChangeDraft):
        mine = col(table.participant_id).in_(who.participants)
        await s.exec(delete(table).where(col(table.round_id) == round_id, mine))
    for draft in await s.exec(select(Draft).where(Draft.round_id == round_id)):
        draft.body = who.emptied(draft.body)
    for change in await s.exec(select(ChangeDraft).where(ChangeDraft.round_id == round_id)):
        change.body = who.emptied(change.body)


async def _proofs(s: AsyncSession, round_id: str, who: Known) -> tuple[str, ...]:
    """The mails that showed what they had asked for go; that there was one stays with what was filed."""
    asked = select(Inbox.proof).where(
        Inbox.round_id == round_id, Inbox.proof != "", col(Inbox.participant_id).in_(who.participants)
    )
    mails = col(Upload.id).in_(set(await s.exec(asked))), col(Upload.media_type) == MAIL
    gone = await s.exec(delete(Upload).where(*mails).returning(col(Upload.sha256)))
    return tuple(gone.scalars())

"""Under which addresses somebody was written to before (S8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Letter, Person


async def earlier(
    s: AsyncSession, now: Mapping[str, str], letters: Iterable[Letter]
) -> defaultdict[str, list[str]]:
    """The addresses that letters went to before, by participant, the first one first.

    `now` is the person that each participant is; `letters` are in the order of their writing.
    """
    before = dict.fromkeys(
        (letter.participant_id, letter.person_id)
        for letter in letters
        if letter.person_id != now.get(letter.participant_id)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    if before:
        ids = {person for _, person in before}
        emails = {p.id: p.email for p in await s.exec(select(Person).where(col(Person.id).in_(ids)))}
        for participant, person in before:
            found[participant].append(emails[person])
    return found

"""An officer at the desk as the pages behind links know their readers: the same forms and matters serve."""

from dataclasses import dataclass, fields

from fastapi.params import Depends as Dependency
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.desk.session import SignedIn
from api.links.linked import Linked, linked
from store.reads import parties
from store.reads.asked import grant_of
from store.tables import Round

READS_AS = "responsible_officer"
"""As whom the table of the dossier knows every officer of the secretariat (Z6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk(Linked):
    """What somebody's own link would lead to, read on the desk: in the officer's words, at its addresses."""

    base: str

    @property
    def address(self) -> str:
        """Where the round is on the desk."""
        return self.base


async def on_desk(
    s: AsyncSession, tools: Tools, asks: SignedIn, round: Round, key: str = "", by: str = ""
) -> OnDesk | None:
    """What a participant has before them, the responsible officer unless somebody is named.

    None for whom the round does not know, and for an assignment that is not theirs.
    """
    participant = by or await parties.responsible_id(s, round.id)
    grant = await grant_of(s, round.id, key, participant)
    link = await linked(s, tools, grant) if grant else None
    if link is None:
        return None
    own = {f.name: getattr(link, f.name) for f in fields(Linked)}
    # What an officer reads is the officer's to read, for whomever they act.
    seen = {"words": asks.words, "here": asks.zone.key, "who": READS_AS, "my_round_url": ""}
    return OnDesk(**{**own, **seen}, base=f"/desk/rounds/{round.id}")


def may(asks: SignedIn, policy: Dependency) -> bool:
    """Whether somebody of this role passes a door."""
    passes: bool = asks.role in policy.dependency.roles  # type: ignore[union-attr]  # a policy is its own
    return passes

"""People of the stories who authorise a publication type in the code of their letter (L11)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from api.intake.codes import TypedCode
from api.intake.intake import Intake, Verdict
from rounds.steps.publication import authorises
from rounds.submissions.codes import LASTS
from store.publication_codes import PublicationCode
from store.session import Database

FIGURES = "12345678"


async def code(database: Database, round_id: str, by: str, sha256: str, **more: Any) -> TypedCode:
    """A code as its letter brings it to somebody, for one version; and what tells that it is that."""
    now = datetime.now(UTC)
    values = {"asked_at": now, "ends_at": now + LASTS, "state": "sent", "digest": FIGURES, **more}
    row = PublicationCode(id=uuid4().hex, round_id=round_id, participant_id=by, sha256=sha256, **values)
    async with database.writing() as s:
        s.add(row)
    return TypedCode(FIGURES, lambda _, typed, digest: typed == digest)


class Coded(Intake):
    """Takes in as ever, from people who have asked for a code where one is needed."""

    async def submit(self, **sent: Any) -> Verdict:
        """Keep a submission and ask its round."""
        if authorises(sent["body"]) and not sent.get("officer"):
            made = code(self._database, sent["round_id"], sent["by"], sent["body"].sha256)
            sent.setdefault("code", await made)
        return await super().submit(**sent)

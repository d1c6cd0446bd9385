"""What is sent about publishing the report: the decision, later ones, the announcement (X1 to X3)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rounds.submissions.fields import Address, Name, OptionalProse, Prose
from rounds.submissions.people import Language
from rounds.submissions.report import Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePublication(Printed):
    """Publish this version in these languages, at once or on a day, or keep it internal (X1, X2).

    `latest`: until which day publishing may wait for the announcement to be agreed; none: it does not wait.
    """

    version: int
    sha256: str
    choice: Literal["publish", "publish_on", "internal"]
    languages: tuple[Language, ...] = ()
    day: date | None = None
    latest: date | None = None
    kind: Literal["decide_publication"] = "decide_publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisePublication(Printed):
    """The same authorisation given anew, once the round is over: what was internal or withdrawn is published.

    Without `day` at once.
    """

    version: int
    sha256: str
    languages: tuple[Language, ...] = ()
    day: date | None = None
    latest: date | None = None
    kind: Literal["authorise_publication"] = "authorise_publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPublication:
    """The authorisation is taken back: the report goes offline, or never online (X2).

    It is chosen and not only sent: whatever touches buttons by itself withdraws nothing. The reason is for
    the record alone, and no page shows it.
    """

    choice: Literal["withdraw"]
    reason: OptionalProse = ""
    kind: Literal["withdraw_publication"] = "withdraw_publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountersignPublication:
    """An officer's word beside the beneficiary's authorisation, on exactly its version (L11).

    countersign: it holds from now on. return: with a reason it is void, and may be given anew.
    """

    version: int
    sha256: str
    choice: Literal["countersign", "return"]
    reason: OptionalProse = ""
    kind: Literal["countersign_publication"] = "countersign_publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementText:
    """What is announced, in one of the report's languages."""

    in_language: Language
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody beyond the round who is to have the announcement."""

    name: Name
    email: Address
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAnnouncement:
    """One side's word on the text of the announcement (X3).

    agree: as it stands in `texts`, which the other side sees too. change: this text instead, and the other
    side is asked again. none: no announcement is made. `recipients` are the secretariat's to name.
    """

    choice: Literal["agree", "change", "none"]
    texts: tuple[AnnouncementText, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    kind: Literal["agree_announcement"] = "agree_announcement"

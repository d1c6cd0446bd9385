"""The two lists of arrangements of a visit: the secretariat's and the beneficiary's (V2)."""

from rounds.methodology.model import Methodology
from rounds.state.round import Standing
from rounds.steps.visit import ListEmpty
from rounds.submissions.refusals import ReasonMissing, Refusal, TextMissing, WrongShape
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item


class ItemOpen(Refusal):
    """A list is sent once nothing on it is open any more; until then it is saved (V2)."""

    code = "item_open"


class OnlyOfficersWaive(Refusal):
    """An item of a list is waived by the secretariat only (V2)."""

    code = "only_officers_waive"


def check_items(_: Methodology, __: str, body: ArrangeInternational | ArrangeLocal) -> None:
    """V2: the list says something; what is done has an owner and a date, what is waived a reason.

    Raises: ListEmpty, ItemOpen, TextMissing, WrongShape, ReasonMissing.
    """
    if not body.items:
        raise ListEmpty(field="items")
    for n, item in enumerate(body.items):
        _check_item(item, f"items.{n}")


def _check_item(item: Item, path: str) -> None:
    if item.state == "waived":
        if not item.reason.strip():
            raise ReasonMissing(field=f"{path}.reason")
        return
    if not item.owner.strip():
        raise TextMissing(field=f"{path}.owner")
    if not item.by:
        raise WrongShape(field=f"{path}.by", expected="date")
    if item.state == "open":
        raise ItemOpen(field=f"{path}.state")


def check_waivers(at: Standing, body: ArrangeLocal) -> None:
    """V2: only the secretariat waives an item.

    Raises: OnlyOfficersWaive.
    """
    for n, item in enumerate(body.items):
        if item.state == "waived" and not at.officer:
            raise OnlyOfficersWaive(field=f"items.{n}.state")

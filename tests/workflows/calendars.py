"""The working days of those who act in the stories: what a story expects is counted, not known by heart."""

from datetime import UTC, datetime, timedelta

from activities.working_days import WorkingDays
from rounds.clock.deadlines import working_day

PARAGUAY = WorkingDays("PRY", "America/Asuncion")
"""The beneficiary's, in the stories of RIPSO."""


def due_again(due: datetime, *stood: tuple[datetime, datetime]) -> datetime:
    """When something is due after its clock stood still: later by the whole working days that this lasted.

    Counted minute by minute, as long as nothing falls due meanwhile.
    """
    minutes = sum(
        PARAGUAY.is_working((since + timedelta(minutes=n)).astimezone(PARAGUAY.zone).date())
        for since, until in stood
        for n in range(round((until - since) / timedelta(minutes=1)))
    )
    return datetime.combine(
        working_day(due.astimezone(PARAGUAY.zone).date(), minutes // (24 * 60), PARAGUAY),
        due.astimezone(PARAGUAY.zone).time(),
        PARAGUAY.zone,
    ).astimezone(UTC)


def working_days(since: datetime, until: datetime) -> int:
    """How many there are in Paraguay after one day, up to another."""
    first, last = (at.astimezone(PARAGUAY.zone).date() for at in (since, until))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(PARAGUAY.is_working(day) for day in days)

"""The working days of those who act in the stories: what a story expects is counted, not known by heart."""

from datetime import datetime, timedelta

from activities.working_days import WorkingDays

PARAGUAY = WorkingDays("PRY", "America/Asuncion")
"""The beneficiary's, in the stories of RIPSO."""


def working_days(since: datetime, until: datetime) -> int:
    """How many there are in Paraguay after one day, up to another."""
    first, last = (at.astimezone(PARAGUAY.zone).date() for at in (since, until))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(PARAGUAY.is_working(day) for day in days)

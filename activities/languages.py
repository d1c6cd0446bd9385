"""A person's choice of language: theirs in every round, so that no round is asked about it (Z3)."""

from dataclasses import dataclass

from temporalio import activity

from activities import names
from activities.faults import told_by_code
from store.session import Database
from store.writes import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A language was chosen; `submission` is the inbox id of what says so."""

    submission: str


class LanguageActivities:
    """What is done to a person on their own word."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name=names.CHOOSE_LANGUAGE)
    async def choose_language(self, chosen: Chosen) -> None:
        """Have a person shown and sent everything in their language; done again, it changes nothing (K1)."""
        with told_by_code(chosen.submission):
            async with self._database.writing() as s:
                await people.speak(s, chosen.submission)

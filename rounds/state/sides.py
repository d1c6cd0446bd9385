"""For whom somebody acts in a round: one of the three sides, and never for two (P7, S9)."""

from typing import Literal

from rounds.methodology.dossier import reader
from rounds.state.people import seat_number
from rounds.submissions.refusals import Refusal

OFFICERS = ("responsible_officer", "head_of_secretariat")
"""The roles that officers alone hold."""

PANEL = ("expert", "coordinator", "lead_coordinator")
"""The panel as a dossier shows it, which has no seats' numbers."""

Side = Literal["beneficiary", "panel", "secretariat"]


def side(role: str) -> Side:
    """For whom the holder of a role acts: nobody acts for two in one round (P7, S9)."""
    if role == "candidate" or seat_number(role):
        return "panel"
    return "secretariat" if role in (*OFFICERS, "coordinator", "lead_coordinator") else "beneficiary"


def people_of(role: str) -> str:
    """In which matter of a dossier the holder of a role is read: coordinators with the panel (Z6)."""
    if role == "candidate":
        return "candidates"
    return "panel" if reader(role) in PANEL else side(role)


class OfficersAddress(Refusal):
    """An officer's mailbox is no beneficiary's, expert's or candidate's (S9)."""

    code = "officers_address"


class ActsForAnother(Refusal):
    """Whoever is at this address acts for another side of the round: nobody acts for two (P7)."""

    code = "acts_for_another"


class NoCandidate(Refusal):
    """Whoever acts for the beneficiary or the secretariat of a round takes no seat in it (P7)."""

    code = "no_candidate"
    conflict = True


class CountryDiffers(Refusal):
    """Another country was known of this person, and the officer has not confirmed the new one (P7)."""

    code = "country_differs"

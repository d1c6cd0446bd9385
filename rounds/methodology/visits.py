"""What a methodology's file says of the visit: what is needed is among what is offered (V2, V4, V5)."""

from rounds.methodology.model import Methodology

Within = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By entry: what it names, and what that must be among."""


def within(m: Methodology) -> Within:
    """The entries about the visit that name what others offer."""
    arranged = (*m.arrangements_international, *m.arrangements_local)
    return {
        "sessions_needed": (m.sessions_needed, m.sessions),
        "sessions_with_body": (m.sessions_with_body, m.sessions),
        "sessions_with_names": (m.sessions_with_names, m.sessions),
        "sessions_with_findings": (m.sessions_with_findings, m.sessions),
        "forms_apart": (m.forms_apart, m.visit_forms),
        "arrangements_for_experts": (m.arrangements_for_experts, arranged),
    }

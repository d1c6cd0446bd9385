"""Who may attach papers, and where *my round* leads to it (Z6)."""

from api.links.linked import Linked
from rounds.interventions import papers as rules
from templates import attached
from templates.background import Block, Link


def offered(link: Linked) -> bool:
    """Whether this reader may attach papers now."""
    open_ = link.read.acts and not link.read.round.outcome and not link.read.assignment
    return open_ and rules.offered(link.methodology, link.roles, link.read.round.step)


def block(link: Linked) -> tuple[Block, ...]:
    """Where *my round* leads to it."""
    if not offered(link):
        return ()
    return (Block(links=(Link(link.words.say(attached.ATTACH), f"{link.address}/papers"),)),)

"""Who may pass which door: every route names one policy, or the app does not start (S2).

A policy is a dependency: it stands among the `dependencies` of a router or of a route, and what it says is
what happens. Those of the desk stand in `api.desk.session`, beside what they ask.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import Depends, HTTPException
from fastapi.params import Depends as Dependency
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from api.deps import Key
from rounds.submissions.calls import KeyMayNot

READS = frozenset({"officer", "head", "auditor"})
"""Who reads all rounds of their secretariat."""
ACTS = frozenset({"officer", "head"})
"""Who acts on all rounds of their secretariat."""
SCOPES = {"read": frozenset({"read"}), "act": frozenset({"read", "act"})}
"""What may be done with a key, by what it was made for (S1)."""


class WithoutPolicy(Exception):
    """A route names no policy, or several: which one would hold is not to be guessed."""


class Policy:
    """What a route is open to; `roles` are those of the officers who may pass, if it is for officers."""

    def __init__(self, name: str, roles: Iterable[str] = ()) -> None:
        self.name = name
        self.roles = frozenset(roles)


class Open(Policy):
    """No officer is asked for: anybody may pass, or whatever the route itself asks for decides."""

    async def __call__(self) -> None:
        """Let everybody pass."""


class ByKey(Policy):
    """An officer's key is asked for, and that it was made for what is done here."""

    def __init__(self, name: str, roles: Iterable[str], does: str) -> None:
        super().__init__(name, roles)
        self.does = does

    async def __call__(self, by: Key) -> None:
        """Let them pass. Raises HTTPException 403 for an officer of another role; KeyMayNot."""
        if by.officer.role not in self.roles:
            raise HTTPException(403)
        if self.does not in SCOPES[by.key.scope]:
            raise KeyMayNot


def named(policy: Callable[..., Any]) -> Dependency:
    """A policy as a route names it."""
    found: Dependency = Depends(policy)
    return found


ANYBODY = named(Open("anybody"))
"""What is public, and what tells nothing."""
LINK = named(Open("link"))
"""Behind a link: the route opens it, and answers alike where it leads nowhere (L12)."""
TOKEN = named(Open("token"))
"""For a program with a token of its own."""
KEY_READS = named(ByKey("key reads", READS, "read"))
KEY_ACTS = named(ByKey("key acts", ACTS, "act"))
KEY_ANY = named(ByKey("key", READS | {"coordinator", "administrator"}, "read"))
"""For what is no secretariat's."""


def check(routes: Sequence[BaseRoute], others: Mapping[str, Dependency]) -> None:
    """Every route names one policy; `others` are paths of what is no route of ours.

    Raises: WithoutPolicy.
    """
    for route in iter_route_contexts(routes):
        if route.path not in others and len(found := policies_of(route)) != 1:
            raise WithoutPolicy(f"{route.path} names {len(found)} policies, and has to name one")


def policies_of(route: RouteContext) -> list[Policy]:
    """The policies that hold for a route."""
    dependant = getattr(route, "dependant", None)
    return [d.call for d in dependant.dependencies if isinstance(d.call, Policy)] if dependant else []

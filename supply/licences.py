"""Under which licence something may be used, and whether the project lives with that."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, LicenseSymbol, Licensing, get_spdx_licensing
from packaging.utils import canonicalize_name


@dataclass(frozen=True)
class Read:
    """What somebody read in a package whose metadata does not say it, and what the metadata said then."""

    said: Sequence[str]
    licence: str


@dataclass(frozen=True)
class Part:
    """Something that lies in the repository: `files` is a pattern, `text` its licence's file."""

    name: str
    files: str
    text: str
    licence: str
    where: str


@dataclass(frozen=True)
class Known:
    """What supply/parts.toml says; `read` is by the canonical name of a package."""

    accepted: frozenset[str]
    words: Mapping[str, str]
    read: Mapping[str, Read]
    parts: Sequence[Part]


def known() -> Known:
    """Read the data of this room."""
    data = tomllib.loads(Path(__file__).with_name("parts.toml").read_text("utf-8"))
    return Known(
        accepted=frozenset(data["accepted"]),
        words=data["words"],
        read={row["name"]: Read(row["said"], row["licence"]) for row in data["read"]},
        parts=[Part(**row) for row in data["part"]],
    )


def licence_of(component: Mapping[str, Any], data: Known) -> str | None:
    """Return the licence of a package of a bill, as an SPDX expression; None when nobody can say.

    Several that are named side by side hold together: so whoever accepts them accepts each.
    """
    said = sorted(_said(component))
    read = data.read.get(canonicalize_name(component["name"]))
    if read is not None and said == sorted(read.said):
        return read.licence
    named = dict.fromkeys(name for one in said if (name := data.words.get(one, _spdx(one))))
    return " AND ".join(f"({one})" if " " in one and len(named) > 1 else one for one in named) or None


def is_accepted(licence: str | None, data: Known) -> bool:
    """Whether the project lives with a licence: with one of several to choose from, with all that hold."""
    if licence is None or _spdx(licence) is None:
        return False
    return _holds(_licensing().parse(licence), data.accepted)


def _said(component: Mapping[str, Any]) -> list[str]:
    """What a component's metadata says: SPDX names and expressions as they are, and words."""
    rows = component.get("licenses", ())
    return [
        row.get("expression") or row["license"].get("id") or row["license"].get("name", "") for row in rows
    ]


def _spdx(text: str) -> str | None:
    """Return a text that is an SPDX expression, and None for any other."""
    try:
        _licensing().parse(text, validate=True)
    except ExpressionError:
        return None
    return text


@cache
def _licensing() -> Licensing:
    return get_spdx_licensing()


def _holds(node: Any, accepted: frozenset[str]) -> bool:
    if isinstance(node, LicenseSymbol):
        return str(node.key) in accepted
    each = [_holds(one, accepted) for one in getattr(node, "args", ())]
    # A licence with an exception has no parts of this kind: it would be named in one.
    return bool(each) and (any(each) if node.operator.strip() == "OR" else all(each))

"""A bill of materials in CycloneDX, for what a lock pins and for what lies in the repository."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supply.licences import Known, is_accepted, licence_of

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[a-z, -]+\])?==[^\\\n]+)", re.MULTILINE)
PRODUCTION, DEVELOPMENT = "production", "development"
LOCKS = {PRODUCTION: "requirements.txt", DEVELOPMENT: "requirements-dev.txt"}
"""What is installed for each, by the name of its lock."""


class Incomplete(Exception):
    """Something that is pinned is not installed as it is pinned, so nothing can be said of it."""


def installed() -> dict[str, Any]:
    """Return a bill of all that is installed beside this interpreter, with what each says of its licence."""
    command: list[str | Path] = [
        *(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--no-validate"),
        *("--pyproject", ROOT / "pyproject.toml", "--mc-type", "application", sys.executable),
    ]
    made = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - a fixed command
    bill: dict[str, Any] = json.loads(made.stdout)
    return bill


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock has for this machine, by its canonical name."""
    found = [Requirement(line) for line in PINNED.findall(lock)]
    here = [one for one in found if one.marker is None or one.marker.evaluate()]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in here}


def bill_of(where: str, everything: Mapping[str, Any], data: Known, root: Path = ROOT) -> dict[str, Any]:
    """Return the part of a bill that is for production or for development, with what lies in the repository.

    For development it holds all that is installed. Each component has its licence as one SPDX expression,
    where that is known. Raises Incomplete.
    """
    wanted = pinned((root / LOCKS[where]).read_text("utf-8"))
    components = [
        one
        for one in everything["components"]
        if where == DEVELOPMENT or canonicalize_name(one["name"]) in wanted
    ]
    there: dict[str, str] = {canonicalize_name(one["name"]): one["version"] for one in components}
    odd = sorted(f"{name}=={version}" for name, version in wanted.items() if there.get(name) != version)
    if odd:
        raise Incomplete(f"{LOCKS[where]} pins {', '.join(odd)}, which is not installed: run `make setup`")
    refs = {one["bom-ref"] for one in components} | {everything["metadata"]["component"]["bom-ref"]}
    return {
        **everything,
        "components": [*(_with_licence(one, data) for one in components), *_parts(where, data, root)],
        "dependencies": [
            {**one, "dependsOn": kept} if (kept := _kept(one, refs)) else {"ref": one["ref"]}
            for one in everything["dependencies"]
            if one["ref"] in refs
        ],
    }


def refused(bill: Mapping[str, Any], data: Known) -> list[str]:
    """Name the components whose licence is unknown, or is none that the project lives with."""
    return [
        f"{one['name']} {one.get('version', '')}".strip()
        + f" is under {licence or 'a licence that it does not name'}"
        for one in bill["components"]
        if not is_accepted(licence := licence_of(one, data), data)
    ]


def table(bills: Sequence[Mapping[str, Any]], data: Known) -> str:
    """Return a table of all licences, in Markdown: production first, and what development has besides."""
    lines = ["| what | version | licence | for |", "|---|---|---|---|"]
    seen = set()
    for where, bill in zip(LOCKS, bills, strict=True):
        for one in sorted(bill["components"], key=lambda one: one["name"].lower()):
            if one["bom-ref"] not in seen:
                seen.add(one["bom-ref"])
                licence = licence_of(one, data) or "unknown"
                lines.append(f"| {one['name']} | {one.get('version', '')} | {licence} | {where} |")
    return "\n".join(lines) + "\n"


def _with_licence(component: Mapping[str, Any], data: Known) -> dict[str, Any]:
    licence = licence_of(component, data)
    return {**component, "licenses": [{"expression": licence}]} if licence else dict(component)


def _kept(dependency: Mapping[str, Any], refs: set[str]) -> list[str]:
    return [ref for ref in dependency.get("dependsOn", ()) if ref in refs]


def _parts(where: str, data: Known, root: Path) -> Iterator[dict[str, Any]]:
    for part in data.parts:
        if where in (part.where, DEVELOPMENT):
            for file in sorted(root.glob(part.files)):
                path = file.relative_to(root).as_posix()
                yield {
                    "bom-ref": path,
                    "type": "file",
                    "name": path,
                    "description": part.name,
                    "hashes": [{"alg": "SHA-256", "content": sha256(file.read_bytes()).hexdigest()}],
                    "licenses": [{"expression": part.licence}],
                }

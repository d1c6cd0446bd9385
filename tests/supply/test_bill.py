"""What Ronda is made of: all of it is listed, and under licences that the project lives with."""

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.bill import DEVELOPMENT, LOCKS, PRODUCTION, Incomplete, bill_of, installed, pinned, refused, table
from supply.licences import Known, is_accepted, known, licence_of

ROOT = Path(__file__).parents[2]
OWN = {"templates/report/fonts/RondaBoxes.ttf"}
"""Made for this project."""


@pytest.fixture(scope="module")
def everything() -> dict[str, Any]:
    return installed()


@pytest.fixture(scope="module")
def data() -> Known:
    return known()


def package(name: str, *licences: dict[str, Any]) -> dict[str, Any]:
    return {"bom-ref": name, "type": "library", "name": name, "version": "1.0", "licenses": list(licences)}


def named(id: str) -> dict[str, Any]:
    return {"license": {"id": id}}


def in_words(words: str) -> dict[str, Any]:
    return {"license": {"name": words}}


def test_each_requirement_is_in_the_bill_of_production_and_nothing_besides(
    everything: dict[str, Any], data: Known
) -> None:
    bill = bill_of(PRODUCTION, everything, data)
    wanted = pinned((ROOT / "requirements.txt").read_text("utf-8"))
    assert len(wanted) > 70
    libraries = {one["purl"] for one in bill["components"] if one["type"] == "library"}
    assert libraries == {f"pkg:pypi/{name}@{version}" for name, version in wanted.items()}
    refs = {one["bom-ref"] for one in bill["components"]}
    assert {ref for one in bill["dependencies"] for ref in one.get("dependsOn", ())} <= refs


@pytest.mark.parametrize("where", LOCKS)
def test_each_licence_is_known_and_accepted(where: str, everything: dict[str, Any], data: Known) -> None:
    assert refused(bill_of(where, everything, data), data) == []


def test_whatever_others_wrote_and_lies_in_the_repository_is_listed_with_its_licence(
    everything: dict[str, Any], data: Known
) -> None:
    listed = {
        one["name"] for one in bill_of(DEVELOPMENT, everything, data)["components"] if one["type"] == "file"
    }
    there = [path for kind in ("ttf", "otf", "woff*") for path in ROOT.glob(f"templates/**/*.{kind}")]
    there += [*ROOT.glob("templates/static/*.min.*"), *ROOT.glob("tests/vendor/*/*.json")]
    assert listed == {path.relative_to(ROOT).as_posix() for path in there} - OWN
    texts = [(ROOT / part.text).read_text("utf-8") for part in data.parts]
    assert all("icen" in text or "permission" in text for text in texts)


def test_each_thing_that_somebody_read_is_still_what_the_package_says(
    everything: dict[str, Any], data: Known
) -> None:
    """What is left over would be believed of a later version."""
    by_name = {one["name"].lower(): one for one in everything["components"]}
    told = {name: licence_of(by_name[name], data) for name in data.read}
    assert told == {name: read.licence for name, read in data.read.items()}


LICENCES = [
    ((named("MIT"),), "MIT", True),
    (({"expression": "MIT OR GPL-3.0-only"},), "MIT OR GPL-3.0-only", True),
    (({"expression": "MIT AND GPL-3.0-only"},), "MIT AND GPL-3.0-only", False),
    ((named("MIT"), named("GPL-3.0-only")), "GPL-3.0-only AND MIT", False),
    (
        ({"expression": "GPL-2.0-only WITH Classpath-exception-2.0"},),
        "GPL-2.0-only WITH Classpath-exception-2.0",
        False,
    ),
    (
        ({"expression": "Apache-2.0 OR MIT"}, named("AGPL-3.0-only")),
        "AGPL-3.0-only AND (Apache-2.0 OR MIT)",
        False,
    ),
    ((in_words("License :: OSI Approved :: Apache Software License"),), "Apache-2.0", True),
    ((in_words("License :: OSI Approved :: BSD License"), named("BSD-3-Clause")), "BSD-3-Clause", True),
    ((in_words("License :: OSI Approved :: BSD License"),), None, False),
    ((in_words("Ask me first"),), None, False),
    ((), None, False),
]


@pytest.mark.parametrize(("said", "licence", "accepted"), LICENCES)
def test_a_licence_is_accepted_when_one_may_choose_an_accepted_one_or_all_that_hold_are(
    said: tuple[dict[str, Any], ...], licence: str | None, accepted: bool, data: Known
) -> None:
    component = package("new", *said)
    assert licence_of(component, data) == licence
    assert is_accepted(licence, data) is accepted
    why = licence or "a licence that it does not name"
    assert refused({"components": [component]}, data) == ([] if accepted else [f"new 1.0 is under {why}"])


def test_what_was_read_holds_only_while_the_package_says_the_same(data: Known) -> None:
    said = [in_words(words) for words in data.read["dkimpy"].said]
    assert licence_of(package("dkimpy", *said), data) == "Zlib"
    assert licence_of(package("dkimpy", *said, named("GPL-3.0-only")), data) == "GPL-3.0-only"


def small(root: Path, lock: str, *components: dict[str, Any]) -> dict[str, Any]:
    """A bill of these, beside a lock for both."""
    for name in LOCKS.values():
        (root / name).write_text(lock)
    own = {"bom-ref": "own", "type": "application", "name": "own"}
    return {
        **{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": own}},
        "components": list(components),
        "dependencies": [{"ref": "own", "dependsOn": [one["bom-ref"] for one in components]}],
    }


@pytest.mark.parametrize("lock", ["new==1.1", "new==1.0\nother==2.0"])
def test_what_is_pinned_and_not_installed_so_is_said(tmp_path: Path, data: Known, lock: str) -> None:
    everything = small(tmp_path, lock, package("new", named("MIT")))
    odd = lock.splitlines()[-1]
    with pytest.raises(Incomplete, match=f"requirements.txt pins {odd}, which is not installed"):
        bill_of(PRODUCTION, everything, data, tmp_path)


def test_what_a_lock_has_for_other_machines_is_left_out() -> None:
    lock = (
        "here==1.0 \\\n    --hash=sha256:00\nthere==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    )
    assert pinned(lock) == {"here": "1.0"}


def test_a_bill_follows_the_specification_and_a_table_says_for_what_each_is(
    tmp_path: Path, data: Known
) -> None:
    new, tool = (
        package("new", in_words("License :: OSI Approved :: Apache Software License")),
        package("tool"),
    )
    everything = small(tmp_path, "new==1.0", new, tool)
    font = tmp_path / data.parts[0].files.replace("*", "x")
    font.parent.mkdir(parents=True)
    font.write_bytes(b"")
    bills = [bill_of(where, everything, data, tmp_path) for where in LOCKS]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bills[0])) is None
    assert [one["name"] for one in bills[0]["components"]] == [
        "new",
        "templates/report/fonts/SourceSans3_x.ttf",
    ]
    assert table(bills, data).splitlines()[2:] == [
        "| new | 1.0 | Apache-2.0 | production |",
        "| templates/report/fonts/SourceSans3_x.ttf |  | OFL-1.1 | production |",
        "| tool | 1.0 | unknown | development |",
    ]

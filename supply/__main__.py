"""Writes both bills and the table of licences into a folder; fails over a licence that nobody accepted."""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.bill import LOCKS, Incomplete, bill_of, installed, refused, table
from supply.licences import known


def main(folder: Path) -> int:
    """Return the exit code: 1 when a licence is unknown or not accepted, or something is not installed."""
    data, everything = known(), installed()
    try:
        bills = {where: bill_of(where, everything, data) for where in LOCKS}
    except Incomplete as error:
        sys.stderr.write(f"{error}\n")
        return 1
    folder.mkdir(exist_ok=True)
    wrong: list[str] = []
    for where, bill in bills.items():
        text = json.dumps(bill, indent=2, ensure_ascii=False)
        if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
            wrong.append(f"the bill for {where} does not follow CycloneDX 1.6: {fault}")
        (folder / f"{where}.cdx.json").write_text(text + "\n", "utf-8")
        wrong += refused(bill, data)
        sys.stdout.write(f"{folder}/{where}.cdx.json: {len(bill['components'])} components\n")
    (folder / "licences.md").write_text(table(list(bills.values()), data), "utf-8")
    for line in dict.fromkeys(wrong):
        sys.stderr.write(f"{line}\n")
    if wrong:
        sys.stderr.write("Read it, and say in supply/parts.toml what it is, or do without it.\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "sbom")))

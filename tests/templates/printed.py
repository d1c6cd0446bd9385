"""Reports as PDF, for a checker that is no library of ours: `python -m tests.templates.printed FOLDER`."""

import sys
from dataclasses import replace
from pathlib import Path

from templates.typeset import pdf
from tests.templates.reports import REPORT, long, of
from tests.templates.test_typeset import HOSTILE

PRINTED = {
    "report": REPORT,
    "preliminary": replace(REPORT, status="preliminary", status_note="Para revisión.", panel=(), visit=None),
    "translation": replace(REPORT, language="en", translation_of="a" * 64, translation_note="Translation"),
    "long": long(46),
    "empty": of(""),
    "nested": of("# a\n\n###### b\n\n- c\n  - d\n    1. e\n\n> f\n\n`g`\n\n    h\n\n|i|\n|-|\n|j|"),
    **{f"hostile-{n}": of(text) for n, text in enumerate(HOSTILE.values())},
}


def main(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in PRINTED.items():
        (folder / f"{name}.pdf").write_bytes(pdf(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

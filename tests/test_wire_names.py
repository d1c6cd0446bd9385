"""Names that outlive the code: in histories, in the database, in Temporal. Each stands in wire_names.toml.

A name that is missing there is new: write it down. One that the code has no more is still in use by rounds
that began months ago: it comes back.
"""

import tomllib

import pytest

from tests.wire_names import CODE, LIST

WRITTEN: dict[str, list[str]] = tomllib.loads(LIST.read_text("utf-8"))


@pytest.mark.parametrize("what", CODE)
def test_names_that_outlive_the_code_are_those_that_were_written_down(what: str) -> None:
    assert sorted(CODE[what]) == WRITTEN[what]


def test_nothing_is_written_down_that_no_test_holds() -> None:
    assert WRITTEN.keys() == CODE.keys()

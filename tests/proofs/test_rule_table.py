"""Each rule of the methodology has tests that name it, and a switch that shows that they see it."""

import pytest

from tests.proofs import check_rules, rule_table
from tests.proofs.rule_table import KNOWN, LATER
from tests.proofs.switches import SWITCHES


@pytest.fixture(scope="module")
def proved(request: pytest.FixtureRequest) -> set[str]:
    """The rules that a test names: of all tests, however few are run now."""
    config = request.config
    asked = {(config.invocation_params.dir / path).resolve() for path in config.args}
    if asked == {config.rootpath / "tests"} and not config.option.keyword:
        return {rule for rule, tests in rule_table.table(request.session.items).items() if tests}
    return {rule for rule, files in check_rules.tests().items() if files}


def test_the_methodology_has_fifty_three_rules() -> None:
    assert len(KNOWN) == 53
    assert set(LATER) < set(KNOWN)


def test_every_rule_has_a_test_that_names_it(proved: set[str]) -> None:
    assert [rule for rule in KNOWN if rule not in proved | set(LATER)] == []


def test_every_rule_that_is_proved_can_be_switched_off(proved: set[str]) -> None:
    assert set(SWITCHES) == proved


class Named:
    """Stands for a test that pytest has found."""

    def __init__(self, name: str, said: str = "", *marks: str) -> None:
        self.name = name
        self.function = type("Function", (), {"__doc__": said})
        self.marks = marks

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        return [pytest.Mark(name, self.marks, {}, _ispytest=True)]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Named("test_three_countries_are_too_many_q4"), {"Q4"}),
        (Named("test_p8_z1_together"), {"P8", "Z1"}),
        (Named("test_a_note[Q4 three countries]"), {"Q4"}),
        (Named("test_a_note[q4 in small letters]"), set()),
        (Named("test_an_invitation", "P6 and V9, also when it is sent again."), {"P6", "V9"}),
        (Named("test_a_mark", "", "D3"), {"D3"}),
        (Named("test_links_l1_and_a_rule_that_is_none_q9"), set()),
    ],
    ids=["name", "two", "case", "small", "docstring", "mark", "none"],
)
def test_a_test_proves_what_its_name_its_case_its_docstring_or_its_mark_says(
    item: pytest.Item, expected: set[str]
) -> None:
    assert rule_table.rules_of(item) == expected

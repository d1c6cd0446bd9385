"""People's Markdown as data: what is shown of it, and what is not."""

from unicodedata import category, normalize

import pytest

from rounds.submissions.documents import TableTooLarge
from templates.markdown import CELLS, COLUMNS, plain, tree

HIDDEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
UNSEEN = {"Cc", "Cn", "Cs", "Co", "Zl", "Zp"}


def test_of_every_sign_only_what_can_be_seen_is_left_each_letter_as_one() -> None:
    for sign in map(chr, range(0x10000)):
        shown = plain(f"a{sign}b")
        assert not set(HIDDEN) & set(shown)
        assert not UNSEEN & {category(part) for part in shown if part not in "\n\t"}, hex(ord(sign))
        assert shown == normalize("NFC", shown)


def test_what_is_in_order_stands_as_it_is() -> None:
    words = "«Año», l\u2019été: 18\u202f420 €, a\u00adb\n\tção \u2013 “x” … ½"
    assert plain(words) == words
    assert plain(f"e\u0301 {words}\r\n") == f"é {words}\n"


def test_a_table_is_rows_of_cells_with_the_side_that_each_column_stands_on() -> None:
    table = "|a|*b*|c|\n|:--|--:|:-:|\n|1|2 [x](http://y.z)|\n||~~3~~|4|\n\nafter"
    link = {"t": "a", "u": "http://y.z", "c": ["x"], "s": "http://y.z"}
    assert tree(table) == [
        {
            "t": "table",
            "sides": ["left", "right", "center"],
            "head": [["a"], [{"t": "em", "c": ["b"]}], ["c"]],
            "rows": [[["1"], ["2 ", link], []], [[], [{"t": "s", "c": ["3"]}], ["4"]]],
        },
        {"t": "p", "c": ["after"]},
    ]


def test_a_table_has_so_many_columns_and_cells_and_no_more() -> None:
    widest = {"t": "table", "sides": [""] * COLUMNS, "head": [["a"]] * COLUMNS, "rows": []}
    assert tree("|" + "a|" * COLUMNS + "\n|" + "-|" * COLUMNS) == [widest]
    with pytest.raises(TableTooLarge):
        tree("|" + "a|" * (COLUMNS + 1) + "\n|" + "-|" * (COLUMNS + 1))
    rows = CELLS // 2 - 1
    tree("|a|b|\n|-|-|\n" + "|c|d|\n" * rows)
    with pytest.raises(TableTooLarge):
        tree("|a|b|\n|-|-|\n" + "|c|d|\n" * (rows + 1))


def test_what_lies_in_one_another_is_told_so_and_what_follows_stands_beside_it() -> None:
    assert tree("- a\n  1. b\n\n     > c\n- d\n\n## e\n\n### \n\ng") == [
        {
            "t": "ul",
            "c": [
                {
                    "t": "li",
                    "c": [
                        {"t": "p", "c": ["a"]},
                        {
                            "t": "ol",
                            "n": 1,
                            "c": [
                                {
                                    "t": "li",
                                    "c": [
                                        {"t": "p", "c": ["b"]},
                                        {"t": "quote", "c": [{"t": "p", "c": ["c"]}]},
                                    ],
                                }
                            ],
                        },
                    ],
                },
                {"t": "li", "c": [{"t": "p", "c": ["d"]}]},
            ],
        },
        {"t": "h", "l": 1, "c": ["e"]},
        {"t": "p", "c": ["g"]},
    ]

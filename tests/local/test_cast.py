"""The samples' cast fills in a form as its page would send it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from api.intake.decoding import decode
from api.links.forms import pruned, tree
from local.cast import flat
from local.script import scripts
from rounds.submissions.request import CompleteRequest, Document
from rounds.submissions.visit import ArrangeLocal, SetAgenda
from templates import arranged
from tests.rounds.scene import acceptance, proposal, sessions

NOTE = CompleteRequest(
    initiative="Register",
    stage="reform",
    objective="A design",
    countries_of_interest=("CHL", "COL"),
    reference_documents=(Document(title="Site", url="https://ministry.example"),),
)

RIPSO = next(script for script in scripts() if script.rules.id == "ripso")
LOCAL = ArrangeLocal(items=RIPSO.arrangements("local", date(2026, 6, 1)), press="none")


def sent(body: Any) -> Iterator[tuple[str, str]]:
    for name, said in flat(body).items():
        yield from ((name, value) for value in ([said] if isinstance(said, str) else said))


@pytest.mark.parametrize(
    "body",
    [NOTE, proposal(), acceptance(), SetAgenda(sessions=sessions()), LOCAL],
    ids=lambda body: body.kind,
)
def test_what_the_cast_sends_is_read_as_what_it_means(body: Any) -> None:
    model = type(body)
    assert "kind" not in flat(body)
    assert decode(model, {"kind": body.kind, **pruned(model, tree(model, sent(body)))}) == body


def test_v2_the_experts_of_the_sample_are_shown_what_concerns_them() -> None:
    for whose, by in (("international", 3), ("local", 1)):
        items = RIPSO.arrangements(whose, date(2026, 6, 1))
        assert len(arranged.seen(items, ("expert-1",))) == by
        assert arranged.seen(items, ("focal_point",)) == items

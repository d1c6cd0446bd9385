"""The people of a panel, pasted as lines or chosen among those who are known."""

from typing import Any

import pytest

from api.links.people import chosen, listed, plain, spoken_in
from rounds.submissions.refusals import Refusal
from store.reads.known import Known

NAMES = {"chile": "CHL", "chl": "CHL", "perú": "PER", "brasil": "BRA"}
LIST = """Ana Rojas; ana@registro.example; Chile; Registro Social
Eva Paz <eva@registro.example>; Perú; Ministerio, Dirección de Datos

Rui Lima\trui@cadastro.example\tBrasil\tCadastro\tes
Coordinadora Uno; uno@dis.example; en
"""
PERSON: dict[str, Any] = {"id": "p", "name": "Ana", "email": "ana@x.example", "language": "es"}
KNOWN = {
    "p": Known(**PERSON, country="CHL", institution="Registro", expert=True),
    "q": Known(**{**PERSON, "id": "q"}, country="", institution="", expert=False),
}


def country_of(word: str) -> str:
    return {plain(name): code for name, code in NAMES.items()}.get(plain(word), "")


def test_a_pasted_list_fills_the_seats_in_order_and_then_the_coordinators() -> None:
    values = listed({"acknowledged": []}, LIST, country_of)
    seats = [[(c["name"], c["email"], c["country"]) for c in s["candidates"]] for s in values["seats"]]
    assert seats == [
        [("Ana Rojas", "ana@registro.example", "CHL"), ("Eva Paz", "eva@registro.example", "PER")],
        [("Rui Lima", "rui@cadastro.example", "BRA")],
    ]
    assert values["seats"][1]["candidates"][0]["language"] == "es"
    assert values["seats"][0]["candidates"][0]["language"] == "es"
    assert values["coordinators"] == [
        {"name": "Coordinadora Uno", "email": "uno@dis.example", "language": "en"}
    ]
    assert values["acknowledged"] == []


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_missing"), ("\n \n", "text_missing"), ("Ana", "wrong_shape")]
)
def test_a_list_that_is_none_is_refused_with_its_line(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        listed({}, text, country_of)
    assert (refused.value.code, refused.value.field) == (code, "people")


def test_whoever_is_known_is_put_into_their_row_and_what_was_confirmed_of_another_goes() -> None:
    values = {"seats": [{"candidates": [{"name": "Old", "points": ["a"]}]}], "coordinators": [{}]}
    pairs = [("known", "seats.0.candidates.0=p"), ("known", "coordinators.0=q"), ("known", "")]
    filled = chosen(values, pairs, KNOWN)
    assert filled["seats"][0]["candidates"][0] == {
        "name": "Ana",
        "email": "ana@x.example",
        "language": "es",
        "country": "CHL",
        "institution": "Registro",
    }
    assert filled["coordinators"] == [{"name": "Ana", "email": "ana@x.example", "language": "es"}]
    assert chosen({"name": "Old", "points": ["a"]}, [("known", "=p")], KNOWN)["points"] == []


@pytest.mark.parametrize("row", ["seats.9.candidates.0", "x", "seats.a.b", "seats"])
def test_a_row_that_the_form_does_not_have_is_refused(row: str) -> None:
    with pytest.raises(Refusal):
        chosen({"seats": []}, [("known", f"{row}=p")], KNOWN)


def test_a_country_is_written_to_in_its_own_language_or_in_none_of_ours() -> None:
    assert [spoken_in(c) for c in ("PRY", "BRA", "HTI", "JAM", "SUR")] == ["es", "pt", "fr", "en", ""]

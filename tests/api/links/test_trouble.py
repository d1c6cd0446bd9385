"""A round that does not go on says so: in the list, on the round, on every page behind its links."""

import pytest
from sqlmodel import col, update

from rounds.submissions.people import LANGUAGES
from store.tables import Person, Round
from templates.catalogues import read
from tests.api.acts import ROUNDS
from tests.api.visitor import browser, letter_to, links_in, opened_for
from tests.conftest import Mail, Ronda

SAID = "Something is wrong with this round on our side"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_links_of_a_round_in_trouble_say_that_the_secretariat_is_informed(
    ronda: Ronda, mail: Mail, language: str
) -> None:
    address = f"trouble-{language}@example.org"
    (words,) = [str(m.string) for m in read(language) if str(m.id).startswith(SAID)]
    async with ronda.http(ronda.key) as http:
        id = await opened_for(http, address)
        links = links_in(await letter_to(mail, address))
        async with ronda.database.writing() as s:
            await s.exec(update(Person).where(col(Person.email) == address).values(language=language))
        async with browser(ronda) as visitor:
            assert [words in (await visitor.get(link)).text for link in links] == [False, False]
            async with ronda.database.writing() as s:
                await s.exec(update(Round).where(col(Round.id) == id).values(trouble="missing"))
            assert [words in (await visitor.get(link)).text for link in links] == [True, True]
        assert (await http.get(f"{ROUNDS}/{id}")).json()["trouble"] == "missing"
        listed = (await http.get(ROUNDS)).json()["rounds"]
        assert {r["id"]: r["trouble"] for r in listed}[id] == "missing"

"""What a rehearsal tells of both samples, and of a round from where it stands; nothing of it is kept."""

import json
import os
import re
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from local.script import FOLDER as SAMPLES
from rehearsing import entrances, requests
from rehearsing.answers import ANSWERS
from rehearsing.calendar import BEHAVIOURS, Behaviour, Calendar, as_json
from rehearsing.entrances import NoSuchRound
from rehearsing.house import ADDRESS
from rehearsing.table import Table
from rounds.registry import PLACES
from rounds.submissions.interventions import Pause, Withdraw
from rounds.submissions.refusals import RoundIsOver
from store.session import Database
from templates.rehearsals import BEHAVIOURS as SAID
from templates.render import Renderer
from tests.proofs import moves
from tests.proofs.world import Played, world

RENDERER = Renderer()
NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)
TABLES = Path(__file__).parent / "tables"
RENEW = "RENEW_TABLES"
"""Set it to write the tables anew; then look at `git diff`: so the rounds will go."""
AFTER_A_ROUND = "agree_announcement"


@cache
def rehearsed(sample: str, behaviour: Behaviour) -> Calendar:
    request = requests.read_file(SAMPLES / f"{sample}.json", "en")
    return entrances.of_request(request, behaviour, RENDERER, "en", NOW)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("sample", ["ripso-paraguay", "mecigep-jamaica"])
def test_a_sample_goes_as_its_table_says(sample: str, behaviour: Behaviour) -> None:
    told = "\n".join(Table(RENDERER.words("en"), rehearsed(sample, behaviour)).events()) + "\n"
    file = TABLES / f"{sample}-{behaviour}.txt"
    if os.environ.get(RENEW):
        file.write_text(told, "utf-8")
    assert told == file.read_text("utf-8")


@pytest.mark.parametrize("sample", ["ripso-paraguay", "mecigep-jamaica"])
def test_whoever_answers_in_time_brings_the_round_to_its_end_soonest(sample: str) -> None:
    in_time, last_day = (rehearsed(sample, behaviour) for behaviour in ("in_time", "last_day"))
    assert (in_time.outcome, last_day.outcome) == ("authorised", "authorised")
    assert in_time.ends < last_day.ends
    refused = [h for told in (in_time, last_day) for h in told.happenings if h.what == "refused"]
    assert refused == []


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_letter_is_in_its_readers_language_and_opens_nothing(behaviour: Behaviour) -> None:
    told = rehearsed("ripso-paraguay", behaviour)
    assert all(letter.subject and letter.text for letter in told.letters)
    links = [link for letter in told.letters for link in re.findall(rf"{ADDRESS}\S*", letter.text)]
    assert set(links) == {f"{ADDRESS}/a/…"}
    assert [letter.at for letter in told.letters] == sorted(letter.at for letter in told.letters)
    by_role = {(letter.role, letter.language) for letter in told.letters}
    assert ("focal_point", "es") in by_role
    assert ("coordinator", "en") in by_role or behaviour == "silent"


def test_what_is_told_to_programs_has_every_field_and_texts_only_when_asked() -> None:
    told = rehearsed("ripso-paraguay", "silent")
    short, whole = (json.loads(json.dumps(as_json(told, texts=texts))) for texts in (False, True))
    assert short["happenings"][1] == {
        "at": "2027-01-04T15:00:00+00:00",
        "what": "asked",
        "key": "confirm_note:1",
        "kind": "confirm_note",
        "role": "focal_point",
        "due": "2027-01-25T21:00:00+00:00",
        "told": [],
        "starts": None,
        "ends": None,
        "code": "",
    }
    assert "text" not in short["letters"][0]
    assert whole["letters"][0]["text"]


def test_everything_that_a_round_may_ask_has_an_answer() -> None:
    assert ANSWERS.keys() == PLACES.keys() - {AFTER_A_ROUND}


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_it_is_printed_in_each_language(language: str) -> None:
    lines = [*Table(RENDERER.words(language), rehearsed("ripso-paraguay", "silent")).lines(texts=True)]
    assert lines[0] == RENDERER.words(language).say(SAID["silent"])
    assert len(lines) > 200


# ---- from where a round stands


@pytest.fixture
def somewhere(tmp_path: Path) -> tuple[str, list[str]]:
    """A database with rounds that stand in different steps, and nobody who uses it any more."""
    with world(tmp_path) as made:
        ids = [
            goes(made.opens(rules, "PRY", note=True), acts) for rules, acts in (("ripso", 8), ("mecigep", 20))
        ]
        over = made.opens("ripso", "JAM", note=False)
        over.steers("", Withdraw(reason="It was given up"))
        over.breathes()
        ids.append(over.round.id)
    return f"sqlite+aiosqlite:///{tmp_path}/random.db", ids


def goes(played: Played, acts: int) -> str:
    """So many things are done, one after the other."""
    for _ in range(acts):
        moves.next_act(played).do(played)
        played.breathes()
    return played.round.id


def from_here(url: str, id: str, behaviour: Behaviour) -> Calendar:
    return entrances.of_round(Database(url, pool=1), id, behaviour, RENDERER, "en")


def every_byte(url: str) -> str:
    return sha256(Path(url.partition(":///")[2]).read_bytes()).hexdigest()


def test_a_round_goes_on_from_where_it_stands_and_nothing_of_that_is_kept(
    somewhere: tuple[str, list[str]],
) -> None:
    url, (ripso, mecigep, _) = somewhere
    before = every_byte(url)
    told = {id: [from_here(url, id, behaviour) for behaviour in BEHAVIOURS] for id in (ripso, mecigep)}
    assert every_byte(url) == before
    for in_time, last_day, silent in told.values():
        assert (in_time.outcome, last_day.outcome) == ("authorised", "authorised")
        assert in_time.ends < last_day.ends
        assert (silent.outcome, silent.cut) == ("", False)
        assert all(a.name for a in silent.awaits)
        assert silent.awaits[-1].kind == "decide_silence"
        first = in_time.happenings[0]
        assert first.what == "answered"
        assert not [h for h in in_time.happenings if h.kind == "examine_request"]


def test_z1_a_round_that_stands_still_waits_for_whoever_has_it_go_on(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        played = made.opens("ripso", "PRY", note=True)
        goes(played, 8)
        played.steers("", Pause(reason="Elections"))
        played.breathes()
    url = f"sqlite+aiosqlite:///{tmp_path}/random.db"
    in_time, silent = (from_here(url, played.round.id, behaviour) for behaviour in ("in_time", "silent"))
    assert [(a.kind, a.role) for a in in_time.awaits][-1:] == [("resume", "responsible_officer")]
    assert "visit_begins" not in [h.what for h in in_time.happenings]
    assert silent.happenings == []
    assert len(silent.awaits) > 1


def test_a_round_of_production_is_rehearsed_as_well(tmp_path: Path, postgresql_url: str) -> None:
    with world(tmp_path, postgresql_url) as made:
        id = goes(made.opens("ripso", "PRY", note=True), 8)
    told = from_here(postgresql_url, id, "in_time")
    assert (told.outcome, told.happenings[0].what) == ("authorised", "answered")


def test_there_is_nothing_to_rehearse_of_a_round_that_is_over_or_unknown(
    somewhere: tuple[str, list[str]],
) -> None:
    url, (*_, over) = somewhere
    with pytest.raises(RoundIsOver):
        from_here(url, over, "silent")
    with pytest.raises(NoSuchRound):
        from_here(url, "round-ripso-pry-1999-1", "silent")


def test_a_receipt_says_when_that_was_received_on_the_days_of_the_rehearsal() -> None:
    letters = rehearsed("mecigep-jamaica", "in_time").letters
    receipts = [letter for letter in letters if (letter.template, letter.language) == ("receipt", "en")]
    said = [re.findall(r"^Received:\n(.*)$", letter.text, re.MULTILINE) for letter in receipts]
    assert [f"{letter.at:%-d %B %Y}" in line for letter, (line, *_) in zip(receipts, said, strict=True)] == [
        True for _ in receipts
    ]
    assert receipts

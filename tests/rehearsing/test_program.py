"""`make rehearse` as somebody types it: what it prints, and what it says of a file that is no request."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.script import FOLDER as SAMPLES
from rehearsing.typed import ABSENT, WRONG, main
from tests.api.acts import OPENING, PANEL

ROOT = Path(__file__).parents[2]
PATIENCE = 120
REQUEST: dict[str, Any] = {**OPENING, "panel": {k: PANEL[k] for k in ("seats", "coordinators")}}


def test_make_rehearse_prints_three_calendars_and_the_letters() -> None:
    file = SAMPLES / "ripso-paraguay.json"
    made = subprocess.run(  # noqa: S603 - our own program
        ["make", "-s", "-o", "setup", "rehearse", f"FILE={file}", "WITH=--language es"],  # noqa: S607 - as it is typed
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    headings = [line for line in made.stdout.splitlines() if "responde" in line and line[0] != " "]
    assert headings == [
        "Cada quien responde el primer día hábil",
        "Cada quien responde el último día",
        "Nadie responde",
    ]
    assert "Confirmar la solicitud" in made.stdout
    assert "Examinar la solicitud, a más tardar el " in made.stdout


Said = pytest.CaptureFixture[str]


def test_a_request_as_the_api_takes_it_with_its_panel(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "request.json").write_text(json.dumps(REQUEST))
    assert main([str(tmp_path / "request.json"), "--json", "--letters", "--behaviour", "in_time"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "authorised"
    assert told["letters"][0]["text"]
    asked = [h["key"] for h in told["happenings"] if h["what"] == "asked"]
    assert len([key for key in asked if key.startswith("answer_invitation:")]) == len(PANEL["seats"])


WRONG_PANEL = {**REQUEST, "country": "ZZZ", "panel": {"seats": [], "coordinators": []}, "more": 1}
FILES = {
    "no JSON": ("{", ["is no JSON (line 1, column 2)"]),
    "no text": ("\udcff", ["JSON object is expected"]),
    "no object": ("[]", ["JSON object"]),
    "no methodology": ("{}", ["methodology: There is no such methodology."]),
    "an unknown one": ('{"methodology": "other"}', ["methodology: There is no such methodology."]),
    "a sample that lacks something": ('{"methodology": "ripso", "beneficiary": {}}', ["is missing or wrong"]),
    "all that is wrong": (
        json.dumps(WRONG_PANEL),
        ["4 things are wrong", "  country: ", "  more: ", "  panel.seats: ", "  panel.coordinators: "],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_request_is_refused_with_all_that_is_wrong(
    name: str, tmp_path: Path, capsys: Said
) -> None:
    content, said = FILES[name]
    file = tmp_path / "request.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert main([str(file), "--language", "en"]) == WRONG
    told = capsys.readouterr()
    assert told.out == ""
    assert [words for words in said if words not in told.err] == [], told.err


def test_a_file_or_a_round_that_is_not_there(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    assert main(["nowhere.json", "--language", "en"]) == WRONG
    assert capsys.readouterr().err == "nowhere.json cannot be read.\n"
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    absent = ["--round", "round-ripso-pry-1999-1", "--behaviour", "silent", "--language", "es"]
    assert main(absent) == ABSENT
    assert capsys.readouterr().err == "No existe la ronda round-ripso-pry-1999-1.\n"
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == WRONG

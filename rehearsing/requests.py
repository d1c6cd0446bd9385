"""The request that a round would be opened with: a file, as the API takes it, or as a sample tells it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.intake.decoding import Reading, read
from local.script import Script, contact
from methodologies.loader import methodology, names
from rehearsing.people import NOBODY
from rounds.methodology.model import Methodology
from rounds.rules import check_body
from rounds.steps.request import check_opening
from rounds.submissions.fields import check_texts
from rounds.submissions.panel import ProposePanel
from rounds.submissions.people import Contact
from rounds.submissions.refusals import MethodologyUnknown, Refusal, WrongShape, found, refuse
from rounds.submissions.request import OpenRound

LARGEST = 1_000_000
"""Bytes of a file that is read."""
PANEL = "panel"
"""Beside the fields of an opening: the panel that would be proposed."""
OFFICERS = ("responsible_officer", "head")
OF_SAMPLE = "beneficiary"
"""What a sample of the project has, and no opening."""


class NotReadable(Exception):
    """There is no such file, or no request in it: a code of `templates.rehearsals`, with what it says."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An opening with the panel that comes of it, if it is known, and the secretariat's two officers."""

    opening: OpenRound
    panel: ProposePanel | None
    officer: Contact
    head: Contact


def read_file(path: Path, language: str) -> Request:
    """The request of a file.

    Raises: NotReadable; Refusal, with all that is wrong.
    """
    data = _json(path)
    if not isinstance(data, Mapping):
        raise NotReadable("no_object")
    _check_methodology(data.get("methodology"))
    if OF_SAMPLE in data:
        return _sample(path)
    opening = {name: value for name, value in data.items() if name != PANEL}
    return _request(opening, data.get(PANEL), _officer("officer", language), _officer("head", language))


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise NotReadable("too_large")
        return json.loads(path.read_text("utf-8"))
    except OSError:
        raise NotReadable("missing") from None
    except json.JSONDecodeError as error:
        raise NotReadable("no_json", line=error.lineno, column=error.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise NotReadable("no_object") from None


def _check_methodology(name: Any) -> None:
    """Raises: MethodologyUnknown."""
    if name not in names():
        raise MethodologyUnknown(field="methodology", methodology=str(name or ""))


def _officer(who: str, language: Any) -> Contact:
    return Contact(name=f"({who})", email=f"{who}@{NOBODY}", language=language)


def _sample(path: Path) -> Request:
    """A sample's own file; papers that it has no file of are left out.

    Raises: NotReadable, Refusal.
    """
    try:
        script = Script(path)
        note = script.note({})
        note["reference_documents"] = [d for d in note["reference_documents"] if d["url"]]
        officer, head = (Contact(**contact(script.secretariat[who])) for who in OFFICERS)
        opening, panel = {**script.contacts(), "note": note}, script.proposal()
    except (KeyError, TypeError, AttributeError, StopIteration) as error:
        raise NotReadable("no_sample", field=str(error).strip("'")) from None
    return _checked(read(OpenRound, opening), panel, officer, head)


def _request(opening: Any, panel: Any, officer: Contact, head: Contact) -> Request:
    reading = read(OpenRound, opening)
    proposed = read(ProposePanel, panel, f"{PANEL}.") if panel is not None else None
    body = proposed.body if proposed else None
    faults = proposed.faults if proposed else ()
    return _checked(reading, body, officer, head, faults)


def _checked(
    reading: Reading,
    panel: ProposePanel | None,
    officer: Contact,
    head: Contact,
    faults: tuple[Refusal, ...] = (),
) -> Request:
    """All that is wrong is said at once. Raises: Refusal."""
    opening, wrong = reading.body, list(reading.faults)
    rules = methodology(opening.methodology) if opening else None
    if rules:
        of_rules = (*found(check_texts, opening), *found(check_opening, rules, opening))
        wrong = list(reading.besides(of_rules))
    wrong += faults
    if rules and panel and not faults:
        wrong += _wrong_panel(rules, opening, panel)
    if opening is None and not wrong:
        wrong.append(WrongShape())
    refuse(wrong)
    return Request(opening=opening, panel=panel, officer=officer, head=head)


def _wrong_panel(rules: Methodology, opening: OpenRound, panel: ProposePanel) -> list[Refusal]:
    """What its rules say of the panel, with its fields where they stand in the file."""
    told = found(check_body, rules, opening.country, panel)
    return [_under(PANEL, refusal) for refusal in told]


def _under(path: str, refusal: Refusal) -> Refusal:
    refusal.field = f"{path}.{refusal.field}" if refusal.field else path
    return refusal

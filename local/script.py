"""The sample's script: its file, read into the submissions that its cast will send."""

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from local.papers import pdf
from rounds import messages as m
from rounds import record_messages as r

FILE = Path(__file__).parent / "sample" / "ripso-paraguay.json"
_POINTS = {
    "technical": "technical_profile",
    "managed_teams": "managing_teams",
    "similar_initiatives": "similar_initiatives",
}


class Script:
    """What each of the cast will send, and when the story turns."""

    def __init__(self, file: Path = FILE) -> None:
        """Read the file."""
        self._all: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.secretariat: dict[str, Any] = self._all["secretariat"]
        self.beneficiary: dict[str, Any] = self._all["beneficiary"]
        self.panel: dict[str, Any] = self._all["panel"]
        self.visit: dict[str, Any] = self._all["visit"]
        self.report: dict[str, Any] = self._all["report"]

    def address(self, role: str) -> str:
        """The address of one of the beneficiary's or the secretariat's people."""
        found = self.beneficiary.get(role) or self.secretariat[role]
        person = found[0] if isinstance(found, list) else found
        return str(person["email"])

    def candidates(self) -> dict[str, dict[str, Any]]:
        """Every candidate by the key that the script knows them by."""
        return {c["key"]: c for seat in self.panel["experts"] for c in seat["shortlist"]}

    def experts(self) -> list[dict[str, Any]]:
        """Those who will sit on the panel."""
        return [c for c in self.candidates().values() if c["answer"] == "accept"]

    def lead(self) -> str:
        """The lead coordinator's address."""
        return str(self.panel["coordinators"][0]["email"])

    def papers(self) -> dict[str, bytes]:
        """The reference documents that are files, by file name."""
        objective = self._all["request"]["objective"]
        documents = self._all["request"]["reference_documents"]
        return {d["file"]: pdf(d["title"], "es", [objective]) for d in documents if "file" in d}

    def contacts(self) -> dict[str, Any]:
        """The beneficiary's people and institution, as the API takes them."""
        b = self.beneficiary
        return {
            "methodology": self._all["methodology"],
            "country": b["country"],
            "institution": b["institution"],
            "focal_point": _contact(b["focal_point"]),
            "alternate_contact": _contact(b["alternate_contact"]),
            "technical_team": [_contact(p) for p in b["technical_team"]],
            "approver": _contact(b["approver"]),
        }

    def note(self, uploads: dict[str, str]) -> dict[str, Any]:
        """The request, its files named by the ids of their uploads."""
        request = dict(self._all["request"])
        request["reference_documents"] = [
            {"title": d["title"], "url": d.get("url", ""), "file": uploads.get(d.get("file", ""), "")}
            for d in request["reference_documents"]
        ]
        return request

    def proposal(self) -> m.ProposePanel:
        """Two seats with their shortlists, two coordinators."""
        return m.ProposePanel(
            seats=tuple(
                m.Shortlist(candidates=tuple(_candidate(c) for c in seat["shortlist"]))
                for seat in self.panel["experts"]
            ),
            coordinators=tuple(m.Contact(**_contact(c)) for c in self.panel["coordinators"]),
        )

    def questions(self, by: str) -> tuple[str, ...]:
        """One expert's questions."""
        return tuple(q["question"] for q in self._all["questionnaire"] if q["by"] == by)

    def questionnaire(self) -> m.SendQuestionnaire:
        """All questions."""
        return m.SendQuestionnaire(questions=tuple(q["question"] for q in self._all["questionnaire"]))

    def answers(self) -> m.AnswerQuestionnaire:
        """All answers."""
        return m.AnswerQuestionnaire(answers=tuple(q["answer"] for q in self._all["questionnaire"]))

    def windows(self, today: date) -> m.ProposeDates:
        """Windows from a Monday on, so many weeks ahead of the story's day."""
        monday = today - timedelta(days=today.weekday())
        starts = [monday + timedelta(weeks=weeks) for weeks in self.visit["windows_weeks_ahead"]]
        stay = timedelta(days=self.visit["days"] - 1)
        return m.ProposeDates(windows=tuple(m.Window(starts=s, ends=s + stay) for s in starts))

    def marks(self, who: str) -> m.MarkDates:
        """All windows but those that clash for this person."""
        clashes = [c["window"] for c in self.visit["clashes"] if c["who"] == who]
        all_ = range(1, len(self.visit["windows_weeks_ahead"]) + 1)
        return m.MarkDates(choice="some", suits=tuple(n for n in all_ if n not in clashes))

    def agenda(self) -> m.SetAgenda:
        """The sessions of the visit."""
        return m.SetAgenda(
            sessions=tuple(
                m.Session(
                    day=s["day"],
                    starts=time.fromisoformat(s["starts"]),
                    ends=time.fromisoformat(s["ends"]),
                    session=s["kind"],
                    title=s["title"],
                )
                for s in self.visit["agenda"]
            )
        )

    def arrangements(self, whose: str) -> tuple[m.Item, ...]:
        """One of the two lists, all done."""
        return tuple(m.Item(what=what, state="done") for what in self.visit[f"{whose}_arrangements"])

    def findings(self) -> r.RecordFindings:
        """What the working meetings found."""
        return r.RecordFindings(**self.visit["findings"])

    def contribution(self, by: str) -> m.Contribute:
        """One expert's contributions."""
        mine = [c for c in self.report["contributions"] if c["by"] == by]
        return m.Contribute(sections=tuple(m.SectionText(section=c["section"], text=c["text"]) for c in mine))

    def sections(self, *, changed: bool) -> tuple[m.SectionText, ...]:
        """The report's sections, before or after the changes that were asked for."""
        texts = {k: v for k, v in self.report["sections"].items() if isinstance(v, str)}
        if changed:
            texts |= self.report["sections_after_changes"]
        return tuple(m.SectionText(section=section, text=text) for section, text in texts.items())

    def needs(self) -> tuple[m.Need, ...]:
        """The cooperation needs."""
        return tuple(
            m.Need(topic=n["topic"], support=n["kind_of_support"], text=n["text"])
            for n in self.report["sections"]["cooperation_needs"]
        )

    def comments(self) -> tuple[m.SectionText, ...]:
        """The changes that the approver asks for."""
        asked = self.report["changes_asked"]
        return tuple(m.SectionText(section=c["section"], text=c["comment"]) for c in asked)

    def languages(self) -> tuple[m.Language, ...]:
        """The languages that the approver authorises."""
        return tuple(self._all["publication"]["languages"])


def _contact(person: dict[str, Any]) -> dict[str, Any]:
    """A person of the script, who is named by their role."""
    keys = ("email", "language", "time_zone")
    return {"name": person["role"], **{k: person[k] for k in keys}}


def _candidate(c: dict[str, Any]) -> m.Candidate:
    points = tuple(_POINTS[name] for name, confirmed in c["profile"].items() if confirmed)
    return m.Candidate(**_contact(c), country=c["country"], institution=c["institution"], points=points)

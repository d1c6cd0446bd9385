"""A sample's script: its file, read into the submissions that its cast will send."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from local.papers import pdf
from methodologies.loader import methodology
from rounds.steps.findings import code_of
from rounds.submissions.panel import ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.publication import AnnouncementText, AuthorisePublication
from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    Contribute,
    Need,
    Recommendation,
    Reply,
    SectionText,
    TranslateReport,
)
from rounds.submissions.visit import Item, MarkDates, ProposeDates, Session, SetAgenda, Window

FOLDER = Path(__file__).parent / "sample"
_CODES = {
    "technical": "technical_profile",
    "managed_teams": "managing_teams",
    "about_to_be_launched": "launch",
    "exchange_of_officials": "exchange",
    "keep_internal": "internal",
}
"""Words of the scripts that the forms have another code for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An open assignment: who is to do it, and the day of the story."""

    key: str
    kind: str
    role: str
    address: str
    today: date


class Script:
    """What each of the cast will send, and when the story turns."""

    def __init__(self, file: Path) -> None:
        """Read the file."""
        self.all: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.rules = methodology(self.all["methodology"])
        self.secretariat: dict[str, Any] = self.all["secretariat"]
        self.beneficiary: dict[str, Any] = self.all["beneficiary"]
        self.panel: dict[str, Any] = self.all["panel"]
        self.visit: dict[str, Any] = self.all["visit"]
        self.report: dict[str, Any] = self.all["report"]
        self.withdrawn: dict[str, str] = self.all.get("withdrawn", {})
        """Of another request of theirs, which they withdraw: what it was about, and why."""

    def candidate(self, address: str) -> dict[str, Any]:
        """The candidate of this address; empty for whoever is none."""
        candidates = (c for seat in self.panel["experts"] for c in seat["shortlist"])
        return next((c for c in candidates if c["email"] == address), {})

    def leaves(self, address: str) -> bool:
        """Whether an expert withdraws after accepting, while the visit is prepared."""
        return "withdraws" in self.candidate(address).get("answer", "")

    def papers(self) -> dict[str, bytes]:
        """The reference documents that are files, by file name."""
        request, language = self.all["request"], self.beneficiary["focal_point"]["language"]
        files = [d for d in request["reference_documents"] if "file" in d]
        return {d["file"]: pdf(d["title"], language, [request["initiative"]]) for d in files}

    def contacts(self) -> dict[str, Any]:
        """The beneficiary's people and institution, as the API takes them."""
        b = self.beneficiary
        lists = {
            "technical_team": [contact(p) for p in b.get("technical_team", ())],
            "authorities": [{**contact(p), "dimensions": p["dimensions"]} for p in b.get("authorities", ())],
        }
        one = {role: contact(b[role]) for role in ("focal_point", "alternate_contact", "approver")}
        place = {name: b[name] for name in ("country", "institution")}
        return {"methodology": self.rules.id, **place, **one, **lists}

    def note(self, uploads: dict[str, str]) -> dict[str, Any]:
        """The request, its files named by the ids of their uploads."""
        request = {name: said for name, said in self.all["request"].items() if name != "states_chosen"}
        request["stage"] = code(request["stage"])
        request["reference_documents"] = [
            {"title": d["title"], "url": d.get("url", ""), "file": uploads.get(d.get("file", ""), "")}
            for d in request["reference_documents"]
        ]
        return request

    def proposal(self) -> ProposePanel:
        """The seats with their shortlists, and the coordinators."""
        return ProposePanel(
            seats=tuple(
                Shortlist(candidates=tuple(_candidate(c) for c in seat["shortlist"]))
                for seat in self.panel["experts"]
            ),
            coordinators=tuple(Contact(**contact(c)) for c in self.panel["coordinators"]),
        )

    def assessed(self, address: str) -> list[dict[str, str]]:
        """The questions of the self-assessment that are this person's: by their dimensions, or nobody's."""
        people = self.beneficiary.get("authorities", ())
        mine = next((p["dimensions"] for p in people if p["email"] == address), None)
        named = {d for p in people for d in p["dimensions"]}
        return [
            q
            for q in self.all["self_assessment"]
            if (q["dimension"] in mine if mine is not None else q["dimension"] not in named)
        ]

    def windows(self, today: date) -> ProposeDates:
        """Windows from a Monday on, so many weeks ahead of the story's day."""
        monday = today - timedelta(days=today.weekday())
        starts = [monday + timedelta(weeks=weeks) for weeks in self.visit["windows_weeks_ahead"]]
        stay = timedelta(days=self.visit["days"] - 1)
        return ProposeDates(
            windows=tuple(Window(starts=s, ends=s + stay) for s in starts), visit_form=self.visit["form"]
        )

    def marks(self, address: str) -> MarkDates:
        """The windows that suit: all but those that clash."""
        who = self.candidate(address).get("key", "focal_point")
        clashing = {c["window"] for c in self.visit["clashes"] if c["who"] == who}
        count = len(self.visit["windows_weeks_ahead"])
        return MarkDates(choice="some", suits=tuple(n for n in range(1, count + 1) if n not in clashing))

    def agenda(self) -> SetAgenda:
        """The sessions of the visit, or its meetings with government bodies."""
        meetings = [
            {**s, "kind": "bilateral_meeting", "title": s["body"]} for s in self.visit.get("meetings", ())
        ]
        return SetAgenda(
            sessions=tuple(
                Session(
                    day=s["day"],
                    starts=time.fromisoformat(s["starts"]),
                    ends=time.fromisoformat(s["ends"]),
                    session=s["kind"],
                    title=s["title"],
                    body_met=s.get("body", ""),
                    interviewed=s.get("with", ""),
                    venue=s.get("venue", ""),
                )
                for s in (*self.visit.get("agenda", ()), *meetings)
            )
        )

    def working_meetings(self) -> list[str]:
        """The codes of the meetings of which findings are recorded."""
        return [code_of(s) for s in self.agenda().sessions if s.session == "working_meeting"]

    def arrangements(self, whose: str, by: date) -> tuple[Item, ...]:
        """One of the two lists, all done; without one, the bodies that are met."""
        listed = self.visit.get(f"{whose}_arrangements") or [s["body"] for s in self.visit["meetings"]]
        owner = (
            self.beneficiary["institution"]
            if whose == "local"
            else self.secretariat["responsible_officer"]["role"]
        )
        experts = tuple(f"expert-{n}" for n, _ in enumerate(self.panel["experts"], start=1))
        theirs = self.visit.get("arrangements_for_experts", ())
        return tuple(
            Item(what=what, owner=owner, by=by, state="done", concerns=experts if what in theirs else ())
            for what in listed
        )

    def contribution(self, address: str) -> Contribute:
        """One expert's contributions, in the order of the page's sections."""
        who = self.candidate(address)["key"]
        mine = {c["section"]: c["text"] for c in self.report["contributions"] if c["by"] == who}
        owner = self.rules.rule("contribute").owner
        own = (s for s in self.rules.sections if self.rules.writers[s] == owner)
        records: dict[str, Any] = next((c for c in self.report["contributed_records"] if c["by"] == who), {})
        return Contribute(
            sections=_texts(own, mine),
            recommendations=_recommendations(records.get("recommendations", ())),
            needs=_needs(records.get("needs", ())),
        )

    def sections(self, *, changed: bool) -> tuple[SectionText, ...]:
        """The report's sections, before or after the changes that were asked for."""
        texts = dict(self.report["sections"])
        if changed:
            texts |= self.report["sections_after_changes"]
        return _texts(self.rules.sections, texts)

    def recommendations(self, *, changed: bool) -> tuple[Recommendation, ...]:
        """The recommendations, before or after the changes that were asked for."""
        later = self.report.get("recommendations_after_changes") if changed else None
        return _recommendations(later or self.report["recommendations"])

    def needs(self) -> tuple[Need, ...]:
        """The cooperation needs."""
        return _needs(self.report["needs"])

    def comments(self) -> tuple[Comment, ...]:
        """The changes that the approver asks for; none when the report is approved at once."""
        return _comments(self.report["changes_asked"])

    def draft_comments(self, address: str) -> tuple[Comment, ...]:
        """What one expert says of the first draft; nothing of the later ones."""
        who = self.candidate(address)["key"]
        return _comments(c for c in self.report.get("draft_comments", ()) if c["by"] == who)

    def responses(self, kind: str) -> tuple[CommentAnswer, ...]:
        """What became of the comments, in their order; the pages know which comment each is on."""
        return tuple(CommentAnswer(on="", **r) for r in self.report.get(f"{kind}_responses", ()))

    def replies(self) -> tuple[Reply, ...]:
        """What the beneficiary says of the recommendations, in their order (W6)."""
        return tuple(Reply(on="", **r) for r in self.report.get("replies", ()))

    def translation(self, language: str) -> TranslateReport:
        """The approved report in another language, its records by their texts alone."""
        said = self.report["translations"][language]
        return TranslateReport(
            sections=_texts(self.rules.sections, said["sections"]),
            recommendations=_recommendations(self._translated("recommendations", said)),
            needs=_needs(self._translated("needs", said)),
        )

    def announcement(self) -> tuple[AnnouncementText, ...]:
        """What both sides agree to say of the publication, in the order of its languages."""
        decided = self.all["publication"]
        return tuple(
            AnnouncementText(in_language=language, text=decided["announcement"][language])
            for language in decided["languages"]
        )

    def later(self) -> AuthorisePublication | None:
        """What the approver decides from their dossier once the round is over; None for who has decided."""
        decided = self.all["publication"]
        if not decided.get("published_later"):
            return None
        return AuthorisePublication(version=0, sha256="", languages=tuple(decided["languages"]))

    def _translated(self, name: str, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The records of the version that is approved, with their texts in another language."""
        approved = self.report.get(f"{name}_after_changes") or self.report[name]
        return [{**record, **text} for record, text in zip(approved, said[name], strict=True)]


def scripts() -> list[Script]:
    """Every sample there is."""
    return [Script(file) for file in sorted(FOLDER.glob("*.json"), reverse=True)]


def _texts(sections: Iterable[str], texts: dict[str, str]) -> tuple[SectionText, ...]:
    """A text for each section, empty or not: the page has a row for each."""
    return tuple(SectionText(section=s, text=texts.get(s, "")) for s in sections)


def _recommendations(listed: Iterable[dict[str, Any]]) -> tuple[Recommendation, ...]:
    return tuple(Recommendation(**r) for r in listed)


def _needs(listed: Iterable[dict[str, Any]]) -> tuple[Need, ...]:
    return tuple(Need(**{**n, "support": code(n["support"])}) for n in listed)


def _comments(listed: Iterable[dict[str, Any]]) -> tuple[Comment, ...]:
    return tuple(Comment(section=c["section"], quote=c.get("quote", ""), text=c["comment"]) for c in listed)


def contact(person: dict[str, Any]) -> dict[str, Any]:
    """A person of the script, who is named by their role."""
    keys = ("email", "language", "time_zone")
    return {"name": person["role"], **{k: person[k] for k in keys}}


def code(word: str) -> Any:
    """A word of a script, as the forms have it."""
    return _CODES.get(word, word)


def _candidate(c: dict[str, Any]) -> Candidate:
    points = tuple(code(name) for name, confirmed in c["profile"].items() if confirmed)
    return Candidate(**contact(c), country=c["country"], institution=c["institution"], points=points)

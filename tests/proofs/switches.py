"""How each rule of the methodology is switched off, to see that a test of it then fails.

What enforces a rule is taken away where it stands: a refusal is not uttered, a function does nothing, a
sentence is missing from a letter. The methodologies' files stay as they are.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import jinja2

from rounds import rules
from rounds.clock import deadlines
from rounds.codes import CODES
from rounds.methodology import dossier
from rounds.methodology.model import Methodology
from rounds.registry import KINDS
from rounds.state import news
from rounds.state.case import Case
from rounds.state.effects import Effect
from rounds.state.kinds import passes
from rounds.steps import arrangements, request, seats, warnings
from rounds.submissions.panel import AgreePanel
from rounds.submissions.refusals import Refusal, refuse
from rounds.submissions.visit import ArrangeLocal
from store.writes import publishing

Switch = Callable[[], None]


def unsaid(*codes: str) -> Switch:
    """Nobody is refused with these codes any more."""
    assert set(codes) <= set(CODES), codes

    def quiet(check: Callable[..., None]) -> Callable[..., None]:
        def checked(*given: Any) -> None:
            try:
                check(*given)
            except Refusal as refusal:
                refuse(one for one in (refusal, *refusal.others) if one.code not in codes)

        return checked

    def switch() -> None:
        rules.check_body = quiet(rules.check_body)
        rules.check = quiet(rules.check)
        request.check_opening = quiet(request.check_opening)

    return switch


def instead(room: object, name: str, other: object) -> Switch:
    """Something else stands in the place of a function, which is there."""
    assert hasattr(room, name), name
    return lambda: setattr(room, name, other)


def gone(kind: str, check: Literal["check_body", "check"]) -> Switch:
    """Nobody looks at this kind any more: `check_body` at what is wrong in itself, `check` at the round."""
    without: dict[str, Any] = {check: passes}
    return lambda: KINDS.update({kind: replace(KINDS[kind], **without)})


def unwritten(*sentences: str) -> Switch:
    """These sentences are in no letter and on no page."""
    read = jinja2.FileSystemLoader.get_source

    def without(self: jinja2.FileSystemLoader, *given: Any) -> tuple[str, str, Callable[[], bool]]:
        source, *rest = read(self, *given)
        for sentence in sentences:
            source = source.replace(sentence, "")
        return (source, *rest)  # type: ignore[return-value]  # the rest is as it was read

    return instead(jinja2.FileSystemLoader, "get_source", without)


def both(*switches: Switch) -> Switch:
    """One after the other."""
    return lambda: [switch() for switch in switches].clear()


def _nothing(*_: object, **__: object) -> None:
    """Look at nothing, do nothing."""


async def _unpublished(*_: object) -> None:
    """Make nothing public."""


def _agreed_anyway() -> None:
    """Whoever the secretariat proposes has a seat, whatever the beneficiary says."""
    row = KINDS["agree_panel"]

    def agreed(case: Case[AgreePanel]) -> list[Effect]:
        sent = replace(case.sent, body=replace(case.body, choice="agree"))
        return row.accept(replace(case, sent=sent))

    KINDS["agree_panel"] = replace(row, accept=agreed)


def unread(*matters: str) -> Switch:
    """Nobody reads these matters of a round, whatever the table says."""
    asked = dossier.may_read

    def read(m: Methodology, matter: str, who: str, step: str) -> bool:
        return matter not in matters and asked(m, matter, who, step)

    return instead(dossier, "may_read", read)


def _open_to_the_press() -> None:
    """Who says nothing about the press has it invited."""
    ArrangeLocal.__init__.__kwdefaults__ = {"press": "open", "kind": "arrange_local"}


SWITCHES: dict[str, Switch] = {
    "Q1": unsaid("unknown_country"),
    "Q2": instead(request, "_wrong_topic", lambda *_: ()),
    "Q3": instead(request, "_wrong_asked", lambda *_: ()),
    "Q4": unsaid("too_many_countries"),
    "Q5": unsaid("too_many_documents"),
    "Q6": instead(warnings, "of_stage", lambda *_: ()),
    "Q7": gone("examine_request", "check_body"),
    "Q8": instead(news, "tell", lambda *_, **__: []),
    "P1": _agreed_anyway,
    "P2": instead(seats, "is_free", lambda *_: True),
    "P3": unsaid("wrong_number_of_coordinators"),
    "P4": unsaid("wrong_number_of_seats"),
    "P5": unsaid("wrong_number_of_coordinators"),
    "P6": unsaid("undertaking_missing"),
    "P7": unsaid("profile_unchecked"),
    "P8": gone("answer_invitation", "check"),
    "P9": unwritten("The dates of the visit are fixed"),
    "D1": unsaid("dimension_unasked"),
    "D2": unsaid("answer_missing", "nothing_to_add_to", "questions_too_late"),
    "D3": unsaid("choice_missing", "unknown_question"),
    "D4": unsaid("unknown_dimension", "nothing_to_comment"),
    "D5": unread("questionnaire", "self_assessment"),
    "V1": both(unsaid("reason_missing"), instead(arrangements, "needed", lambda _: ())),
    "V2": unsaid("only_officers_waive"),
    "V3": unsaid("visit_length"),
    "V4": unsaid("session_kind_missing"),
    "V5": unsaid("unknown_visit_form"),
    "V6": unsaid("text_missing", "meeting_ahead", "meeting_unsaid", "finding_left_out"),
    "V7": _open_to_the_press,
    "V8": unsaid("window_too_soon"),
    "V10": unsaid("visit_over", "move_pending", "not_yours"),
    "V9": unwritten("You would not come to present the work of your own country"),
    "W1": unsaid("report_too_long", "printed_too_long"),
    "W2": unsaid("nothing_written"),
    "W3": unsaid("section_missing"),
    "W4": gone("review_report", "check"),
    "W5": unsaid("unknown_section"),
    "W6": unsaid("unknown_recommendation", "not_approved", "unknown_basis"),
    "X1": gone("decide_publication", "check"),
    "X2": unsaid("language_missing", "language_not_there", "older_version"),
    "X3": both(instead(publishing, "publish", _unpublished), gone("agree_announcement", "check")),
    "X4": unsaid("text_missing"),
    "Y3": unsaid("nothing_written"),
    "Z1": instead(deadlines, "working_day", lambda start, n, _: start + timedelta(days=n)),
    "Z2": gone("withdraw", "check"),
    "Z3": instead(rules, "check_language", lambda *_: None),
    "Z4": unsaid("unknown_topic"),
    "Z6": instead(dossier, "may_read", lambda *_: True),
    "Z7": unread("rules"),
    "Z8": instead(deadlines, "on_working_day", lambda day, _: day),
}
"""By rule. For one that several things enforce, one of them is enough: its test must see it."""

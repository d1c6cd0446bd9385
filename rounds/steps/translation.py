"""The approved report in further languages, each a version bound to it by its sha256 (X2)."""

from collections.abc import Iterable
from dataclasses import replace

from rounds.methodology.model import Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Report
from rounds.state.keys import Key
from rounds.state.kinds import Kind, by_choice
from rounds.state.round import Round, Translation
from rounds.steps import comments
from rounds.steps.replies import NotApproved, in_force, is_approved
from rounds.steps.versions import check_report, check_version
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal, refuse
from rounds.submissions.report import AskTranslations, ReviewTranslation, TranslateReport, Version

ASKS = ("approver", "focal_point", "responsible_officer")
"""Who may ask for the report in a further language."""
TRANSLATES = "translate_report"
OF_A_LANGUAGE = (TRANSLATES, "review_translation")
"""The kinds that are asked for each language into which the report is translated, which their key names."""


class LanguageThere(Refusal):
    """The report is in this language, or is being translated into it already (X2)."""

    code = "language_there"


class TranslationDiffers(Refusal):
    """A translation has other records than the approved report (X2)."""

    code = "translation_differs"


def into(kind: str, key: str) -> str:
    """The language of the translation that an assignment, or what was sent for it, is about; else empty."""
    code = Key.parse(key).about if kind in OF_A_LANGUAGE else ""
    return code if code in LANGUAGES else ""


def check_wanted(round: Round, languages: Iterable[str]) -> None:
    """X2: languages in which the report neither is nor was asked for.

    Raises: LanguageThere.
    """
    known = (round.language, *round.wanted)
    refuse(LanguageThere(field="languages", language=language) for language in languages if language in known)


def want(round: Round, languages: Iterable[str]) -> None:
    """The report is asked for in these languages, in this order, where the methodology has translators."""
    if round.methodology.asks(TRANSLATES):
        round.wanted = (*round.wanted, *languages)


def check_chosen(case: BodyCase[AskTranslations]) -> None:
    """X2: at least one.

    Raises: ChoiceMissing.
    """
    if not case.body.languages:
        raise ChoiceMissing(field="languages")


def check_asked(case: Case[AskTranslations]) -> None:
    """X2: the beneficiary or the secretariat asks, for what was approved.

    Raises: NotYours, NotApproved, LanguageThere.
    """
    if not case.sent.officer and not set(ASKS).intersection(case.round.roles_of(case.sent.by)):
        raise NotYours
    if not is_approved(case.round) or not case.round.methodology.asks(TRANSLATES):
        raise NotApproved
    check_wanted(case.round, case.body.languages)


def asked(case: Case[AskTranslations]) -> list[Effect]:
    """X2: they are translated beside everything else."""
    want(case.round, case.body.languages)
    return []


def check_records(case: Case[TranslateReport]) -> None:
    """X2: the same recommendations and needs as in the approved report, in the same order.

    Raises: TranslationDiffers.
    """
    original = in_force(case.round)
    for name in ("recommendations", "needs"):
        if original and _coded(original, name) != _coded(case.body, name):
            raise TranslationDiffers(field=name)


def _coded(body: Version, name: str) -> list[tuple[object, ...]]:
    """What of each record is no text, so that a translation leaves it as it is."""
    coded = ("id", "nature", "rests_on", "topic", "support", "priority")
    return [tuple(getattr(record, code, "") for code in coded) for record in getattr(body, name)]


def translated(case: Case[TranslateReport]) -> list[Effect]:
    """X2: a version of its own, bound to the one that it translates; it takes the place of an earlier one."""
    round, language = case.round, case.key.about
    made = Translation(
        language=language,
        version=number(round) + 1,
        sha256=case.sent.sha256,
        of=round.sha256,
    )
    round.translations = (*round.translations, made)
    return [
        Report(
            version=made.version,
            sha256=made.sha256,
            submission=case.sent.id,
            language=language,
            pages=case.body.pages,
            translation_of=made.of,
        )
    ]


def number(round: Round) -> int:
    """The number of the last version, be it a translation."""
    return max((round.version, *(made.version for made in round.translations)))


def latest(round: Round, language: str) -> Translation | None:
    """The last translation into a language of the version in force."""
    made = [t for t in round.translations if t.language == language and t.of == round.sha256]
    return made[-1] if made else None


def check_review(case: BodyCase[ReviewTranslation]) -> None:
    """X2: changes are asked with comments by section.

    Raises: UnknownSection, CommentMissing.
    """
    comments.check(case.methodology, case.body)


def reviewed(case: Case[ReviewTranslation]) -> list[Effect]:
    """X2: approved, the report exists in this language."""
    if case.body.choice == "approve":
        round, sha256 = case.round, case.body.sha256
        round.translations = tuple(
            replace(t, approved=True) if t.sha256 == sha256 else t for t in round.translations
        )
    return []


def languages(round: Round) -> tuple[str, ...]:
    """The languages in which the report in force exists, its own first; none: not known (earlier days)."""
    if not round.language:
        return ()
    made = (t.language for t in round.translations if t.approved and t.of == round.sha256)
    return tuple(dict.fromkeys((round.language, *made)))


KINDS = (
    Kind(model=AskTranslations, check_body=check_chosen, check=check_asked, accept=asked, after=True),
    Kind(
        model=TranslateReport,
        place=Place("report", optional="translations", dispensable=True),
        check_body=check_report,
        check=check_records,
        accept=translated,
        after=True,
    ),
    Kind(
        model=ReviewTranslation,
        place=Place("report", optional="translations", dispensable=True),
        check_body=check_review,
        check=check_version,
        accept=reviewed,
        after=True,
        news=by_choice({"approve": "report_translated"}),
    ),
)

"""What is sent about the report: contributions, versions, review, decision, lessons (W2 to X2, Y3)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from rounds.submissions.fields import OptionalLine, OptionalProse, Prose, Text
from rounds.submissions.people import Language

Quote = Annotated[str, Text(2_000, required=False, form="lines")]
"""A passage of a section, word for word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """A text for one section of the report."""

    section: str
    text: OptionalProse = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the panel recommends, as a record (W6).

    `id` stays the same from version to version; whoever sends a new one leaves it empty. `rests_on` is the
    question or the finding that it rests on (`rounds.steps.resting`); empty for none that is recorded.
    """

    id: str = ""
    nature: Literal["adjustment", "reform", "innovation"]
    text: Prose
    reasons: OptionalProse = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A cooperation need, as donors will filter it (X4); its `id` is as a recommendation's.

    `topic` is one of the methodology's; "other" is said in `topic_words` (Z4). Those kept before there were
    codes have it in words, and no priority.
    """

    id: str = ""
    topic: str
    topic_words: OptionalLine = ""
    support: Literal["technical_assistance", "training", "exchange", "financing", "other"]
    priority: Literal["high", "medium", "low"] | None = None
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute:
    """One expert's contributions by section (W2), and what of it are records (W6, X4)."""

    sections: tuple[SectionText, ...]
    recommendations: tuple[Recommendation, ...] = ()
    needs: tuple[Need, ...] = ()
    kind: Literal["contribute"] = "contribute"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLessons:
    """What the round taught about the procedure, where the methodology asks for it (Y3)."""

    lessons: tuple[Prose, ...]
    kind: Literal["write_lessons"] = "write_lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody says of a section of a version, or of a passage, which is quoted (W4).

    `id` is given to it when it is sent, so that it can be answered.
    """

    id: str = ""
    section: str
    quote: Quote = ""
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswer:
    """What became of a comment in the next version, and why, unless it was taken up (W4)."""

    on: str
    taken: Literal["taken_up", "in_part", "not"]
    why: OptionalProse = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the report. The `pages` of its PDF are counted when it is sent (W1)."""

    sections: tuple[SectionText, ...]
    recommendations: tuple[Recommendation, ...] = ()
    needs: tuple[Need, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidateReport(Version):
    """The first version of the report (W2, W3)."""

    kind: Literal["consolidate_report"] = "consolidate_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """An expert has read a draft, and comments on it or not (W2, W4)."""

    version: int
    sha256: str
    choice: Literal["none", "comments"]
    comments: tuple[Comment, ...] = ()
    kind: Literal["comment_draft"] = "comment_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishDraft(Version):
    """The draft after the experts' comments, each of which is answered (W2, W4)."""

    responses: tuple[CommentAnswer, ...] = ()
    kind: Literal["finish_draft"] = "finish_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the beneficiary says of one recommendation, if it says anything (W6)."""

    on: str
    answer: Literal["accepted", "in_part", "not"] | None = None
    why: OptionalProse = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What decides how long the report is that its readers have: counted when it is sent (W1, W6).

    `pages`: of the longest PDF that comes of it, with what is shown of the beneficiary's word; `longest`: the
    number of the recommendation on which most is said. Both 0 where nothing of it is printed.
    """

    pages: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport(Printed):
    """The approver approves this version or asks for changes by section and passage (W4).

    Who approves may say what it accepts, and whether that is `shown` in the report (W6), and ask for further
    `languages`.
    """

    version: int
    sha256: str
    choice: Literal["approve", "changes"]
    comments: tuple[Comment, ...] = ()
    replies: tuple[Reply, ...] = ()
    shown: bool = False
    languages: tuple[Language, ...] = ()
    kind: Literal["review_report"] = "review_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseReport(Version):
    """The next version of the report, with an answer to each comment (W4)."""

    responses: tuple[CommentAnswer, ...] = ()
    kind: Literal["revise_report"] = "revise_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRecommendations(Printed):
    """What the beneficiary says of the recommendations after its approval, in place of what it said (W6)."""

    replies: tuple[Reply, ...]
    shown: bool = False
    kind: Literal["reply_recommendations"] = "reply_recommendations"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTranslations:
    """The approved report is asked for in further languages (X2)."""

    languages: tuple[Language, ...]
    kind: Literal["ask_translations"] = "ask_translations"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateReport(Version):
    """The approved report in another language: that of the assignment's key (X2)."""

    kind: Literal["translate_report"] = "translate_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTranslation:
    """A translation is approved, or goes back with comments (X2)."""

    version: int
    sha256: str
    choice: Literal["approve", "changes"]
    comments: tuple[Comment, ...] = ()
    kind: Literal["review_translation"] = "review_translation"

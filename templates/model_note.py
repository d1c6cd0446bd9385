"""The model of a note by which a country asks for a round, as DOCX: what its methodology asks for (Q2)."""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document

from rounds.methodology.model import Methodology
from templates.marking import N_
from templates.words import Words

TITLE = N_("Request for a round of technical cooperation between peers")
TO = N_("To: %(secretariat)s, Organization of American States")
HOW = N_(
    "Please fill in the right-hand side and send this note to the secretariat. The person named as focal"
    " point will be asked by letter to confirm it."
)
BENEFICIARY = ("country", "institution")
CONTACT = ("name", "email", "language")
FOCAL_POINT = N_("Focal point")
SIGNED = N_("Place, date and signature")
SINCE = datetime(2026, 11, 22, tzinfo=UTC)
"""In every file, so that the same words are the same bytes."""


def docx(words: Words, rules: Methodology) -> bytes:
    """The note for one methodology in one language."""
    made = Document()
    made.core_properties.title = words.say(TITLE)
    made.core_properties.language = words.language_code
    made.core_properties.author = "Ronda"
    made.core_properties.created = made.core_properties.modified = SINCE
    made.add_heading(words.say(TITLE), level=1)
    secretariat = rules.secretariat_names.get(words.language_code, rules.secretariat)
    made.add_paragraph(words.say(TO, secretariat=secretariat))
    made.add_paragraph(f"{rules.name}. {rules.about.get(words.language_code, '')}".strip())
    made.add_paragraph(words.say(HOW))
    asked = [(name, "Note") for name in rules.note_asks]
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for name, model in [*((name, "") for name in BENEFICIARY), *asked]:
        _row(table, words.label(name, model), words.hint(name, model))
    for name in CONTACT:
        _row(table, words.pair(words.say(FOCAL_POINT), words.label(name)), "")
    _row(table, words.say(SIGNED), "")
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _row(table: object, label: str, hint: str) -> None:
    left, right = table.add_row().cells  # type: ignore[attr-defined]  # python-docx does not export the class
    left.paragraphs[0].add_run(label).bold = True
    right.text = hint

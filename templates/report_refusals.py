"""What is said of a refusal that has to do with the report, its documents and its records, by its code."""

from templates.marking import N_, NN_

REFUSALS = {
    "text_too_deep": N_(
        "In this text, lists, quotations or emphasis lie too deep in one another: at most %(deepest)s levels."
    ),
    "table_too_large": N_(
        "A table in this text is too large: at most %(columns)s columns and %(cells)s cells."
    ),
    "report_too_large": N_(
        "The texts of the report together are too long: at most %(longest)s characters, and %(most)s "
        "paragraphs, items and cells."
    ),
    "not_a_document": N_(
        "The file is not a Word document (DOCX) that could be read. Please save it as DOCX, or paste the "
        "text."
    ),
    "document_too_large": N_(
        "The document is too large to be read. Please leave its pictures out, or paste the text."
    ),
    "document_active": N_(
        "The document holds macros, embedded objects or links to other files, so it was not read. Please "
        "remove them, or paste the text."
    ),
    "other_document": N_(
        "The document was not made from a version of this report, so nothing was taken over. Please download "
        "the draft for Word from this page, and write in that."
    ),
    "document_overtaken": N_(
        "The document was made from version %(version)s of the report; the latest is version %(latest)s. "
        "Please compare the two, and take over what is still needed."
    ),
    "unknown_basis": N_("The round has no such finding or question for the recommendation to rest on."),
    "section_missing": N_("The report lacks this section: %(section)s."),
    "report_too_long": NN_(
        "The report has %(pages)s pages, one more than the %(most)s that it may have. Please shorten it.",
        "The report has %(pages)s pages, %(over)s more than the %(most)s that it may have. Please shorten "
        "it.",
        by="over",
    ),
    "printed_too_long": N_(
        "With what the beneficiary says of the recommendations, the report has %(pages)s pages, and at most "
        "%(most)s are admitted. Please shorten those reasons, of which the ones on recommendation "
        "%(number)s are the longest, or choose that they are not shown in the report."
    ),
    "quote_not_there": N_(
        "This passage does not stand in the section that you comment on. Please copy it as it is there, or "
        "leave it out."
    ),
    "same_record": N_("This has the same identifier as another one of the list."),
    "translation_differs": N_(
        "A translation has the same recommendations and cooperation needs as the approved report, in the "
        "same order: please translate their texts alone."
    ),
    "language_there": N_("The report is in this language, or is being translated into it already."),
    "unknown_recommendation": N_("The report has no such recommendation."),
    "not_approved": N_("The report has not been approved yet, so nothing was recorded."),
    "comment_unanswered": N_("Please answer comment %(number)s."),
}

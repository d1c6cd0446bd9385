"""What is said of a file that is not taken, by its code; each says what to do."""

from templates.marking import N_

REFUSALS = {
    "sheet_macros": N_("A spreadsheet with macros cannot be taken. Please save it as XLSX without them."),
    "sheet_formulas": N_("This spreadsheet has formulas. Please write the answers as plain text."),
    "sheet_merged": N_(
        "Cells of this spreadsheet have been merged. Please give each answer a cell of its own."
    ),
    "sheet_too_long": N_(
        "This spreadsheet has too many rows: at most %(most)s. Please download it again from this page, and "
        "write the answers there."
    ),
    "sheet_of_another": N_(
        "This is not the spreadsheet of this questionnaire. Please download it again from this page."
    ),
    "file_too_large": N_(
        "This file is too large: at most %(mebibytes)s MB. Please make it smaller, or attach it in parts."
    ),
    "file_kind_refused": N_(
        "Only PDF, DOCX, XLSX, PNG and JPEG files may be attached. Please save it as one of these."
    ),
    "file_not_what_it_says": N_(
        "The content of this file is of another kind than its name says. Please save it anew as PDF, DOCX, "
        "XLSX, PNG or JPEG, and attach the new file."
    ),
    "file_of_another": N_("This file belongs to something else that was sent. Please upload it again."),
    "file_damaged": N_(
        "This file is damaged or incomplete, so it was not taken. Please open it, save it anew as PDF, and "
        "attach the new file."
    ),
    "file_encrypted": N_(
        "This file is protected by a password, so it was not taken. Please save it without one, and attach "
        "the new file."
    ),
    "file_active": N_(
        "This file holds a program, a macro or an action that starts by itself, so it was not taken. Please "
        "print it to a new PDF, and attach that."
    ),
    "file_holds_files": N_(
        "There are other files inside this file, so it was not taken. Please attach each of them by itself, "
        "or print it to a new PDF."
    ),
    "file_reaches_out": N_(
        "This file takes data from another file or from a server when it is opened, so it was not taken. "
        "Please break those links, or print it to a new PDF."
    ),
    "file_unfolds": N_(
        "This file unpacks to far more than a document has, so it was not taken. Please save it as PDF, and "
        "attach that."
    ),
    "file_too_intricate": N_(
        "This file could not be read within the time and memory that a document needs, so it was not taken. "
        "Please print it to a new PDF, or attach it in parts."
    ),
    "picture_too_large": N_(
        "This picture is too large: at most %(longest)s points on each side, and %(millions)s million in "
        "all. Please make it smaller, and attach it again."
    ),
    "quota_used_up": N_(
        "%(mebibytes)s MB of files were sent within a day, which is the most that is taken. Please go on "
        "tomorrow, or write to the secretariat."
    ),
    "file_infected": N_(
        "The virus scanner reports this file as harmful, so it was not taken. Please have your computer "
        "checked, and attach a clean file."
    ),
    "file_not_scanned": N_(
        "Files cannot be scanned for viruses at the moment, so this one was not taken. Please try again in a "
        "few minutes."
    ),
}

"""How the fields and choices of papers are called."""

from templates.marking import N_

LABELS = {
    "papers": N_("Papers"),
    "Paper": N_("Paper"),
    "AddPapers.about": N_("What they go with"),
    "goes_with": N_("What they go with"),
    "audience": N_("Who may read them"),
    "paper": N_("Paper"),
    "WithdrawPaper.reason": N_("Why it is withdrawn"),
}
HINTS = {
    "papers": N_("Each a file: PDF, DOCX, XLSX, PNG or JPEG, up to 10 MB."),
    "AddPapers.about": N_("Choose nothing if they concern the round as a whole."),
}
CHOICES = {
    "about.request": N_("The request"),
    "about.framework": N_("The analytical framework"),
    "about.self_assessment": N_("The self-assessment"),
    "about.questions": N_("Questions of the experts"),
    "about.questionnaire": N_("Questions and answers"),
    "about.dates": N_("Dates of the visit"),
    "about.agenda": N_("Agenda of the visit"),
    "about.arrangements_international": N_("International arrangements"),
    "about.arrangements_local": N_("Local arrangements"),
    "about.findings": N_("Findings of the working meetings"),
    "about.contributions": N_("Contributions of the experts"),
    "about.report": N_("The report"),
    "about.comments": N_("Comments of the beneficiary on the report"),
    "audience.everyone": N_("everyone who takes part"),
    "audience.panel_and_secretariat": N_("the panel and the secretariat"),
    "audience.beneficiary_and_secretariat": N_("the beneficiary and the secretariat"),
    "audience.secretariat": N_("the secretariat alone"),
}

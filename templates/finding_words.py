"""How the fields and choices of findings are called (V6)."""

from templates.marking import N_

LABELS = {
    "found": N_("Findings, challenges and recommendations"),
    "Finding": N_("Entry"),
    "Finding.what": N_("What it is"),
    "Finding.text": N_("What was found"),
    "meeting": N_("Working meeting"),
    "without": N_("Meetings without findings"),
    "id": N_("Identifier"),
    "WithdrawFinding.finding": N_("Which entry"),
    "WithdrawFinding.reason": N_("Why it is taken back"),
    "findings": N_("Findings"),
    "challenges": N_("Challenges"),
    "recommendations": N_("Concrete recommendations"),
}

HINTS = {
    "RecordFindings.found": N_(
        "At least one of each kind. What others have recorded may be worded anew, and is not left out here; "
        "what was recorded by mistake is taken back from my round. An entry without a meeting is about the "
        "visit as a whole."
    ),
    "without": N_("Each working meeting has an entry, or is marked here."),
}

CHOICES = {
    "Finding.what.finding": N_("Finding"),
    "Finding.what.challenge": N_("Challenge"),
    "Finding.what.recommendation": N_("Concrete recommendation"),
}

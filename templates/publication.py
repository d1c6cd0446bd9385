"""The words of what follows an approved report: the decision, the announcement, what is public, its end."""

from templates.marking import N_, NN_

LABELS = {
    "DecidePublication.day": N_("Day of the publication"),
    "AuthorisePublication.day": N_("Day of the publication (none: at once)"),
    "latest": N_("Until when the publication may wait for the announcement (none: it does not wait)"),
    "WithdrawPublication.reason": N_("Reason, for the record"),
    "CountersignPublication.reason": N_("Reason, if you return it"),
    "texts": N_("Text of the announcement"),
    "AnnouncementText": N_("Text"),
    "in_language": N_("Language"),
    "recipients": N_("Who else receives the announcement"),
    "Recipient": N_("Recipient"),
}

HINTS = {
    "DecidePublication.day": N_("Only if the report is published on a day that you name."),
    "latest": N_(
        "The announcement is agreed between you and the secretariat. The report never waits for it longer "
        "than until this day."
    ),
    "AuthorisePublication.languages": N_("Those in which the approved report exists: at least one."),
    "WithdrawPublication.reason": N_("It stays in the record, and no page shows it."),
    "CountersignPublication.reason": N_("The approver is told this reason, and may authorise anew."),
    "texts": N_("One text for each language in which the report is published."),
    "recipients": N_("Beyond those who take part in the round, who receive it in any case."),
}

CHOICES = {
    "DecidePublication.choice.publish_on": N_("I authorise its publication on the day that I name"),
    "WithdrawPublication.choice.withdraw": N_("I withdraw the authorisation to publish the report"),
    "CountersignPublication.choice.countersign": N_("I countersign the authorisation"),
    "CountersignPublication.choice.return": N_("I return it; nothing is published"),
    "AgreeAnnouncement.choice.agree": N_("I agree to the text as it stands"),
    "AgreeAnnouncement.choice.change": N_("I propose this text instead"),
    "AgreeAnnouncement.choice.none": N_("The publication is not announced"),
}

NEWS = {
    "report_published": N_("The report is public"),
    "report_withdrawn": N_("The report is no longer public"),
    "publication_returned": N_("The authorisation to publish was not countersigned"),
}

TOLD = {
    "report_published": N_(
        "The report is public from now on, as the beneficiary has authorised, on a page of its own."
    ),
    "report_withdrawn": N_(
        "The beneficiary has withdrawn the authorisation to publish the report. It is no longer public; its "
        "page says that it was withdrawn, and the record stays."
    ),
    "publication_returned": N_(
        "The secretariat has not countersigned the authorisation to publish the report, which is void. "
        "Nothing is published; whoever may authorise the publication can do so anew at any time, from the "
        "page of the round."
    ),
}

REFUSALS = {
    "language_not_there": N_("The approved report does not exist in this language. It exists in: %(there)s."),
    "day_passed": N_("This day has passed already. To publish at once, please leave the day out."),
    "day_too_late": N_("This day is too far ahead: it can be no later than %(due)s."),
    "latest_too_early": N_("This day comes before the day of the publication."),
    "nothing_approved": N_("There is no approved report of a closed round that could be published."),
    "nothing_authorised": N_("Nothing is public, and nothing is to be: there is nothing to withdraw."),
    "code_missing": N_(
        "Please ask for a code with the button, and type in the one that the letter to your address brings."
    ),
    "code_wrong": NN_(
        "This is not the code that was sent last. Please look at the newest letter: one try is left.",
        "This is not the code that was sent last. Please look at the newest letter: %(left)s tries are left.",
        by="left",
    ),
    "code_spent": N_("A wrong code was typed in too often, so it is good no more. Please ask for another."),
    "code_expired": N_("The code was good for ten minutes, which have passed. Please ask for another one."),
    "code_used": N_("This code has been used already, and is good only once. Please ask for another one."),
    "code_of_another": N_(
        "This code was sent for another version of the report. Please read the version that stands here, and "
        "ask for a code for it."
    ),
    "too_many_codes": N_(
        "Three codes in a quarter of an hour are the most, and they have been sent. Please use the last one, "
        "or ask again in a quarter of an hour."
    ),
    "same_officer": N_(
        "You have filed this decision for the beneficiary, so its countersign cannot be yours. Another "
        "officer countersigns it: whoever heads the secretariat, or whoever takes your place in the round."
    ),
    "announcement_missing": N_(
        "Please write the announcement in each language in which the report is published, once in each."
    ),
    "announcement_differs": N_(
        "You have changed the text. To have it agreed as it stands now, please choose to propose it."
    ),
    "too_many_recipients": N_("The announcement goes to at most %(most)s further addresses."),
}

STANDING = N_("Publication of the report")
"""The heading of what stands here, on *my round*."""
PUBLIC = N_("The report is public, in: %(languages)s.")
WAITS = N_("The publication is authorised, in: %(languages)s. The report is not public yet.")
WAITS_FOR_DAY = N_("The publication is authorised for %(day)s, in: %(languages)s.")
WAITS_FOR_COUNTERSIGN = N_(
    "The publication is authorised, in: %(languages)s. The report is not public before an officer of the "
    "secretariat has countersigned the authorisation."
)
RETURNED = N_("The authorisation was not countersigned. The report is not public.")
WITHDRAWN = N_("The authorisation was withdrawn. The report is not public.")
INTERNAL = N_("The report is kept as an internal working document.")
PAGE = N_("The public page of the report")
DRAFT = N_(
    "The Organization of American States and %(institution)s (%(country)s) make public the report of the "
    "%(methodology)s round of technical cooperation between peers on “%(initiative)s”. The report was agreed "
    "with the beneficiary, and its recommendations do not bind it. It can be read at the address below."
)
"""What the secretariat starts from: made from the record, to be agreed with the beneficiary (X3)."""
CODE = N_("Code")
CODE_HINT = N_("The figures of the letter, with or without the space between them.")
CODE_HOW = N_(
    "To authorise the publication you need a code, which is sent to the address at which you receive the "
    "letters of this round. It can be used once, within ten minutes, for this version alone. Keeping the "
    "report internal needs none."
)
SEND_CODE = N_("Ask for a code")
CODE_SENT = N_(
    "A code is on its way to your address. Should it not arrive within a few minutes, please ask for "
    "another; only the last one is good. What you have chosen stands below and has not been sent."
)
CODE_AWAY = N_("No code could be sent just now. Please ask for it again in a while.")
AUTHORISED_BY = N_("The authorisation of %(name)s")
COUNTERSIGNED_NEXT = N_(
    "Recorded. Thank you. The report is public only once an officer of the secretariat has countersigned "
    "this authorisation; should it be returned, you are told why by letter, and may authorise anew."
)
HOW = {
    "authorise_publication": N_(
        "Your authorisation is for exactly this version and these languages. It can be withdrawn at any time."
    ),
    "withdraw_publication": N_(
        "The report is taken offline at once. Its page then says that it was withdrawn; the record stays. "
        "Only a new authorisation makes it public again."
    ),
}

"""The names of what a round is made of: roles, steps, kinds of assignment, outcomes."""

from templates.marking import N_

ROLES = {
    "focal_point": N_("focal point"),
    "alternate_contact": N_("alternate contact"),
    "technical_team": N_("technical team"),
    "approver": N_("approver of the report"),
    "authority": N_("authority of the beneficiary"),
    "candidate": N_("invited expert"),
    "delegate": N_("delegate"),
    "expert": N_("expert of the panel"),
    "coordinator": N_("coordinator"),
    "lead_coordinator": N_("lead coordinator"),
    "responsible_officer": N_("responsible officer of the secretariat"),
    "head_of_secretariat": N_("head of the secretariat"),
}

STEPS = {
    "request": N_("Request"),
    "self_assessment": N_("Self-assessment"),
    "panel": N_("Panel"),
    "preparation": N_("Preparation"),
    "visit": N_("Visit"),
    "report": N_("Report"),
    "publication": N_("Decision on publication"),
    "closed": N_("Closed"),
}

KINDS = {
    "complete_request": N_("Complete the request"),
    "confirm_note": N_("Confirm the request"),
    "examine_request": N_("Examine the request"),
    "propose_framework": N_("Propose the analytical framework"),
    "agree_framework": N_("Agree to the analytical framework"),
    "write_self_assessment": N_("Write the self-assessment questionnaire"),
    "answer_self_assessment": N_("Answer the self-assessment questionnaire"),
    "name_states": N_("Name the states that the experts come from"),
    "propose_panel": N_("Propose the panel"),
    "agree_panel": N_("Agree to the panel"),
    "answer_invitation": N_("Answer the invitation to the panel"),
    "add_candidate": N_("Add a candidate to the panel"),
    "agree_candidate": N_("Agree to the added candidate"),
    "review_conflict": N_("Review a declared conflict of interest"),
    "write_questions": N_("Write the technical questions"),
    "send_questionnaire": N_("Send the questionnaire"),
    "answer_questionnaire": N_("Answer the questionnaire"),
    "propose_dates": N_("Propose dates for the visit"),
    "mark_dates": N_("Say which dates suit you"),
    "set_agenda": N_("Set the agenda of the visit"),
    "arrange_international": N_("Complete the international arrangements"),
    "arrange_local": N_("Complete the local arrangements"),
    "ready_visit": N_("Decide how the visit goes ahead"),
    "record_findings": N_("Record the findings of the working meetings"),
    "contribute": N_("Contribute to the report"),
    "write_lessons": N_("Note what the round taught about the procedure"),
    "consolidate_report": N_("Consolidate the report"),
    "comment_draft": N_("Read and comment on the draft of the report"),
    "finish_draft": N_("Finish the draft of the report"),
    "review_report": N_("Review the report"),
    "revise_report": N_("Revise the report"),
    "translate_report": N_("Translate the report"),
    "review_translation": N_("Review a translation of the report"),
    "reply_recommendations": N_("Say what the beneficiary accepts of the recommendations"),
    "ask_translations": N_("Ask for the report in further languages"),
    "decide_publication": N_("Decide on the publication of the report"),
    "countersign_publication": N_("Countersign the authorisation to publish the report"),
    "agree_announcement": N_("Agree on the announcement of the report"),
    "mend_address": N_("Correct an address that refuses letters"),
    "decide_extension": N_("Decide on a request for more time"),
    "decide_silence": N_("Decide what becomes of the round"),
    "ask_more_time": N_("Ask for more time"),
    "withdraw": N_("Withdraw the round"),
    "record_lessons": N_("Record lessons on the procedure"),
    "leave_panel": N_("Leave the panel"),
    "extend": N_("Extend a time limit"),
    "pause": N_("Pause the time limits"),
    "resume": N_("Resume the time limits"),
    "waive": N_("Waive a task"),
    "correct_address": N_("Correct an address"),
    "replace_person": N_("Replace a person"),
    "delegate": N_("Name a delegate"),
    "end_delegation": N_("End a delegation"),
    "send_back": N_("Send questions or answers back"),
    "ask_again": N_("Ask for a letter again"),
    "send_again": N_("Send a letter again"),
    "revise_agenda": N_("Revise the agenda of the visit"),
    "revise_international": N_("Revise the international arrangements"),
    "revise_local": N_("Revise the local arrangements"),
    "move_visit": N_("Move the visit or change its form"),
    "decide_move": N_("Decide on a change to the visit"),
    "add_papers": N_("Attach papers"),
    "withdraw_paper": N_("Withdraw a paper"),
    "add_findings": N_("Record findings of the working meetings"),
    "withdraw_finding": N_("Take back a finding"),
    "add_questions": N_("Add questions to the questionnaire"),
    "comment_framework": N_("Comment on the analytical framework"),
    "choose_language": N_("Choose the language of letters and pages"),
    "authorise_publication": N_("Authorise the publication of the report"),
    "withdraw_publication": N_("Withdraw the authorisation to publish"),
    "retry_batch": N_("Try again what could not be written"),
    "skip_batch": N_("Go on without what could not be written"),
}

ASKED = {
    "complete_request": N_(
        "Please send the note that requests the round, as the form asks for it and, if you wish, with "
        "reference documents."
    ),
    "confirm_note": N_(
        "The secretariat has recorded the request for this round in your name. Please read it, and confirm "
        "that it is your institution's own; or say that you will write it yourself, and you can then correct "
        "it. It is examined once you have confirmed it."
    ),
    "examine_request": N_(
        "Please examine the request: accept it, return it saying what is missing, or decline it with a "
        "reason."
    ),
    "propose_framework": N_(
        "Please propose the analytical framework: the dimensions that the panel will look at."
    ),
    "agree_framework": N_("Please agree to the proposed analytical framework, or ask for changes to it."),
    "write_self_assessment": N_(
        "Please write the self-assessment questionnaire, with at least one question for each dimension of "
        "the analytical framework."
    ),
    "answer_self_assessment": N_(
        "Please answer the questions of the self-assessment for your dimensions. Your answers will guide the "
        "interviews of the visit."
    ),
    "name_states": N_("Please name the member states from which you wish the experts of the panel to come."),
    "propose_panel": N_(
        "Please propose the panel: for each seat an ordered shortlist of candidates whose profile you have "
        "checked, and the coordinators, of whom the first is the lead coordinator."
    ),
    "agree_panel": N_("Please agree to the proposed panel, or ask for changes to it."),
    "answer_invitation": N_(
        "The secretariat has the honour to invite you to serve as an expert on the panel of this round. "
        "Please accept with the undertakings of the form, or decline with a reason."
    ),
    "add_candidate": N_("The shortlist for a seat is exhausted. Please add a candidate for it."),
    "agree_candidate": N_(
        "Please agree to the candidate whom the secretariat has added, or ask for another."
    ),
    "review_conflict": N_(
        "Somebody invited to the panel has accepted, and has declared circumstances that could be seen as a "
        "conflict of interest. Please review the statement: clear it, or exclude whoever made it, with a "
        "reason. Until then nobody else is invited to the seat."
    ),
    "write_questions": N_(
        "Please read the reference documents and write the technical questions that the beneficiary's "
        "technical team will answer before the visit."
    ),
    "send_questionnaire": N_(
        "Please put the experts' questions together and send them to the beneficiary as one questionnaire."
    ),
    "answer_questionnaire": N_("Please answer the experts' questionnaire, question by question."),
    "propose_dates": N_("Please propose several possible dates for the visit."),
    "mark_dates": N_("Please say which of the proposed dates for the visit suit you."),
    "set_agenda": N_(
        "Please set the agenda of the visit, with the kinds of session that the form asks for. The experts "
        "do not come to present the work of their own country: from their experience they bring concrete "
        "ideas to the initiative."
    ),
    "arrange_international": N_("Please complete the list of international arrangements of the visit."),
    "arrange_local": N_(
        "Please complete the list of local arrangements of the visit, and say what visibility in the press "
        "you wish the visit to have."
    ),
    "ready_visit": N_(
        "The visit cannot begin as it is: the agenda or the arrangements are incomplete, or its first day "
        "passed while the round was paused. Please see to what is missing before its first day; or decide, "
        "with a reason, that it goes ahead without, or move the dates."
    ),
    "record_findings": N_(
        "Please complete the record of the working meetings: the findings, the challenges and the concrete "
        "recommendations of each. What has been recorded so far stands in the form; it may be worded anew."
    ),
    "contribute": N_("Please write your contributions to the report, section by section."),
    "write_lessons": N_(
        "Please note what this round has taught about the procedure itself, so that the next ones go better."
    ),
    "consolidate_report": N_("Please consolidate the experts' contributions into the preliminary report."),
    "comment_draft": N_(
        "Please read the draft of the report before it goes to the beneficiary, and comment on it by section "
        "and by passage; or say that you have no comments."
    ),
    "finish_draft": N_(
        "The experts have commented on the draft. Please finish it, with an answer to each comment; it then "
        "goes to the beneficiary."
    ),
    "review_report": N_(
        "Please review this version of the report: approve it, or ask for changes with comments by section."
    ),
    "revise_report": N_(
        "Please revise the report, and say of each comment received whether it was taken up, and why if not."
    ),
    "translate_report": N_(
        "The report is approved, and is asked for in a further language. Please translate it, section by "
        "section and record by record; the approved text stands beside yours."
    ),
    "review_translation": N_(
        "Please review this translation of the approved report: approve it, or ask for changes with comments "
        "by section. The report can be published in each language in which it is approved."
    ),
    "decide_publication": N_(
        "Please decide whether this version of the report may be published, and in which languages, or is "
        "kept as an internal working document."
    ),
    "countersign_publication": N_(
        "The beneficiary has authorised the publication of the report. Please look at what was authorised, "
        "and countersign it, or return it with a reason. Nothing is published before that."
    ),
    "agree_announcement": N_(
        "Please agree to the text by which the publication of the report is announced, or propose another."
    ),
    "mend_address": N_("A participant's address refuses letters. Please correct it."),
    "decide_extension": N_(
        "A participant asks for more time than the methodology grants by itself. Please grant it, or refuse "
        "it with a reason."
    ),
    "decide_silence": N_(
        "The round has been waiting for so long that no further reminders are sent. Please decide what "
        "becomes of it: that it waits on, that it is closed as dormant, or that it is withdrawn; the latter "
        "two with a reason, which everyone concerned is told."
    ),
}

ADDED = {
    "send_questionnaire": N_(
        "An expert has added questions since the questionnaire was sent. Please send them on to the "
        "beneficiary, as they are or put together anew. The questionnaire that was sent stands."
    ),
    "answer_questionnaire": N_(
        "Questions have been added since the questionnaire was sent. Please answer these; your earlier "
        "answers stand."
    ),
}
"""The same, of what was added to the questionnaire."""

OUTCOMES = {
    "dormant": N_("The round was closed as dormant: it had been waiting too long for an answer."),
    "authorised": N_("The publication of the report was authorised."),
    "internal": N_("The report is kept as an internal working document."),
    "declined": N_("The request was declined."),
    "lapsed": N_("The request lapsed, because it was not completed."),
    "withdrawn": N_("The round was withdrawn."),
}

STATES = {
    "opening": N_("open"),
    "open": N_("open"),
    "lingering": N_("open"),
    "fulfilled": N_("completed"),
    "waived": N_("waived by the secretariat"),
    "expired": N_("ended without an answer"),
    "frozen": N_("closed before the visit with what had been saved"),
    "closed": N_("closed"),
}

INTRODUCTIONS = {
    "opening": N_(
        "%(by)s, of the secretariat, named you as %(role)s when this round of %(institution)s was opened."
    ),
    "panel": N_("%(by)s, of the secretariat, named you to the panel of this round as %(role)s."),
    "candidate": N_(
        "%(by)s, of the secretariat, proposed you for the panel, and the beneficiary, %(institution)s, "
        "agreed."
    ),
    "place": N_("%(by)s, of the secretariat, named you as %(role)s."),
}
"""Who brought somebody into a round, and as what, by what it was done with."""

"""What is told of a round: the title of each of the news, its sentence, and what comes after what was sent.

A sentence may name `who` (whom it is about), their `role` and `seat`, the `task` that it is about, and the
`version` of the report.
"""

from templates import publication
from templates.marking import N_

NEWS = {
    "request_arrived": N_("The request has arrived"),
    "request_accepted": N_("The request is accepted"),
    "request_returned": N_("The request is returned for completion"),
    "framework_agreed": N_("The analytical framework is agreed"),
    "framework_commented": N_("An expert comments on the analytical framework"),
    "self_assessment_answered": N_("The self-assessment is answered"),
    "panel_agreed": N_("The proposed panel is agreed"),
    "invitation_accepted": N_("A candidate has accepted"),
    "invitation_declined": N_("A candidate has declined"),
    "conflict_under_review": N_("A declared conflict of interest is under review"),
    "conflict_decided": N_("A declared conflict of interest has been reviewed"),
    "candidate_agreed": N_("The added candidate is agreed"),
    "panel_formed": N_("The panel of the round is complete"),
    "expert_joined": N_("An expert has joined the panel"),
    "expert_left": N_("An expert has left the panel"),
    "questionnaire_sent": N_("The questionnaire has been sent"),
    "answers_arrived": N_("The answers to the questionnaire have arrived"),
    "answers_frozen": N_("The questionnaire is closed with the answers that were saved"),
    "agenda_set": N_("The agenda of the visit is set"),
    "agenda_revised": N_("The agenda of the visit has changed"),
    "arrangements_complete": N_("The arrangements for the visit are complete"),
    "arrangements_revised": N_("The arrangements of the visit have changed"),
    "move_not_agreed": N_("The visit stays as it is: the proposed change was not agreed"),
    "move_lapsed": N_("A change to the visit is no longer pursued"),
    "visit_stays": N_("The visit stays as it was agreed"),
    "findings_recorded": N_("The findings of the working meetings are recorded"),
    "papers_added": N_("Papers have been attached to the round"),
    "report_drafted": N_("The report has gone to the beneficiary for review"),
    "report_approved": N_("The beneficiary approves the report"),
    "changes_asked": N_("The beneficiary asks for changes to the report"),
    "report_translated": N_("A translation of the report is approved"),
    "person_replaced": N_("Somebody new takes part in the round"),
    "place_taken": N_("Your place in the round has been taken over"),
    "done_by_other": N_("A task of yours has been done"),
    "frozen": N_("A task of yours has closed before the visit"),
    "waived": N_("A task of yours has been waived"),
    "paused": N_("The time limits of the round are paused"),
    "resumed": N_("The time limits of the round run again"),
    "more_time_refused": N_("More time could not be granted"),
    "conflict_cleared": N_("Your statement on conflicts of interest has been reviewed"),
    "conflict_excluded": N_("Your statement on conflicts of interest has been reviewed"),
    "closed": N_("The round is closed"),
    **publication.NEWS,
}

ADDED = {
    "questionnaire_sent": N_("Added questions have been sent"),
    "answers_arrived": N_("The answers to the added questions have arrived"),
    "answers_frozen": N_("The added questions are closed with the answers that were saved"),
}
"""The titles of those that are about questions that came after the questionnaire (D2)."""

OF_A_TASK = ("done_by_other", "frozen", "waived")
"""News whose title names the task."""
OF_A_PERSON = (
    "invitation_accepted",
    "invitation_declined",
    "conflict_under_review",
    "conflict_decided",
    "expert_joined",
    "expert_left",
    "person_replaced",
)
"""News whose title names whom they are about."""

TOLD = {
    **publication.TOLD,
    "request_arrived": N_(
        "The request for this round has arrived and is recorded. The secretariat examines it, and will let "
        "you know whether it is accepted, returned for completion or declined, with the reason."
    ),
    "request_accepted": N_(
        "The secretariat has examined the request and accepts it. The round goes on to its next step, and "
        "you will be told by letter whenever something is asked of you."
    ),
    "request_returned": N_(
        "The secretariat has examined the request and returns it to the focal point for completion."
    ),
    "framework_agreed": N_(
        "The beneficiary agrees to the analytical framework, on whose dimensions the self-assessment is "
        "written."
    ),
    "framework_commented": N_(
        "%(who)s has commented on the analytical framework. The comment stands beside it, on your page of "
        "the round."
    ),
    "self_assessment_answered": N_("All the questions of the self-assessment have been answered."),
    "panel_agreed": N_(
        "The beneficiary agrees to the proposed panel. The first candidate for each seat is being invited."
    ),
    "invitation_accepted": N_(
        "%(who)s has accepted the invitation, and takes seat %(seat)s for experts on the panel."
    ),
    "invitation_declined": N_(
        "%(who)s has declined the invitation to seat %(seat)s. The next candidate on the shortlist is "
        "invited; where nobody is left on it, the secretariat is asked for another."
    ),
    "conflict_under_review": N_(
        "%(who)s has accepted the invitation, and has declared circumstances that could be seen as a "
        "conflict of interest. The secretariat reviews the statement; until then nobody else is invited to "
        "the seat."
    ),
    "conflict_decided": N_(
        "The secretariat has reviewed the statement on conflicts of interest that %(who)s had made."
    ),
    "candidate_agreed": N_(
        "The beneficiary agrees to the candidate whom the secretariat has added, and who is now being "
        "invited to the panel."
    ),
    "expert_joined": N_("%(who)s has taken seat %(seat)s for experts on the panel."),
    "expert_left": N_(
        "%(who)s has left the panel. The next candidate on the shortlist is invited to seat %(seat)s; where "
        "nobody is left on it, the secretariat is asked for another. What was open for the seat waits for "
        "whoever takes it."
    ),
    "questionnaire_sent": N_(
        "The questions of the experts have been sent to the beneficiary as one questionnaire. You will be "
        "told when the answers arrive."
    ),
    "answers_arrived": N_(
        "The beneficiary has answered the questionnaire. You can read the questions with their answers on "
        "your page of the round."
    ),
    "answers_frozen": N_(
        "The time for the questionnaire ended before the visit, and it was closed with what had been saved. "
        "You can read that on your page of the round."
    ),
    "arrangements_complete": N_("All the arrangements for the visit have been completed."),
    "move_lapsed": N_(
        "The visit has come to its end while a change to it was still being agreed. The change is no "
        "longer pursued, and nothing more is asked of you about it."
    ),
    "findings_recorded": N_(
        "The findings, the challenges and the recommendations of the working meetings have been recorded. "
        "You can read them on your page of the round."
    ),
    "report_drafted": N_(
        "Version %(version)s of the report has gone to the beneficiary, who approves it or asks for changes."
    ),
    "report_approved": N_(
        "The beneficiary approves version %(version)s of the report, and now decides whether it is published."
    ),
    "changes_asked": N_(
        "The beneficiary asks for changes to version %(version)s of the report. A new version is being "
        "written."
    ),
    "report_translated": N_(
        "Version %(version)s, a translation of the approved report, is approved too: the report can be "
        "published in its language."
    ),
    "person_replaced": N_(
        "%(who)s now takes part in this round as %(role)s, in the place of whoever did so until now."
    ),
    "place_taken": N_(
        "%(who)s now takes part in this round in your place. Your links no longer work; what you did stays "
        "on record under your name. The secretariat thanks you for your part in the round."
    ),
    "done_by_other": N_(
        "%(who)s has done this task, which you shared: %(task)s. Nothing more is asked of you in that regard."
    ),
    "frozen": N_(
        "The time for this task ended before the visit, as the methodology provides: %(task)s. It was closed"
        " with what had been saved, and nothing more is asked of you in that regard."
    ),
    "waived": N_(
        "The secretariat has waived this task: %(task)s. Nothing more is asked of you in that regard."
    ),
    "paused": N_(
        "The time that remains will count when they run again. Meanwhile nobody is reminded, and your links "
        "work as before."
    ),
    "conflict_cleared": N_(
        "The secretariat has considered the circumstances that you stated, and nothing stands against your "
        "taking the seat. You are now an expert of the panel, and will be told by letter whenever something "
        "is asked of you."
    ),
}
"""Those without a sentence here are told by templates/letters/news.html."""

TOLD_OF_ADDED = {
    "questionnaire_sent": N_(
        "Questions that were added after the questionnaire have been sent to the beneficiary. You will be "
        "told when the answers arrive."
    ),
    "answers_arrived": N_(
        "The beneficiary has answered the questions that were added after the questionnaire. You can read "
        "them with their answers on your page of the round."
    ),
    "answers_frozen": N_(
        "The time for the questions that were added after the questionnaire ended before the visit, and they "
        "were closed with what had been saved. You can read that on your page of the round."
    ),
}
"""The same, of those of `ADDED`."""

NEXT = {
    "complete_request": N_(
        "The secretariat examines the request, and will let you know whether it is accepted, returned for "
        "completion or declined, with the reason."
    ),
    "confirm_note.confirm": N_(
        "The secretariat examines the request, and will let you know whether it is accepted, returned for "
        "completion or declined, with the reason."
    ),
    "answer_invitation.accept": N_(
        "You now have a seat on the panel, and will be told by letter whenever something is asked of you."
    ),
    "answer_invitation.possible": N_(
        "The secretariat reviews the circumstances that you stated, and will write to you what it decides. "
        "Until then nobody else is invited to the seat."
    ),
    "answer_invitation.decline": N_(
        "The secretariat thanks you for your answer. Until the seat is filled you may still accept, with the"
        " same link."
    ),
    "leave_panel": N_(
        "You have left the panel, and nothing more is asked of you. The round goes on: another candidate is "
        "invited to the seat. The secretariat thanks you for your part in the round, and hopes to count on "
        "you on another occasion."
    ),
    "ask_more_time": N_(
        "The secretariat decides on it, and you will be told. Until then the date stays as it is."
    ),
    "delegate": N_(
        "Your delegate is told by letter, with a link of their own. Your own link goes on working."
    ),
    "comment_draft": N_("Whoever writes the report answers each comment before it goes to the beneficiary."),
    "add_findings": N_(
        "The panel and the secretariat read them on their pages of the round. Whoever leads the panel "
        "completes them after the visit."
    ),
    "add_questions": N_(
        "They go to the beneficiary, who is asked these alone. You will be told when the answers arrive."
    ),
    "send_back": N_("Whoever wrote them is asked again, and you will be told when they answer."),
}
"""What comes after what was sent, by its kind, or its kind and what was chosen."""

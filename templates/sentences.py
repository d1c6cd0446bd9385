"""What a refusal says, by its code; `%(name)s` are the refusal's values."""

from templates import file_refusals, public, publication, rehearsals, report_refusals
from templates.marking import N_, NN_

REFUSALS = {
    **publication.REFUSALS,
    **public.REFUSALS,
    **report_refusals.REFUSALS,
    # Also for a code that has no sentence of its own yet.
    "refused": N_("This could not be accepted. Please check it and send it again."),
    "text_missing": N_("Please complete this field."),
    "text_too_long": N_("This text is too long: at most %(longest)s characters."),
    "choice_missing": N_("Please choose one of the options."),
    "reason_missing": N_("Please give the reason."),
    "wrong_shape": N_("This was not understood. Please check it and send it again."),
    "wrong_kind": N_("This is not what was asked here."),
    "not_open": N_("This task is not open any more, so nothing was recorded."),
    "already_answered": N_("This task was already completed, so nothing was recorded."),
    "not_yours": N_("This task is now somebody else's, so nothing was recorded."),
    **rehearsals.REFUSALS,
    "round_is_over": N_("The round is closed, so nothing was recorded."),
    "only_in_person": N_("Only the person concerned may do this; nobody may do it on their behalf."),
    "key_may_not": N_("This key may read, and nothing else: please use one that was made to act."),
    "idempotency_key_used": N_(
        "Something else was sent under this Idempotency-Key. Please choose another one for each new request."
    ),
    "still_under_way": N_("The first request under this Idempotency-Key is still under way."),
    "proof_missing": N_("Please attach the file that proves it."),
    "not_waivable": N_("An approval or an authorisation cannot be waived."),
    "officers_only": N_("Only an officer of the secretariat may do this."),
    "unknown_country": N_("This country is not a member state of the Organization."),
    "too_many_countries": NN_(
        "At most one country or experience of interest may be named.",
        "At most %(most)s countries or experiences of interest may be named.",
        by="most",
    ),
    "unknown_topic": N_("This topic is not one of the methodology's: please choose one, or “other”."),
    "unknown_dimension": N_("This dimension is not part of the framework."),
    "dimension_unasked": N_("This dimension has no question yet: %(dimension)s."),
    "own_country": N_("The beneficiary country cannot be a country of interest."),
    "too_many_documents": NN_(
        "At most one reference document may be attached.",
        "At most %(most)s reference documents may be attached.",
        by="most",
    ),
    "document_empty": N_("Each document has a file or a web address: one of the two, not both."),
    "wrong_number_of_seats": NN_(
        "The panel has one seat for an expert.", "The panel has %(number)s seats for experts.", by="number"
    ),
    "wrong_number_of_coordinators": NN_(
        "The panel has one coordinator.", "The panel has %(number)s coordinators.", by="number"
    ),
    "too_many_states": N_("At most %(most)s states may be named."),
    "state_not_named": N_("The beneficiary has not named this state for the panel."),
    "same_state_twice": N_("Each expert comes from a different state, and another comes from this one."),
    "warning_unacknowledged": N_("Please confirm that you have seen this: %(warning)s."),
    "shortlist_empty": N_("Please name at least one candidate for this seat."),
    "expert_from_beneficiary": N_("An expert cannot come from the beneficiary country."),
    "profile_unchecked": N_("Please confirm every point of the profile. Missing: %(point)s."),
    "same_person_twice": N_("This person is already on the panel."),
    "undertaking_missing": N_(
        "To accept, please give the undertaking to serve ad honorem, the agreement of your institution and "
        "the statement on conflicts of interest."
    ),
    "seat_taken": N_("This seat has been taken by another expert. Thank you for your willingness."),
    "nothing_written": N_("Please write something before sending."),
    "answer_missing": N_("Please answer every question."),
    "visit_length": NN_("The visit lasts one day.", "The visit lasts %(least)s to %(most)s days.", by="most"),
    "window_too_soon": N_("The visit cannot start before %(earliest)s."),
    "window_backwards": N_("The last day comes before the first day."),
    "unknown_window": N_("These dates are not among those proposed."),
    "unknown_visit_form": N_("The visit cannot take this form."),
    "session_kind_missing": N_("The agenda lacks a session of this kind: %(session)s."),
    "session_outside_visit": N_("This day lies outside the visit."),
    "session_backwards": N_("The session ends before it starts."),
    "sessions_overlap": N_("Two sessions take place at the same time."),
    "list_empty": N_("Please enter at least one line."),
    "item_open": N_(
        "This arrangement is still open. Please save the list, and send it once everything is done or waived."
    ),
    "with_whom_missing": N_("Please say whom this session is with."),
    "nobody_of_the_round": N_("Nobody has this role in the round."),
    "meeting_ahead": N_("This working meeting has not taken place yet."),
    "unknown_meeting": N_("There is no such working meeting on the agenda."),
    "no_meeting": N_(
        "No working meeting has taken place yet. Findings can be recorded as soon as the first one is over."
    ),
    "findings_complete": N_(
        "The findings of the working meetings are complete, so no more can be added to them."
    ),
    "meeting_unsaid": N_(
        "Nothing is said of the working meeting on day %(day)s at %(at)s. Please record what it found, or "
        "mark it as one without findings."
    ),
    "unknown_finding": N_("There is no such finding, or it was taken back already."),
    "finding_left_out": N_(
        "Something that was recorded is missing here. It may be worded anew, and is not left out."
    ),
    "kind_of_finding_missing": N_(
        "Findings, challenges and concrete recommendations are all asked for; one of the three is missing."
    ),
    "nothing_to_add_to": N_(
        "The questionnaire has not been sent yet. Until then questions are written in the task for it."
    ),
    "questions_too_late": N_(
        "The time for answers has ended before the visit, so questions can no longer be added."
    ),
    "nothing_to_comment": N_("No analytical framework has been agreed yet."),
    "visit_over": N_("The visit is over, so nothing of it can change any more."),
    "nothing_to_revise": N_("This has not been recorded yet. Please complete the task itself."),
    "no_visit_dates": N_("The visit has no dates yet that could change."),
    "move_pending": N_("Another change of the visit is being agreed. Please wait for it, or decide on it."),
    "nothing_moves": N_("These are the dates and the form that the visit has already."),
    "no_move": N_("There is no change of the visit to decide on."),
    "only_officers_waive": N_("Only the secretariat may waive an arrangement."),
    "language_not_there": N_("The report does not exist in this language."),
    "unknown_section": N_("The report has no such section."),
    "older_version": N_("A newer version of the report exists, so nothing was recorded."),
    "comment_missing": N_("Please say which changes you ask for."),
    "language_missing": N_("Please choose the languages of the publication."),
    "date_in_the_past": N_("This date is in the past."),
    "date_not_later": N_("The new date must be later than the present one: %(due)s."),
    "date_too_late": N_("The new date can be no later than %(latest)s."),
    "more_time_asked": N_("More time was already asked for; the secretariat will decide."),
    "no_more_time": N_("The decision about a time limit cannot itself be put off."),
    "not_paused": N_("The time limits are not paused."),
    "already_paused": N_("The time limits are already paused."),
    "unknown_person": N_("This person does not take part in the round."),
    "delegate_of_delegate": N_("A delegate cannot name another delegate. Please ask whoever named you."),
    "too_many_delegates": NN_(
        "One delegate at most may do this task. End that delegation first.",
        "%(most)s delegates at most may do this task. End one of the delegations first.",
        by="most",
    ),
    "state_seated": N_(
        "An expert of your state has taken another seat, and each expert comes from a different one. Thank "
        "you for your willingness."
    ),
    "same_person": N_("This person already has this task or this place. Please name somebody else."),
    "nothing_parked": N_("Nothing of this round waits to be tried again."),
    "effect_unknown": N_(
        "Which part of it fails is not known, so none can be left out: please have it tried again."
    ),
    "seat_not_handed_over": N_(
        "A place on the panel is not handed over: the expert leaves or declines, and the next candidate is "
        "invited."
    ),
    "not_an_officer": N_("This address belongs to no officer of the secretariat."),
    "officers_address": N_(
        "This address belongs to an officer of a secretariat, who can be neither of the beneficiary nor on "
        "the list of experts. Please name somebody else."
    ),
    "acts_for_another": N_(
        "The person at this address already acts in this round for another party: %(side)s. Please name "
        "somebody else."
    ),
    "no_candidate": N_(
        "You act in this round for the beneficiary or for the secretariat, so that you cannot take a seat on "
        "its panel. Please write to the secretariat."
    ),
    "country_differs": N_(
        "The secretariat knows the person at this address from another country: %(known)s. Please correct "
        "the country, or confirm the warning below."
    ),
    "nothing_to_send_back": N_(
        "There is nothing to send back here: nothing was received yet, it is with its author already, or it "
        "is too late for it."
    ),
    "unknown_question": N_("There is no question of this number."),
    "link_unknown": N_("This link does not lead anywhere."),
    **file_refusals.REFUSALS,
    "body_too_large": N_("What was sent is too large, or has too many rows: at most 200 in a list."),
    "draft_changed": N_(
        "Somebody else has saved something here since you opened this page, so it is not saved by itself any "
        "more. Nothing was overwritten. The button that saves shows you both."
    ),
    "no_papers_here": N_("Papers cannot be attached here."),
    "too_many_papers": N_("At most %(most)s papers can be attached."),
    "unknown_audience": N_("There is no such choice of who may read the papers."),
    "audience_unseen": N_(
        "Papers can be meant for people whom you know in this round. Please choose others who may read them."
    ),
    "matter_unseen": N_(
        "Papers can go with what you may read yourself in this round. Please choose something else, or "
        "nothing."
    ),
    "unknown_session": N_("The agenda has no session of this number: %(number)s."),
    "unknown_paper": N_("There is no such paper."),
    "paper_withdrawn": N_("This paper has been withdrawn already."),
    "methodology_unknown": N_("There is no such methodology."),
}

TROUBLES = {
    "fault": N_(
        "Something has gone wrong on our side, and those who look after this service can see it. Please try "
        "again in a few minutes, or write to the secretariat at the address in your letter."
    ),
    "not_ready": N_("This cannot be read or kept at the moment. Please try again in a few minutes."),
    "database_busy": N_("The database is busy at the moment. Please try again in a minute."),
    "storage_full": N_(
        "There is no room left to keep this. Please try again later: whoever runs this service has to make "
        "room."
    ),
    "files_away": N_("The files cannot be reached at the moment. Please try again in a few minutes."),
    "file_lost": N_(
        "This file cannot be opened: its content is missing, or is no longer what was kept. Those who look "
        "after this service can see it. Please write to the secretariat if you need the file."
    ),
    "too_often": N_(
        "More requests came from here in a short time than are taken, so this one was not. Please wait some "
        "minutes, and try again."
    ),
    "other_site": N_(
        "This was not sent from a page of this service, so nothing was done. Please open the page anew, from "
        "your letter or from the desk, and send it from there."
    ),
    "key_unknown": N_(
        "No key came with this, or one that is not known here or has ended. Please send one of yours: the "
        "desk makes them, under API keys."
    ),
    "role_may_not": N_("Your role may not do this. Please ask somebody of your secretariat whose role may."),
    "not_found": N_("There is no such thing here, or it is not yours. Please look at its address again."),
    "method_not_allowed": N_(
        "This address does not answer in this way. Please go back to the page that led here."
    ),
}
"""What no rule refuses, by its code."""

SHAPES = {
    "email": N_("This is not an email address. One looks like name@institution.org"),
    "url": N_("This is not a web address. One looks like https://www.institution.org"),
    "date": N_("Please give a date, with day, month and year."),
    "time": N_("Please give a time of day, for example 09:30."),
    "time zone": N_("There is no time zone of this name."),
    "int": N_("Please give a whole number."),
    "smaller": N_("This number is too large."),
    "shorter": N_("This is too long."),
    "list": N_("Please enter at least one line."),
    "printable line": N_(
        "This has signs that cannot be shown, or that change how it is read. Please type it anew, in one "
        "line."
    ),
    "printable prose": N_("This text has signs that cannot be shown. Please type it anew."),
    "name": N_("Please write the name alone, without a web address or an email address."),
    "person": N_(
        "Line %(line)s was not understood: it needs a name and an email address with a semicolon between "
        "them."
    ),
    "no findings": N_("A meeting with findings cannot be marked as one without."),
    "no dates": N_("You have marked dates and said that none suits you. Please choose one of the two."),
}
"""What `wrong_shape` says when the field is known to want something of a certain form."""

STANDINGS = {
    "absent": N_(
        "This state is a member of the Organization and takes no part in its work at present, so that it can "
        "neither ask for a round nor send experts."
    ),
    "suspended": N_(
        "This state is suspended from taking part in the Organization, so that it can neither ask for a "
        "round nor send experts."
    ),
    "left": N_("This state is no longer a member of the Organization."),
    "disputed": N_(
        "The membership of this state is disputed; the secretariat does not have it among those that may ask "
        "for a round and send experts."
    ),
}
"""What `unknown_country` says of a state whose membership is not like the others', by its standing (Q1)."""

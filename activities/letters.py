"""What each letter's template is given: plain values, drawn from the store when the letter is sent.

A letter's row keeps ids, dates and codes; names, texts and links are read here at the last moment, so
that a corrected name or a moved date is right in a letter that waited. Moments are aware datetimes;
`…_here` is in the reader's time zone, `…_there` in that of the beneficiary's capital.

Every template gets
    recipient     name, role, zone (IANA name)
    round         id, country (ISO 3166-1 alpha-3), institution, initiative, year, number, step, outcome,
                  methodology (id), methodology_name, secretariat (its name), zone (there)
    contact       name, email: the responsible officer, whom to write to
    my_round_url  the recipient's page of the round

A `task` is an assignment:
    kind, key, role, state, round (as above), url ("" when the reader cannot act on it),
    due_here, due_there (None while it has no date), overdue, paused, version (of the report; 0: none),
    silence ("hold" | "next"), escalate_to (a role or ""), ends_after (monthly reminders, 0: never),
    freezes (working days before the visit, 0: never), personal, holders (names of those who may act)

and besides, by template
    assignment    task: something new is yours to do (an invitation too: task.kind "answer_invitation")
    brief         task: it passed to you, as a newcomer, a new holder, or under a corrected address
    moved         task: its due date changed, its clock was paused (task.paused) or goes on
    escalation    task: it is overdue and you are told; url is ""
    reminder      tasks: all that the reader has open, over all rounds, first due first
    refused       code, field, values (dict of str), kind, key, url, received_here, received_there:
                  what was handed over later was refused; what they typed is kept behind the link
    visit         method ("REQUEST" | "CANCEL"), starts, ends (dates), sequence, updated (bool: not the
                  first dates); the calendar file is attached by whoever sends; the rendered subject is
                  the event's title
    seat_filled   nothing more: another candidate took the seat, with thanks
    told          what, and by it
                  panel_formed: panel, a list of name, country, institution, role, seat (None: coordinator)
                  questionnaire_closed: nothing more
                  paused, resumed: nothing more
                  closed: report, None or version, sha256, sections (list of section, text): the approved
                  text, for those entitled to it; languages: those of the authorisation; round.outcome
                  says how it ended: authorised, internal, declined, lapsed or withdrawn
"""

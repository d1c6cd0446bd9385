"""Names of what the public pages show besides: filters, the country's word on a recommendation, limits."""

from templates.marking import N_, NN_

FILTERS = {
    "topic": N_("Topic"),
    "country": N_("Country"),
    "methodology": N_("Methodology"),
    "year": N_("Year"),
    "language": N_("Language"),
    "support": N_("Kind of support"),
    "priority": N_("Priority"),
}
ANSWERS = {
    "accepted": N_("Accepted"),
    "in_part": N_("Accepted in part"),
    "not": N_("Not accepted"),
}
LIMITS = {
    "experts": NN_("The panel has one expert.", "The panel has %(count)s experts.", by="count"),
    "peer_countries": NN_(
        "The experts come from one country at least.",
        "The experts come from %(count)s countries at least, as a rule.",
        by="count",
    ),
    "coordinators": NN_(
        "One coordinator of the Organization takes part.",
        "%(count)s coordinators of the Organization take part.",
        by="count",
    ),
    "countries_of_interest": NN_(
        "A request names one country of interest at most.",
        "A request names %(count)s countries of interest at most.",
        by="count",
    ),
    "reference_documents": NN_(
        "A request comes with one reference document at most.",
        "A request comes with %(count)s reference documents at most.",
        by="count",
    ),
    "visit_days_least": NN_(
        "The visit lasts one day at least.", "The visit lasts %(count)s days at least.", by="count"
    ),
    "visit_days_most": NN_(
        "The visit lasts one day at most.", "The visit lasts %(count)s days at most.", by="count"
    ),
    "visit_lead": NN_(
        "The visit begins one working day after its dates are proposed, at the earliest.",
        "The visit begins %(count)s working days after its dates are proposed, at the earliest.",
        by="count",
    ),
}
"""The numbers of a methodology that concern whoever takes part; a limit of 0 is none, and is left out."""
SIZES = ((1_000_000, N_("%(number)s MB")), (1_000, N_("%(number)s kB")))
"""In bytes, from which on a size is told so."""

COLUMNS = {
    "country_code": N_("Country (ISO 3166)"),
    "country": N_("Country"),
    "topic_code": N_("Topic (code)"),
    "topic": N_("Topic"),
    "support_code": N_("Kind of support (code)"),
    "support": N_("Kind of support"),
    "priority_code": N_("Priority (code)"),
    "priority": N_("Priority"),
    "need": N_("Need"),
    "language": N_("Language"),
    "program": N_("Methodology"),
    "year": N_("Year"),
    "published": N_("Published"),
    "report": N_("Report"),
}
"""The columns of the needs as a file, by their names in JSON."""
NEEDS = N_("Cooperation needs")
FEED = N_("Published reports of rounds of technical cooperation between peers")

REFUSALS = {
    "asked_too_often": N_(
        "Several requests have come in from this address, or many from everywhere, in a short time. Please"
        " try again tomorrow, or write to the secretariat."
    ),
    "not_confirmed": N_(
        "There is no such request that its focal point has confirmed and from which nothing came yet."
    ),
    "request_differs": N_("This is not what the focal point confirmed; the round is opened as they asked."),
}
"""What is refused of requests for rounds, which come from the public pages."""

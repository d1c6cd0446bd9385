"""What the desk says where words of letters are changed, and the letterhead."""

from templates.marking import N_, NN_

SETS_IN = {
    "by": N_("an officer's name"),
    "count": N_("a number"),
    "country": N_("a country"),
    "day": N_("a day"),
    "days": N_("a number of days"),
    "email": N_("an email address"),
    "hash": N_("the mark of an entry of the log"),
    "initiative": N_("what the round is about"),
    "institution": N_("an institution"),
    "language": N_("a language"),
    "languages": N_("languages"),
    "list": N_("a list of arrangements"),
    "methodology": N_("a methodology"),
    "months": N_("a number of months"),
    "name": N_("a name"),
    "number": N_("a number"),
    "officer": N_("an officer's name"),
    "people": N_("names"),
    "role": N_("a role on the round"),
    "roles": N_("roles on the round"),
    "round": N_("a round by name"),
    "saved": N_("a number"),
    "seat": N_("the number of a seat"),
    "secretariat": N_("the secretariat by name"),
    "span": N_("the days of a visit"),
    "task": N_("a task by name"),
    "telephone": N_("a telephone number"),
    "version": N_("the number of a version"),
    "what": N_("a task by name"),
    "who": N_("a name"),
}
"""What a letter sets in the place of each placeholder."""
SENTENCE = N_("Sentence %(number)s")
ABOUT = N_("Sentence %(number)s: %(what)s")
ALL_PROGRAMS = N_("All methodologies")
TAKEN_BACK = N_("The sentence says again what it said before. What else was typed is kept on this page.")
FEW = NN_("One sentence changed", "%(count)s sentences changed", by="count")
TRIED = {
    "no_round": N_("Please choose the round whose letter is to be shown."),
    "no_letter": N_("This round has no such letter yet. Please choose another round, or another letter."),
    "nothing_to_say": N_("This letter has nothing to say any more. Please choose another one."),
    "too_many": N_("Nothing was sent: five test letters in a quarter of an hour are the most."),
    "away": N_("Nothing was sent: the programs do not answer just now. Please try again in a while."),
    "sent": N_("The letter is on its way to you, at %(email)s, marked as a test. Nobody else is written to."),
}
"""What came of looking at a letter, or having it sent."""
SAVED = {
    "words_saved": N_("The words are saved. Letters that go out from now on are said in them."),
    "words_same": N_("Nothing was changed: the words are those that hold already."),
    "letterhead_saved": N_("The letterhead is saved. Letters that go out from now on carry it."),
    "letterhead_same": N_("Nothing was changed: the letterhead says so already."),
}
LETTERHEAD = {
    "names": N_("Name of the secretariat"),
    "signatures": N_("Signature, below the name of whoever writes"),
    "email": N_("Email address"),
    "telephone": N_("Telephone"),
    "address": N_("Postal address, a line each"),
}
LETTERHEAD_FAULTS = {
    "too_long": NN_("One character at most.", "%(count)s characters at most.", by="count"),
    "unseen": N_("There are characters in it that cannot be seen. Please type it anew."),
    "email": N_("This is no email address."),
    "address": N_("It stands beside the address that letters come from, and so holds no address itself."),
    "one_line": N_("One line is asked for."),
    "lines": NN_("One line at most.", "%(count)s lines at most.", by="count"),
    "in_all": N_("Either in every language, or in none."),
}
"""What is wrong with a part of the letterhead."""

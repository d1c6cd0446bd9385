"""Marks a sentence for the catalogues where it stands, and leaves it as it is."""


class Counted(str):
    """A sentence with a number in it: said as it stands for one, as `many` for any other number.

    `by` names the value that is counted. Each language has its own idea of what is one.
    """

    many: str
    by: str

    def __new__(cls, one: str, many: str, by: str) -> "Counted":  # noqa: D102 - the class says it
        made = super().__new__(cls, one)
        made.many, made.by = many, by
        return made


def N_(message: str) -> str:  # noqa: N802 - the name that the extraction of messages knows
    """The message itself; `templates.words` translates it where it is shown."""
    return message


def NN_(one: str, many: str, *, by: str) -> Counted:  # noqa: N802 - the name that the extraction of messages knows
    """A message that counts; `templates.words` takes the form that the number wants."""
    return Counted(one, many, by)

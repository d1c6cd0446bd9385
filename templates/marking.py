"""Marks a sentence for the catalogues where it stands, and leaves it as it is."""


def N_(message: str) -> str:  # noqa: N802 - the name that the extraction of messages knows
    """The message itself; `templates.words` translates it where it is shown."""
    return message

"""The words of a letter where a secretariat has some of its own: what it does not say stays as it is."""

from collections.abc import Callable, Mapping
from gettext import GNUTranslations, NullTranslations
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

Own = Mapping[str, tuple[str, ...]]
"""Texts by the message that they stand for: one, or one for each form where a number decides."""


class Reworded(NullTranslations):
    """A language's catalogue, with a secretariat's own words before it."""

    def __init__(self, catalogue: GNUTranslations, own: Own) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._own = own

    def gettext(self, message: str) -> str:
        """The text of a message."""
        forms = self._own.get(message)
        return forms[0] if forms else self._catalogue.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text of a message that counts, in the form that the number wants."""
        forms = self._own.get(msgid1)
        if not forms:
            return self._catalogue.ngettext(msgid1, msgid2, n)
        form: int = self._catalogue.plural(n)  # type: ignore[attr-defined]  # the stubs leave it out
        return forms[form]

    def in_templates(self) -> dict[str, Callable[..., Markup]]:
        """What `{% trans %}` asks, in the place of the environment's own.

        Those take what a translator wrote as HTML; what an officer typed is text.
        """

        @pass_context
        def gettext(_: Context, message: str, /, **values: Any) -> Markup:
            return escape(self.gettext(message)) % values

        @pass_context
        def ngettext(_: Context, one: str, many: str, n: int, /, **values: Any) -> Markup:
            return escape(self.ngettext(one, many, n)) % {"num": n, **values}

        return {"gettext": gettext, "ngettext": ngettext}

"""Small real PDFs that the sample attaches; typeset here, so that they are what they say."""

import json

import typst

_SOURCE = """
#set document(title: sys.inputs.title)
#set text(lang: sys.inputs.lang, size: 11pt)
= #sys.inputs.title
#for line in json(bytes(sys.inputs.lines)) [#par(line)]
"""


def pdf(title: str, language: str, lines: list[str]) -> bytes:
    """A page or two with this title and these paragraphs."""
    inputs = {"title": title, "lang": language, "lines": json.dumps(lines)}
    made = typst.compile(_SOURCE.encode(), format="pdf", sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made

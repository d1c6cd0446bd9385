"""People's Markdown: read once, shown as HTML on pages and handed on as plain data to whatever sets type.

No markup of any other kind is known here: HTML, scripts and what typst would take for commands are text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from unicodedata import category, normalize

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rounds.submissions.documents import TableTooLarge, TextTooDeep
from rounds.submissions.refusals import TextTooLong

Node = dict[str, Any]
"""`t`: what it is; `c`: what it holds, nodes and texts; a few have more (see `_INLINE`, `_BLOCKS`)."""
Content = list[Node | str]

LONGEST = 200_000
"""Characters of one text: ten times what a field admits."""
DEEPEST = 12
"""How deep lists, quotations and emphasis may lie in one another; a page has no room for more."""
PARSED = 60
"""How deep the parser looks: beyond it, it would drop what stands there."""
BRACKETS = 1_000
"""With more of them nothing is looked for within brackets: the time that takes grows with their square."""
COLUMNS = 12
CELLS = 2_000
"""Of one table."""
LINKS = ("http://", "https://", "mailto:")
HEADINGS = 3
"""So many levels of headings stand under a section's own."""

_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s"),
    *("a", "br", "hr", "table", "thead", "tbody", "tr", "th", "td"),
}
_OVERRIDES = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b")
"""What turns the order of letters or hides in it: none of it can be seen."""
_LINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"}
_PILED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{8})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""So many accents a letter keeps: more of them only run over the lines above."""
_EXTRAORDINARY = re.compile(r"[^\n\t -~\u00a0-\u024f\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]")
"""A sign that is looked at; Latin letters, points and currencies are all shown, one character each."""
_UNSEEN = frozenset({"Cc", "Cn", "Cs", "Co"})


def plain(text: str) -> str:
    """A text without what cannot be shown: controls go, what means nothing to a reader becomes a mark.

    Letters with their accents are one character each where there is one.
    """
    if not _EXTRAORDINARY.search(text):
        return text
    for sign, line in _LINES.items():
        text = text.replace(sign, line)
    unshown = {ord(sign): shown for sign in set(text) if (shown := _shown(sign)) != sign}
    return _PILED.sub(r"\1", normalize("NFC", text.translate(unshown)))


@lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    if sign in "\n\t":
        return sign
    kind = category(sign)
    if sign in _OVERRIDES or kind == "Cc" or 0xE0000 <= ord(sign) <= 0xE0FFF:
        return ""
    return "\ufffd" if kind in _UNSEEN else sign


def html(markdown: str, level: int = 3) -> str:
    """A text as safe HTML; its highest headings are of this level.

    Raises: TextTooLong, TextTooDeep, TableTooLarge.
    """
    tokens = _tokens(markdown)
    for token, found in _headings(tokens):
        token.tag = f"h{min(level + found - 1, 6)}"
    parser = _parser(True)
    made = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        made,
        tags=_TAGS,
        attributes={"ol": {"start"}, "th": {"align"}, "td": {"align"}, "a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def tree(markdown: str) -> Content:
    """A text as nested plain data, its headings without a gap between their levels.

    Raises: TextTooLong, TextTooDeep, TableTooLarge.
    """
    tokens = _tokens(markdown)
    for token, found in _headings(tokens):
        token.tag = f"h{found}"
    return _all(iter(tokens), 0)


@lru_cache(maxsize=2)
def _parser(links: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": PARSED})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    return parser if links else parser.disable(["link", "image"])


def _tokens(markdown: str) -> list[Token]:
    if len(markdown) > LONGEST:
        raise TextTooLong(longest=LONGEST)
    tokens = _parser(markdown.count("[") <= BRACKETS).parse(plain(markdown))
    for token in tokens:
        for part in (token, *(token.children or ())):
            if part.level >= PARSED - 1:
                raise TextTooDeep(deepest=DEEPEST)
            if part.type == "image":
                _harmless(part)
    return tokens


def _harmless(token: Token) -> None:
    """A picture is its words and its address: nothing is fetched, and nothing is lost."""
    address = str(token.attrs.get("src", ""))
    token.type, token.tag, token.children = "text", "", None
    token.content = f"{token.content} ({address})" if token.content else address


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Each token of a heading with the level that it gets: never two below the one before it."""
    last, given = 0, 0
    for token in tokens:
        if token.type == "heading_open":
            found = int(token.tag[1:])
            given = min(given + 1, HEADINGS) if found > last else max(1, given - (last - found))
            last = found
        if token.type in ("heading_open", "heading_close"):
            yield token, given


def _all(tokens: Iterator[Token], depth: int) -> Content:
    """What comes until the one that they lie in is closed."""
    if depth > DEEPEST:
        raise TextTooDeep(deepest=DEEPEST)
    made: Content = []
    for token in tokens:
        if token.nesting < 0:
            break
        made += _made(token, tokens, depth)
    return made


_SAME = {
    "paragraph_open": "p",
    "blockquote_open": "quote",
    "bullet_list_open": "ul",
    "em_open": "em",
    "strong_open": "strong",
    "s_open": "s",
}


def _made(token: Token, rest: Iterator[Token], depth: int) -> Content:
    """What a token is; `rest`: those after it, of which it takes as many as lie in it."""
    kind = token.type
    if kind == "text":
        return [token.content]
    if kind in _SAME:
        return [{"t": _SAME[kind], "c": _all(rest, depth + 1)}]
    if kind == "inline":
        return _all(iter(token.children or ()), depth)
    return _SPECIAL[kind](token, rest, depth) if kind in _SPECIAL else _leaf(token)


def _leaf(token: Token) -> Content:
    if token.type in ("fence", "code_block"):
        return [{"t": "pre", "s": token.content.rstrip("\n")}]
    if token.type == "code_inline":
        return [{"t": "code", "s": token.content}]
    if token.type in ("softbreak", "hardbreak", "hr"):
        return [" " if token.type == "softbreak" else {"t": "br" if token.type == "hardbreak" else "hr"}]
    return [token.content]


def _item(_: Token, rest: Iterator[Token], depth: int) -> Content:
    return [{"t": "li", "c": _all(rest, depth)}]


def _heading(token: Token, rest: Iterator[Token], depth: int) -> Content:
    said, _ = next(rest), next(rest)
    if not said.content.strip():
        return []
    return [{"t": "h", "l": int(token.tag[1:]), "c": _made(said, rest, depth + 1)}]


def _numbered(token: Token, rest: Iterator[Token], depth: int) -> Content:
    return [{"t": "ol", "n": int(token.attrs.get("start", 1)), "c": _all(rest, depth + 1)}]


def _link(token: Token, rest: Iterator[Token], depth: int) -> Content:
    """The words of a link, and its address where the words are something else: paper has no links."""
    address = str(token.attrs.get("href", ""))
    content = _all(rest, depth + 1)
    if not address.lower().startswith(LINKS):
        return [*content, f" ({address})"] if address else content
    said = "".join(part for part in content if isinstance(part, str))
    shown = said in (address, address.removeprefix("mailto:"))
    return [{"t": "a", "u": address, "c": content, "s": "" if shown else address.removeprefix("mailto:")}]


def _table(_: Token, rest: Iterator[Token], depth: int) -> Content:
    sides: list[str] = []
    rows: list[list[Content]] = []
    for token in rest:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        if token.type == "th_open":
            sides.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
        if len(sides) > COLUMNS or len(sides) * len(rows) > CELLS:
            raise TableTooLarge(columns=COLUMNS, cells=CELLS)
        if token.type in ("th_open", "td_open"):
            rows[-1].append(_all(rest, depth + 1))
    return [{"t": "table", "sides": sides, "head": rows[0], "rows": rows[1:]}]


_SPECIAL = {
    "list_item_open": _item,
    "heading_open": _heading,
    "ordered_list_open": _numbered,
    "link_open": _link,
    "table_open": _table,
}

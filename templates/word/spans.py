"""The words of a paragraph of Word as Markdown, and what two texts say whichever way they are written."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rounds.submissions.refusals import Refusal
from templates.markdown import LINKS, tree
from templates.word.packed import Element, R, W

SPECIAL = re.compile(r"([\\`*_\[\]<>&~|#!])")
STARTS = re.compile(r"(?m)^([ \t]*)([#>+=-]|\d{1,9}(?=[.)]))")
FINGERS = 16
"""Signs of a fingerprint."""
SIGNS = {"strong": "**", "em": "*", "s": "~~"}
SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "drawing", "pict", "object", "txbxContent", "rubyPr")}
SKIPPED |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
FIXED = ("courier new", "consolas", "courier", "lucida console")


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that look alike; `address` where they lead to one."""

    text: str
    style: tuple[str, ...] = ()
    address: str = ""


def text_of(
    paragraph: Element,
    links: Mapping[str, str],
    block: Callable[[str], str] = str,
    *,
    head: bool = False,
    line: str = "\\\n",
) -> str:
    """A paragraph as Markdown, within the block that it is made into; `line`: what stands for a new line.

    Its words are left as they are where that says the same as if every sign were escaped, and without
    emphasis where its signs would be read as words. In the head of a table all is bold anyway, so nothing is
    said of it.
    """
    found = [
        (tuple(name for name in style if not (head and name == "strong")), address, [s.text for s in alike])
        for (style, address), alike in groupby(
            _spans(paragraph, links, ""), key=lambda s: (s.style, s.address)
        )
    ]

    def made(*, escape: bool, signs: bool) -> str:
        pieces = (_marked("".join(texts), style if signs else (), at, escape) for style, at, texts in found)
        return block("".join(pieces).strip().replace("\n", line))

    safe, bare = made(escape=True, signs=True), made(escape=False, signs=True)
    words = "".join("".join(texts) for *_, texts in found)
    if _letters([words]) != _letters(tree(safe)):
        return made(escape=True, signs=False)
    try:
        return bare if gist(tree(bare)) == gist(tree(safe)) else safe
    except Refusal:
        return safe


def _letters(nodes: list[Any]) -> str:
    """All that is said, without its spaces and its looks."""
    parts = [node if isinstance(node, str) else _letters_of(node) for node in nodes]
    return "".join("".join(parts).split())


def _letters_of(node: Any) -> str:
    if isinstance(node, list):
        return _letters(node)
    held = [node["s"]] if node["t"] in ("code", "pre") else []
    return _letters([*held, *node.get("c", ()), *node.get("head", ()), *node.get("rows", ())])


def words_of(paragraph: Element) -> str:
    """The words alone."""
    return "".join(span.text for span in _spans(paragraph, {}, ""))


def is_code(paragraph: Element) -> bool:
    """Whether all of it is set in a face of fixed width."""
    found = [span for span in _spans(paragraph, {}, "") if span.text.strip()]
    return bool(found) and all("code" in span.style for span in found)


def _spans(within: Element, links: Mapping[str, str], address: str) -> Iterator[Span]:
    for child in within:
        if child.tag in SKIPPED:
            continue
        if child.tag == f"{W}r":
            text = "".join(_signs(child))
            if text:
                yield Span(text, _style(child), address)
        elif child.tag == f"{W}hyperlink":
            target = links.get(str(child.get(f"{R}id")), "")
            yield from _spans(child, links, target if target.lower().startswith(LINKS) else "")
        elif child.tag != f"{W}pPr":
            yield from _spans(child, links, address)


def _signs(run: Element) -> Iterator[str]:
    for child in run:
        name = str(child.tag).removeprefix(W)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "ptab"):
            yield " "
        elif name in ("br", "cr"):
            yield "" if child.get(f"{W}type") in ("page", "column") else "\n"
        elif name == "noBreakHyphen":
            yield "\u2011"


def _style(run: Element) -> tuple[str, ...]:
    held = run.find(f"{W}rPr")
    if held is None:
        return ()
    fonts = held.find(f"{W}rFonts")
    if fonts is not None and str(fonts.get(f"{W}ascii")).lower() in FIXED:
        return ("code",)
    found = {"strong": held.find(f"{W}b"), "em": held.find(f"{W}i"), "s": held.find(f"{W}strike")}
    return tuple(name for name, e in found.items() if e is not None and _on(e))


def _on(switch: Element) -> bool:
    return switch.get(f"{W}val") not in ("0", "false", "off", "none")


def _marked(text: str, style: tuple[str, ...], address: str, escape: bool) -> str:
    """Words with their signs; spaces stay outside of them, where they count."""
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if "code" in style:
        fence = _fence(bare, 1)
        edge = " " if bare.startswith("`") or bare.endswith("`") else ""
        said = f"{fence}{edge}{bare}{edge}{fence}"
    else:
        said = SPECIAL.sub(r"\\\1", bare) if escape else bare
    for name in style:
        said = f"{SIGNS[name]}{said}{SIGNS[name]}" if name in SIGNS else said
    if address:
        said = f"<{address}>" if bare == address else f"[{said}](<{address}>)"
    return f"{before}{said}{after}"


def _fence(text: str, least: int) -> str:
    return "`" * max(least, 1 + max((len(run) for run in re.findall("`+", text)), default=0))


def fenced(text: str) -> str:
    """Lines of code."""
    fence = _fence(text, 3)
    return f"{fence}\n{text}\n{fence}"


def safe_start(text: str) -> str:
    """A paragraph so that none of its lines is taken for a heading, a list or a rule."""
    nodes = tree(text)
    if len(nodes) == 1 and isinstance(nodes[0], dict) and nodes[0]["t"] == "p":
        return text
    return STARTS.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdecimal() else f"{found[1]}\\{sign}"


def fingerprint(text: str) -> str:
    """What a text says, in a few signs: the same for the same, whichever way it is written.

    Raises: TextTooLong, TextTooDeep, TableTooLarge.
    """
    return hashlib.sha256(json.dumps(gist(tree(text))).encode()).hexdigest()[:FINGERS]


def gist(nodes: list[Any]) -> list[Any]:
    """What a text says, whichever way it is written: words with their emphasis, spaces once and with none."""
    held: list[Any] = []
    for part in _words(nodes, ()):
        before = held[-1] if held and isinstance(held[-1], tuple) else ("", None)
        if not isinstance(part, tuple) or part[1] != before[1]:
            held.append(part)
        elif part != SPACE:
            held[-1] = (before[0] + part[0], part[1])
    start, end = int(held[:1] == [SPACE]), len(held) - int(held[1:][-1:] == [SPACE])
    return held[start:end]


SPACE = (" ", ("space",))


def _words(nodes: list[Any], style: tuple[str, ...]) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, str):
            for word in re.findall(r"\s+|\S+", node):
                yield SPACE if word.isspace() else (word, style)
        elif isinstance(node, dict) and node["t"] in SIGNS:
            yield from _words(node["c"], tuple(sorted({*style, node["t"]})))
        elif isinstance(node, dict):
            yield {
                name: gist(part) if isinstance(part, list) else part
                for name, part in node.items()
                if name != "sides"
            }
        else:
            yield gist(node)

"""LaTeX in titles, names and abstracts -> text. Formulas stay as they are; unknown macros keep their argument."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 40
"""Text with deeper braces is left as it is: no title has them, and the parser is recursive."""

_ACCENT = re.compile(
    r"""\{?\\(?:["'`^~=.]\s*(?:\{\\?[A-Za-z]\s*\}|\\[ijIJ](?![A-Za-z])|[A-Za-z])"""
    r"""|[cvHurkbdt]\s*\{\\?[A-Za-z]{1,2}\s*\}|[cvHurkbd]\s+[A-Za-z](?![A-Za-z])"""
    r"""|(?:ss|o|O|l|L|aa|AA|ae|AE|oe|OE|i|j|dh|DH|th|TH|dj|DJ|ng|NG)(?:\{\}|(?![A-Za-z])\s?))\}?"""
)
_SIMPLE_ESCAPE = re.compile(
    r"\\(?:([%&_#{}$])|(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum|textdollar)"
    r"(?:\{\}|(?![A-Za-z])[ ]?))"
)
_PLAIN_BRACE = re.compile(r"[{}]")


def accents(value: object) -> object:
    r"""Return a text with accent macros decoded and nothing else changed (`Erd\H{o}s`); others unchanged."""
    if not isinstance(value, str) or "\\" not in value:
        return value
    return _ACCENT.sub(_decode_match, value)


def plain(text: str) -> str:
    """Return a BibTeX value as a reader sees it: braces gone, macros decoded, `$...$` kept."""
    if "\\" not in text and "{" not in text and "}" not in text:
        return _ties(text, quotes="``" in text)
    if "$" not in text.replace("\\$", ""):
        text = _ACCENT.sub(_decode_match, text)
        texts, signs = _parted(text)
        if not any("\\" in part for part in texts):
            quotes = "``" in text
            told = (_PLAIN_BRACE.sub("", _ties(part, quotes=quotes)) for part in texts)
            return "".join(part + sign for part, sign in zip(told, [*signs, ""], strict=True))
        text = _SIMPLE_ESCAPE.sub(_in_one_way, text)
    if _depth(text) > MAX_DEPTH:
        return text
    # A converter of macros to text has no plain circumflex.
    return _converter()(text).replace("\u00a0", " ").replace("\u02c6", "^")


_NAMED = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
    "textdollar": "$",
}  # fmt: skip
_MACROS = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


def _parted(text: str) -> tuple[list[str], list[str]]:
    """Return the texts around the escaped signs, and these signs."""
    parts = _SIMPLE_ESCAPE.split(text)
    return parts[::3], [sign or _NAMED[name] for sign, name in zip(parts[1::3], parts[2::3], strict=True)]


def _in_one_way(match: re.Match[str]) -> str:
    """Return an escaped sign as the converter knows it, which does not know every name."""
    sign = match.group(1) or _NAMED[match.group(2)]
    return _MACROS.get(sign, f"\\{sign}")


def _ties(text: str, *, quotes: bool) -> str:
    """Resolve the typographic shorthands of TeX: ties, dashes and, where the whole text has opening ones, quotes."""
    if "~" in text:
        text = text.replace("~", " ")
    if "--" in text:
        text = text.replace("---", "\u2014").replace("--", "\u2013")
    return text.replace("``", "\u201c").replace("''", "\u201d") if quotes else text


def _decode_match(match: re.Match[str]) -> str:
    text = match.group()
    if text.startswith("{") != text.endswith("}") or text.count("{") != text.count("}"):
        opened = text.startswith("{") and text.count("{") > text.count("}")
        closed = text.count("}") > text.count("{")
        inner = text[1:] if opened else text[:-1] if closed else text
        return ("{" if opened else "") + _decode_accent(inner) + ("}" if closed else "")
    return _decode_accent(text)


@lru_cache(maxsize=4096)
def _decode_accent(macro: str) -> str:
    return _converter()(macro)


@cache
def _converter() -> Callable[[str], str]:
    # pylatexenc builds large tables at import.
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415

    nodes = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=False)

    def convert(text: str) -> str:
        decoded: str = nodes.latex_to_text(text, tolerant_parsing=True)
        return decoded

    return convert


def _depth(text: str) -> int:
    depth = deepest = 0
    for brace in _PLAIN_BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return max(deepest, text.count("\\begin"), text.count("$") // 50)

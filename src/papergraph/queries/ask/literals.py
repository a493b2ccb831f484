"""Words of a question inside a statement."""

from __future__ import annotations

_WORD_STARTS = "[' ', '(', '/', '\"', '\\n']"


def says(words: str) -> str:
    """Return a test of `p`: title or abstract has the words, from a word's start on: "encoder" has no "code".

    A hyphen is a blank, on both sides.
    """
    text = "replace(toLower(p.title + ' ' + coalesce(p.abstract, '')), '-', ' ')"
    words = quote(words.lower().replace("-", " "))
    return f"{text} CONTAINS {words} AND any(s IN {_WORD_STARTS} WHERE ' ' + {text} CONTAINS s + {words})"


def quote(text: str) -> str:
    r"""Return a Cypher string literal: `it's` -> `'it\'s'`."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in escaped) + "'"

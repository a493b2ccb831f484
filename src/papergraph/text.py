"""Folding text for comparison. What a reader sees is never folded, only keys are."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STEERING = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORDS = re.compile(r"[^\W_]+|\+|#")


def clean(text: str) -> str:
    """Return the text in NFC with runs of white space as one space and control and direction characters removed."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return the value as JSON that can be printed: what could steer a terminal or is no character stands escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def fold_words(text: str) -> str:
    """Return words in lower case without accents or punctuation, joined by a space; `+` and `#` are words.

    "DefSent+" and "DefSent" stay apart, as do "C#" and "C".
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))
    # Folding case can compose and decomposing can bring back capitals ("𝓐"), hence both twice.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(_WORDS.findall(bare))


def slug(text: str) -> str:
    """Return a name for ids: `Low-Rank Adaptation` -> `low-rank-adaptation`; never empty, at most 200 characters."""
    folded = fold_words(text).replace("+", "plus").replace("#", "sharp").replace(" ", "-")
    if len(folded) > 200:  # databases refuse keys of some thousand bytes
        return f"{folded[:180]}-{short_hash(folded)}"
    return folded or short_hash(text)


def short_hash(text: str, length: int = 12) -> str:
    """Return the first `length` hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]

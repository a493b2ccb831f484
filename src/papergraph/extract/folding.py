"""The words of a text and the keys under which the vocabulary knows them.

A key is a word in lower case, without accents, in the singular and in American spelling. Hyphens, slashes and dashes
part words, and short prefixes join the word that follows: "Pre-training", "pretraining" and "pre training" all have
the key `pretraining`, "summarisation systems" has `summarization system`. Texts and names are folded by the same
function, so a name finds its variants without a list of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\+*#?")
_JOINING = frozenset(
    {"pre", "fine", "back", "multi", "cross", "non", "semi", "self", "auto", "meta", "post", "inter", "intra", "sub"}
    | {"pseudo", "hyper", "mono", "un", "over", "under", "super", "bi", "uni", "anti", "micro", "macro"}
)
_JOINING_SPACED = frozenset({"pre", "fine", "back", "multi", "cross", "semi", "self", "meta", "post"})
_SPELLING = (
    (re.compile(r"(?<=[a-z]{3})isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})ising$"), "izing"),
    (re.compile(r"(?<=[a-z]{4})ised$"), "ized"),
    (re.compile(r"(?<=[a-z]{2})elling$"), "eling"),
    (re.compile(r"(?<=[a-z]{2})elled$"), "eled"),
    (re.compile(r"dialogue$"), "dialog"),
    (re.compile(r"behaviour"), "behavior"),
    (re.compile(r"^grey$"), "gray"),
)
_NOT_PLURAL = ("ss", "us", "is", "'s", "as", "os")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: `keys[i]` is the key of `text[starts[i]:ends[i]]`; all three have one length."""

    keys: list[str]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the key of one word: `Ontologies` -> `ontology`, `modelling` -> `modeling`, `BERTs` -> `bert`."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    folded = folded.replace("’", "'").removesuffix("'s")
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(_NOT_PLURAL):
        folded = folded[:-3] + "y" if folded.endswith("ies") and len(folded) > 4 else folded[:-1]
    if len(folded) > 3:
        for pattern, replacement in _SPELLING:
            folded = pattern.sub(replacement, folded)
    return folded or word


def split_words(text: str) -> Words:
    """Return the words of a text with their keys and offsets, in order and without overlap."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joining: str | None = None
    for match in _WORD.finditer(text):
        key = fold_word(match.group())
        start, end = match.span()
        if joining is not None:
            gap = text[ends[-1] : start]
            if gap in {"-", "\u2010", "\u2011"} or (
                gap == " " and joining in _JOINING_SPACED and text[start].islower()
            ):
                keys[-1] = fold_word(joining + key)
                ends[-1] = end
                joining = None
                continue
        keys.append(key)
        starts.append(start)
        ends.append(end)
        joining = key if key in _JOINING else None
    return Words(keys, starts, ends)


def fold_phrase(text: str) -> str:
    """Return the keys of a phrase, joined by a space: the form under which names are looked up."""
    return " ".join(split_words(text).keys)


@lru_cache(maxsize=65536)
def fold_surface(text: str) -> str:
    """Return a surface without case, spaces, hyphens or a plural s: two surfaces of one name give the same string."""
    return fold_phrase(text).replace(" ", "")

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
_BRITISH = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLING))
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
    if len(folded) > 3 and _BRITISH.search(folded):
        for pattern, replacement in _SPELLING:
            folded = pattern.sub(replacement, folded)
    return folded or word


def split_words(text: str) -> Words:
    """Return the words of a text with their keys and offsets, in order and without overlap."""
    found = list(_WORD.finditer(text))
    keys = [fold_word(match.group()) for match in found]
    starts = [match.start() for match in found]
    ends = [match.end() for match in found]
    joined: list[int] = []
    for place in [place for place, key in enumerate(keys[:-1]) if key in _JOINING]:
        gap = text[ends[place] : starts[place + 1]]
        free = not joined or joined[-1] + 1 < place  # "multi-pre-training": a word that was joined joins none
        if free and (
            gap in {"-", "\u2010", "\u2011"}
            or (gap == " " and keys[place] in _JOINING_SPACED and text[starts[place + 1]].islower())
        ):
            joined.append(place)
    for place in reversed(joined):
        keys[place : place + 2] = [fold_word(keys[place] + keys[place + 1])]
        del starts[place + 1], ends[place]
    return Words(keys, starts, ends)


def fold_phrase(text: str) -> str:
    """Return the keys of a phrase, joined by a space: the form under which names are looked up."""
    keys = [fold_word(word) for word in _WORD.findall(text)]
    return " ".join(keys if _JOINING.isdisjoint(keys) else split_words(text).keys)


@lru_cache(maxsize=65536)
def fold_surface(text: str) -> str:
    """Return a surface without case, spaces, hyphens or a plural s: two surfaces of one name give the same string."""
    return fold_phrase(text).replace(" ", "")

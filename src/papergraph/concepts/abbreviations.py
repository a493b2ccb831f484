"""Whether one name abbreviates another, and whether two full forms of one abbreviation are one term."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from papergraph.concepts.names import fold_name

_SUFFIXES = tuple(
    sorted(
        "izations ization ational ations ation ators ator ative ings ing ers er ors or ed ive ions ion als al ments "
        "ment ous ness es s e y ies ized ize izing ization ity ic ical".split(),
        key=lambda suffix: (-len(suffix), suffix),
    )
)
_LINKS = frozenset("of for the a an and in on with to from via by based at as".split())
_SHORT = re.compile(r"[A-Za-z0-9][\w.&+/\-]{0,11}s?")


@lru_cache(maxsize=1 << 16)
def is_abbreviation(short: str, full: str) -> bool:
    """Whether `short` is made of letters of `full` in their order, starting with its first: LoRA, mBERT, NER, SQuAD.

    The letters must begin words, save for letters that follow another taken letter of the same word; a name without
    capitals abbreviates nothing.
    """
    if not _SHORT.fullmatch(short) or not re.search(r"[A-Z]", short):
        return False
    bare = short[:-1] if short.endswith("s") and len(short) > 2 and short[-2].isupper() else short
    letters = [character.lower() for character in bare if character.isalnum()]
    words = re.findall(r"[^\W_]+", full.lower())
    if len(letters) < 2 or len(words) < 2 or len(letters) >= sum(map(len, words)):
        return False
    if bare.lower() in (word.lower() for word in words):
        return False
    return _spell(tuple(letters), tuple(words))


def _spell(letters: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the letters run through the words: each begins a word, or follows a taken letter inside one."""

    @cache
    def inside(letter: int, word: int, offset: int) -> bool:
        """The letters before `letter` are placed, the last of them in `word` before `offset`."""
        if letter == len(letters):
            return all(rest in _LINKS for rest in words[word + 1 :])
        found = words[word].find(letters[letter], offset)
        while found != -1:
            if inside(letter + 1, word, found + 1):
                return True
            found = words[word].find(letters[letter], found + 1)
        return begins(letter, word + 1)

    def begins(letter: int, word: int) -> bool:
        if word >= len(words):
            return False
        if words[word][0] == letters[letter] and inside(letter + 1, word, 1):
            return True
        return words[word] in _LINKS and begins(letter, word + 1)

    return words[0][0] == letters[0] and begins(0, 0)


@lru_cache(maxsize=1 << 16)
def may_abbreviate(short: str, full: str) -> bool:
    """Whether `short` could abbreviate `full` where one paper already uses them for one thing: letters in order."""
    if not _SHORT.fullmatch(short) or not re.search(r"[A-Z]", short) or len(full.split()) + full.count("-") < 2:
        return False
    rest = iter(full.lower())
    letters = [character.lower() for character in short.removesuffix("s") if character.isalnum()]
    return len(letters) >= 2 and len(letters) * 2 < len(full) and all(letter in rest for letter in letters)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return a word without a derivational ending, at least four letters: `adaptation`, `adapters` -> `adapt`."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def one_term(left: str, right: str) -> bool:
    """Whether two full forms of one abbreviation are one term: the same stems, or one with words hung on behind.

    "low-rank adaptation" and "Low-Rank Adapters for large models" are; "continual learning" and "contrastive
    learning" are not.
    """
    ours, theirs = ([stem(word) for word in fold_name(text) if word not in _LINKS] for text in (left, right))
    if not ours or not theirs:
        return False
    if "".join(ours) == "".join(theirs):
        return True
    shorter, longer = sorted((left, right), key=lambda text: len(text.split()))
    return _goes_on(fold_name(shorter), fold_name(longer))


_HUNG_ON = frozenset("model network method algorithm framework approach system technique mechanism task".split())


def _goes_on(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether the longer is the shorter and then "of ..." or a word for its kind."""
    size = len(shorter)
    if size < 2 or [stem(word) for word in longer[:size]] != [stem(word) for word in shorter]:
        return False
    rest = longer[size:]
    return bool(rest) and (rest[0] in _LINKS or all(word in _HUNG_ON for word in rest))

"""Mentions of one paper -> concepts of the paper.

Mentions belong together when they were recognised as the same entry, when they fold to the same surface (case, plural,
hyphen), or when the text defines one as the abbreviation of the other. The name that is shown is the vocabulary's where
there is one; otherwise a proper name as the text first writes it, or a term in lower case and singular.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from papergraph.extract.candidates import MIXED_CASE, OWN
from papergraph.extract.descriptive import AFTER, BEFORE
from papergraph.extract.folding import fold_surface
from papergraph.values import ConceptType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papergraph.extract.abbreviations import Abbreviation
    from papergraph.extract.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Group:
    """One concept of one paper with its candidates in order of their start; `mentions` are these as values."""

    type: ConceptType
    name: str
    candidates: tuple[Candidate, ...]
    mentions: tuple[Mention, ...]
    vocabulary_id: str | None
    introduced: bool


def group_mentions(chosen: Sequence[Candidate], abbreviations: Iterable[Abbreviation], text: str) -> list[Group]:
    """Return the concepts, in order of their first mention."""
    surfaces = [text[c.start : c.end] for c in chosen]
    keys = ["s:" + fold_surface(surface) for surface in surfaces]
    classes = _classes(chosen, surfaces, keys, list(abbreviations), text)
    members: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate, key in zip(chosen, keys, strict=True):
        members[classes.find(key)].append(candidate)
    groups = [_group(candidates, text) for candidates in members.values()]
    return sorted(groups, key=lambda group: (group.mentions[0].start, group.type))


def _classes(
    chosen: Sequence[Candidate],
    surfaces: Sequence[str],
    keys: Sequence[str],
    abbreviations: Sequence[Abbreviation],
    text: str,
) -> _Classes:
    known = set(keys)
    classes = _Classes(zip(keys, (candidate.vocabulary_id for candidate in chosen), strict=True))
    full_forms = {}
    for abbreviation in abbreviations:
        long = text[abbreviation.long_start : abbreviation.long_end]
        short = text[abbreviation.short_start : abbreviation.short_end]
        full_forms[short.removesuffix("s")] = long
        pair = ["s:" + fold_surface(form) for form in (long, short)]
        if known.issuperset(pair):
            classes.join(*pair)
    initials = _initials(chosen, surfaces, keys)
    terms: dict[str, tuple[ConceptType | None, frozenset[str]]] = {}
    for candidate, surface, key in zip(chosen, surfaces, keys, strict=True):
        if (bare := "s:" + fold_surface(_HEAD.sub("", surface))) in known:
            classes.join(key, bare)
        if (phrase := initials.get((candidate.type, surface))) is not None:
            classes.join_unlike(key, phrase)
        if term := term_key(surface, full_forms):
            classes.join_unlike(key, f"t:{candidate.type}:{term}")
            if not _COORDINATED.search(surface):
                terms[key] = (candidate.type, frozenset(term.split()))
    _join_shortened(terms, classes)
    return classes


class _Classes:
    """Keys that stand for one concept, with the vocabulary entries that each class holds."""

    def __init__(self, known: Iterable[tuple[str, str | None]]) -> None:
        self._parent: dict[str, str] = {}
        self._entries: defaultdict[str, set[str]] = defaultdict(set)
        for key, entry in known:
            if entry is not None:
                self._entries[self.find(key)].add(entry)
                self.join(key, f"v:{entry}")

    def find(self, key: str) -> str:
        while self._parent.setdefault(key, key) != key:
            key = self._parent[key]
        return key

    def join(self, left: str, right: str) -> None:
        first, second = sorted((self.find(left), self.find(right)))
        if first != second:
            self._parent[second] = first
            self._entries[first] |= self._entries.pop(second, set())

    def known(self, key: str) -> bool:
        """Whether the vocabulary knows one of the keys in the class."""
        return bool(self._entries[self.find(key)])

    def join_unlike(self, left: str, right: str) -> None:
        """Join unless the vocabulary knows both, as two things: "neural machine translation", "machine translation"."""
        first, second = (self._entries[self.find(key)] for key in (left, right))
        if not first or not second or first == second:
            self.join(left, right)


def _join_shortened(terms: Mapping[str, tuple[ConceptType | None, frozenset[str]]], classes: _Classes) -> None:
    """Join a phrase that no vocabulary knows to the one longer phrase of its type that has all its words.

    "Detecting sexism" is "detection of online sexism" where the text has no other such phrase; of 500 pairs of this
    form in annotated papers, three of four were one concept.
    """
    having: defaultdict[tuple[ConceptType | None, str], list[str]] = defaultdict(list)
    for key, (kind, words) in terms.items():
        for word in words:
            having[kind, word].append(key)
    for key, (kind, words) in terms.items():
        # Only what has the rarest of the words can have them all.
        rarest = min((having[kind, word] for word in words), key=len)
        longer = {
            classes.find(other)
            for other in rarest
            if words < terms[other][1] and len(terms[other][1]) <= len(words) + _MOST_DROPPED
        } - {classes.find(key)}
        if len(longer) == 1 and not classes.known(key) and not classes.known(found := longer.pop()):
            classes.join(key, found)


def _initials(
    chosen: Sequence[Candidate], surfaces: Sequence[str], keys: Sequence[str]
) -> dict[tuple[ConceptType | None, str], str]:
    """Return (type, abbreviation) -> key of the one phrase of the text whose initials it has."""
    found: defaultdict[tuple[ConceptType | None, str], set[str]] = defaultdict(set)
    for candidate, surface, key in zip(chosen, surfaces, keys, strict=True):
        words = _WORDS.findall(surface)
        if len(words) >= _LEAST_INITIALS:
            found[candidate.type, "".join(word[0] for word in words).casefold()].add(key)
    result = {}
    for candidate, surface in zip(chosen, surfaces, strict=True):
        bare = surface.removesuffix("s")
        longs = found.get((candidate.type, bare.casefold()), set())
        if _ABBREVIATED.fullmatch(bare) and len(longs) == 1:
            result[candidate.type, surface] = next(iter(longs))
    return result


def _group(candidates: list[Candidate], text: str) -> Group:
    best = max(
        candidates,
        key=lambda c: (
            c.rule == OWN,
            c.vocabulary_id is not None,
            c.introduced and c.typed,
            c.typed,
            c.score,
            -c.start,
        ),
    )
    typed = max(
        candidates,
        key=lambda c: (
            c.rule == OWN,
            c.introduced and c.typed,
            c.vocabulary_id is not None,
            c.typed,
            c.score,
            -c.start,
        ),
    )
    kind = typed.type
    assert kind is not None  # noqa: S101 - spans drops what has no type
    mentions = tuple(
        Mention(c.start, c.end, text[c.start : c.end], c.rule, round(c.score, 2))
        for c in sorted(candidates, key=lambda c: (c.start, c.end))
    )
    vocabulary_id = best.vocabulary_id if best.vocabulary_id and best.type is kind else None
    name = best.name or shown_name([m.text for m in mentions], kind)
    return Group(kind, name, tuple(candidates), mentions, vocabulary_id, any(c.introduced for c in candidates))


def term_key(surface: str, full_forms: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return what the wordings of one term in one text share; None for names and single words.

    "detecting hate speech" and "hate-speech detection" give the same key, "GPT-4 decoding" none. `full_forms` are the
    abbreviations that the text defines.
    """
    words: list[str] = []
    for word in _WORDS.findall(surface):
        long = full_forms.get(word.removesuffix("s"))
        if long is None and _OF_A_NAME.search(word):
            return None
        words += _SMALL_WORDS.findall((long or word).casefold())
    words = [word for word in words if word not in _LOOSE_WORDS]
    if len(words) < 2:
        return None
    return " ".join(sorted(_SAME_STEM.get(stem, stem) for word in words for stem in [_stem(word)]))


def _stem(word: str) -> str:
    while (shorter := _SUFFIX.sub("", word)) != word:
        word = shorter
    return _DOUBLED.sub(r"\1", word)  # "tagging" and "tag"


_LEAST_INITIALS = 3
_MOST_DROPPED = 2
_WORDS = re.compile(r"[^\W_]+")
_SMALL_WORDS = re.compile(r"[a-z]+")
_OF_A_NAME = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}")
_TITLE_WORD = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)*")
_COORDINATED = re.compile(r",|\b(?:and|or|vs|with|for|plus)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?=[^\W_]{3,8}$)(?:[A-Z]+[a-z]?[A-Z]+)")
_LOOSE_WORDS = (
    frozenset("a an the of for in on to with from and end pre using".split())
    | {word for word in BEFORE if word.isalpha() and not word.endswith("ing")}
    | AFTER
    | {f"{word}s" for word in AFTER}
    | {"strategies", "processes", "families"}
)
_HEAD = re.compile(
    r"(?<=\w)[ -](?:data ?set|corpus|benchmark|model|framework|system|treebank|task|mechanism|architecture|algorithm"
    r"|network|layer|objective|method|approach|technique|strategy|module|scheme|classifier|variant|famil)(?:s|y|ies)?$",
    re.IGNORECASE,
)
_KIND_NOUN = re.compile(r"(?<=\w) (?:data ?sets?|corpus|corpora|benchmarks?|models?)$")
_SUFFIX = re.compile(
    r"(?<=\w{3})(?:if(?:ications?|y|ying|ied|ies|iers?)|(?:i[sz])(?:ations?|e|ing|ed|es|ers?)|at(?:ions?|e|ing|ed|es|ors?)|itions?"
    r"|ions?|ings?|ors?|ers?|ies|ed|es|e|s|y)$"
)
_DOUBLED = re.compile(r"(?<=\w\w)([bdglmnprt])\1$")
_SAME_STEM = {"ident": "detect", "recogn": "detect"}


def shown_name(surfaces: Sequence[str], kind: ConceptType | None = None) -> str:
    """Return the name a graph shows for what no vocabulary names.

    A short proper name as first written ("LoRA"); else the first term, in lower case where its capitals are those of a
    title, and in the singular. A model or dataset keeps its capitals and loses the noun that says what it is.
    """
    if kind in {ConceptType.MODEL, ConceptType.DATASET}:
        cut = [_KIND_NOUN.sub("", s) for s in surfaces]
        named = [s for s in cut if s[:1].isupper()]
        if named:
            return named[0]
    proper = [s for s in surfaces if " " not in s and MIXED_CASE.search(s)]
    if proper:
        return proper[0]
    lower = [s for s in surfaces if s == s.lower()]
    first = lower[0] if lower else surfaces[0]
    words = first.split(" ")
    if not lower and (len(words) > 1 or kind is ConceptType.TASK):
        words = [w.lower() if _TITLE_WORD.fullmatch(w) else w for w in words]
    last = words[-1]
    if len(last) > 4 and last.endswith("s") and not last.endswith(("ss", "us", "is", "as")) and last.islower():
        words[-1] = last[:-3] + "y" if last.endswith("ies") else last[:-1]
    return " ".join(words)

"""Mentions of one paper -> concepts of the paper.

Mentions belong together when they were recognised as the same entry, when they fold to the same surface (case, plural,
hyphen), or when the text defines one as the abbreviation of the other. The name that is shown is the vocabulary's where
there is one; otherwise a proper name as the text first writes it, or a term in lower case and singular.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.extract.candidates import OWN
from papergraph.extract.folding import fold_surface
from papergraph.values import ConceptType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    def join(left: str, right: str) -> None:
        first, second = sorted((find(left), find(right)))
        parent[second] = first

    keys: list[str] = []
    for candidate in chosen:
        surface = "s:" + fold_surface(text[candidate.start : candidate.end])
        keys.append(surface)
        find(surface)
        if candidate.vocabulary_id:
            join(surface, "v:" + candidate.vocabulary_id)
    known = set(keys)
    for abbreviation in abbreviations:
        long = "s:" + fold_surface(text[abbreviation.long_start : abbreviation.long_end])
        short = "s:" + fold_surface(text[abbreviation.short_start : abbreviation.short_end])
        if long in known and short in known:
            join(long, short)
    for candidate, key in zip(chosen, keys, strict=True):
        surface = text[candidate.start : candidate.end]
        if (bare := "s:" + fold_surface(_HEAD.sub("", surface))) in known:
            join(key, bare)
        if term := term_key(surface):
            join(key, f"t:{candidate.type}:{term}")
    members: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate, key in zip(chosen, keys, strict=True):
        members[find(key)].append(candidate)
    groups = [_group(candidates, text) for candidates in members.values()]
    return sorted(groups, key=lambda group: (group.mentions[0].start, group.type))


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


def term_key(surface: str) -> str | None:
    """Return what the wordings of one term in one text share; None for names and single words.

    "detecting hate speech" and "hate-speech detection" give the same key, "GPT-4 decoding" none.
    """
    if re.search(r"\d|[a-z][A-Z]|[A-Z]{2}", surface):
        return None
    words = [w for w in re.findall(r"[a-z]+", surface.casefold()) if w not in _LOOSE_WORDS]
    if len(words) < 2:
        return None
    stems = sorted(_SAME_STEM.get(stem, stem) for word in words for stem in [_SUFFIX.sub("", word)])
    return " ".join(stems)


_LOOSE_WORDS = frozenset(
    "a an the of for in on to with from and automatic automatically automated framework frameworks model models".split()
)
_HEAD = re.compile(r"(?<=\w)[ -](?:data ?set|corpus|benchmark|model|framework|system|treebank|task)s?$", re.IGNORECASE)
_KIND_NOUN = re.compile(r"(?<=\w) (?:data ?sets?|corpus|corpora|benchmarks?|models?)$")
_SUFFIX = re.compile(
    r"(?<=\w{3})(?:if(?:ications?|y|ying|ied|ies|iers?)|(?:i[sz])(?:ations?|e|ing|ed|es|ers?)|at(?:ions?|e|ing|ed|es|ors?)|itions?"
    r"|ions?|ings?|ors?|ers?|ed|es|e|s)$"
)
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
    proper = [s for s in surfaces if " " not in s and re.search(r"[A-Z].*[A-Z0-9]|[a-z\d][A-Z]|\d", s)]
    if proper:
        return proper[0]
    lower = [s for s in surfaces if s == s.lower()]
    first = lower[0] if lower else surfaces[0]
    words = first.split(" ")
    if not lower and len(words) > 1:
        words = [w.lower() if re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)*", w) else w for w in words]
    last = words[-1]
    if len(last) > 4 and last.endswith("s") and not last.endswith(("ss", "us", "is", "as")) and last.islower():
        words[-1] = last[:-3] + "y" if last.endswith("ies") else last[:-1]
    return " ".join(words)

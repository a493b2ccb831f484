"""Readings of papers as rows to resolve: the key a reading stands under, and what else its paper calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from papergraph.concepts.abbreviations import is_abbreviation, may_abbreviate
from papergraph.concepts.known import told_apart
from papergraph.concepts.names import key_words, name_key
from papergraph.text import clean
from papergraph.values import ConceptReading, ConceptType, Paper, RelationType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_BRACKETED = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_VERSION = re.compile(r"(?<![\d.])(\d+(?:\.\d+)*)(?![\w.]|\.\d)")

Node = tuple[ConceptType, str]
"""A concept before joining: a type and the key of a name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reading. `key` is that of its name, or of its full form where the name is short.

    `others` are the keys of its other names with how they belong: "vocabulary", "abbreviation" or "same paper".
    `texts` are its names as written, with their keys.
    """

    paper: str
    index: int
    kind: ConceptType
    name: str
    key: str
    others: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    vocabulary_id: str | None
    year: int | None
    in_corpus: bool
    introduces: bool

    @property
    def node(self) -> Node:
        """What the row stands under."""
        return self.kind, self.key


@dataclass(frozen=True)
class Naming:
    """Turns names into keys, as a user decided.

    Names in `exact` keep a key of their own: a user says that they are not their like. Pairs of keys in `apart` are
    never names of one reading.
    """

    exact: Collection[str] = frozenset()
    apart: Collection[frozenset[str]] = frozenset()

    def parted(self, left: str, right: str) -> bool:
        """Whether a user says that two keys are two things."""
        return bool(self.apart) and frozenset((left, right)) in self.apart

    def key(self, name: str, kind: ConceptType) -> str:
        """Return the key of a name."""
        text = _clean(name)
        return f"={text}" if text in self.exact else name_key(text, kind)


def rows_of(
    papers: Sequence[Paper], readings: Mapping[str, tuple[ConceptReading, ...]], naming: Naming
) -> Iterator[Row]:
    """Yield a row for each reading, in the order of paper ids and readings."""
    for paper in sorted(papers, key=lambda paper: paper.id):
        for index, reading in enumerate(readings.get(paper.id, ())):
            yield _row(paper, index, reading, naming)


@lru_cache(maxsize=1 << 18)
def _clean(text: str) -> str:
    return clean(text)


def _row(paper: Paper, index: int, reading: ConceptReading, naming: Naming) -> Row:
    kind = reading.type
    name, surfaces = _names(reading)
    texts = [(surface, naming.key(surface, kind)) for surface in surfaces]
    key = naming.key(name, kind)
    entry = reading.vocabulary_id
    if entry is not None and len(texts) > 1 and name not in {_clean(mention.text) for mention in reading.mentions}:
        other = [(text, other) for text, other in texts[1:] if _another(kind, key, name, other, text)]
        if len(other) == len(texts) - 1:
            # The vocabulary takes "mBART-50" for mBART; the text says otherwise.
            (name, key), entry, texts = other[0], None, other
            surfaces = [text for text, _ in texts]
    texts = [(text, other) for text, other in texts if not naming.parted(key, other)]
    surfaces = [text for text, _ in texts]
    fixed = kind in (ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP)
    pairs = [] if fixed else _abbreviated(surfaces, strict=entry is not None)
    short_keys = {naming.key(short, kind) for short, _ in pairs}
    if entry is None and key in short_keys:
        fulls = [full for short, full in pairs if naming.key(short, kind) == key]
        # The shortest full form is the term; longer ones carry words of the sentence.
        key = naming.key(min(fulls, key=lambda full: (len(key_words(full, kind)), full)), kind)
    how = "vocabulary" if entry else "same paper"
    others = {part: how for text, part in texts if part != key and not _another(kind, key, name, part, text)}
    for pair in pairs:
        others.update({part: "abbreviation" for text in pair if (part := naming.key(text, kind)) != key})
    return Row(
        paper=paper.id,
        index=index,
        kind=kind,
        name=name,
        key=key,
        others=tuple(sorted(others.items())),
        texts=tuple(texts),
        vocabulary_id=entry,
        year=paper.year,
        in_corpus=paper.in_corpus,
        introduces=any(claim.relation is RelationType.INTRODUCES for claim in reading.claims),
    )


def _names(reading: ConceptReading) -> tuple[str, list[str]]:
    """Return the name and all names of a reading; "named entity recognition (NER)" is two of them."""
    name, short = _parted(_clean(reading.name))
    found = {name: None}
    for text in (*short, *(_clean(mention.text) for mention in reading.mentions)):
        whole, more = _parted(text)
        found.update(dict.fromkeys(one for one in (whole, *more) if one))
    return name, list(found)


@lru_cache(maxsize=1 << 18)
def _parted(text: str) -> tuple[str, tuple[str, ...]]:
    found = _BRACKETED.fullmatch(text) if text.endswith(")") else None
    if found and may_abbreviate(found.group(2), found.group(1)):
        return found.group(1), (found.group(2),)
    return text, ()


def _another(kind: ConceptType, key: str, name: str, other_key: str, other: str) -> bool:
    """Whether another name says by its version, or is known, to be another thing."""
    marks = versions(other)
    return told_apart(kind, key, other_key) or (bool(marks) and marks != versions(name) and " " not in name)


@lru_cache(maxsize=1 << 18)
def versions(name: str) -> frozenset[str]:
    """Return the numbers that a name ends its parts with, and its pluses: mBART-50 has 50, word2vec none."""
    found = set(_VERSION.findall(name))
    return frozenset(found | {"+" * name.count("+")} - {""})


def _abbreviated(surfaces: Sequence[str], *, strict: bool) -> list[tuple[str, str]]:
    """Return the pairs of short and full form among the names that one paper uses for one thing."""
    return [
        (short, full)
        for short in surfaces
        if " " not in short
        for full in surfaces
        if len(full) > len(short) and (is_abbreviation if strict else may_abbreviate)(short, full)
    ]

"""Readings of papers as rows to resolve: the key a reading stands under, and what else its paper calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.concepts.abbreviations import may_abbreviate
from papergraph.concepts.names import key_words, name_key
from papergraph.text import clean
from papergraph.values import ConceptReading, ConceptType, Paper, RelationType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
    """Turns names into keys. Names in `exact` keep a key of their own: a user says that they are not their like."""

    exact: Collection[str] = frozenset()

    def key(self, name: str, kind: ConceptType) -> str:
        """Return the key of a name."""
        text = clean(name)
        return f"={text}" if text in self.exact else name_key(text, kind)


def rows_of(
    papers: Sequence[Paper], readings: Mapping[str, tuple[ConceptReading, ...]], naming: Naming
) -> Iterator[Row]:
    """Yield a row for each reading, in the order of paper ids and readings."""
    for paper in sorted(papers, key=lambda paper: paper.id):
        for index, reading in enumerate(readings.get(paper.id, ())):
            yield _row(paper, index, reading, naming)


def _row(paper: Paper, index: int, reading: ConceptReading, naming: Naming) -> Row:
    kind = reading.type
    name = clean(reading.name)
    surfaces = list(dict.fromkeys([name, *(clean(mention.text) for mention in reading.mentions)]))
    texts = [(surface, naming.key(surface, kind)) for surface in surfaces if surface]
    key = naming.key(name, kind)
    pairs = _abbreviated(surfaces) if kind not in (ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP) else []
    short_keys = {naming.key(short, kind) for short, _ in pairs}
    if reading.vocabulary_id is None and key in short_keys:
        fulls = [full for short, full in pairs if naming.key(short, kind) == key]
        # The shortest full form is the term; longer ones carry words of the sentence.
        key = naming.key(min(fulls, key=lambda full: (len(key_words(full, kind)), full)), kind)
    how = "vocabulary" if reading.vocabulary_id else "same paper"
    others = {other: how for _, other in texts if other != key}
    for short, full in pairs:
        for other in (naming.key(short, kind), naming.key(full, kind)):
            if other != key:
                others[other] = "abbreviation"
    return Row(
        paper=paper.id,
        index=index,
        kind=kind,
        name=name,
        key=key,
        others=tuple(sorted(others.items())),
        texts=tuple(texts),
        vocabulary_id=reading.vocabulary_id,
        year=paper.year,
        in_corpus=paper.in_corpus,
        introduces=any(claim.relation is RelationType.INTRODUCES for claim in reading.claims),
    )


def _abbreviated(surfaces: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of short and full form among the names that one paper uses for one thing."""
    return [
        (short, full)
        for short in surfaces
        if " " not in short
        for full in surfaces
        if len(full) > len(short) and may_abbreviate(short, full)
    ]

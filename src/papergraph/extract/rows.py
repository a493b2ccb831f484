"""Readings as the rows that `papergraph extract` prints and the scorer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papergraph.values import ConceptReading


def to_row(identifier: str, title: str, readings: Iterable[ConceptReading]) -> dict[str, Any]:
    """Return one paper as `{"id", "title", "concepts": [...]}`; mentions are distinct strings, spans all of them."""
    return {"id": identifier, "title": title, "concepts": [_concept(reading) for reading in readings]}


def _concept(reading: ConceptReading) -> dict[str, Any]:
    primary = reading.claims[0]
    return {
        "type": reading.type.value,
        "name": reading.name,
        "mentions": list(dict.fromkeys(mention.text for mention in reading.mentions)),
        "spans": [[mention.start, mention.end] for mention in reading.mentions],
        "relation": primary.relation.word,
        "confidence": round(primary.confidence, 2),
        "evidence": primary.evidence,
    }

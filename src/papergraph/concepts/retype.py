"""One name with two types: the corpus decides where it is clear, and says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from papergraph.concepts.readings import Row

MIN_WEIGHT = 3
"""Papers that must read the type that wins; a paper that introduces the thing counts as three."""
MIN_SHARE = 0.75
"""Share of the weight that the type that wins must have; below, both concepts stay."""

_FIXED = frozenset({ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP})


@dataclass(frozen=True, slots=True)
class Retyping:
    """Readings of `key` as `old` are read as `new`."""

    key: str
    old: ConceptType
    new: ConceptType
    share: float
    evidence: str


def retypings(rows: Iterable[Row]) -> list[Retyping]:
    """Return what to read otherwise, sorted. A language is never read as something else, nor the reverse."""
    weights: dict[str, dict[ConceptType, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row.kind not in _FIXED:
            weights[row.key][row.kind] += 3 if row.introduces else 1
    found = []
    for key, by_type in weights.items():
        if len(by_type) < 2:
            continue
        best = min(by_type, key=lambda kind: (-by_type[kind], kind.value))
        total = sum(by_type.values())
        share = by_type[best] / total
        if by_type[best] >= MIN_WEIGHT and share >= MIN_SHARE:
            evidence = f"read as {best.value} with weight {by_type[best]} of {total}"
            found += [Retyping(key, old, best, round(share, 2), evidence) for old in by_type if old is not best]
    return sorted(found, key=lambda item: (item.key, item.old.value))


def apply(rows: Iterable[Row], found: Iterable[Retyping]) -> list[Row]:
    """Return the rows with their new types."""
    new: Mapping[tuple[ConceptType, str], ConceptType] = {(item.old, item.key): item.new for item in found}
    return [replace(row, kind=new.get(row.node, row.kind)) for row in rows]

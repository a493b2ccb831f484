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
"""Weight that the type that wins must have: papers, of which one that introduces the thing counts as three."""
MIN_PAPERS = 2
"""Papers that must read the type that wins: one alone may speak of another thing of that name."""
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
    papers: dict[tuple[str, ConceptType], set[str]] = defaultdict(set)
    for row in rows:
        if row.kind not in _FIXED:
            weights[row.key][row.kind] += 3 if row.introduces else 1
            papers[row.key, row.kind].add(row.paper)
    found = []
    for key, by_type in weights.items():
        if len(by_type) < 2:
            continue
        best = min(by_type, key=lambda kind: (-by_type[kind], kind.value))
        total = sum(by_type.values())
        share = by_type[best] / total
        enough = by_type[best] >= MIN_WEIGHT and len(papers[key, best]) >= MIN_PAPERS
        if enough and share >= MIN_SHARE:
            evidence = f"read as {best.value} with weight {by_type[best]} of {total}"
            found += [Retyping(key, old, best, round(share, 2), evidence) for old in by_type if old is not best]
    return sorted(found, key=lambda item: (item.key, item.old.value))


def apply(rows: Iterable[Row], found: Iterable[Retyping]) -> list[Row]:
    """Return the rows with their new types."""
    new: Mapping[tuple[ConceptType, str], ConceptType] = {(item.old, item.key): item.new for item in found}
    return [replace(row, kind=new[row.node]) if row.node in new else row for row in rows]

"""What the step hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.values import Concept, Merge


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """`source` is a variant, a subtask or a member of `target`; `rule` says why."""

    source: str
    type: str  # VARIANT_OF, SUBTASK_OF or MEMBER_OF
    target: str
    rule: str


@dataclass(frozen=True)
class ConceptResolution:
    """The concepts sorted by id; the concept of each reading; how concepts hang together; the ledger.

    `assignment` maps (paper id, position of the reading) to a concept id; a dropped reading is missing.
    """

    concepts: tuple[Concept, ...]
    assignment: Mapping[tuple[str, int], str]
    links: tuple[ConceptLink, ...]
    merges: tuple[Merge, ...]

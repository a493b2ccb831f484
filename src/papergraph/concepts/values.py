"""What the step hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.values import Merge


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that papers speak of. `label` is its node label; `aliases` are the other names met, sorted.

    `paper_count` counts papers of the corpus; `first_year` is the earliest year of one that has a year. The rest is
    for languages only: None for others and where it is not known.
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    paper_count: int = 0
    first_year: int | None = None
    iso639_3: str | None = None
    glottocode: str | None = None
    family: str | None = None
    resource_class: int | None = None
    low_resource: bool | None = None


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

"""The graph as plain values: what is written to the tables and what stores and exporters read.

Fields are the columns of `schema.TABLES`. Unknown is None; for a relationship, a property that its type does not have
is None too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.values import Concept, Merge, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value: TypeAlias = str | bool | int | float | tuple[str, ...]
"""A property's value."""


@dataclass(frozen=True, slots=True)
class PaperNode:
    """A `Paper` node; see `schema.NODE_LABELS` for each property."""

    id: str
    title: str
    other_ids: tuple[str, ...] = ()
    abstract: str | None = None
    year: int | None = None
    date: str | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    acl_id: str | None = None
    url: str | None = None
    in_corpus: bool = True
    records: tuple[str, ...] = ()
    pagerank: float | None = None
    betweenness: float | None = None
    main_path: int | None = None
    community: int | None = None

    @property
    def label(self) -> str:
        """The node's label."""
        return "Paper"

    @property
    def text(self) -> str:
        """The text that the offsets of mentions and relationships refer to."""
        return text_of(self.title, self.abstract)


@dataclass(frozen=True, slots=True)
class ConceptNode(Concept):
    """A concept of any label, with its measures."""

    community: int | None = None
    rise: float | None = None


@dataclass(frozen=True, slots=True)
class AuthorNode:
    """An `Author` node."""

    id: str
    name: str
    orcid: str | None = None
    other_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The node's label."""
        return "Author"


@dataclass(frozen=True, slots=True)
class VenueNode:
    """A `Venue` node."""

    id: str
    name: str

    @property
    def label(self) -> str:
        """The node's label."""
        return "Venue"


Node: TypeAlias = PaperNode | ConceptNode | AuthorNode | VenueNode


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of any type, from the node `source` to the node `target`."""

    source: str
    type: str
    target: str
    confidence: float | None = None
    evidence: str | None = None
    start: int | None = None
    end: int | None = None
    rule: str | None = None
    hedged: bool | None = None
    primary: bool | None = None
    said_low_resource: bool | None = None
    negated: bool | None = None
    origin: str | None = None
    via: tuple[str, ...] | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One mention of a concept in a paper's text; `paper` and `concept` are node ids."""

    paper: str
    concept: str
    text: str
    start: int
    end: int
    relation: str
    rule: str
    confidence: float


def properties(element: Node | Relation) -> dict[str, Value]:
    """Return a node's or relationship's properties in the order of the schema, without those that are unknown.

    A node's `id` is one of them; its label, and a relationship's type and ends, are not.
    """
    known = RELATIONSHIP_TYPES[element.type] if isinstance(element, Relation) else NODE_LABELS[element.label]
    values = ((part.name, getattr(element, part.name)) for part in known.properties)
    return {name: value for name, value in values if value is not None}


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of the records: one entry of one input, with the paper that it became and what else it held."""

    place: str
    paper: str
    format: str
    id: str | None = None
    title: str | None = None
    extra: str | None = None


@dataclass(frozen=True)
class Graph:
    """A whole graph. Each tuple is in the order in which it is written: by id, or by its first columns."""

    papers: tuple[PaperNode, ...] = ()
    concepts: tuple[ConceptNode, ...] = ()
    authors: tuple[AuthorNode, ...] = ()
    venues: tuple[VenueNode, ...] = ()
    relations: tuple[Relation, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    merges: tuple[Merge, ...] = ()
    records: tuple[RecordRow, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def nodes(self) -> Iterator[Node]:
        """Yield every node: papers, concepts, authors, venues."""
        yield from self.papers
        yield from self.concepts
        yield from self.authors
        yield from self.venues

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Node id -> label, for every node."""
        return {node.id: node.label for node in self.nodes()}

    @cached_property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """The pairs of citing and cited paper, sorted."""
        return tuple(sorted((each.source, each.target) for each in self.relations if each.type == "CITES"))

    def problems(self) -> list[str]:
        """Return what breaks the schema, a line each.

        That is: an id or a relationship that is there twice, an end that does not exist or has the wrong label, a
        missing property, a mention that is not what stands at its place in the text.
        """
        found = []
        seen: set[str] = set()
        for node in self.nodes():
            if node.id in seen:
                found.append(f"two nodes have the id {node.id}")
            seen.add(node.id)
            if node.label not in NODE_LABELS:
                found.append(f"{node.id} has the unknown label {node.label}")
        keys: set[tuple[str, str, str]] = set()
        for relation in self.relations:
            found.extend(self._relation_problems(relation))
            key = (relation.source, relation.type, relation.target)
            if key in keys:
                found.append(f"two relationships {' '.join(key)}")
            keys.add(key)
        texts = {paper.id: paper.text for paper in self.papers}
        for mention in self.mentions:
            if mention.concept not in self.labels:
                found.append(f"a mention in {mention.paper} names {mention.concept}, which does not exist")
            if texts.get(mention.paper, "")[mention.start : mention.end] != mention.text:
                found.append(f"{mention.paper} does not say {mention.text!r} at {mention.start}")
        return found

    def _relation_problems(self, relation: Relation) -> Iterator[str]:
        name = f"{relation.source} {relation.type} {relation.target}"
        known = RELATIONSHIP_TYPES.get(relation.type)
        if known is None:
            yield f"{name}: unknown relationship type"
            return
        for end, allowed in ((relation.source, known.sources), (relation.target, known.targets)):
            label = self.labels.get(end)
            if label is None:
                yield f"{name}: {end} does not exist"
            elif label not in allowed:
                yield f"{name}: {end} is a {label}"
        for part in known.properties:
            if part.required and getattr(relation, part.name) is None:
                yield f"{name}: no {part.name}"

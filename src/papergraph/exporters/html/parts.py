"""A part of a graph, for a page of its own: what lies around a concept, some papers, or the most connected nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from papergraph.errors import UsageError
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papergraph.graph import Graph

_NAMED: Final = 5  # candidates that a message about an ambiguous name lists


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a graph and, in words, what it is a part of."""

    graph: Graph
    text: str


def around_concept(graph: Graph, name: str, hops: int) -> Part:
    """Return everything within `hops` relationships of a concept, authors and venues of its papers included.

    Args:
        graph: the whole graph.
        name: the concept's id, name or another name of it, in any case.
        hops: at least 1; two steps from a method lie the other concepts of its papers.

    Raises:
        UsageError: no concept or several have that name.
    """
    centre = find_concept(graph, name)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for relation in graph.relations:
        near[relation.source].add(relation.target)
        near[relation.target].add(relation.source)
    reached = rim = {centre}
    for _ in range(hops):
        rim = {other for node in rim for other in near[node]} - reached
        reached = reached | rim
    shown = next(concept.name for concept in graph.concepts if concept.id == centre)
    steps = "one step" if hops == 1 else f"{hops} steps"
    return _cut(graph, reached, f"what lies within {steps} of {shown}")


def of_papers(graph: Graph, ids: Iterable[str], reason: str) -> Part:
    """Return some papers with their concepts, authors and venues; `reason` says which papers they are.

    Ids that are no paper's are left out; an id of a concept brings the concept.
    """
    known = graph.labels
    kept = {node for node in ids if node in known}
    papers = {node for node in kept if known[node] == "Paper"}
    for relation in graph.relations:
        if relation.source in papers and known[relation.target] != "Paper":
            kept.add(relation.target)
        elif relation.type == "WROTE" and relation.target in papers:
            kept.add(relation.source)
    return _cut(graph, kept, reason)


def most_connected(part: Part, most: int, whole: Graph) -> Part:
    """Return the part with at most `most` nodes: those with the most relationships, ties by id."""
    links: Counter[str] = Counter()
    for relation in part.graph.relations:
        links[relation.source] += 1
        links[relation.target] += 1
    ids = [node.id for node in part.graph.nodes()]
    if len(ids) <= most:
        return part
    kept = sorted(ids, key=lambda node: (-links[node], node))[:most]
    before = part.text.partition(": ")[2].rpartition(" (")[0] if part.text else ""
    return _cut(
        whole, set(kept), f"{before}, the {most} most connected" if before else f"the {most} most connected nodes"
    )


def find_concept(graph: Graph, name: str) -> str:
    """Return the id of the concept of that id, name or alias.

    Raises:
        UsageError: no concept or several have that name.
    """
    wanted = fold_words(name)
    ranks = [
        [concept for concept in graph.concepts if concept.id == name],
        [concept for concept in graph.concepts if concept.name == name],
        [concept for concept in graph.concepts if fold_words(concept.name) == wanted],
        [concept for concept in graph.concepts if wanted in map(fold_words, concept.aliases)],
    ]
    found = next((rank for rank in ranks if rank), [])
    if not found:
        raise UsageError(f"no concept is called {name!r}")
    if len(found) > 1:
        several = ", ".join(concept.id for concept in found[:_NAMED])
        raise UsageError(f"{len(found)} concepts are called {name!r}; name one by its id: {several}")
    return found[0].id


def _cut(graph: Graph, kept: set[str], reason: str) -> Part:
    relations = tuple(r for r in graph.relations if r.source in kept and r.target in kept)
    part = replace(
        graph,
        papers=tuple(paper for paper in graph.papers if paper.id in kept),
        concepts=tuple(concept for concept in graph.concepts if concept.id in kept),
        authors=tuple(author for author in graph.authors if author.id in kept),
        venues=tuple(venue for venue in graph.venues if venue.id in kept),
        relations=relations,
        mentions=tuple(m for m in graph.mentions if m.paper in kept and m.concept in kept),
    )
    nodes, whole = sum(1 for _ in part.nodes()), sum(1 for _ in graph.nodes())
    text = f"{nodes:,} of {whole:,} nodes and {len(relations):,} of {len(graph.relations):,} relationships"
    return Part(part, f"A part of the graph: {reason} ({text}).")

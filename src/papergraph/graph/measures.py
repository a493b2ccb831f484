"""Measures on the citation-and-concept graph: what a corpus stands on, how it falls into parts, where it is going.

igraph computes what needs speed (PageRank, Leiden, betweenness); the rest is counting. Works that are only cited take
part as targets: "what does this corpus stand on" is about them, too. Every function returns plain values in an order
that does not depend on the order of the input; ids break ties.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from papergraph.graph.schema import CONCEPT_RELATIONSHIPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from papergraph.graph.model import Graph, Relation

SEED = 20_210_614
"""Leiden draws random numbers; a fixed seed gives a corpus the same communities every time."""

MAX_LIST = 500
"""A reference list, or a set of papers on one concept, with more members is no sign of kinship between them."""

ITERATIONS = 5
"""Rounds of Leiden; without a bound a graph without communities takes a minute for a last thousandth of modularity."""
MAX_STEPS = 40_000_000
"""Papers times citations up to which betweenness is exact (about two seconds); beyond, it is estimated at that cost.
On 6,394 papers with 11,477 citations the estimate from 500 papers shares 81 of the first 100 with the exact one."""

_LINKS = frozenset({"CITES", "BUILDS_ON", *CONCEPT_RELATIONSHIPS} - {"MENTIONS"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers or concepts with something in common; `left` sorts before `right`, `count` says how much."""

    left: str
    right: str
    count: int


@dataclass(frozen=True, slots=True)
class Rise:
    """How a concept's share of the corpus's papers grew. Shares run from 0 to 1, `growth` is their difference."""

    concept: str
    before: float
    after: float
    growth: float
    count: int


def pagerank(graph: Graph, *, damping: float = 0.85) -> dict[str, float]:
    """Return paper -> PageRank over citations; the ranks sum to 1. Empty where there are no papers.

    Page et al., "The PageRank Citation Ranking", 1999; papers without references spread their rank over all.
    """
    papers = sorted(paper.id for paper in graph.papers)
    if not papers:
        return {}
    ranks = _network(papers, graph.citations, directed=True).pagerank(damping=damping)
    return dict(zip(papers, ranks, strict=True))


def communities(graph: Graph, *, resolution: float = 1.0) -> dict[str, int]:
    """Return paper or concept -> number of its community, 0 being the largest; what nothing links is left out.

    Leiden on modularity (Traag et al. 2019) over citations, BUILDS_ON, and what papers do with concepts other than
    mention them, so that papers meet that cite or use the same, and a corpus without citations has communities, too.
    """
    edges = sorted({_ends(each) for each in graph.relations if each.type in _LINKS})
    nodes = sorted({node for edge in edges for node in edge})
    if not nodes:
        return {}
    network = _network(nodes, edges, directed=False)
    with seeded(SEED):
        found = network.community_leiden(
            objective_function="modularity", resolution=resolution, n_iterations=ITERATIONS
        )
    members: dict[int, list[str]] = defaultdict(list)
    for node, number in zip(nodes, found.membership, strict=True):
        members[number].append(node)
    ordered = sorted(members.values(), key=lambda group: (-len(group), group))
    return {node: number for number, group in enumerate(ordered) for node in group}


def bridges(graph: Graph, *, limit: int | None = 100) -> list[tuple[str, float]]:
    """Return the papers that most shortest paths between others run through, with their betweenness (0 to 1).

    Freeman's betweenness over undirected citations, divided by the number of pairs of other papers. In a large graph it
    is estimated from the paths that start at papers drawn with a fixed seed (Brandes and Pich 2007); see `MAX_STEPS`.
    """
    papers = sorted(paper.id for paper in graph.papers)
    pairs = sorted({(min(each), max(each)) for each in graph.citations})
    if len(papers) < 3 or not pairs:
        return []
    network = _network(papers, pairs, directed=False)
    possible = (len(papers) - 1) * (len(papers) - 2) / 2
    sources = None
    if (pivots := max(1, MAX_STEPS // len(pairs))) < len(papers):
        sources = sorted(random.Random(SEED).sample(range(len(papers)), pivots))  # noqa: S311 - for repeatable results
        possible *= pivots / len(papers)
    values = network.betweenness(directed=False, sources=sources)
    ranked = sorted(zip(papers, values, strict=True), key=lambda each: (-round(each[1], 6), each[0]))
    return [(paper, min(1.0, value / possible)) for paper, value in ranked[:limit] if value > 0]


def bibliographic_coupling(graph: Graph, *, at_least: int = 1) -> list[Pair]:
    """Return pairs of papers and how many works both cite (Kessler 1963), most first."""
    citing: dict[str, list[str]] = defaultdict(list)
    for source, target in graph.citations:
        citing[target].append(source)
    return _pairs(citing.values(), at_least)


def cocitation(graph: Graph, *, at_least: int = 1) -> list[Pair]:
    """Return pairs of works and how many papers cite both (Small 1973), most first."""
    cited: dict[str, list[str]] = defaultdict(list)
    for source, target in graph.citations:
        cited[source].append(target)
    return _pairs(cited.values(), at_least)


def concept_cooccurrence(graph: Graph, *, at_least: int = 2) -> list[Pair]:
    """Return pairs of concepts and how many papers have a relationship other than MENTIONS to both, most first."""
    return _pairs((sorted(concepts) for concepts in _concepts_by_paper(graph).values()), at_least)


def main_path(graph: Graph) -> list[str]:
    """Return the main path of the citation graph, from the oldest work to the youngest; empty without citations.

    Each citation weighs the number of paths from sources to sinks that run through it (search path count, Hummon and
    Doreian 1989; Batagelj 2003); the path is the one with the greatest sum. Citations that close a circle are left
    out, youngest paper first, so that the order of time decides.
    """
    forward = _acyclic(graph)
    if not forward:
        return []
    order = _topological(forward)
    backward: dict[str, list[str]] = defaultdict(list)
    for source, targets in forward.items():
        for target in targets:
            backward[target].append(source)
    # Paths can outnumber what a float holds; Python's integers do not end.
    down: dict[str, int] = {}
    for paper in reversed(order):
        down[paper] = sum(down[target] for target in forward.get(paper, ())) or 1
    up: dict[str, int] = {}
    for paper in order:
        up[paper] = sum(up[source] for source in backward.get(paper, ())) or 1
    best: dict[str, tuple[int, str | None]] = {}
    for paper in reversed(order):
        choices = ((up[paper] * down[target] + best[target][0], target) for target in forward.get(paper, ()))
        top = min(choices, key=lambda each: (-each[0], each[1]), default=None)
        best[paper] = top if top is not None else (0, None)
    start: str | None = min(order, key=lambda paper: (-best[paper][0], paper))
    path = []
    while start is not None:
        path.append(start)
        start = best[start][1]
    return path[::-1]


def rising_concepts(graph: Graph, *, since: int, years: int = 3, at_least: int = 3) -> list[Rise]:
    """Return the concepts whose share of papers grew from the years before `since` to those from it on, most first.

    Args:
        graph: The graph.
        since: The first year of the later span.
        years: The length of each span.
        at_least: How many papers of the later span must name the concept.
    """
    spans = {
        paper.id: paper.year >= since
        for paper in graph.papers
        if paper.in_corpus and paper.year is not None and since - years <= paper.year < since + years
    }
    totals = Counter(spans.values())
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for paper, concepts in _concepts_by_paper(graph).items():
        if paper in spans:
            for concept in concepts:
                counts[concept][spans[paper]] += 1
    rises = []
    for concept, count in counts.items():
        before = count[False] / totals[False] if totals[False] else 0.0
        after = count[True] / totals[True] if totals[True] else 0.0
        if count[True] >= at_least and after > before:
            rises.append(Rise(concept, before, after, after - before, count[True]))
    return sorted(rises, key=lambda rise: (-rise.growth, rise.concept))


def _ends(relation: Relation) -> tuple[str, str]:
    return min(relation.source, relation.target), max(relation.source, relation.target)


def _concepts_by_paper(graph: Graph) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for relation in graph.relations:
        if relation.type in CONCEPT_RELATIONSHIPS and relation.type != "MENTIONS":
            found[relation.source].add(relation.target)
    return found


def _pairs(groups: Iterable[Sequence[str]], at_least: int) -> list[Pair]:
    counts: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if len(group) <= MAX_LIST:
            counts.update(combinations(sorted(group), 2))
    pairs = (Pair(left, right, count) for (left, right), count in counts.items() if count >= at_least)
    return sorted(pairs, key=lambda pair: (-pair.count, pair.left, pair.right))


def _network(papers: Sequence[str], edges: Sequence[tuple[str, str]], *, directed: bool) -> Any:
    import igraph  # noqa: PLC0415 - heavy

    place = {paper: number for number, paper in enumerate(papers)}
    return igraph.Graph(len(papers), [(place[left], place[right]) for left, right in edges], directed=directed)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Give igraph random numbers of a fixed seed inside a block, and Python's own afterwards."""
    import igraph  # noqa: PLC0415 - heavy

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - for repeatable results
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _acyclic(graph: Graph) -> dict[str, list[str]]:
    """Return citing -> cited papers without circles: a citation of a younger paper, or inside a circle, is left out."""
    years = {paper.id: paper.year for paper in graph.papers}
    edges = [
        (source, target)
        for source, target in graph.citations
        if (before := years.get(target)) is None or (after := years.get(source)) is None or before <= after
    ]
    papers = sorted({paper for edge in edges for paper in edge})
    circles = _network(papers, edges, directed=True).connected_components(mode="strong").membership
    circle = dict(zip(papers, circles, strict=True))
    forward: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        if circle[source] != circle[target]:
            forward[source].append(target)
    return dict(forward)


def _topological(forward: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the papers, citing before cited; of those that could come next the first by id."""
    from graphlib import TopologicalSorter  # noqa: PLC0415

    papers = sorted({*forward, *(target for targets in forward.values() for target in targets)})
    sorter = TopologicalSorter({paper: sorted(forward.get(paper, ())) for paper in papers})
    return list(sorter.static_order())[::-1]

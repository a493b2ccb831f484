"""Measures, against networkx and against what can be counted by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.link_analysis import pagerank_alg

from papergraph.graph import ConceptNode, Graph, PaperNode, Relation, measures
from tests.graph.graphs import claim


def cited(edges: list[tuple[str, str]], years: dict[str, int] | None = None) -> Graph:
    names = sorted({name for edge in edges for name in edge} | set(years or {}))
    papers = tuple(PaperNode(name, name, year=(years or {}).get(name)) for name in names)
    return Graph(papers=papers, relations=tuple(Relation(*pair) for pair in ((s, "CITES", t) for s, t in edges)))


graphs = st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=25).map(
    lambda edges: [edge for edge in sorted(edges) if edge[0] != edge[1]]
)


@given(graphs)
def test_pagerank_and_betweenness_equal_networkx(edges: list[tuple[str, str]]) -> None:
    graph = cited(edges)
    # networkx's public function wants scipy; this is the same power iteration.
    expected = pagerank_alg._pagerank_python(nx.DiGraph(edges), tol=1e-12, max_iter=1000) if edges else {}
    assert measures.pagerank(graph) == pytest.approx(expected, abs=1e-6)
    between = nx.betweenness_centrality(nx.Graph(edges)) if edges else {}
    assert dict(measures.bridges(graph)) == pytest.approx(
        {key: value for key, value in between.items() if value > 1e-9}
    )


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(edges: list[tuple[str, str]], random: object) -> None:
    graph = cited(edges)
    shuffled = Graph(papers=graph.papers[::-1], relations=tuple(sorted(graph.relations, key=lambda _: random.random())))  # type: ignore[attr-defined]
    for measure in (
        measures.pagerank, measures.communities, measures.bridges, measures.cocitation, measures.bibliographic_coupling,
        measures.main_path,
    ):  # fmt: skip
        assert measure(graph) == measure(shuffled)


@given(graphs)
def test_coupling_and_cocitation_are_what_can_be_counted(edges: list[tuple[str, str]]) -> None:
    graph = cited(edges)
    lists = {paper: {target for source, target in edges if source == paper} for paper in "abcdefgh"}
    for pair in measures.bibliographic_coupling(graph):
        assert pair.count == len(lists[pair.left] & lists[pair.right]) > 0
    for pair in measures.cocitation(graph):
        assert pair.count == sum({pair.left, pair.right} <= targets for targets in lists.values()) > 0


@given(graphs)
def test_the_main_path_follows_citations_to_the_past(edges: list[tuple[str, str]]) -> None:
    path = measures.main_path(cited(edges))
    assert len(set(path)) == len(path)
    assert all((younger, older) in edges for older, younger in itertools.pairwise(path))


def test_the_main_path_takes_the_busiest_way() -> None:
    years = {"a": 2000, "b": 2001, "c": 2001, "d": 2002, "e": 2003, "f": 2003}
    graph = cited([("b", "a"), ("c", "a"), ("d", "b"), ("e", "d"), ("f", "d"), ("a", "f")], years)
    assert measures.main_path(graph) == ["a", "b", "d", "e"]


def test_two_cliques_are_two_communities_and_their_link_is_a_bridge() -> None:
    left = [(f"a{i}", f"a{j}") for i in range(5) for j in range(i)]
    right = [(f"b{i}", f"b{j}") for i in range(4) for j in range(i)]
    graph = cited([*left, *right, ("b0", "a0")])
    found = measures.communities(graph)
    assert dict(found.items()) == {p: 0 if p[0] == "a" else 1 for p in found}
    assert {paper for paper, _ in measures.bridges(graph, limit=2)} == {"a0", "b0"}


def test_concepts_rise_and_meet() -> None:
    papers = tuple(PaperNode(f"p{n}", f"P{n}", year=2018 + n // 4) for n in range(16))
    concepts = (ConceptNode("method:new", "Method", "new"), ConceptNode("task:old", "Task", "old"))
    relations = [claim(paper.id, "USES", "task:old") for paper in papers]
    relations += [claim(paper.id, "USES", "method:new") for paper in papers[9:]]
    graph = Graph(papers=papers, concepts=concepts, relations=tuple(relations))
    (rise,) = measures.rising_concepts(graph, since=2020, years=2)
    assert (rise.concept, rise.before, rise.after, rise.count) == ("method:new", 0.0, 7 / 8, 7)
    assert measures.concept_cooccurrence(graph) == [measures.Pair("method:new", "task:old", 7)]


def test_an_empty_graph_has_empty_measures() -> None:
    for measure in (measures.pagerank, measures.communities, measures.bridges, measures.cocitation, measures.main_path):
        assert not measure(Graph())

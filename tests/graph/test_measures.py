"""Measures, against networkx and against what can be counted by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.link_analysis import pagerank_alg

from papergraph.graph import ConceptNode, Graph, PaperNode, Relation, measures
from papergraph.graph.measured import measured
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
    assert measured(Graph()) == Graph()


@given(graphs)
def test_an_estimate_from_all_papers_is_the_betweenness(edges: list[tuple[str, str]]) -> None:
    graph = cited(edges)
    exact = dict(measures.bridges(graph))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "MAX_STEPS", len(graph.papers) * len(edges) - 1)
        estimated = dict(measures.bridges(graph))
    assert estimated.keys() <= exact.keys()
    assert all(0 < value <= 1 for value in estimated.values())


def test_papers_meet_that_use_the_same_without_any_citation() -> None:
    papers = tuple(PaperNode(f"{side}{n}", side, year=2020) for side in "ab" for n in range(4))
    concepts = tuple(ConceptNode(f"method:{side}", "Method", side) for side in "ab")
    relations = tuple(claim(paper.id, "USES", f"method:{paper.id[0]}") for paper in papers)
    graph = measured(Graph(papers=(*papers, PaperNode("c0", "c")), concepts=concepts, relations=relations))
    by_side = {paper.id: paper.community for paper in graph.papers}
    assert by_side == {f"{side}{n}": "ab".index(side) for side in "ab" for n in range(4)} | {"c0": None}
    assert [concept.community for concept in graph.concepts] == [0, 1]
    assert all(paper.pagerank is paper.betweenness is paper.main_path is None for paper in graph.papers)


def test_nodes_carry_their_measures() -> None:
    papers = tuple(PaperNode(name, name, year=2019 + n) for n, name in enumerate("abcde"))
    edges = [("b", "a"), ("c", "b"), ("d", "c")]
    concept = ConceptNode("method:x", "Method", "x")
    used = [claim(paper, "USES", "method:x") for paper in "cde"]
    graph = Graph(papers, (concept,), relations=(*(Relation(s, "CITES", t) for s, t in edges), *used))
    found = {paper.id: paper for paper in measured(graph).papers}
    assert [found[name].main_path for name in "abcde"] == [1, 2, 3, 4, None]
    assert found["a"].pagerank == pytest.approx(measures.pagerank(graph)["a"], rel=1e-5)
    assert (found["b"].betweenness, found["a"].betweenness, found["e"].betweenness) == (0.333333, 0.0, None)
    assert measured(graph).concepts[0].rise == 1.0

from __future__ import annotations

import math
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.exporters.html.layout import Layout, _without_singles, lay_out
from papergraph.graph import ConceptNode, Graph, PaperNode
from tests.graph.graphs import claim, small_graph


def graph_of(links: list[tuple[int, int]], papers: int = 12, concepts: int = 8) -> Graph:
    return Graph(
        papers=tuple(PaperNode(f"p{at:02}", f"Paper {at}") for at in range(papers)),
        concepts=tuple(ConceptNode(f"method:{at:02}", "Method", f"M{at}") for at in range(concepts)),
        relations=tuple(claim(f"p{a:02}", "USES", f"method:{b:02}") for a, b in sorted(set(links))),
    )


links = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 7)), max_size=60)


@settings(max_examples=25)
@given(links)
def test_every_node_has_a_place_and_islands_do_not_overlap(pairs: list[tuple[int, int]]) -> None:
    graph = graph_of(pairs)
    layout = lay_out(graph)
    ids = {node.id for node in graph.nodes()}
    assert set(layout.x) == set(layout.y) == set(layout.group) == ids
    for at, one in enumerate(layout.groups):
        for other in layout.groups[at + 1 :]:
            # Coordinates are rounded, hence the two units.
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 2


@settings(max_examples=10)
@given(links)
def test_the_same_graph_is_laid_out_the_same_whatever_was_drawn_before(pairs: list[tuple[int, int]]) -> None:
    first = lay_out(graph_of(pairs))
    random.seed(len(pairs))
    assert lay_out(graph_of(pairs)) == first


def test_the_callers_random_numbers_are_left_alone() -> None:
    random.seed(7)
    expected = [random.random() for _ in range(3)]
    random.seed(7)
    lay_out(small_graph())
    assert [random.random() for _ in range(3)] == expected


def test_what_belongs_together_lies_together() -> None:
    near = [(paper, concept) for paper in range(6) for concept in range(4)]
    far = [(paper, concept) for paper in range(6, 12) for concept in range(4, 8)]
    layout = lay_out(graph_of([*near, *far]))
    groups = {layout.group[f"p{at:02}"] for at in range(6)}, {layout.group[f"p{at:02}"] for at in range(6, 12)}
    assert [len(group) for group in groups] == [1, 1]
    assert groups[0] != groups[1]


@given(links, st.randoms(use_true_random=False))
def test_no_community_of_one_has_a_neighbour(pairs: list[tuple[int, int]], draw: random.Random) -> None:
    links = sorted({(a, b + 12) for a, b in pairs})
    nodes = sorted({end for pair in links for end in pair})
    parts = [[node for node in nodes if draw.random() < 0.3]]
    parts += [[node] for node in nodes if node not in parts[0]]
    found = _without_singles([part for part in parts if part], links, [draw.random() + 0.1 for _ in links])
    assert sorted(node for part in found for node in part) == nodes
    assert all(len(part) > 1 for part in found)


def test_a_loose_part_leaves_the_rest_its_room() -> None:
    pairs = [(topic * 4 + p, topic * 3 + c) for topic in range(12) for p in range(4) for c in range(3)]
    layout = lay_out(graph_of(pairs, papers=48, concepts=36))
    places = sorted(zip(layout.x.values(), layout.y.values(), strict=True))
    wide = places[-1][0] - places[0][0]
    filled = sum((2 * group.radius) ** 2 for group in layout.groups)
    tall = max(y for _, y in places) - min(y for _, y in places)
    assert filled / (wide * tall) > 0.5


def test_nothing_has_a_layout() -> None:
    assert lay_out(Graph()) == Layout()

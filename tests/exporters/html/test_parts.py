from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.errors import UsageError
from papergraph.exporters.html.parts import Part, around_concept, find_concept, most_connected, of_papers
from papergraph.graph import ConceptNode, Graph, PaperNode
from tests.graph.graphs import claim, small_graph


def chain() -> Graph:
    """LoRA - p1 - BERT - p2 - GLUE - p3."""
    return Graph(
        papers=tuple(PaperNode(f"p{at}", f"Paper {at}") for at in (1, 2, 3)),
        concepts=(
            ConceptNode("dataset:glue", "Dataset", "GLUE"),
            ConceptNode("method:lora", "Method", "LoRA", aliases=("Low-Rank Adaptation",)),
            ConceptNode("model:bert", "Model", "BERT"),
            ConceptNode("task:lora", "Task", "LoRa"),
        ),
        relations=(
            claim("p1", "USES", "method:lora"),
            claim("p1", "USES", "model:bert"),
            claim("p2", "USES", "model:bert"),
            claim("p2", "EVALUATES_ON", "dataset:glue"),
            claim("p3", "EVALUATES_ON", "dataset:glue"),
        ),
    )


def ids(part: Part) -> set[str]:
    return {node.id for node in part.graph.nodes()}


def test_steps_are_counted_from_the_concept() -> None:
    graph = chain()
    assert ids(around_concept(graph, "low-rank adaptation", 1)) == {"method:lora", "p1"}
    assert ids(around_concept(graph, "LoRA", 2)) == {"method:lora", "p1", "model:bert"}
    assert ids(around_concept(graph, "LoRA", 9)) == {"method:lora", "p1", "model:bert", "p2", "dataset:glue", "p3"}


def test_a_name_is_taken_exactly_before_it_is_taken_loosely() -> None:
    assert find_concept(chain(), "LoRa") == "task:lora"
    assert find_concept(chain(), "task:lora") == "task:lora"
    with pytest.raises(UsageError, match="method:lora"):
        find_concept(chain(), "lora")
    with pytest.raises(UsageError):
        find_concept(chain(), "nothing")


def test_papers_come_with_their_concepts_and_strangers_are_ignored() -> None:
    part = of_papers(chain(), ["p3", "no such id", "Paper 3"], "a test")
    assert ids(part) == {"p3", "dataset:glue"}


def test_a_part_says_of_what_it_is_a_part() -> None:
    text = around_concept(chain(), "LoRA", 1).text
    assert "one step of LoRA" in text
    assert "2 of 7 nodes" in text
    assert "1 of 5 relationships" in text


@given(st.integers(1, 12), st.booleans())
def test_a_part_holds_together_whatever_its_size(most: int, whole: bool) -> None:
    graph = small_graph()
    part = Part(graph, "") if whole else around_concept(graph, graph.concepts[0].id, 2)
    small = most_connected(part, most, graph)
    assert len(ids(small)) == min(most, len(ids(part)))
    assert small.graph.problems() == []

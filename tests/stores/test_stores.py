"""One contract for every store."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from papergraph.errors import QueryError
from papergraph.graph import ConceptNode, Graph, PaperNode, Relation
from tests import engines

if TYPE_CHECKING:
    from papergraph.stores.base import GraphStore

ODD = (
    'it\'s "quoted" \\ back`tick`',
    "line\nbreak\ttab",
    "emoji 👩🏽‍💻 and combining e\u0301",
    "=cmd|'/c calc'!A0",
    "'}) DETACH DELETE (n) //",
    "<script>alert(1)</script>",
    "$name {{x}} %s \\u0041",
    "日本語も العربية",
    "x" * 50_000,
    "",
)


def odd_graph() -> Graph:
    papers = tuple(
        PaperNode(f"title:{n:02}", text, abstract=text or None, other_ids=(text,)) for n, text in enumerate(ODD)
    )
    concept = ConceptNode("method:odd", "Method", ODD[0], aliases=ODD)
    claim = {"confidence": 0.25, "start": 0, "end": 1, "rule": "hand", "hedged": False, "primary": True}
    uses = tuple(Relation(paper.id, "USES", concept.id, evidence=paper.title, **claim) for paper in papers)
    return Graph(papers=papers, concepts=(concept,), relations=(*uses, Relation("title:00", "CITES", "title:00")))


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(odd_graph())


@pytest.fixture(params=engines.ENGINES)
def store(request: pytest.FixtureRequest) -> GraphStore:
    return engines.embedded(odd_graph) if request.param == "embedded" else neo4j()


def test_odd_text_comes_back_as_it_was(store: GraphStore) -> None:
    rows = store.query(
        "MATCH (p:Paper)-[r:USES]->(m:Method) RETURN p.title, p.other_ids, r.evidence, m.aliases ORDER BY p.id"
    ).rows
    assert [(title, other, evidence) for title, other, evidence, _ in rows] == [(text, [text], text) for text in ODD]
    assert rows[0][3] == list(ODD)


@pytest.mark.parametrize("text", ODD)
def test_a_parameter_is_data(store: GraphStore, text: str) -> None:
    found = store.query("MATCH (p:Paper) WHERE p.title = $text RETURN count(p) AS n", {"text": text})
    assert found.rows == [(1,)]


def test_nodes_relationships_and_paths_are_plain(store: GraphStore) -> None:
    cypher = "MATCH x = (p:Paper {id: 'title:00'})-[r:USES]->(m:Method) RETURN p, r, x"
    node, relationship, path = store.query(cypher).rows[0]
    assert node["_label"] == "Paper"
    assert node["title"] == ODD[0]
    assert relationship["_type"] == "USES"
    assert relationship["confidence"] == 0.25
    assert [step.get("_label", step.get("_type")) for step in path] == ["Paper", "USES", "Method"]
    assert "papergraph" not in node
    assert "papergraph" not in relationship


def test_columns_are_named_even_without_rows(store: GraphStore) -> None:
    found = store.query("MATCH (p:Paper {id: 'none'}) RETURN p.id AS id, p.title, count(*) AS n")
    assert (found.columns, found.rows) == (("id", "p.title", "n"), [])


def test_an_absent_property_is_null(store: GraphStore) -> None:
    assert store.query("MATCH (p:Paper {id: 'title:09'}) RETURN p.abstract, p.year").rows == [(None, None)]


@pytest.mark.parametrize(
    "cypher", ["MATCH (p:Paper RETURN p", "RETURN q", "RETURN nofunction(1)", "", "MATCH (p:Paper) RETURN $x"]
)
def test_a_wrong_statement_is_one_line(store: GraphStore, cypher: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(cypher)
    assert "\n" not in str(caught.value)
    assert "arcadedb" not in str(caught.value).lower()


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (p:Paper {id: 'new'})",
        "MATCH (p:Paper) SET p.title = ''",
        "MATCH (p:Paper) DETACH DELETE p",
        "MATCH (p:Paper) REMOVE p.title",
        "MERGE (p:Paper {id: 'new'})",
        "MATCH (p:Paper) CALL (p) { SET p.title = '' } RETURN 1",
        "FOREACH (x IN [1] | CREATE (:Paper {id: 'new'}))",
        "DROP INDEX x",
    ],
)
def test_writing_needs_leave(store: GraphStore, cypher: str) -> None:
    with pytest.raises(QueryError, match="--write"):
        store.query(cypher)
    assert store.query("MATCH (p:Paper) RETURN count(p), count(p.title)").rows == [(len(ODD), len(ODD))]


def test_writing_with_leave(store: GraphStore) -> None:
    store.query("MATCH (p:Paper {id: 'title:00'}) SET p.url = 'x'", write=True)
    assert store.query("MATCH (p:Paper {id: 'title:00'}) RETURN p.url").rows == [("x",)]
    store.query("MATCH (p:Paper {id: 'title:00'}) REMOVE p.url", write=True)


def test_a_statement_is_stopped_at_its_limit(store: GraphStore) -> None:
    slow = "UNWIND range(1, 4000) AS a UNWIND range(1, 4000) AS b UNWIND range(1, 20) AS c RETURN sum(a * b % 7 + c)"
    with pytest.raises(QueryError, match="stopped after"):
        store.query(slow, timeout=0.2)


def test_the_empty_graph_answers(store: GraphStore) -> None:
    empty = engines.embedded(Graph)
    assert empty.query("MATCH (n:Paper) RETURN count(n)").rows == [(0,)]


def test_the_same_rows_whatever_the_order_of_building() -> None:
    graph = odd_graph()
    turned = replace(graph, papers=graph.papers[::-1], relations=graph.relations[::-1])
    question = "MATCH (p:Paper)-[r:USES]->(m:Method) RETURN p, r, m ORDER BY p.id"
    with engines.EmbeddedStore(engines.graph_folder(turned)) as other:
        assert other.query(question).rows == engines.embedded(odd_graph).query(question).rows

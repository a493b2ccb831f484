from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from papergraph.errors import StoreError
from papergraph.graph import Graph
from papergraph.stores.base import comparable
from papergraph.stores.load import load_graph
from papergraph.stores.neo4j import Neo4jStore
from tests import engines, neo4j_server
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.stores.base import Result

pytestmark = pytest.mark.neo4j
EVERYTHING = "MATCH (n) RETURN n AS a, null AS r, null AS b UNION ALL MATCH (a)-[r]->(b) RETURN a.id AS a, r, b.id AS b"


@pytest.fixture
def store() -> Iterator[Neo4jStore]:
    with Neo4jStore(neo4j_server.running().uri, neo4j_server.running().auth) as opened:
        opened.query("MATCH (n) DETACH DELETE n", write=True)
        yield opened


def content(store: Neo4jStore | engines.EmbeddedStore) -> list[str]:
    return comparable(store.query(EVERYTHING).rows)


def test_neo4j_holds_what_the_embedded_engine_holds(store: Neo4jStore) -> None:
    report = load_graph(small_graph(), store)
    assert report.changes == report.nodes_created + report.relationships_created == report.rows
    assert content(store) == content(engines.embedded(small_graph))


def test_a_second_load_changes_nothing(store: Neo4jStore) -> None:
    load_graph(small_graph(), store, batch_size=7)
    again = load_graph(small_graph(), store)
    assert again.changes == 0
    assert again.rows > 0


def test_constraints_and_indexes_are_made_once_and_again_when_one_is_gone(store: Neo4jStore) -> None:
    names = "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'papergraph_' RETURN name, state ORDER BY name"
    asked: list[str] = []
    query = store.query

    def noted(cypher: str, *arguments: object, **options: object) -> Result:
        asked.append(cypher)
        return query(cypher, *arguments, **options)  # type: ignore[arg-type]  # passed on as they came

    load_graph(small_graph(), store)
    made = query(names).rows
    assert {state for _, state in made} == {"ONLINE"}
    store.query = noted  # type: ignore[method-assign]  # the real one answers
    load_graph(small_graph(), store)
    assert not [text for text in asked if text.startswith("CREATE")]
    query("DROP INDEX papergraph_papers", write=True)
    query("DROP CONSTRAINT papergraph_paper_id", write=True)
    load_graph(small_graph(), store)
    assert len([text for text in asked if text.startswith("CREATE")]) == 2
    assert query(names).rows == made


def test_only_what_changed_is_updated_and_unknown_properties_go(store: Neo4jStore) -> None:
    graph = small_graph()
    load_graph(graph, store)
    first = graph.papers[0]
    papers = (replace(first, title="New", year=None), *graph.papers[1:])
    report = load_graph(replace(graph, papers=papers), store)
    assert (report.nodes_updated, report.changes) == (1, 1)
    assert store.query("MATCH (p:Paper {id: $id}) RETURN p.title, p.year", {"id": first.id}).rows == [("New", None)]


def test_a_dry_run_says_what_a_load_would_do(store: Neo4jStore) -> None:
    graph = small_graph()
    for before, options in ((Graph(), {}), (graph, {"prune": True})):
        load_graph(before, store)
        after = replace(graph, relations=graph.relations[5:]) if options else graph
        said = load_graph(after, store, dry_run=True, **options)
        if options:
            assert content(store) == content(engines.embedded(small_graph))
        done = load_graph(after, store, **options)
        assert said.changes == done.changes > 0


def test_pruning_removes_what_is_gone_and_nothing_of_others(store: Neo4jStore) -> None:
    graph = small_graph()
    load_graph(graph, store)
    load_graph(graph, store, name="another")
    store.query("CREATE (:Paper {id: 'theirs', title: 'Not ours'})", write=True)
    gone = {"arxiv:2402.1", "arxiv:2403.1"}
    smaller = replace(
        graph,
        papers=tuple(paper for paper in graph.papers if paper.id not in gone),
        relations=tuple(r for r in graph.relations if not {r.source, r.target} & gone),
    )
    store.query(
        "MATCH (p:Paper {id: 'arxiv:2403.1', papergraph: 'papergraph'}) CREATE (:Note {text: 'mine'})-[:ABOUT]->(p)",
        write=True,
    )
    report = load_graph(smaller, store, prune=True)
    assert (report.nodes_deleted, report.nodes_kept) == (1, 1)
    assert report.relationships_deleted == len(graph.relations) - len(smaller.relations)
    assert store.query("MATCH (p:Paper {papergraph: 'another'}) RETURN count(p)").rows == [(len(graph.papers),)]
    assert store.query("MATCH (p:Paper {id: 'theirs'}) RETURN count(p)").rows == [(1,)]
    assert store.query("MATCH (:Note)-[r:ABOUT]->(:Paper) RETURN count(r)").rows == [(1,)]


def test_replacing_leaves_exactly_the_graph(store: Neo4jStore) -> None:
    load_graph(small_graph(), store)
    report = load_graph(Graph(papers=small_graph().papers[:2]), store, replace=True)
    assert report.nodes_created == 2
    assert store.query("MATCH (n) RETURN count(n)").rows == [(2,)]


def test_properties_that_somebody_added_stay(store: Neo4jStore) -> None:
    load_graph(small_graph(), store)
    store.query("MATCH (p:Paper {id: 'arxiv:2106.1'}) SET p.pagerank = 0.5", write=True)
    load_graph(small_graph(), store)
    assert store.query("MATCH (p:Paper {id: 'arxiv:2106.1'}) RETURN p.pagerank").rows == [(0.5,)]


def test_refusals_are_one_line() -> None:
    running = neo4j_server.running()
    wrong = [
        (running.uri, ("neo4j", "wrong")),
        ("bolt://127.0.0.1:1", None),
        ("nonsense://x", None),
        ("http://x", None),
    ]
    for uri, auth in wrong if running.auth else wrong[1:]:
        with pytest.raises(StoreError) as caught:
            Neo4jStore(uri, auth)
        assert "\n" not in str(caught.value)
        assert "wrong" not in str(caught.value)


def test_an_unknown_database_is_named() -> None:
    running = neo4j_server.running()
    with pytest.raises(StoreError, match="no_such"), Neo4jStore(running.uri, running.auth, "no_such") as store:
        store.query("RETURN 1")

from __future__ import annotations

from functools import cache

import pytest

from papergraph.errors import UnknownNameError, UsageError
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.queries import library
from papergraph.stores.base import GraphStore, comparable
from papergraph.stores.syntax import returned_columns, writes
from tests import engines
from tests.small_graph import small_graph

NAMES = [query.name for query in library.list_queries()]


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(small_graph())


@pytest.mark.parametrize("name", NAMES)
def test_every_query_answers_its_example_on_the_embedded_engine(name: str) -> None:
    query = library.get_query(name)
    result = library.run(engines.embedded(small_graph), name, **query.example)
    assert result.rows, "no row for the example"
    assert result.columns == returned_columns(query.text)


@pytest.mark.neo4j
@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_the_same_rows_on_neo4j(name: str) -> None:
    query = library.get_query(name)
    for given in (query.example, {}):
        here = library.run(engines.embedded(small_graph), name, **given)
        there = library.run(neo4j(), name, **given)
        assert here.columns == there.columns
        assert comparable(here.rows) == comparable(there.rows)
        if "ORDER BY" in query.text.rpartition("RETURN")[2]:
            assert [comparable([row]) for row in here.rows] == [comparable([row]) for row in there.rows]


@pytest.mark.parametrize("name", NAMES)
def test_queries_only_read(name: str) -> None:
    assert not writes(library.get_query(name).text)


def test_the_headline_query_says_why_a_language_counts() -> None:
    name = "papers-using-method-on-low-resource-languages"
    rows = library.run(engines.embedded(small_graph), name, method="low-rank adaptation").objects()
    found = {row["id"]: row["reasons"] for row in rows}
    assert set(found) == {"acl:2023.x.2", "acl:2024.x.4"}
    assert sorted(found["acl:2023.x.2"]) == ["Swahili: resource class 2", "Yoruba: the text says so"]
    assert found["acl:2024.x.4"] == ["covers low-resource languages"]


def test_a_language_without_a_class_counts_where_the_text_says_so() -> None:
    name = "papers-using-method-on-low-resource-languages"
    rows = library.run(engines.embedded(small_graph), name, method="Adapter").objects()
    assert {row["id"] for row in rows} == {"title:0a0a0a", "acl:2024.x.4"}


def test_values_are_checked_against_their_types() -> None:
    query = library.get_query("most-used-models")
    assert query.values({"since": "2020"})["since"] == 2020
    for bad in ({"since": "soon"}, {"sinse": "2020"}, {"since": "9" * 30}):
        with pytest.raises(UsageError):
            query.values(bad)


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="who-introduced"):
        library.get_query("who-introducd")


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n", "// title: x\nRETURN 1", "// parameter x: number = 1 -- y\n"])
def test_an_incomplete_header_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="x-y"):
        library.parse_query("x-y", text)


def test_labels_and_types_are_those_of_the_small_graph() -> None:
    graph = small_graph()
    assert not graph.problems()
    assert {node.label for node in graph.nodes()} == set(NODE_LABELS)
    assert {relation.type for relation in graph.relations} == set(RELATIONSHIP_TYPES)

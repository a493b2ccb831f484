"""Hostile names, titles, parameters and statements: each is stored as it is, or refused as data."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.errors import StoreError
from papergraph.graph import ConceptNode, Graph, PaperNode, Relation
from papergraph.queries.library import get_query
from papergraph.stores.load import load_graph
from tests import engines

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.stores.base import GraphStore

HOSTILE = (
    *(
        "'",
        '"',
        "`",
        "\\",
        "''",
        '""',
        "\\'",
        '\\"',
        "'--",
        "';",
        "\\\\",
        "``",
        "$",
        "$x",
        "{}",
        "[]",
        "()",
        "://",
        "%",
        "%s",
    ),
    "'}) DETACH DELETE (n) //",
    '"}) MATCH (x) DETACH DELETE x WITH 1 AS y RETURN y //',
    "` {id: 1}) CREATE (:Owned) //",
    "' OR 1=1 //",
    "' UNION MATCH (n) RETURN n //",
    "x' RETURN 1 UNION ALL MATCH (n) DETACH DELETE n RETURN 1 //",
    "\\u0027}) DETACH DELETE n //",
    "\\' OR true //",
    "/* */ DETACH DELETE n",
    "// comment\nMATCH (n) DETACH DELETE n",
    "LoRA\nMATCH (n) DETACH DELETE n",
    "$method",
    "${method}",
    "{{7*7}}",
    "<label>",
    "<type>",
    "%(id)s",
    "; DROP TABLE papers; --",
    "'; DROP CONSTRAINT papergraph_paper_id; //",
    "CALL db.clearQueryCaches()",
    "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x",
    "../../etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:1/x",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#39;",
    "=cmd|'/c calc'!A0",
    "@SUM(1+1)",
    "\x1b[2J\x1b[31mred",
    "\x00zero\x00",
    "\x07\x08\x0b\x7f",
    "tab\there\r\nand lines\u2028and\u2029more",
    "\u202egnirts desrever",
    "zero\u200bwidth\u200djoiner\ufeff",
    "e\u0301 and é, ſ and s, İ and i",
    "👩🏽‍💻 𝔸𝔹 \U0010ffff",
    "null",
    "true",
    "NaN",
    "1e999",
    '{"$type": "x", "__class__": "y"}',
    "[1, 2",
    "A" * 30_000,
    "(" * 500,
    " leading and trailing ",
)
STATEMENTS = (
    "MATCH (n) DETACH DELETE n",
    "match (n) detach delete n",
    "MATCH (n)/**/DETACH/**/DELETE/**/n",
    "MATCH (n) //\nDETACH DELETE n",
    "\\u0043REATE (:Paper {id: 'x'})",
    "MATCH (n) SET n.title = ''",
    "MATCH (n) SET n = {}",
    "MATCH (n) REMOVE n.title",
    "MERGE (:Paper {id: 'x'})",
    "RETURN 1 AS n; MATCH (n) DETACH DELETE n",
    "MATCH (n) CALL (n) { DETACH DELETE n } RETURN 1 AS x",
    "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS RETURN 1 AS x",
    "FOREACH (x IN [1] | CREATE (:Paper {id: 'x'}))",
    "CALL db.createLabel('Owned')",
    "CALL db.createProperty('owned')",
    "DROP CONSTRAINT papergraph_paper_id",
    "CREATE INDEX x FOR (n:Paper) ON (n.year)",
    "RETURN $missing AS x",
    "MATCH (p:Paper WHERE p.title = ' RETURN p",
    "RETURN " + "(" * 3000 + "1" + ")" * 3000 + " AS x",
    "RETURN '\x00' AS x, \ud800 AS y",
)


def hostile_graph() -> Graph:
    papers = tuple(
        PaperNode(f"title:{n:02}", text, abstract=text, other_ids=(text,), records=(text,))
        for n, text in enumerate(HOSTILE)
    )
    methods = tuple(ConceptNode(f"method:{n:02}", "Method", text, (text,), 1) for n, text in enumerate(HOSTILE))
    claim = {"confidence": 0.5, "start": 0, "end": 1, "rule": "hand", "hedged": False, "primary": True}
    uses = tuple(
        Relation(paper.id, "USES", method.id, evidence=paper.title, **claim)  # type: ignore[arg-type]  # all known
        for paper, method in zip(papers, methods, strict=True)
    )
    return Graph(papers=papers, concepts=methods, relations=uses)


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(hostile_graph())


@cache
def folder() -> Path:
    return engines.graph_folder(hostile_graph())


@pytest.fixture(params=engines.ENGINES)
def store(request: pytest.FixtureRequest) -> GraphStore:
    return engines.embedded(hostile_graph) if request.param == "embedded" else neo4j()


def whole(store: GraphStore) -> list[tuple[object, ...]]:
    """Return all that the graph holds, as it should be in the order of ids."""
    rows = store.query(
        "MATCH (p:Paper)-[r:USES]->(m:Method) "
        "RETURN p.title, p.abstract, p.other_ids, p.records, r.evidence, m.name, m.aliases ORDER BY p.id"
    ).rows
    assert store.query("MATCH (n) RETURN count(n) AS n").rows == [(2 * len(HOSTILE),)]
    return rows


def wanted() -> list[tuple[object, ...]]:
    return [(text, text, [text], [text], text, text, [text]) for text in HOSTILE]


def test_there_are_enough() -> None:
    assert len(set(HOSTILE)) >= 60


def test_every_text_is_stored_as_it_is(store: GraphStore) -> None:
    assert whole(store) == wanted()


def test_every_parameter_is_data(store: GraphStore) -> None:
    assert store.query("UNWIND $texts AS x RETURN x", {"texts": list(HOSTILE)}).rows == [(text,) for text in HOSTILE]
    found = store.query(
        "UNWIND $texts AS x MATCH (m:Method {name: x}) RETURN m.id AS id ORDER BY id", {"texts": list(HOSTILE)}
    )
    assert [key for (key,) in found.rows] == [f"method:{n:02}" for n in range(len(HOSTILE))]


def test_every_text_finds_its_own_in_a_named_query(store: GraphStore) -> None:
    query = get_query("papers-using-concept")
    for n, text in enumerate(HOSTILE):
        rows = store.query(query.text, query.values({"concept": text})).objects()
        assert f"title:{n:02}" in {row["id"] for row in rows}, text
    assert whole(store) == wanted()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_what_it_may_only_read(store: GraphStore, statement: str) -> None:
    with pytest.raises(StoreError) as caught:
        store.query(statement)
    assert "\n" not in str(caught.value)
    assert whole(store) == wanted()


def test_the_commands_take_them_as_data() -> None:
    common = ("--graph", str(folder()), "--json")
    given = json.dumps(list(HOSTILE))
    done = CliRunner().invoke(cli, ["cypher", *common, "-p", f"texts={given}", "UNWIND $texts AS x RETURN x"])
    assert [row["x"] for row in json.loads(done.stdout)] == list(HOSTILE)
    for text in HOSTILE[20:32]:
        done = CliRunner().invoke(cli, ["query", "papers-using-concept", f"concept={text}", *common])
        assert text in {row["title"] for row in json.loads(done.stdout)}
    for text in HOSTILE[20:26]:
        done = CliRunner().invoke(cli, ["query", text, *common])
        assert done.exit_code == 2
        assert not done.stdout
        assert done.stderr.count("\n") == 1


@pytest.mark.neo4j
def test_the_name_of_a_graph_is_data() -> None:
    store = engines.neo4j_with(Graph(papers=(PaperNode("title:0", "One"),)))
    neo4j.cache_clear()
    for text in HOSTILE[20:50]:
        load_graph(Graph(papers=(PaperNode("title:0", text),)), store, name=text)
        load_graph(Graph(papers=(PaperNode("title:1", text),)), store, name=text, replace=True)
    rows = store.query("MATCH (p:Paper) RETURN p.id, p.title ORDER BY p.title").rows
    assert sorted(rows) == sorted([("title:0", "One"), *(("title:1", text) for text in HOSTILE[20:50])])

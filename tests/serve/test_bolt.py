from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from papergraph.errors import StoreError, UsageError
from papergraph.queries.library import list_queries
from papergraph.serve.bolt import BoltServer
from papergraph.stores.base import comparable
from papergraph.stores.neo4j import Neo4jStore
from tests import engines
from tests.small_graph import small_graph

pytestmark = pytest.mark.slow

PASSWORD = "a password of the tests"


@pytest.fixture(scope="module")
def directory() -> Path:
    return engines.graph_folder(small_graph())


@pytest.fixture(scope="module")
def server(directory: Path) -> Iterator[str]:
    """Run the command: the engine's server belongs to a process of its own."""
    command = [sys.executable, "-m", "papergraph", "serve", "--bolt", "--port", "0", "--timeout", "3"]
    with subprocess.Popen(
        [*command, "--graph", str(directory)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PAPERGRAPH_BOLT_PASSWORD": PASSWORD},
    ) as process:
        assert process.stdout
        assert process.stderr
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert PASSWORD not in process.stderr.read()


@pytest.fixture(scope="module")
def store(server: str) -> Iterator[Neo4jStore]:
    with Neo4jStore(server, ("papergraph", PASSWORD)) as found:
        yield found


def test_named_queries_have_the_rows_of_the_embedded_engine(store: Neo4jStore) -> None:
    here = engines.embedded(small_graph)
    for query in list_queries():
        values = query.values(query.example)
        found = store.query(query.text, values)
        assert comparable(found.rows) == comparable(here.query(query.text, values).rows), query.name
        assert found.rows, query.name


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (p:Paper {id: 'x'})",
        "MERGE (p:Paper {id: 'x'})",
        "MATCH (p:Paper) SET p.title = 'x'",
        "MATCH (p:Paper) REMOVE p.title",
        "MATCH (p:Paper) DETACH DELETE p",
        "MATCH (p:Paper)-[r:USES]->(c:Method) DELETE r",
        "MATCH (p:Paper {id: 'arxiv:2106.1'}), (q:Paper {id: 'arxiv:1706.1'}) CREATE (p)-[:CITES]->(q)",
        "CALL merge.node(['Paper'], {id: 'x'}, {}, {}) YIELD node RETURN node",
        "CREATE CONSTRAINT x IF NOT EXISTS FOR (p:Zebra) REQUIRE p.id IS UNIQUE",
        "CREATE INDEX x IF NOT EXISTS FOR (p:Paper) ON (p.year)",
        "DROP INDEX `Paper[id]`",
        "CREATE USER mallory SET PASSWORD 'password of mallory'",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    ],
)
def test_nobody_writes(store: Neo4jStore, statement: str) -> None:
    before = store.query("MATCH (n)-[r]->(m) RETURN n.id AS n, type(r) AS r, m.id AS m, n.title AS title").rows
    with store.driver.session() as session, pytest.raises(neo4j.exceptions.Neo4jError):
        session.execute_write(lambda transaction: transaction.run(statement).consume())
    after = store.query("MATCH (n)-[r]->(m) RETURN n.id AS n, type(r) AS r, m.id AS m, n.title AS title").rows
    assert comparable(after) == comparable(before)


def test_a_statement_ends_at_its_limit(store: Neo4jStore) -> None:
    with pytest.raises(StoreError):
        store.query("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n")


def test_a_wrong_password_opens_nothing(server: str) -> None:
    for auth in (("papergraph", "wrong password"), ("root", PASSWORD), ("root", ""), None):
        with pytest.raises(StoreError):
            Neo4jStore(server, auth)


def test_what_cannot_start_says_why(directory: Path) -> None:
    with pytest.raises(UsageError):
        BoltServer(directory, host="127.0.0.1", port=0, password="short", seconds=1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StoreError, match="listen"):
        BoltServer(directory, host="127.0.0.1", port=taken.getsockname()[1], password=PASSWORD, seconds=1)

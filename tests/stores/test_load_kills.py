"""`papergraph load` against sudden ends: of the loader, and of the server. The same command again finishes the work."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from papergraph.graph import ConceptNode, Graph, PaperNode, Relation, save
from papergraph.stores.base import comparable
from papergraph.stores.load import load_graph
from papergraph.stores.neo4j import Neo4jStore
from tests import neo4j_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
MOMENTS = range(10 if os.environ.get("PAPERGRAPH_DRILLS") else 3)
EVERYTHING = "MATCH (n) RETURN n AS a, null AS r, null AS b UNION ALL MATCH (a)-[r]->(b) RETURN a.id AS a, r, b.id AS b"
COUNT = "CALL () { MATCH (n:Paper) RETURN count(n) AS n UNION ALL MATCH ()-[r]->() RETURN count(r) AS n } RETURN sum(n)"


def made_up(papers: int, *, prefix: str = "title:") -> Graph:
    claim = {"confidence": 0.5, "evidence": "We use it.", "start": 0, "end": 2, "rule": "hand", "hedged": False}
    nodes = tuple(PaperNode(f"{prefix}{n:05}", f"Paper {n}", year=2000 + n % 20) for n in range(papers))
    methods = tuple(ConceptNode(f"method:{n:02}", "Method", f"Method {n}") for n in range(10))
    uses = [
        Relation(node.id, "USES", methods[(n + step) % 10].id, primary=True, **claim)  # type: ignore[arg-type]
        for n, node in enumerate(nodes)
        for step in range(3)
    ]
    cites = [Relation(nodes[n].id, "CITES", nodes[n // 2].id) for n in range(1, papers)]
    relations = tuple(sorted([*uses, *cites], key=lambda r: (r.source, r.type, r.target)))
    return Graph(papers=nodes, concepts=methods, relations=relations)


NEW = made_up(300)
OLD = made_up(20, prefix="older:")
ROWS = 300 + len(NEW.relations)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("load") / "graph"
    save(NEW, directory)
    return directory


def loader(folder: Path, server: neo4j_server.Server) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "papergraph", "load", str(folder), "--uri", server.uri]
    command += ["--prune", "--batch-size", "10", "--json"]
    environment = os.environ | {"NEO4J_PASSWORD": server.auth[1] if server.auth else ""}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(folder: Path, server: neo4j_server.Server) -> dict[str, int]:
    process = loader(folder, server)
    out, told = process.communicate(timeout=400)
    assert process.returncode == 0, told
    return dict(json.loads(out))


def content(server: neo4j_server.Server) -> list[str]:
    with Neo4jStore(server.uri, server.auth) as store:
        return comparable(store.query(EVERYTHING).rows)


def begun(server: neo4j_server.Server) -> Neo4jStore:
    """Return the server holding an older graph of which nothing may stay."""
    store = Neo4jStore(server.uri, server.auth)
    store.query("MATCH (n) DETACH DELETE n", write=True)
    load_graph(OLD, store)
    return store


def wait_for(rows: int, store: Neo4jStore, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and store.query(COUNT).rows[0][0] < rows:
        time.sleep(0.002)


@pytest.fixture(scope="module")
def expected(folder: Path) -> list[str]:
    """Return what the server holds after a load that nothing disturbed."""
    begun(neo4j_server.running()).close()
    finished(folder, neo4j_server.running())
    found = content(neo4j_server.running())
    assert len(found) == 310 + len(NEW.relations)
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_loader_is_finished_by_the_same_command(folder: Path, expected: list[str], moment: int) -> None:
    server = neo4j_server.running()
    with begun(server) as store:
        process = loader(folder, server)
        wait_for(random.Random(moment).randrange(80, ROWS), store, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        finished(folder, server)
    assert content(server) == expected
    assert finished(folder, server)["changes"] == 0


@pytest.fixture(scope="module")
def mortal() -> Iterator[neo4j_server.Server]:
    server = neo4j_server.start()
    yield server
    server.stop(signal.SIGKILL)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_server_is_waited_for(
    folder: Path, expected: list[str], mortal: neo4j_server.Server, moment: int
) -> None:
    with begun(mortal) as store:
        process = loader(folder, mortal)
        wait_for(random.Random(moment).randrange(80, ROWS), store, process)
        mortal.stop(signal.SIGKILL)
    mortal.restart()
    _, told = process.communicate(timeout=400)
    # It waits for about a minute, then gives up in one line.
    assert process.returncode == 0 or (process.returncode == 1 and "\n" not in told.strip())
    finished(folder, mortal)
    assert content(mortal) == expected
    assert finished(folder, mortal)["changes"] == 0

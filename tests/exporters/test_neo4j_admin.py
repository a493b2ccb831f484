"""The bulk-import files, imported by the real `neo4j-admin` and read back from a server on its database."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import neo4j
import pytest

from papergraph.exporters import neo4j_admin
from papergraph.graph import Graph, properties
from tests import neo4j_server
from tests.graph.graphs import small_graph


@pytest.mark.neo4j
def test_neo4j_admin_imports_what_the_script_names(tmp_path: Path) -> None:
    graph = small_graph()
    neo4j_admin.write(graph, tmp_path / "files")
    if reason := neo4j_server.missing(own=True):
        pytest.fail(reason)
    neo4j_server.install(own=True)
    with tempfile.TemporaryDirectory(prefix="papergraph-neo4j-") as folder:
        home = Path(folder)
        imported = subprocess.run(
            ["sh", str(tmp_path / "files" / "import.sh")], env=_with_admin(home), capture_output=True, text=True
        )
        assert imported.returncode == 0, imported.stdout + imported.stderr
        port = neo4j_server._free_port()
        process = neo4j_server._launch(home, port)
        server = neo4j_server.Server(f"bolt://127.0.0.1:{port}", ("neo4j", neo4j_server.PASSWORD), home, process)
        try:
            neo4j_server._wait(server)
            with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
                _compare(graph, driver)
        finally:
            server.stop()


def _with_admin(home: Path) -> dict[str, str]:
    """Return an environment in which `neo4j-admin` is the tool of the server's own jars, at work on a home."""
    for name in ("bin", "conf", "data", "logs"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").touch()
    jars = os.pathsep.join(map(str, neo4j_server._jars()))
    java = neo4j_server.java() or "java"
    program = home / "bin" / "neo4j-admin"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(java)} -Xmx512m -cp {shlex.quote(jars)} org.neo4j.cli.AdminTool "$@"\n'
    )
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}


def _compare(graph: Graph, driver: neo4j.Driver) -> None:
    nodes, _, _ = driver.execute_query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    found = {row["properties"]["id"]: (row["labels"], row["properties"]) for row in nodes}
    assert len(nodes) == len(found) == len(list(graph.nodes()))
    for node in graph.nodes():
        # An empty text or list is an empty cell, which the importer takes for no value.
        known = {
            name: list(v) if isinstance(v, tuple) else v for name, v in properties(node).items() if v not in ("", ())
        }
        assert found[node.id] == ([node.label], known)
    rows, _, _ = driver.execute_query(
        "MATCH (a)-[r]->(b) RETURN a.id AS source, type(r) AS type, b.id AS target, properties(r) AS properties"
    )
    edges = {(row["source"], row["type"], row["target"]): row["properties"] for row in rows}
    assert len(rows) == len(edges) == len(graph.relations)
    for each in graph.relations:
        known = {
            name: list(v) if isinstance(v, tuple) else v for name, v in properties(each).items() if v not in ("", ())
        }
        assert edges[each.source, each.type, each.target] == known

"""The stores that a test runs on: the embedded engine always, Neo4j under its marker."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papergraph.graph import Graph, save
from papergraph.stores.embedded import EmbeddedStore, build_database
from papergraph.stores.load import load_graph
from papergraph.stores.neo4j import Neo4jStore
from tests import neo4j_server

if TYPE_CHECKING:
    from collections.abc import Callable


ENGINES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


def graph_folder(graph: Graph) -> Path:
    """Write a graph folder with its database; removed at exit."""
    parent = Path(tempfile.mkdtemp(prefix="papergraph-test-"))
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    save(graph, parent / "graph")
    build_database(graph, parent / "graph")
    return parent / "graph"


@cache
def embedded(make: Callable[[], Graph]) -> EmbeddedStore:
    """Return the embedded store of a graph, opened once a run."""
    store = EmbeddedStore(graph_folder(make()))
    atexit.register(store.close)
    return store


@cache
def server_store() -> Neo4jStore:
    """Return one open store on the test server."""
    running = neo4j_server.running()
    store = Neo4jStore(running.uri, running.auth)
    atexit.register(store.close)
    return store


def neo4j_with(graph: Graph) -> Neo4jStore:
    """Return the test server holding exactly the graph; what was there is deleted."""
    store = server_store()
    store.query("MATCH (n) DETACH DELETE n", write=True)
    load_graph(graph, store)
    return store

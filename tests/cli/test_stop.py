"""Ctrl-C on a command that asks one question, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from papergraph.stores.embedded import EmbeddedStore, problem_of
from tests import engines, neo4j_server
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n"
RUNS = """SHOW TRANSACTIONS YIELD currentQuery, status
WHERE status STARTS WITH 'Running' AND currentQuery STARTS WITH 'UNWIND range' RETURN count(*) AS n"""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals")]


def started(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "papergraph", "cypher", *arguments, ENDLESS]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=os.environ | variables)


def stopped(process: subprocess.Popen[str]) -> None:
    assert process.poll() is None
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (130, "", "papergraph: stopped\n")
    assert time.monotonic() - begun < 20  # the statement would take hours


@pytest.fixture(scope="module")
def directory() -> Path:
    return engines.graph_folder(small_graph())


@pytest.mark.parametrize("delay", [0.4, 0.8, 1.2, 3.0])
def test_the_embedded_engine_stops_and_its_graph_is_as_it_was(directory: Path, delay: float) -> None:
    process = started("--graph", str(directory))
    time.sleep(delay)  # before, during and after the start of Java, on a machine that is not too busy
    stopped(process)
    assert problem_of(directory) is None
    with EmbeddedStore(directory) as store:
        assert store.query("MATCH (p:Paper) RETURN count(p) AS n").rows == [(len(small_graph().papers),)]


@pytest.mark.neo4j
def test_a_server_is_told_to_stop() -> None:
    server = neo4j_server.running()
    store = engines.server_store()
    process = started("--uri", server.uri, NEO4J_PASSWORD=server.auth[1] if server.auth else "")
    while store.query(RUNS).rows == [(0,)]:
        assert process.poll() is None
        time.sleep(0.1)
    stopped(process)
    for _ in range(100):
        if store.query(RUNS).rows == [(0,)]:
            return
        time.sleep(0.1)
    pytest.fail("the server goes on")

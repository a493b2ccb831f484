"""Ctrl-C on a command that asks one question, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from papergraph.stores.embedded import EmbeddedStore, problem_of
from tests import engines, neo4j_server
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.stores.base import GraphStore

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
    nothing_runs(store)


def nothing_runs(store: GraphStore) -> None:
    for _ in range(100):
        if store.query(RUNS).rows == [(0,)]:
            return
        time.sleep(0.1)
    pytest.fail("the server goes on")


def stopped_in_a_shell(*arguments: str, **variables: str) -> None:
    command = [sys.executable, "-m", "papergraph", "cypher", *arguments]
    with pexpect.spawn(command[0], command[1:], env=os.environ | variables, encoding="utf-8", timeout=60) as terminal:
        terminal.expect("Ctrl-D leaves")
        terminal.send(f"{ENDLESS};\r")
        time.sleep(3)  # it runs, on a machine that is not too busy
        begun = time.monotonic()
        terminal.sendintr()
        terminal.expect("papergraph: stopped")
        assert time.monotonic() - begun < 5  # half of the patience with a statement that does not stop
        terminal.send("RETURN 20011 + 1 AS n;\r")
        terminal.expect("20012")
        terminal.send(":quit\r")
        terminal.expect(pexpect.EOF)


def test_a_shell_stops_a_statement_and_goes_on(directory: Path) -> None:
    stopped_in_a_shell("--graph", str(directory))


@pytest.mark.neo4j
def test_a_shell_stops_a_statement_on_a_server() -> None:
    server = neo4j_server.running()
    stopped_in_a_shell("--uri", server.uri, NEO4J_PASSWORD=server.auth[1] if server.auth else "")
    nothing_runs(engines.server_store())

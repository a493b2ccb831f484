from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from papergraph.errors import QueryStoppedError
from papergraph.stores.interrupt import Running
from tests import engines
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from papergraph.stores.base import GraphStore

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n"


@pytest.fixture(params=engines.ENGINES)
def store(request: pytest.FixtureRequest) -> GraphStore:
    return engines.embedded(small_graph) if request.param == "embedded" else engines.neo4j_with(small_graph())


def test_another_thread_stops_a_statement(store: GraphStore) -> None:
    running = Running(store)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            running.query(ENDLESS)
        except Exception as error:  # noqa: BLE001 - looked at below
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for _ in range(60):  # the server may not have begun with it when it is first told
        time.sleep(0.3)
        running.stop()
        thread.join(0.2)
        if not thread.is_alive():
            break
    thread.join(30)
    assert isinstance(raised[0], QueryStoppedError)
    assert store.query("RETURN 1 AS n").rows == [(1,)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_with_the_engine_survives_ctrl_c() -> None:
    program = """
import os, signal
from papergraph.stores.jvm import engine
engine()
caught = 0
for _ in range(200):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        for number in range(20_000):
            [str(number)] == ["x"]
    except KeyboardInterrupt:
        caught += 1
print(caught)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "200\n")


def test_limits_of_two_threads_do_not_meet() -> None:
    store = engines.embedded(small_graph)
    took: dict[float, float] = {}

    def ask(limit: float) -> None:
        begun = time.monotonic()
        with pytest.raises(QueryStoppedError):
            store.query(ENDLESS, timeout=limit)
        took[limit] = time.monotonic() - begun

    threads = [threading.Thread(target=ask, args=(limit,)) for limit in (0.2, 1.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert took[0.2] >= 0.2
    assert took[1.0] >= 1.0


@pytest.mark.parametrize("limit", [0, 3, 1000])
def test_no_more_rows_are_read_than_asked_for(store: GraphStore, limit: int) -> None:
    assert len(store.query("UNWIND range(1, 500) AS n RETURN n", limit=limit).rows) == min(limit, 500)

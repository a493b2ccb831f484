"""Measure the stores on a made-up graph of 20,000 papers and 300,000 relationships.

    python benchmarks/stores.py [--papers 20000] [--relationships 300000]
    PAPERGRAPH_TEST_NEO4J_URI=bolt://... python benchmarks/stores.py --neo4j    (its content is deleted)

Printed as JSON: seconds to build and open the embedded database, milliseconds of the headline query and of a two-hop
co-occurrence (median and least of nine, warm), each also as CPU seconds of the process or of the asking thread,
the CPU seconds and wall-clock seconds of the whole headline command, and with --neo4j rows a second of `load` beside a
bare driver loop that sends the same statements (each pair from an equal state), and the changes that a second load
reports.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.graph import ConceptNode, Graph, PaperNode, Relation, save
from papergraph.queries import library
from papergraph.stores import load
from papergraph.stores.archive import make_archive
from papergraph.stores.embedded import EmbeddedStore, build_database
from papergraph.stores.neo4j import Neo4jStore

if TYPE_CHECKING:
    from collections.abc import Callable

WARM_UPS = 20
"""Runs of a question before it is timed: Java goes on compiling for about so many."""

TYPES = {"Model": "USES", "Method": "USES", "Dataset": "EVALUATES_ON", "Task": "USES", "Language": "COVERS"}
TWO_HOPS = """MATCH (a:Method {name: 'Method 3'})<-[:USES|INTRODUCES]-(p:Paper)-[:USES|INTRODUCES]->(b:Method)
WITH * WHERE a.id <> b.id
RETURN b.id AS id, b.name AS name, count(p) AS papers ORDER BY papers DESC, id LIMIT 20"""


def made_up(papers: int, relationships: int) -> Graph:
    """Return a graph whose concepts are named with a Zipf-like frequency, as real ones are."""
    rng = random.Random(7)
    concepts = [
        ConceptNode(
            f"{label.lower()}:{n}",
            label,
            f"{label} {n}",
            (f"{label.upper()}-{n}", f"the {label} number {n}"),
            paper_count=1,
            resource_class=n % 6 if label == "Language" else None,
            low_resource=n % 6 <= 3 if label == "Language" else None,
        )
        for label in TYPES
        for n in range(500 if label == "Language" else max(1, papers // 3))
    ]
    by_label = {label: [node for node in concepts if node.label == label] for label in TYPES}
    nodes = [
        PaperNode(f"arxiv:{n:07}", f"Paper {n} about things", abstract="We study things. " * 40, year=2010 + n % 15)
        for n in range(papers)
    ]
    claim = {"evidence": "We study things with it, and say so here.", "start": 0, "end": 5, "rule": "made up"}
    chosen: dict[tuple[str, str, str], Relation] = {}
    while len(chosen) < relationships:
        paper, label = f"arxiv:{rng.randrange(papers):07}", rng.choice(list(TYPES))
        members = by_label[label]
        concept = members[min(int(rng.paretovariate(0.4)) - 1, len(members) * 50) % len(members)]
        key = (paper, TYPES[label], concept.id)
        said = False if label == "Language" else None
        chosen[key] = Relation(
            *key,
            confidence=0.9,
            hedged=False,
            primary=True,
            said_low_resource=said,
            **claim,  # type: ignore[arg-type]  # all known
        )
    return Graph(papers=tuple(nodes), concepts=tuple(concepts), relations=tuple(chosen[key] for key in sorted(chosen)))


def seconds(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def warm(name: str, run: Callable[[], Any]) -> dict[str, float]:
    """Return milliseconds of nine runs after `WARM_UPS`: the median by the clock, the least, the median of CPU."""
    for _ in range(WARM_UPS):
        run()
    wall, spent = [], []
    for _ in range(9):
        before = time.thread_time()
        wall.append(seconds(run))
        spent.append(time.thread_time() - before)
    found = {"": statistics.median(wall), "_least": min(wall), "_cpu": statistics.median(spent)}
    return {f"{name}{kind}_ms": round(value * 1000, 1) for kind, value in found.items()}


def command(directory: Path) -> dict[str, float]:
    """Return the seconds of the headline question as a command of its own, process start included."""
    ask = ["query", "papers-using-method-on-low-resource-languages", "method=Method 3", "--json"]
    before = os.times()
    spent = seconds(
        lambda: subprocess.run(
            [sys.executable, "-m", "papergraph", *ask, "--graph", str(directory)], check=True, stdout=subprocess.DEVNULL
        )
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return {"command_s": round(spent, 2), "command_cpu_s": round(used, 2)}


def embedded(graph: Graph, directory: Path) -> dict[str, float]:
    save(graph, directory)
    before = time.process_time()
    measured = {"build_s": round(seconds(lambda: build_database(graph, directory)), 2)}
    measured["build_cpu_s"] = round(time.process_time() - before, 2)
    measured |= command(directory)
    make_archive()
    measured |= {f"{name}_with_archive": value for name, value in command(directory).items()}
    # In a process of its own: the one that built has its Java compile quickly rather than well.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
        return measured | fresh.submit(questions, directory).result()


def questions(directory: Path) -> dict[str, float]:
    measured: dict[str, float] = {}
    headline = library.get_query("papers-using-method-on-low-resource-languages")
    started = time.perf_counter()
    with EmbeddedStore(directory) as store:
        measured["open_s"] = round(time.perf_counter() - started, 2)
        values = headline.values({"method": "Method 3"})
        measured["headline_rows"] = len(store.query(headline.text, values).rows)
        measured |= warm("headline", lambda: store.query(headline.text, values))
        measured |= warm("two_hops", lambda: store.query(TWO_HOPS))
    return measured


def neo4j(graph: Graph, count: int, server: int | None) -> dict[str, Any]:
    """Return how `load` compares with a bare loop of the driver that sends the same statements, already made.

    Pairs from the same state, the order changing from pair to pair: on a server that has the schema and no rows, then
    on one that has all rows.
    """
    password = os.environ.get("PAPERGRAPH_TEST_NEO4J_PASSWORD")
    uri = os.environ["PAPERGRAPH_TEST_NEO4J_URI"]
    measured: dict[str, Any] = {}
    with Neo4jStore(uri, ("neo4j", password) if password else None) as store:
        sent: list[tuple[str, dict[str, Any]]] = []

        def bare() -> None:
            with store.session(write=True) as session:
                for text, values in sent:
                    session.run(text, values).consume()

        sent += noted(graph, store)
        for state in ("empty", "full"):
            pairs, spent = [], []
            for number in range(count):
                took, used = {}, {}
                for name in ("load", "bare") if number % 2 else ("bare", "load"):
                    if state == "empty":
                        wipe(store)
                    before = cpu_of_both(server)
                    took[name] = seconds(bare if name == "bare" else lambda: load.load_graph(graph, store))
                    used[name] = cpu_of_both(server) - before
                pairs.append(took)
                spent.append(used)
            rows = len(list(graph.nodes())) + len(graph.relations)
            for name in ("load", "bare"):
                measured[f"{state}_{name}_rows_per_s"] = [round(rows / took[name]) for took in pairs]
            measured[f"{state}_ratio"] = round(statistics.median(took["bare"] / took["load"] for took in pairs), 2)
            if server:
                for name in ("load", "bare"):
                    measured[f"{state}_{name}_cpu_s"] = [round(used[name], 1) for used in spent]
                measured[f"{state}_cpu_ratio"] = round(statistics.median(u["bare"] / u["load"] for u in spent), 2)
        measured["second_load_changes"] = load.load_graph(graph, store).changes
        wipe(store)
    return measured


def cpu_of_both(server: int | None) -> float:
    """Return the CPU seconds so far of this process and, on Linux, of the server's."""
    if server is None:
        return time.process_time()
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def noted(graph: Graph, store: Neo4jStore) -> list[tuple[str, dict[str, Any]]]:
    """Load, which also warms the server, and return the statements that carried rows."""
    sent: list[tuple[str, dict[str, Any]]] = []
    query = store.query

    def note(cypher: str, parameters: Any = None, **options: Any) -> Any:
        if parameters and parameters.get("rows"):
            sent.append((cypher, dict(parameters)))
        return query(cypher, parameters, **options)

    wipe(store)
    store.query = note  # type: ignore[method-assign]  # to send the same again
    load.load_graph(graph, store)
    store.query = query  # type: ignore[method-assign]
    return sent


def wipe(store: Neo4jStore) -> None:
    while store.query("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(n) AS n", write=True).rows[0][0]:
        pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--relationships", type=int, default=300_000)
    parser.add_argument("--neo4j", action="store_true", help="measure `load` as well; the server's content is deleted")
    parser.add_argument(
        "--pairs", type=int, default=3, help="times that load and the bare loop are compared in each state"
    )
    parser.add_argument(
        "--server-pid", type=int, help="process of a server on this machine, to measure its CPU as well"
    )
    parser.add_argument("--only-neo4j", action="store_true", help="measure nothing else")
    given = parser.parse_args()
    graph = made_up(given.papers, given.relationships)
    measured: dict[str, Any] = {"load_average": round(os.getloadavg()[0], 1)}
    if not given.only_neo4j:
        with tempfile.TemporaryDirectory() as folder:
            measured |= embedded(graph, Path(folder) / "graph")
    if given.neo4j or given.only_neo4j:
        measured |= neo4j(graph, given.pairs, given.server_pid)
    json.dump(measured, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import papergraph
from papergraph.errors import GraphFolderError, QueryError, StoreError
from papergraph.graph import Graph, PaperNode, save
from papergraph.stores.embedded import EmbeddedStore, build_database, problem_of
from tests.small_graph import small_graph

COUNT = "MATCH (p:Paper) RETURN count(p)"


def folder(tmp_path: Path, graph: Graph | None = None) -> Path:
    save(graph or Graph(papers=(PaperNode("title:1", "One"),)), tmp_path / "graph")
    return tmp_path / "graph"


def count(directory: Path) -> int:
    with EmbeddedStore(directory) as store:
        return int(store.query(COUNT).rows[0][0])


def test_a_missing_database_is_built_from_the_tables(tmp_path: Path) -> None:
    directory = folder(tmp_path)
    told: list[str] = []
    with EmbeddedStore(directory, notice=told.append) as store:
        assert store.query(COUNT).rows == [(1,)]
    assert len(told) == 1
    with EmbeddedStore(directory, notice=told.append):
        assert len(told) == 1


@pytest.mark.slow
def test_a_stale_database_is_rebuilt(tmp_path: Path) -> None:
    directory = folder(tmp_path)
    build_database(Graph(), directory)
    manifest = directory / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"settings": {"other": True}}))
    assert problem_of(directory) == "older than the tables"
    assert count(directory) == 1


@pytest.mark.parametrize(
    "damage", ["cut", pytest.param("remove", marks=pytest.mark.slow), pytest.param("manifest", marks=pytest.mark.slow)]
)
def test_a_damaged_database_is_rebuilt(tmp_path: Path, damage: str) -> None:
    directory = folder(tmp_path, small_graph())
    build_database(small_graph(), directory)
    before = count(directory)
    engine = directory / "database" / "engine"
    victim = max(engine.glob("Paper_*"), key=lambda path: path.stat().st_size)
    if damage == "cut":
        victim.write_bytes(victim.read_bytes()[: victim.stat().st_size // 2])
    elif damage == "remove":
        victim.unlink()
    else:
        (engine / "papergraph-database.json").write_text("{")
    assert (problem_of(directory) or "").startswith("damaged")
    assert count(directory) == before


def test_no_graph_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError):
        EmbeddedStore(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_second_process_is_refused_in_one_line_and_nothing_is_left_lying_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = folder(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = "import sys, pathlib\nfrom papergraph.stores.embedded import EmbeddedStore\n"
    code += "EmbeddedStore(pathlib.Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", code, str(directory)]
    monkeypatch.setenv("PYTHONPATH", str(Path(papergraph.__file__).parents[1]))
    with EmbeddedStore(directory):
        done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True)
    assert "another papergraph process" in done.stderr
    again = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:1/x"])
def test_a_statement_reads_no_files_and_no_addresses(tmp_path: Path, address: str) -> None:
    with EmbeddedStore(folder(tmp_path)) as store, pytest.raises(QueryError):
        store.query("LOAD CSV FROM $address AS line RETURN line", {"address": address})


def test_no_engine_names_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(StoreError, match="--uri"):
        EmbeddedStore(folder(tmp_path))

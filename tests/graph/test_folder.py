from __future__ import annotations

import dataclasses
import json
import os
import random
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import papergraph
from papergraph.errors import GraphFolderError
from papergraph.graph import (
    AuthorNode,
    Graph,
    PaperNode,
    VenueNode,
    properties,
    read_folder,
    replacing,
    save,
    write_folder,
)
from papergraph.graph import folder as module
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES, TABLES
from papergraph.graph.tables import table_rows, write_table
from tests.graph.graphs import small_graph

if TYPE_CHECKING:
    from pathlib import Path


def tables_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def written(graph: Graph, folder: Path) -> None:
    """Write without the swap and its waiting for the disk."""
    folder.mkdir(exist_ok=True)
    write_folder(graph, folder)


def test_the_small_graph_has_every_label_and_type() -> None:
    graph = small_graph()
    assert graph.problems() == []
    assert {node.label for node in graph.nodes()} == set(NODE_LABELS)
    assert {relation.type for relation in graph.relations} == set(RELATIONSHIP_TYPES)


@pytest.mark.parametrize("table", TABLES)
def test_fields_are_the_columns_in_order(table: str) -> None:
    row = table_rows(small_graph(), table)[0]
    columns = [part.name for part in TABLES[table]]
    assert sorted(field.name for field in dataclasses.fields(row)) == sorted(columns)


def test_a_folder_reads_back_as_it_was_written(tmp_path: Path) -> None:
    graph = small_graph()
    save(graph, tmp_path / "g")
    read = read_folder(tmp_path / "g")
    for table in TABLES:
        assert set(table_rows(read, table)) == set(table_rows(graph, table))
    assert read.manifest["title"] == "Small"
    assert read.manifest["counts"]["papers"] == 2
    assert read.manifest["counts"]["papers_only_cited"] == 1


def test_columns_carry_the_types_of_the_schema(tmp_path: Path) -> None:
    save(small_graph(), tmp_path / "g")
    schema = pq.read_schema(tmp_path / "g" / "papers.parquet")
    assert schema.names == [part.name for part in TABLES["papers"]]
    assert str(schema.field("in_corpus").type) == "bool"
    assert str(schema.field("records").type).startswith("list<")


@given(seed=st.integers())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_do_not_depend_on_the_order_of_rows(tmp_path: Path, seed: int) -> None:
    graph = small_graph()
    written(graph, tmp_path / "one")
    shuffle = random.Random(seed).sample
    rows = {table: tuple(shuffle(list(table_rows(graph, table)), len(table_rows(graph, table)))) for table in TABLES}
    written(dataclasses.replace(graph, **rows), tmp_path / "two")
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


PAPERS = st.builds(
    PaperNode,
    id=TEXT,
    title=TEXT,
    abstract=st.none() | TEXT,
    year=st.none() | st.integers(0, 3000),
    other_ids=st.lists(TEXT).map(tuple),
)


@given(rows=st.lists(PAPERS, unique_by=lambda row: row.id))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_paper_survives_its_table(tmp_path: Path, rows: list[PaperNode]) -> None:
    written(Graph(papers=tuple(rows)), tmp_path / "g")
    assert read_folder(tmp_path / "g").papers == tuple(sorted(rows, key=lambda row: row.id))


def test_an_empty_graph_is_a_graph(tmp_path: Path) -> None:
    save(Graph(), tmp_path / "g")
    assert list(read_folder(tmp_path / "g").nodes()) == []


def test_batches_of_rows_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.graph.tables._BATCH_ROWS", 3)
    authors = tuple(AuthorNode(f"author:{n:02}", f"A {n}") for n in range(10))
    save(Graph(authors=authors), tmp_path / "g")
    assert read_folder(tmp_path / "g").authors == authors


def test_a_graph_that_breaks_the_schema_is_not_written(tmp_path: Path) -> None:
    graph = small_graph()
    with pytest.raises(ValueError, match="method:lora"):
        save(dataclasses.replace(graph, concepts=graph.concepts[:2]), tmp_path / "g")
    assert list(tmp_path.iterdir()) == []


def test_problems_name_what_is_wrong() -> None:
    graph = small_graph()
    twice = dataclasses.replace(graph, venues=(VenueNode("method:lora", "x"),), relations=graph.relations[:1] * 2)
    assert any("two nodes" in problem for problem in twice.problems())
    assert any("two relationships" in problem for problem in twice.problems())
    wrong = dataclasses.replace(graph.relations[5], target="method:lora", evidence=None)
    problems = dataclasses.replace(graph, relations=(wrong,)).problems()
    assert any("is a Method" in problem for problem in problems)
    assert any("no evidence" in problem for problem in problems)


def test_properties_leave_out_what_is_unknown_or_foreign() -> None:
    graph = small_graph()
    assert properties(graph.papers[2]) == {
        "id": "doi:10.2/y",
        "other_ids": (),
        "title": "Only cited",
        "in_corpus": False,
        "records": (),
    }
    assert properties(graph.relations[8]) == {"origin": "jsonl"}


def test_the_view_is_a_networkx_graph(tmp_path: Path) -> None:
    save(small_graph(), tmp_path / "g")
    view = papergraph.load(tmp_path / "g")
    assert view.is_directed()
    assert view.is_multigraph()
    assert view.nodes["language:mri"]["low_resource"] is True
    assert view.nodes["method:lora"]["aliases"] == ["Low-Rank Adaptation"]
    assert "family" not in view.nodes["method:lora"]
    assert view.edges["arxiv:2101.00001", "language:mri", "COVERS"]["said_low_resource"] is True
    assert view.number_of_edges() == len(small_graph().relations)


@pytest.mark.parametrize("damage", ["truncate", "flip", "remove", "garbage", "swap"])
def test_a_damaged_table_is_named(tmp_path: Path, damage: str) -> None:
    save(small_graph(), tmp_path / "g")
    path = tmp_path / "g" / "relations.parquet"
    content = path.read_bytes()
    if damage == "truncate":
        path.write_bytes(content[:-10])
    elif damage == "flip":
        path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    elif damage == "remove":
        path.unlink()
    elif damage == "garbage":
        path.write_bytes(os.urandom(len(content)))
    else:
        path.write_bytes((tmp_path / "g" / "papers.parquet").read_bytes())
    with pytest.raises(GraphFolderError, match=r"relations\.parquet"):
        read_folder(tmp_path / "g")


@pytest.mark.parametrize(("version", "word"), [(0, "older"), (999, "newer")])
def test_another_schema_is_named_as_such(tmp_path: Path, version: int, word: str) -> None:
    save(small_graph(), tmp_path / "g")
    manifest = json.loads((tmp_path / "g" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "g" / "manifest.json").write_text(json.dumps(manifest | {"schema_version": version}), encoding="utf-8")
    with pytest.raises(GraphFolderError, match=word):
        read_folder(tmp_path / "g")


def test_an_older_schema_is_rebuilt_and_a_newer_one_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(small_graph(), folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    old = manifest | {"schema_version": 0, "files": manifest["files"] | {"topics.parquet": {}}}
    (folder / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    (folder / "topics.parquet").write_bytes(b"a table that we no longer have")
    save(small_graph(), folder)
    assert not (folder / "topics.parquet").exists()
    read_folder(folder)
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema_version": 999}), encoding="utf-8")
    before = tables_of(folder)
    with pytest.raises(GraphFolderError, match="newer"):
        save(Graph(), folder)
    assert tables_of(folder) == before


@pytest.mark.parametrize(
    "manifest", ["", "{", "[]", '{"format": "papergraph"}', '{"schema_version": 1}', "[" * 100_000]
)
def test_a_foreign_manifest_is_refused_and_left(tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(GraphFolderError, match="manifest"):
        read_folder(folder)
    with pytest.raises(GraphFolderError, match="manifest"), replacing(folder):
        pytest.fail("must not begin")
    assert tables_of(folder) == {"manifest.json": manifest.encode()}


def test_missing_and_foreign_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="no such folder"):
        read_folder(tmp_path / "missing")
    with pytest.raises(GraphFolderError, match="no graph folder"):
        read_folder(tmp_path)


def test_a_reader_never_mixes_two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "g"
    save(small_graph(), folder)
    other = Graph(papers=(PaperNode("doi:10.9/z", "Other"),))
    real, done = module.read_file, []

    def read_file(name: str, *rest: object) -> bytes:
        if name == "relations.parquet" and not done:
            done.append(name)
            save(other, folder)
        return real(name, *rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(module, "read_file", read_file)
    graph = read_folder(folder)
    assert (graph.papers, graph.relations) == (other.papers, ())


def test_write_table_says_every_option(tmp_path: Path) -> None:
    write_table("venues", [VenueNode("venue:b", "B"), VenueNode("venue:a", "A")], tmp_path / "v.parquet")
    assert pq.read_table(tmp_path / "v.parquet").column("id").to_pylist() == ["venue:a", "venue:b"]

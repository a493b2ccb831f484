from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from papergraph.cli import cli
from papergraph.graph import replacing, write_folder
from papergraph.stores.embedded import build_database
from tests.graph.graphs import small_graph


def doctor(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["doctor", *map(str, arguments)])


def problems(result: Result) -> dict[str, str]:
    return {one["check"]: one["problem"] for one in json.loads(result.stdout) if one["problem"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctor") / "g"
    with replacing(folder) as new:
        build_database(write_folder(small_graph(), new), new)
    return folder


def test_without_a_folder_it_checks_the_installation() -> None:
    result = doctor("--json")
    assert result.exit_code == 0
    assert {"python", "spacy", "arcadedb-embedded"} <= {one["check"] for one in json.loads(result.stdout)}


def test_a_whole_folder_is_well(folder: Path) -> None:
    result = doctor(folder, "--json")
    assert result.exit_code == 0, result.output
    assert problems(result) == {}
    assert {one["check"]: one["detail"] for one in json.loads(result.stdout)}["database"] == "opens, 3 papers"


def test_what_is_wrong_is_named(folder: Path) -> None:
    table, stray = folder / "mentions.parquet", folder / "notes.txt"
    content = table.read_bytes()
    engine = next(path for path in (folder / "database").rglob("*") if path.stat().st_size > 1000 and path.is_file())
    data = engine.read_bytes()
    try:
        stray.write_text("mine", encoding="utf-8")
        engine.write_bytes(data[:500])
        result = doctor(folder, "--json")
        assert result.exit_code == 1
        assert "notes.txt" in problems(result)["other files"]
        assert "database" in problems(result)
        table.write_bytes(content[:-1])
        assert "mentions.parquet" in problems(doctor(folder, "--json"))["tables"]
        assert "BAD" in doctor(folder).stdout
    finally:
        stray.unlink()
        engine.write_bytes(data)
        table.write_bytes(content)


def test_no_folder_is_a_finding(tmp_path: Path) -> None:
    result = doctor(tmp_path / "none")
    assert result.exit_code == 1
    assert "no such folder" in result.stdout
    assert result.stderr == ""

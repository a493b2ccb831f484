from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.graph import save
from tests.graph.graphs import small_graph


def test_a_graph_folder_becomes_a_page(tmp_path: Path) -> None:
    save(small_graph(), tmp_path / "graph")
    page = tmp_path / "out" / "page.html"
    result = CliRunner().invoke(cli, ["export", "html", "--graph", str(tmp_path / "graph"), "--out", str(page)])
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_no_graph_folder_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["export", "html", "--graph", str(tmp_path), "--out", str(tmp_path / "page.html")])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1

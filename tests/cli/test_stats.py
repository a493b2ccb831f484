from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.graph import Graph, save
from tests.graph.graphs import small_graph

if TYPE_CHECKING:
    from pathlib import Path


def test_stats_counts_the_graph(tmp_path: Path) -> None:
    graph = small_graph()
    save(graph, tmp_path / "g")
    result = CliRunner().invoke(cli, ["stats", str(tmp_path / "g"), "--json", "--top", "1"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["papers"] == {"in_corpus": 2, "only_cited": 1, "with_abstract": 1, "with_concepts": 1}
    assert found["years"] == {"2021": 1}
    assert sum(found["relationships"].values()) == len(graph.relations)
    assert found["top"]["Method"] == [{"id": "method:lora", "name": "LoRA", "paper_count": 2}]
    plain = CliRunner().invoke(cli, ["stats", str(tmp_path / "g")])
    assert plain.exit_code == 0
    assert "LoRA (2)" in plain.stdout


def test_stats_says_when_no_citations_were_given(tmp_path: Path) -> None:
    save(Graph(), tmp_path / "g")
    result = CliRunner().invoke(cli, ["stats", str(tmp_path / "g")])
    assert result.exit_code == 0
    assert "No citations" in result.stdout


def test_stats_of_no_graph_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["stats", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1

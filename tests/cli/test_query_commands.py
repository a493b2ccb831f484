from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from papergraph.cli import cli
from tests import engines, neo4j_server
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from pathlib import Path

ASK = "MATCH (p:Paper) WHERE p.id STARTS WITH 'arxiv:2' RETURN p.id AS id, p.year AS year, p.records AS at ORDER BY id"


@pytest.fixture(scope="module")
def directory() -> Path:
    return engines.graph_folder(small_graph())


def papergraph(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=given)


def test_json_is_a_list_of_objects(directory: Path) -> None:
    done = papergraph("cypher", "--graph", str(directory), "--json", ASK)
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0] == {"id": "arxiv:2106.1", "year": 2021, "at": ["hand.jsonl:3", "again.jsonl:1"]}


def test_every_format_has_the_same_rows(directory: Path, tmp_path: Path) -> None:
    wanted = ["arxiv:2106.1", "arxiv:2305.1", "arxiv:2401.1", "arxiv:2402.1", "arxiv:2403.1"]
    lines = papergraph("cypher", "--graph", str(directory), "--format", "jsonl", ASK).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == wanted
    text = papergraph("cypher", "--graph", str(directory), "--format", "csv", ASK).stdout
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == wanted
    file = tmp_path / "rows.parquet"
    papergraph("cypher", "--graph", str(directory), "--format", "parquet", "-o", str(file), ASK)
    assert pq.read_table(file).column("id").to_pylist() == wanted
    assert all(key in papergraph("cypher", "--graph", str(directory), ASK).stdout for key in wanted)


def test_a_statement_comes_from_a_file_or_standard_input(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "q.cypher").write_text("RETURN $n + 1 AS n")
    common = ("cypher", "--graph", str(directory), "--json", "-p", "n=1")
    assert json.loads(papergraph(*common, "-f", str(tmp_path / "q.cypher")).stdout) == [{"n": 2}]
    assert json.loads(papergraph(*common, given="RETURN $n AS n").stdout) == [{"n": 1}]


def test_a_cell_that_a_spreadsheet_would_run_is_defused(directory: Path) -> None:
    signs = [*"=+-@|%\uff1d\uff0b\uff0d\uff20"]
    hostile = [f"{before}{sign}1+1" for sign in signs for before in ("", "  ", "\u3000", "\u200b", "\ufeff", "\r")]
    hostile.append("\t1+1")
    harmless = ["a=1", "1-1", "(+)", -1.5, -2]
    options = ("--graph", str(directory), "--format", "csv", "-p", f"x={json.dumps([*hostile, *harmless])}")
    done = papergraph("cypher", *options, "UNWIND $x AS x RETURN x AS `=x`, [x] AS y")
    head, *rows = csv.reader(io.StringIO(done.stdout))
    assert head == ["'=x", "y"]
    assert len(rows) == len(hostile) + len(harmless)
    assert all(cell.startswith("'") for row in rows[: len(hostile)] for cell in row)
    assert [row[0] for row in rows[len(hostile) :]] == [str(value) for value in harmless]


def test_a_terminal_is_not_steered(directory: Path) -> None:
    done = papergraph("cypher", "--graph", str(directory), "-p", r'x="\u001b[2J[red]a"', "RETURN $x AS x")
    assert "\x1b" not in done.stdout
    assert "[red]a" in done.stdout


def test_a_statement_that_may_lose_rows_is_answered_with_a_warning(directory: Path) -> None:
    condition = "WHERE p.year > 3000 OR any(a IN m.aliases WHERE a = 'LoRA')"
    text = f"MATCH (p:Paper)-[:USES]->(m:Method) {condition} RETURN count(p) AS n"
    done = papergraph("cypher", "--graph", str(directory), "--json", text)
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)) == 1
    assert done.stderr.startswith("papergraph: warning: line 1, column ")
    portable = text.replace(condition, f"WITH * {condition}")
    assert not papergraph("cypher", "--graph", str(directory), "--json", portable).stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("cypher", "MATCH (p:Paper RETURN p"), 1),
        (("cypher", "CREATE (p:Paper)"), 1),
        (("cypher", "MATCH (p:Papr) RETURN p"), 1),
        (("cypher", "MATCH (p:Paper) RETURN p.titel"), 1),
        (("cypher", "   "), 2),
        (("cypher", "RETURN 1", "-p", "x"), 2),
        (("query", "no-such-query"), 2),
        (("query", "most-used-models", "since=soon"), 2),
        (("query", "most-used-models", "nothing=1"), 2),
        (("cypher", "--uri", "bolt://neo4j:secret@localhost", "RETURN 1"), 2),
    ],
)
def test_a_wrong_call_is_one_line(directory: Path, arguments: tuple[str, ...], code: int) -> None:
    done = papergraph(arguments[0], "--graph", str(directory), *arguments[1:])
    assert (done.exit_code, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_without_a_graph_is_one_line(tmp_path: Path) -> None:
    done = papergraph("query", "who-introduced", "--graph", str(tmp_path))
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)


def test_queries_are_listed_and_run(directory: Path) -> None:
    names = [query["name"] for query in json.loads(papergraph("query", "--json").stdout)]
    assert names
    assert all(name in papergraph("query").stdout for name in names)
    done = papergraph("query", "who-introduced", "concept=low-rank adapters", "--graph", str(directory), "--json")
    assert [row["id"] for row in json.loads(done.stdout)] == ["arxiv:2106.1"]


@pytest.mark.neo4j
def test_load_and_ask_a_server(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = neo4j_server.running()
    engines.neo4j_with(small_graph()).query("MATCH (n) DETACH DELETE n", write=True)
    if server.auth:
        monkeypatch.setenv("NEO4J_PASSWORD", server.auth[1])
    first = papergraph("load", str(directory), "--uri", server.uri, "--json")
    assert json.loads(first.stdout)["changes"] > 0
    assert papergraph("load", str(directory), "--uri", server.uri).stdout.startswith("0 changes")
    same = [
        papergraph("cypher", "--json", *where, ASK).stdout
        for where in (("--uri", server.uri), ("--graph", str(directory)))
    ]
    assert same[0] == same[1]

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from papergraph.cli import cli
from papergraph.graph import Graph, PaperNode, read_folder, replacing, save
from papergraph.sources import FORMATS
from papergraph.stores.embedded import problem_of
from tests.corpora import papers, write_corpus, write_jsonl


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def assert_one_line(result: Result) -> None:
    """Assert an expected failure: exit 1, nothing on standard output, one line on standard error."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "in" / "papers.jsonl", papers(8)).parent


def bad_inputs(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    (folder / "empty.txt").touch()
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 100)
    (folder / "no-papers").mkdir()
    (folder / "unreadable").mkdir()
    (folder / "unreadable" / "x.bin").write_bytes(b"\x00\x01" * 500)
    names = ("missing", "empty.txt", "binary.bin", "no-papers", "unreadable")
    return {name: folder / name for name in names}


@pytest.mark.parametrize("name", ["missing", "empty.txt", "binary.bin", "no-papers", "unreadable"])
def test_an_input_without_any_paper_is_one_line(tmp_path: Path, name: str) -> None:
    result = run("build", bad_inputs(tmp_path / "bad")[name], "--out", tmp_path / "g")
    assert_one_line(result)
    assert name in result.stderr
    assert not (tmp_path / "g").exists()


def test_an_output_that_cannot_be_written_is_one_line(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "deep", "/proc/nowhere/g", tmp_path / ("x" * 300)):
        assert_one_line(run("build", corpus, "--out", out))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_ours_is_refused_before_any_work(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("mine", encoding="utf-8")
    assert_one_line(run("build", corpus, "--out", tmp_path / "thesis"))
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.tex"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "thesis"]


def test_a_second_build_into_one_folder_is_one_line(tmp_path: Path, corpus: Path) -> None:
    with replacing(tmp_path / "g"):
        result = run("build", corpus, "--out", tmp_path / "g")
    assert_one_line(result)
    assert "another build" in result.stderr


def test_wrong_usage_is_two(tmp_path: Path, corpus: Path) -> None:
    assert run("build").exit_code == 2
    assert run("build", corpus, "--min-cited", "0").exit_code == 2
    assert run("build", corpus, "--format", "no-such-format", "--out", tmp_path / "g").exit_code == 2


@pytest.mark.slow
def test_what_cannot_be_read_is_skipped_counted_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_jsonl(folder / "good.jsonl", papers(6))
    rows = [json.dumps(row, ensure_ascii=False) for row in papers(9)[6:]]
    (folder / "broken.jsonl").write_text("\n".join([rows[0], '{"title": "half', *rows[1:]]) + "\n", encoding="utf-8")
    title = "Étude de la résolution du français québécois"
    (folder / "latin.jsonl").write_bytes(f'{{"title": "{title}"}}\n'.encode("latin-1"))
    (folder / "empty.txt").touch()
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 100)
    with (folder / "long.jsonl").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    result = run("build", folder, "--out", tmp_path / "g", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    places = {(one["file"], one["line"]) for one in report["skipped"]}
    assert {("broken.jsonl", 2), ("empty.txt", None), ("binary.bin", None)} <= places
    assert any(file == "long.jsonl" for file, _ in places)
    assert report["counts"]["papers"] == 10
    assert report["counts"]["skipped"] == len(report["skipped"])
    assert "broken.jsonl:2" in result.stderr
    titles = {paper.title for paper in read_folder(tmp_path / "g").papers}
    assert title in titles


@pytest.mark.slow
def test_the_summary_says_what_was_built_and_what_to_do_next(tmp_path: Path, corpus: Path) -> None:
    result = run("build", corpus, "--out", tmp_path / "g", "--extractor", "fast")
    assert result.exit_code == 0, result.output
    assert "8 papers" in result.stdout
    assert str(tmp_path / "g" / "index.html") in result.stdout
    assert run("doctor", tmp_path / "g").exit_code == 0
    result = run("build", corpus, "--out", tmp_path / "g", "--no-page", "--extractor", "fast")
    assert "index.html" not in result.stdout
    assert not (tmp_path / "g" / "index.html").exists()
    assert run("-q", "build", corpus, "--out", tmp_path / "g", "--no-page", "--extractor", "fast").output == ""


@pytest.mark.slow
def test_a_folder_of_all_formats_is_one_graph_and_its_summary_says_from_what(tmp_path: Path) -> None:
    fixtures = Path(__file__).parents[1] / "sources" / "fixtures"
    folder = tmp_path / "in"
    shutil.copytree(fixtures, folder)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(fixtures / "zotero.bib", "library/zotero.bib")
    packed = {"arxiv.jsonl": "gzip", "export.ris": "zstd", "dblp.xml": "bz2"}
    for name, compression in packed.items():
        with pa.output_stream(folder / f"{name}.packed", compression=compression) as stream:
            stream.write((folder / name).read_bytes())
        (folder / name).unlink()
    rows = papers(4)
    pq.write_table(pa.Table.from_pylist([{"title": row["title"]} for row in rows]), folder / "a.parquet")
    write_jsonl(folder / "own.jsonl", rows[1:])
    page = "".join(f"{row['title']}\n\n{' '.join([str(row['abstract'])] * 2)}\n\n" for row in rows[2:])
    (folder / "page.txt").write_text(f"Get trending papers in your email inbox!\n\nSubscribe\n\n{page}", "utf-8")
    result = run("build", folder, "--out", tmp_path / "g", "--extractor", "fast", "--no-page")
    assert result.exit_code == 0, result.output
    graph = read_folder(tmp_path / "g")
    counts, inputs = graph.manifest["counts"], graph.manifest["inputs"]
    assert counts["records"] == sum(counts["records_by_format"].values()) == sum(one["records"] for one in inputs)
    assert counts["skipped"] == sum(one["skipped"] for one in inputs) == len(graph.manifest["skipped"])
    assert counts["records_by_format"].keys() == FORMATS.keys() - {"parquet"}  # its records are those of a table
    assert sum(counts["papers_by_formats"].values()) == counts["papers"]
    assert counts["papers_by_formats"]["jsonl+listing+table"] == 2
    assert any("+" in name for name in counts["papers_by_formats"])
    by_name = {one["name"]: one["records"] for one in inputs}
    assert by_name["more.zip"] == by_name["zotero.bib"] > 1
    assert all(by_name[f"{name}.packed"] for name in packed)
    assert counts["papers_in_several_files"] == sum(
        len({place.rpartition(":")[0] for place in paper.records}) > 1 for paper in graph.papers
    )
    citations = counts["citations"]
    assert citations["given"] == sum(number for name, number in citations.items() if name != "given")
    cites = sum(relation.type == "CITES" for relation in graph.relations)
    assert cites == citations["to_corpus"] + citations["to_cited_only"] > 0
    for name in counts["records_by_format"]:
        assert f"{counts['records_by_format'][name]} {name}" in result.stdout
    said = next(line for line in result.stdout.splitlines() if "citations given" in line)
    assert run("stats", tmp_path / "g").stdout.splitlines().count(said) == 1
    given, *parts = map(int, re.findall(r"\b\d+\b", said))
    assert given == sum(parts) == citations["given"]
    assert f"{counts['papers_in_several_files']} papers in more than one file" in result.stdout
    told = [int(number) for number in re.findall(r"^skipped (\d+),", result.stderr, re.MULTILINE)]
    assert sum(told) == counts["skipped"] > max(told) > 1
    assert "2020.wob.xml:19" in result.stderr
    again = run("-v", "build", folder, "--out", tmp_path / "g", "--extractor", "fast", "--no-page")
    told = [line for line in again.stderr.splitlines() if line.startswith("skipped ")]
    assert len(told) == counts["skipped"]
    assert "skipped 2020.wob.xml:19: no title" in told
    for one in inputs:
        assert re.search(rf"^ +{re.escape(one['name'])}: {one['records']} record", again.stdout, re.MULTILINE)


def alive(marker: str) -> list[str]:
    """Return the command lines of living processes that hold the marker."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            environment = (folder / "environ").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if marker in environment:
            found.append(line)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see that no worker is left")
def test_kill_at_any_moment_leaves_the_old_or_the_new_state_and_no_process(tmp_path: Path) -> None:
    write_corpus(tmp_path / "in", 100)
    out, marker = tmp_path / "g", f"PAPERGRAPH_TEST_{os.getpid()}_{random.randrange(10**9)}"
    command = [sys.executable, "-m", "papergraph", "build", str(tmp_path / "in"), "--out", str(out), "--workers", "2"]
    old = Graph(papers=(PaperNode("doi:10.1/old", "Old"),))
    save(old, out)
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    new = read_folder(out)
    steps = 40 if os.environ.get("PAPERGRAPH_DRILLS") else 5
    moments = [whole * (step + 0.5) / steps for step in range(steps)]
    states = []
    for moment in moments:
        save(old, out)
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | {marker: "1"})
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        graph = read_folder(out)
        assert graph.papers in {old.papers, new.papers}
        if graph.papers == new.papers:
            assert graph == new
            assert problem_of(out) is None
        states.append(graph.papers == old.papers)
        deadline = time.monotonic() + 10
        while alive(marker) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert alive(marker) == []
    assert any(states)
    subprocess.run(command, check=True, capture_output=True)
    assert read_folder(out) == new
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g", "in"]

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from papergraph.errors import PapergraphError
from papergraph.graph import Graph, PaperNode, read_folder, save
from papergraph.graph.schema import TABLES
from papergraph.workflow import BuildSettings, build_graph, make_graph
from tests.corpora import papers, write_corpus, write_jsonl

PORTABLE = [*(f"{table}.parquet" for table in TABLES), "manifest.json"]
QUICK = BuildSettings(extractor="fast", page=False)


def portable(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in PORTABLE}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder)
    return folder


@pytest.fixture(scope="module")
def graph(corpus: Path) -> Graph:
    return make_graph([corpus], QUICK)[0]


@pytest.mark.slow
def test_records_become_one_paper_each(graph: Graph) -> None:
    assert graph.manifest["counts"]["records"] == 205
    corpus = [paper for paper in graph.papers if paper.in_corpus]
    assert len(corpus) == 150
    assert max(len(paper.records) for paper in corpus) == 2
    assert {paper.id for paper in graph.papers if not paper.in_corpus} == {f"doi:10.5555/outside.{n}" for n in range(5)}


@pytest.mark.slow
def test_every_step_reaches_the_graph(graph: Graph) -> None:
    assert graph.problems() == []
    assert {"CITES", "WROTE", "PUBLISHED_IN", "USES", "COVERS"} <= {relation.type for relation in graph.relations}
    lora = next(concept for concept in graph.concepts if concept.name == "LoRA")
    linked = {relation.source for relation in graph.relations if relation.target == lora.id}
    assert lora.paper_count == len(linked) >= 25
    swahili = next(concept for concept in graph.concepts if concept.name == "Swahili")
    assert (swahili.iso639_3, swahili.low_resource) == ("swa", True)
    texts = {paper.id: paper.text for paper in graph.papers}
    assert all(texts[row.paper][row.start : row.end] == row.text for row in graph.mentions)
    assert all(row.evidence in texts[row.source] for row in graph.relations if row.evidence)


@pytest.mark.slow
def test_the_manifest_names_inputs_and_what_was_skipped(tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "in" / "good.jsonl", papers(3))
    good.write_text(good.read_text(encoding="utf-8") + '{"title": \n', encoding="utf-8")
    (tmp_path / "in" / "empty.jsonl").touch()
    graph, skipped, notes = make_graph([tmp_path / "in"], QUICK)
    assert [file["name"] for file in graph.manifest["inputs"]] == ["empty.jsonl", "good.jsonl"]
    assert [(one.file, one.line) for one in skipped] == [("empty.jsonl", None), ("good.jsonl", 4)]
    assert graph.manifest["counts"]["skipped"] == 2
    assert str(tmp_path) not in json.dumps(graph.manifest)
    assert notes == tuple(graph.manifest["notes"])


@pytest.mark.slow
def test_the_order_of_inputs_does_not_matter(corpus: Path, graph: Graph) -> None:
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    one, _, _ = make_graph(files, QUICK)
    two, _, _ = make_graph(random.Random(1).sample(files, len(files)), QUICK)
    assert one == two
    assert len(one.papers) == len(graph.papers)


def test_a_missing_setting_file_is_one_of_our_errors(corpus: Path, tmp_path: Path) -> None:
    for settings in (
        BuildSettings(vocabulary=(tmp_path / "none.tsv",)),
        BuildSettings(overrides=tmp_path / "none.yaml"),
    ):
        with pytest.raises(PapergraphError, match=r"none\."):
            make_graph([corpus], settings)


BUILD = """
import sys
from dataclasses import replace
from pathlib import Path
from papergraph.graph import save
from papergraph.workflow import BuildSettings, make_graph
if __name__ == "__main__":
    out, workers, *inputs = sys.argv[1:]
    save(make_graph([Path(one) for one in inputs], BuildSettings(workers=int(workers)))[0], Path(out))
"""


@pytest.mark.slow
def test_bytes_are_the_same_however_it_is_run(tmp_path: Path) -> None:
    files = write_corpus(tmp_path / "in")
    (tmp_path / "build.py").write_text(BUILD, encoding="utf-8")
    found = []
    for number, (workers, seed, order) in enumerate([(1, "0", files), (2, "1", files[::-1]), (2, "random", files)]):
        out = tmp_path / f"out{number}"
        subprocess.run(
            [sys.executable, tmp_path / "build.py", out, str(workers), *order],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        found.append(portable(out))
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_a_build_leaves_tables_database_and_page_and_can_be_repeated(corpus: Path, tmp_path: Path) -> None:
    from papergraph.stores.embedded import EmbeddedStore

    folder = tmp_path / "g"
    report = build_graph([corpus], folder, BuildSettings(title="Mine"))
    before = portable(folder)
    assert report.counts["papers"] == 150
    assert "Mine" in (folder / "index.html").read_text(encoding="utf-8")
    with EmbeddedStore(folder) as store:
        rows = store.query("MATCH (p:Paper) WHERE p.in_corpus RETURN count(p) AS papers").rows
    assert rows == [(150,)]
    build_graph([corpus], folder, BuildSettings(title="Mine", workers=2))
    assert portable(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g"]


def test_measures_stand_in_the_tables_unless_left_out(tmp_path: Path) -> None:
    rows = [
        {"id": f"p{n}", "title": f"Spoons {n} of the sea", "year": 2015 + n, "doi": f"10.1234/{n}"} for n in range(4)
    ]
    for n in range(1, 4):
        rows[n]["references"] = [f"10.1234/{n - 1}"]
    source = write_jsonl(tmp_path / "papers.jsonl", rows)
    graph, _, _ = make_graph([source], QUICK)
    assert {paper.doi: paper.main_path for paper in graph.papers} == {f"10.1234/{n}": n + 1 for n in range(4)}
    assert sum(paper.pagerank for paper in graph.papers) == pytest.approx(1, abs=1e-4)
    bare, _, _ = make_graph([source], replace(QUICK, measures=False))
    assert all(paper.main_path is paper.pagerank is None for paper in bare.papers)
    assert bare.manifest["settings"]["measures"] is False


def test_no_field_of_an_input_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Nr,What,When,Mood\n1,Spoons of the sea,2020,calm\n", "utf-8")
    write_jsonl(tmp_path / "b.jsonl", [{"id": "x", "title": "Spoons of the Sea", "year": 2020, "votes": 3}])
    columns = (("id", "Nr"), ("title", "What"), ("year", "When"))
    graph, _, _ = make_graph([tmp_path], replace(QUICK, columns=columns))
    (paper,) = graph.papers
    assert [(row.place, row.paper, row.format, row.id) for row in graph.records] == [
        ("a.csv:2", paper.id, "table", "1"),
        ("b.jsonl:1", paper.id, "jsonl", "x"),
    ]
    assert [json.loads(row.extra) for row in graph.records] == [{"Mood": "calm"}, {"votes": "3"}]
    save(graph, tmp_path / "g")
    assert read_folder(tmp_path / "g").records == graph.records


def test_entries_of_one_line_keep_apart_what_each_says(tmp_path: Path) -> None:
    dois = [f"10.1000/{name}" for name in ("tea", "ink", "ore")]
    items = [
        {"DOI": doi, "prefix": "10.1000", "title": [f"On {doi}"], "reference": [{"DOI": dois[(n + 1) % 3]}], "score": n}
        for n, doi in enumerate(dois)
    ]
    (tmp_path / "a.json").write_text(json.dumps({"message": {"items": items}}), "utf-8")
    graph, _, _ = make_graph([tmp_path], QUICK)
    assert {row.place for row in graph.records} == {"a.json:1"}
    assert {(row.paper, row.id) for row in graph.records} == {(f"doi:{doi}", doi) for doi in dois}
    cited = {(each.source, each.target) for each in graph.relations if each.type == "CITES"}
    assert cited == {(f"doi:{doi}", f"doi:{dois[(n + 1) % 3]}") for n, doi in enumerate(dois)}


def test_a_failing_build_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(Graph(papers=(PaperNode("doi:10.1/one", "One"),)), folder)
    before = portable(folder)
    with pytest.raises(PapergraphError):
        build_graph([tmp_path / "missing"], folder, QUICK)
    assert portable(folder) == before
    assert read_folder(folder).papers[0].title == "One"

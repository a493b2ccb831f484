"""Each export, read back by another library, and safe whatever a title says."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import igraph
import networkx as nx
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from papergraph import identifiers
from papergraph.cli import cli
from papergraph.errors import ExportError
from papergraph.exporters import (
    bibtex,
    csl_json,
    csv_tables,
    gexf,
    graphml,
    jsonld,
    neo4j_admin,
    obsidian,
    parquet,
)
from papergraph.exporters.selection import Selection, select
from papergraph.graph import AuthorNode, ConceptNode, Graph, PaperNode, Relation, save
from papergraph.sources import read
from papergraph.sources.fields import one_line
from papergraph.values import Record
from tests.graph.graphs import claim, small_graph

EVIL = [
    '=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "../../etc/passwd", "C:\\con", "CON", "a/b\\c:d|e", "  ",
    "<img src=x>", "[[link]] `= this.file`", "{{x}}", "50% of $x_1$ & \\emph{y} ~ ^ #1", "a\tb", '"quoted", yes',
    "\uff1d1", "...", "]]>", "&amp;", "line\nbreak", "--- yaml: [", "- item", "1. one", "\u202eabc", "ünï 🙂", "and",
    "A and B, C", "x" * 400,
]  # fmt: skip


def evil_graph(titles: list[str]) -> Graph:
    papers = tuple(
        PaperNode(
            id=f"title:{n:012d}",
            title=title,
            abstract=title,
            venue=title,
            year=2000 + n % 20,
            records=(f"{title}:{n}",),
        )
        for n, title in enumerate(titles)
    )
    concepts = tuple(ConceptNode(f"method:m{n}", "Method", title, (title,), 1) for n, title in enumerate(titles))
    authors = tuple(AuthorNode(f"author:a{n}", title) for n, title in enumerate(titles))
    relations = [
        claim(paper.id, "USES", concept.id, evidence=paper.title)
        for paper, concept in zip(papers, concepts, strict=True)
    ]
    relations += [
        Relation(author.id, "WROTE", paper.id, position=1) for paper, author in zip(papers, authors, strict=True)
    ]
    return Graph(papers=papers, concepts=concepts, authors=authors, relations=tuple(relations))


@pytest.fixture(params=[small_graph(), evil_graph(EVIL)], ids=["small", "evil"])
def graph(request: pytest.FixtureRequest) -> Graph:
    return request.param


def xml_safe(text: str) -> str:
    return "".join(c for c in text if c in "\t\n\r" or c >= " ")


def test_graphml_is_read_by_networkx_and_igraph(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    graphml.write(graph, path)
    found = nx.read_graphml(path)
    assert set(found) == set(graph.labels)
    assert found.number_of_edges() == len(graph.relations)
    for paper in graph.papers:
        assert found.nodes[paper.id]["type"] == "Paper"
        assert found.nodes[paper.id]["label"] == (paper.title or paper.id)
        assert found.nodes[paper.id]["in_corpus"] is paper.in_corpus
    kinds = sorted(data["label"] for _, _, data in found.edges(data=True))
    assert kinds == sorted(relation.type for relation in graph.relations)
    other = igraph.Graph.Read_GraphML(str(path))
    assert (other.vcount(), other.ecount()) == (len(graph.labels), len(graph.relations))


def test_gexf_is_read_by_networkx(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "g.gexf"
    gexf.write(graph, path)
    # networkx reads up to 1.2, whose elements are the same.
    path.write_text(path.read_text("utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft"), "utf-8")
    found = nx.read_gexf(path)
    assert {key: data["type"] for key, data in found.nodes(data=True)} == graph.labels
    assert found.number_of_edges() == len(graph.relations)
    drawn = {data["type"]: tuple(data["viz"]["color"][each] for each in "rgb") for _, data in found.nodes(data=True)}
    assert len(set(drawn.values())) == len(set(graph.labels.values()))
    assert all(data["viz"]["size"] >= 4 for _, data in found.nodes(data=True))
    assert {data["relation"] for _, _, data in found.edges(data=True)} == {
        relation.type for relation in graph.relations
    }


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_jsonld_is_read_by_rdflib(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "g.jsonld"
    jsonld.write(graph, path)
    found = rdflib.Graph().parse(data=path.read_text("utf-8"), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    articles = set(found.subjects(rdflib.RDF.type, schema.ScholarlyArticle))
    assert articles == {rdflib.URIRef(jsonld.iri(paper.id)) for paper in graph.papers}
    for paper in graph.papers:
        names = list(found.objects(rdflib.URIRef(jsonld.iri(paper.id)), schema.name))
        assert [str(name) for name in names] == [paper.title]
    own = rdflib.URIRef(jsonld.VOCABULARY + "uses")
    assert len(list(found.subject_objects(own))) == sum(relation.type == "USES" for relation in graph.relations)


def test_no_cell_of_a_spreadsheet_is_a_formula(graph: Graph, tmp_path: Path) -> None:
    csv_tables.write(graph, tmp_path / "csv")
    for name in csv_tables.NAMES:
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(getattr(graph, name))
        cells = [cell for row in rows for cell in row.values()]
        texts = [cell for cell in cells if not cell.replace(".", "", 1).isdigit()]
        assert not [cell for cell in texts if cell.lstrip(" ")[:1] in set("=+-@\t\r\n\uff1d")]


def test_bulk_import_files_hold_every_value(graph: Graph, tmp_path: Path) -> None:
    neo4j_admin.write(graph, tmp_path / "bulk")
    script = (tmp_path / "bulk" / "import.sh").read_text("utf-8")
    found = {}
    for label in {node.label for node in graph.nodes()}:
        assert f"--nodes={label}={label}.csv" in script
        with (tmp_path / "bulk" / f"{label}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                found[row["id:ID"]] = row
    for paper in graph.papers:
        row = found[paper.id]
        assert row["title:string"] == paper.title
        assert row["records:string[]"].split(neo4j_admin.ARRAY_DELIMITER) == list(paper.records or ("",))
        assert row["in_corpus:boolean"] == str(paper.in_corpus).lower()
    for kind in {relation.type for relation in graph.relations}:
        with (tmp_path / "bulk" / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
            assert sum(1 for _ in csv.DictReader(stream)) == sum(relation.type == kind for relation in graph.relations)


def test_parquet_is_the_tables(graph: Graph, tmp_path: Path) -> None:
    parquet.write(graph, tmp_path / "tables")
    assert pq.read_table(tmp_path / "tables" / "papers.parquet").num_rows == len(graph.papers)


def test_bibtex_says_what_the_graph_says(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "papers.bib"
    bibtex.write(graph, path, Selection(cited=True))
    found = {fold(item.title): item for item in read([path]) if isinstance(item, Record)}
    told = {fold(paper.title): paper for paper in graph.papers if paper.title.strip()}
    assert found.keys() == told.keys()
    assert len({record.id for record in found.values()}) == len(found)
    for title, record in found.items():
        paper = told[title]
        assert (record.year, record.doi) == (paper.year, identifiers.doi(paper.doi))
        assert (record.arxiv_id, record.url) == (paper.arxiv_id, paper.url)


def test_csl_json_holds_the_papers(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    csl_json.write(graph, path, Selection(cited=True))
    items = json.loads(path.read_text("utf-8"))
    assert sorted(item["title"] for item in items) == sorted(paper.title for paper in graph.papers)
    assert len({item["id"] for item in items}) == len(items)


def test_a_vault_has_a_note_a_thing_and_its_links_lead_somewhere(graph: Graph, tmp_path: Path) -> None:
    obsidian.write(graph, tmp_path / "vault")
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    notes = {path.relative_to(tmp_path / "vault").with_suffix("").as_posix() for path in tmp_path.glob("vault/*/*.md")}
    assert sum(note.startswith("Papers/") for note in notes) == sum(paper.in_corpus for paper in graph.papers)
    assert len({note.casefold() for note in notes}) == len(notes)
    for note in notes:
        text = (tmp_path / "vault" / f"{note}.md").read_text("utf-8")
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        assert yaml.safe_load(front)["id"] in graph.labels
        assert "<" not in body.replace("\\<", "")
        for link in body.split("[[")[1:]:
            assert link.split("|")[0] in notes


@given(st.lists(st.text(max_size=40), max_size=6))
def test_file_names_stay_in_their_folder(texts: list[str]) -> None:
    for text in texts:
        name = obsidian.file_name(text)
        assert name
        assert Path(name).name == name
        assert name not in {".", ".."}
        assert obsidian.file_name(name) == name


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), min_size=1, max_size=4))
@example(["\ue001 {\ue00a}"])  # characters that the reader of LaTeX puts in for others
def test_any_title_survives_bibtex(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bib"
    graph = evil_graph([f"T{n} {title}" for n, title in enumerate(titles)])
    bibtex.write(graph, path)
    found = {record.title for record in read([path]) if isinstance(record, Record)}
    assert {fold(title) for title in found} == {fold(paper.title) for paper in graph.papers}


def fold(title: str) -> str:
    """Return what TeX keeps: kinds of space are one, characters that no text holds are none."""
    return "".join((one_line(title) or "").split())


@pytest.mark.slow
def test_keys_and_ids_of_a_bibliography_come_back(tmp_path: Path) -> None:
    from papergraph.workflow import BuildSettings, build_graph

    source = tmp_path / "mine.bib"
    entries = (
        r"@article{Müller:2020/a+b, title={Bridges}, author={M{\"u}ller, J{\"o}rg}, year=2020, doi={10.1000/Bridges}}",
        "@misc{lora, title={Tunnels}, eprint={2106.09685}, archiveprefix={arXiv}, year=2021}",
        "@inproceedings{third, title={Ferries of the Sea}, url={https://aclanthology.org/N19-1423/}, booktitle={ACL}}",
    )
    source.write_text("\n".join(entries), "utf-8")
    build_graph([source], tmp_path / "graph", BuildSettings(page=False))
    out = tmp_path / "out.bib"
    result = CliRunner().invoke(cli, ["export", "bibtex", "--graph", str(tmp_path / "graph"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    before, after = (
        {
            record.id: (record.doi, record.arxiv_id, record.acl_id, record.title)
            for record in read([path])
            if isinstance(record, Record)
        }
        for path in (source, out)
    )
    assert set(before) == {"Müller:2020/a+b", "lora", "third"}
    assert after == before


def test_a_selection_takes_what_it_names(tmp_path: Path) -> None:
    graph = small_graph()
    maori = select(graph, Selection(concepts=("te reo Māori",)))
    assert {paper.id for paper in maori} == {
        relation.source
        for relation in graph.relations
        if relation.target == "language:mri" and relation.type != "MENTIONS"
    }
    assert [paper.id for paper in select(graph, Selection(papers=("doi:10.1/x",)))] == ["arxiv:2101.00001"]
    assert [paper.id for paper in select(graph, Selection(since=2021))] == ["arxiv:2101.00001"]
    with pytest.raises(ExportError):
        select(graph, Selection(concepts=("no such thing",)))


def test_outputs_are_whole_or_not_there(tmp_path: Path) -> None:
    broken = replace(small_graph(), relations=(*small_graph().relations, None))  # type: ignore[arg-type]
    for write, name in ((graphml.write, "g.graphml"), (neo4j_admin.write, "bulk"), (csv_tables.write, "csv")):
        with pytest.raises(AttributeError):
            write(broken, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ExportError):
        csv_tables.write(small_graph(), tmp_path / "mine")
    assert (tmp_path / "mine" / "notes.txt").read_text("utf-8") == "mine"


def test_every_format_is_a_command_with_help(tmp_path: Path) -> None:
    from papergraph.exporters import FORMATS

    save(small_graph(), tmp_path / "graph")
    for name in FORMATS.keys() - {"html"}:
        shown = CliRunner().invoke(cli, ["export", name, "--help"])
        assert shown.exit_code == 0
        assert "Example" in shown.output
        done = CliRunner().invoke(
            cli, ["export", name, "--graph", str(tmp_path / "graph"), "--out", str(tmp_path / name)]
        )
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).exists()

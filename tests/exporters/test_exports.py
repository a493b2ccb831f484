"""Each export, read back by another library, and safe whatever a title says."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

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
from papergraph.graph import AuthorNode, ConceptNode, Graph, PaperNode, RecordRow, Relation, save
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
    for data in (data for _, _, data in found.edges(data=True)):
        assert data["weight"] == data.get("confidence", 1.0)
    kinds = sorted(data["label"] for _, _, data in found.edges(data=True))
    assert kinds == sorted(relation.type for relation in graph.relations)
    other = igraph.Graph.Read_GraphML(str(path))
    assert (other.vcount(), other.ecount()) == (len(graph.labels), len(graph.relations))


PARSED = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__}


def test_graphml_has_the_columns_that_cytoscape_shows(graph: Graph, tmp_path: Path) -> None:
    """Cytoscape keeps an id as `name`, sets each value in the column of its key's name, and draws these two columns."""
    path = tmp_path / "g.graphml"
    graphml.write(graph, path)
    keys: dict[str, tuple[str, str]] = {}
    rows: dict[str, list[dict[str, object]]] = {"node": [], "edge": []}
    for _, element in etree.iterparse(path):
        tag = etree.QName(element).localname
        if tag == "key":
            keys[element.get("id")] = (element.get("attr.name"), element.get("attr.type"))
        elif tag in rows:
            row: dict[str, object] = {"name": element.get("id"), "interaction": "-"}
            for data in element:
                name, kind = keys[data.get("key")]
                row[name] = PARSED[kind]((data.text or "").strip())
            rows[tag].append(row)
    shown = {row["node_id"]: row["name"] for row in rows["node"]}
    for node in graph.nodes():
        label = getattr(node, "title", None) or getattr(node, "name", None) or node.id
        assert shown[node.id] == label.strip() or not label.strip()
    assert [row["interaction"] for row in rows["edge"]] == [relation.type for relation in graph.relations]


@pytest.mark.parametrize(("write", "name"), [(graphml.write, "graphml"), (gexf.write, "gexf")])
def test_the_files_of_graph_programs_are_valid(graph: Graph, tmp_path: Path, write: Any, name: str) -> None:
    write(graph, tmp_path / "g")
    grammar = etree.RelaxNG(etree.parse(Path(__file__).with_name(f"{name}.rng")))
    document = etree.parse(tmp_path / "g")
    grammar.assertValid(document)
    elements = list(document.getroot().iter("{*}node", "{*}edge", "{*}key", "{*}attributes"))
    nodes = {each.get("id") for each in elements if etree.QName(each).localname == "node"}
    edges = [each for each in elements if etree.QName(each).localname == "edge"]
    assert len({each.get("id") for each in edges}) == len(edges)
    assert {each.get(end) for each in edges for end in ("source", "target")} <= nodes
    scopes = [each for each in elements if each.get("for") or each.get("class")]
    declared = {
        (each.get("for"), each.get("id")) if name == "graphml" else (each.get("class"), column.get("id"))
        for each in scopes
        for column in (each if name == "gexf" else [each])
    }
    used = {
        (etree.QName(each).localname, value.get("key") or value.get("for"))
        for each in elements
        for value in each.iter("{*}data", "{*}attvalue")
    }
    assert used <= declared


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
    assert all(data["weight"] == data.get("confidence", 1.0) for _, _, data in found.edges(data=True))


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


def test_jsonld_names_no_file_of_the_user(tmp_path: Path) -> None:
    paper = PaperNode("title:0123456789ab", "Tea", other_ids=("acl:P18-1001", "bibtex:home/mine.bib#tea"))
    jsonld.write(Graph(papers=(paper,)), tmp_path / "g.jsonld")
    (found,) = json.loads((tmp_path / "g.jsonld").read_text("utf-8"))["@graph"]
    assert found["identifier"] == ["acl:P18-1001"]


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


def with_keys(*given: tuple[str, str, str]) -> Graph:
    """Return a graph of a paper for each of `(paper, key, place)`; the format is the ending of the place's file."""
    papers = tuple(PaperNode(f"title:{name}", f"On {name}") for name in dict.fromkeys(name for name, _, _ in given))
    records = tuple(
        RecordRow(place, f"title:{name}", "bibtex" if ".bib:" in place else "csl-json", key)
        for name, key, place in given
    )
    return Graph(papers=papers, records=records)


def keys_of(graph: Graph, path: Path) -> dict[str, str]:
    """Return title -> key, as the BibTeX that is written says."""
    bibtex.write(graph, path)
    return {record.title: record.id for record in read([path]) if isinstance(record, Record) and record.id}


@pytest.mark.parametrize(
    "key", ["O'Brien:2020", "DBLP:conf/acl/X20", "müller_2020+b", "中文", "smith(2020)", "a&b", "12"]
)
def test_a_key_of_a_bibliography_is_given_back(tmp_path: Path, key: str) -> None:
    assert keys_of(with_keys(("tea", key, "a.bib:1")), tmp_path / "o.bib") == {"On tea": key}


@pytest.mark.parametrize(
    "key", ["a,b", "a b", "a}b", "a\nb", "x%y", "a\\b", "}@misc{evil,", "a\u202eb", '"', "a#b", "a=b", "~", "\x00"]
)
def test_a_hostile_key_is_made_anew_and_keeps_to_its_entry(tmp_path: Path, key: str) -> None:
    found = keys_of(with_keys(("tea", key, "a.bib:1"), ("ink", "ink1", "a.bib:2")), tmp_path / "o.bib")
    assert found == {"On tea": "anonymous-nd-tea", "On ink": "ink1"}
    csl_json.write(with_keys(("tea", key, "a.bib:1")), tmp_path / "o.json")
    assert len(json.loads((tmp_path / "o.json").read_text("utf-8"))) == 1


def test_a_key_of_two_papers_is_the_first_ones_and_the_other_is_told(tmp_path: Path) -> None:
    graph = with_keys(("tea", "k", "b.bib:1"), ("ink", "K", "a.bib:20"), ("ore", "k", "a.bib:100"))
    assert keys_of(graph, tmp_path / "o.bib") == {"On ink": "K", "On ore": "k-2", "On tea": "k-3"}
    notes = bibtex.write(graph, tmp_path / "o.bib")
    assert sorted(note.split()[-1] for note in notes) == ["k-2", "k-3"]


def test_further_keys_of_a_paper_stay_known(tmp_path: Path) -> None:
    graph = with_keys(("tea", "z1", "a.bib:1"), ("tea", "b2", "b.bib:1"), ("tea", "item9", "c.json:1"))
    assert keys_of(graph, tmp_path / "o.bib") == {"On tea": "z1"}
    assert "ids = {b2, item9}" in (tmp_path / "o.bib").read_text("utf-8")
    csl_json.write(graph, tmp_path / "o.json")
    assert [item["id"] for item in json.loads((tmp_path / "o.json").read_text("utf-8"))] == ["item9"]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.text(max_size=6), st.integers(1, 9)), min_size=1, max_size=8))
def test_whatever_the_keys_every_paper_has_one_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, given_keys: list[tuple[str, str, int]]
) -> None:
    graph = with_keys(*((f"{name} tea", key, f"{n % 3}.bib:{n}") for name, key, n in given_keys))
    path = tmp_path_factory.getbasetemp() / "keys.bib"
    found = keys_of(graph, path)
    assert len({key.lower() for key in found.values()}) == len(found) == len(graph.papers)
    shuffled = replace(graph, papers=graph.papers[::-1], records=graph.records[::-1])
    assert keys_of(shuffled, path) == found


ZOTERO = r"""
@article{muller_bridges_2020,
	title = {Bridges and {Ferries}},
	volume = {3},
	copyright = {All rights reserved},
	url = {https://doi.org/10.1000/Bridges},
	doi = {10.1000/Bridges},
	number = {1},
	urldate = {2024-01-02},
	journal = {Journal of Crossings},
	author = {Müller, Jörg and O'Brien, Ada},
	month = mar,
	year = {2020},
	note = {arXiv:2106.09685 [cs]},
	keywords = {bridges, Computer Science - Computation and Language},
	file = {PDF:files/ABC/x.pdf:application/pdf},
}
@misc{muller_bridges_2020-1,
	title = {Tunnels},
	author = {Müller, Jörg},
	year = {2020},
	eprint = {2106.09699},
	archiveprefix = {arXiv},
}
"""
JABREF = r"""% Encoding: UTF-8
@Article{OBrien:2019/a+b,
  author    = {O'Brien, Ada},
  title     = {Ropeways of the {Alps}},
  journal   = {Crossings},
  year      = {2019},
  groups    = {read},
  timestamp = {2021-03-04},
}
@InProceedings{muller_bridges_2020,
  author = {Stone, Ada},
  title  = {Ferries of the Sea},
  url    = {https://aclanthology.org/N19-1423/},
}
@Comment{jabref-meta: databaseType:bibtex;}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
}
"""


@pytest.mark.slow
def test_keys_and_ids_of_a_bibliography_come_back(tmp_path: Path) -> None:
    from papergraph.workflow import BuildSettings, build_graph

    source = tmp_path / "in"
    source.mkdir()
    (source / "jabref.bib").write_text(JABREF, "utf-8")
    (source / "zotero.bib").write_text(ZOTERO, "utf-8")
    items = [
        {"id": "http://zotero.org/users/1/items/AB12", "type": "book", "title": "Piers", "DOI": "10.1000/piers"},
        {"id": 7, "type": "book", "title": "Dams of the North", "issued": {"date-parts": [[1999]]}},
        {"id": "other/BRIDGES", "type": "article-journal", "title": "Bridges and Ferries", "DOI": "10.1000/bridges"},
    ]
    (source / "items.json").write_text(json.dumps(items), "utf-8")
    build_graph([source], tmp_path / "graph", BuildSettings(page=False, extractor="fast", measures=False))

    def exported(format: str, name: str) -> tuple[dict[str, tuple[Any, ...]], str]:
        arguments = ["export", format, "--graph", str(tmp_path / "graph"), "--out", str(tmp_path / name)]
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 0, result.output
        return facts([tmp_path / name]), result.stderr

    def facts(paths: list[Path]) -> dict[str, tuple[Any, ...]]:
        found = [record for record in read(paths) if isinstance(record, Record)]
        assert len({record.id for record in found}) == len(found)
        return {record.title: (record.id, record.doi, record.arxiv_id, record.acl_id) for record in found}

    before = facts([source / "jabref.bib"]) | facts([source / "zotero.bib"])
    after, told = exported("bibtex", "out.bib")
    assert before.keys() <= after.keys()
    # Two libraries used one key: the first file's paper keeps it.
    assert after.pop("Bridges and Ferries")[0] == "other/BRIDGES"
    assert "muller_bridges_2020" in told
    before.pop("Bridges and Ferries")
    assert {title: after[title] for title in before} == before
    csl, _ = exported("csl-json", "out.json")
    assert {item["title"]: str(item["id"]) for item in items} == {
        item["title"]: csl[item["title"]][0] for item in items
    }


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

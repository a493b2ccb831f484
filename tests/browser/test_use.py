"""What a reader does with the page: search, narrow down, follow, connect, save."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from papergraph.exporters.html import write_page
from papergraph.graph import ConceptNode, Graph, MentionRow, PaperNode, Relation
from tests.browser.graphs import sort, synthetic
from tests.graph.graphs import claim, small_graph

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "library.html"
    write_page(synthetic(120, 80, 900), path, title="A library")
    return path


def shown(page: Page) -> int:
    return int(page.locator("#paper-count").inner_text().split()[0].replace(",", ""))


def test_facets_combine_and_their_counts_say_what_a_click_gives(library: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(library, "#view=papers")
    everything = shown(page)
    for label in ("On low-resource languages", "Introduces"):
        row = page.locator(".facets label", has_text=label)
        promised = int(row.locator(".count").inner_text())
        row.click()
        expect(page.locator("#paper-count")).to_have_text(re.compile(rf"^{promised:,} "))
    assert 0 < shown(page) < everything
    page.get_by_text("Clear all").click()
    expect(page.locator("#paper-count")).to_have_text(re.compile(rf"^{everything:,} "))


def test_a_link_opens_the_same_view_and_back_leads_back(library: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(library)
    page.locator(".ranking a").first.click()
    page.wait_for_selector(".panel h2")
    name = page.locator(".panel h2").inner_text()
    page.locator(".panel .actions a").first.click()
    page.wait_for_selector("#paper-count")
    count, where = shown(page), page.url
    other = open_page(library, "#" + where.partition("#")[2])
    assert shown(other) == count
    assert other.locator(".panel h2").inner_text() == name
    page.go_back()
    page.wait_for_selector(".figures")
    page.go_forward()
    page.wait_for_selector("#paper-count")
    assert shown(page) == count


def test_a_cell_of_a_table_opens_as_many_papers_as_it_counts(library: Path, open_page: Callable[..., Page]) -> None:
    for fragment in ("#view=tables", "#view=tables&table=Method~Language", "#view=trends"):
        page = open_page(library, fragment)
        cell = page.locator(".matrix td.hot a").first
        count = int(cell.inner_text())
        cell.click()
        page.wait_for_selector("#paper-count")
        assert shown(page) == count


def test_evidence_is_marked_where_it_stands_and_explained(library: Path, open_page: Callable[..., Page]) -> None:
    graph = synthetic(120, 80, 900)
    claimed = next(r for r in graph.relations if r.type == "USES")
    page = open_page(library, f"#view=papers&sel={quote(claimed.source)}")
    text = page.locator(".abstract").inner_text()
    paper = next(paper for paper in graph.papers if paper.id == claimed.source)
    assert text.split() == (paper.abstract or "").split()
    name = next(concept.name for concept in graph.concepts if concept.id == claimed.target)
    assert page.locator(".abstract .mark.evident", has_text=name).count() >= 1
    page.locator(".panel .why").first.click()
    page.wait_for_selector(".quote")
    assert page.locator(".quote .mark").count() == 1
    assert "%" in page.locator(".facts").inner_text()


def test_of_mentions_that_overlap_the_longest_is_marked_and_no_letter_is_lost(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    title, abstract = "T", "We study unsupervised machine translation 🙂 of tales."
    at = len(title) + 1 + abstract.index("unsupervised")
    long, short = (at, at + len("unsupervised machine translation")), (at + 13, at + 13 + len("machine translation"))
    concepts = ("unsupervised machine translation", long), ("machine translation", short)
    graph = Graph(
        papers=(PaperNode("title:t", title, abstract=abstract),),
        concepts=tuple(
            sorted((ConceptNode(f"task:{name[0]}", "Task", name) for name, _ in concepts), key=lambda node: node.id)
        ),
        relations=tuple(
            claim("title:t", "USES", f"task:{name[0]}", evidence=abstract, start=span[0], end=span[1])
            for name, span in concepts
        ),
        mentions=tuple(
            MentionRow("title:t", f"task:{name[0]}", name, *span, "USES", "test", 0.9) for name, span in concepts
        ),
    )
    path = tmp_path / "overlap.html"
    write_page(sort(graph), path)
    page = open_page(path, "#view=papers&sel=title%3At")
    assert page.locator(".abstract .mark").all_inner_texts() == ["unsupervised machine translation"]
    assert page.locator(".abstract").inner_text() == abstract
    page.locator(".panel .why").last.click()
    page.wait_for_selector(".quote")
    assert page.locator(".quote .mark").inner_text() in {name for name, _ in concepts}


def test_the_overview_asks_questions_that_its_links_answer(library: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(library)
    questions = page.locator(".questions li a")
    assert questions.count() >= 3
    promised = int(page.locator(".questions .count").first.inner_text().split()[0])
    questions.first.click()
    page.wait_for_selector("#paper-count")
    assert shown(page) == promised
    page.go_back()
    page.wait_for_selector(".questions")
    page.get_by_text("connected?").click()
    page.wait_for_selector(".way")


def bridge() -> Graph:
    """A - p1 - Hub - p2 - B, and the longer way A - p1 - Quiet - p3 - p4 - B; ten more papers hang on the hub."""
    papers = [PaperNode(f"title:{at:02}", f"Paper {at}", year=2020) for at in range(1, 15)]
    links = [("01", "a"), ("01", "hub"), ("02", "hub"), ("02", "b"), ("01", "quiet"), ("03", "quiet"), ("04", "b")]
    links += [(f"{at:02}", "hub") for at in range(5, 15)]
    return sort(
        Graph(
            papers=tuple(papers),
            concepts=tuple(ConceptNode(f"method:{name}", "Method", name) for name in ("a", "b", "hub", "quiet")),
            relations=(
                *(claim(f"title:{paper}", "USES", f"method:{name}") for paper, name in links),
                Relation("title:03", "CITES", "title:04"),
            ),
        )
    )


def test_two_nodes_are_connected_by_the_shortest_way_and_around_hubs(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    path = tmp_path / "bridge.html"
    write_page(bridge(), path)
    page = open_page(path, "#sel=method%3Aa")
    page.get_by_text("Connect with…").click()
    page.locator("#search").fill("b")
    page.wait_for_selector("#hits li")
    page.keyboard.press("Enter")
    page.wait_for_selector(".way")
    assert page.locator(".way .node").all_inner_texts() == ["a", "Paper 1", "hub", "Paper 2", "b"]
    page.locator("select[data-key=hubs]").evaluate("e => { e.append(new Option('few', '10')); }")
    page.locator("select[data-key=hubs]").select_option("10")
    expect(page.locator(".way .node")).to_have_count(6)
    assert page.locator(".way .node").all_inner_texts() == ["a", "Paper 1", "quiet", "Paper 3", "Paper 4", "b"]


def test_a_neighbourhood_unfolds_and_folds(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    path = tmp_path / "bridge.html"
    write_page(bridge(), path)
    page = open_page(path, "#sel=method%3Aa")
    page.get_by_text("Neighbourhood").click()
    page.wait_for_selector(".canvas[data-nodes='2']")
    page.locator(".panel .node", has_text="Paper 1").click()
    page.get_by_text("Unfold here").click()
    page.wait_for_selector(".canvas[data-nodes='4']")
    page.get_by_text("Fold", exact=True).click()
    page.wait_for_selector(".canvas[data-nodes='2']")


@pytest.fixture
def saved(tmp_path: Path, open_page: Callable[..., Page]) -> Callable[[str, str], Path]:
    path = tmp_path / "small.html"
    write_page(small_graph(), path)

    def save(fragment: str, button: str) -> Path:
        page = open_page(path, fragment, accept_downloads=True)
        if "graph" in fragment:
            page.locator(".menu summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        return target

    return save


def test_papers_are_saved_as_a_table(saved: Callable[[str, str], Path]) -> None:
    with saved("#view=papers", "Save these papers as a table").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {paper.id: paper.title for paper in small_graph().papers if paper.in_corpus}
    assert {row["id"] for row in rows} == set(expected)
    assert not [value for row in rows for value in row.values() if value[:1] in {"=", "+", "@", "-"}]


def test_papers_are_saved_as_a_bibliography(saved: Callable[[str, str], Path]) -> None:
    text = saved("#view=papers", "Save these papers as a bibliography").read_text("utf-8")
    assert text.count("\n@") + text.startswith("@") == sum(paper.in_corpus for paper in small_graph().papers)
    plain = text.replace("\\{", "").replace("\\}", "")
    assert plain.count("{") == plain.count("}")


def test_the_drawing_is_saved_as_pictures_and_a_table(saved: Callable[[str, str], Path]) -> None:
    from xml.etree import ElementTree as ET

    svg = ET.parse(saved("#view=graph", "Save the drawing as a vector picture")).getroot()
    assert svg.tag.endswith("svg")
    assert not [part for part in svg.iter() if part.tag.endswith("script")]
    assert saved("#view=graph", "Save the drawing as a picture").read_bytes().startswith(b"\x89PNG")
    with saved("#view=graph", "Save the links drawn").open(encoding="utf-8", newline="") as file:
        assert {row["type"] for row in csv.DictReader(file)} >= {"USES"}


def test_a_page_of_a_part_says_so(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    path = tmp_path / "part.html"
    write_page(small_graph(), path, part="A part of the graph: <b>this</b>.")
    assert open_page(path).locator(".part").inner_text() == "A part of the graph: <b>this</b>."

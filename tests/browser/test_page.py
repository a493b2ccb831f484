"""The page in a real browser, with the network cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papergraph.exporters.html import write_page
from tests.graph.graphs import small_graph

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    write_page(small_graph(), path, title="A small graph")
    return path


def test_the_drawing_shows_every_node_that_is_switched_on(page_file: Path, open_page: Callable[..., Page]) -> None:
    everything = "Paper Cited Model Dataset Language Method Task LanguageGroup Author Venue".replace(" ", "+")
    page = open_page(page_file, f"#view=graph&show={everything}")
    drawn = int(page.locator(".canvas").get_attribute("data-nodes") or 0)
    assert drawn == len(list(small_graph().nodes()))


def test_a_concept_is_found_and_leads_to_its_papers(page_file: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(page_file)
    concept = small_graph().concepts[0]
    page.keyboard.press("/")
    page.keyboard.type(concept.name.lower())
    page.wait_for_selector("#hits li")
    page.keyboard.press("Enter")
    assert page.locator(".panel h2").inner_text() == concept.name
    page.go_back()
    page.wait_for_selector(".panel", state="hidden")


def test_markup_in_a_title_stays_text(page_file: Path, open_page: Callable[..., Page]) -> None:
    paper = next(paper for paper in small_graph().papers if "<" in paper.title)
    page = open_page(page_file, f"#view=papers&sel={paper.id}")
    # Layout folds white space; the words are all there.
    assert page.locator(".panel h2").inner_text().split() == paper.title.split()
    assert page.locator(".papers script, .panel script").count() == 0

"""The page for everyone: no serious finding of axe-core, keyboard alone, narrow, dark, right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papergraph.exporters.html import write_page
from papergraph.graph import ConceptNode, Graph, PaperNode
from tests.browser.graphs import synthetic
from tests.graph.graphs import claim

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

VIEWS = {
    "overview": "#",
    "concept": "#view=graph&sel=language%3Ac000002",
    "paper": "#view=papers&sel=arxiv%3A000003",
    "filtered": "#view=papers&low=1&with=method%3Ac000003&conf=55",
    "tables": "#view=tables",
    "trends": "#view=trends",
    "path": "#view=graph&path=language%3Ac000002&path=method%3Ac000003",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "library.html"
    write_page(synthetic(60, 60, 500), path, title="A library")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(library: Path, open_page: Callable[..., Page], scheme: str) -> None:
    axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = []
    for view, fragment in VIEWS.items():
        page = open_page(library, fragment, color_scheme=scheme)
        result = axe_playwright.Axe().run(page).response["violations"]
        found += [
            f"{view}: {finding['id']}: {node['html'][:120]}"
            for finding in result
            if finding["impact"] in {"serious", "critical"}
            for node in finding["nodes"][:3]
        ]
    assert found == []


@pytest.mark.parametrize("width", [390, 1280, 2560])
def test_nothing_runs_over_the_side_and_no_text_is_small(
    library: Path, open_page: Callable[..., Page], width: int
) -> None:
    for fragment in VIEWS.values():
        page = open_page(library, fragment, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            """[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && [...e.childNodes].some(
                (c) => c.nodeType === 3 && c.textContent.trim()) && parseFloat(getComputedStyle(e).fontSize) < 12
            ).map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert small == []


def test_everything_is_reached_by_keyboard(library: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(library)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    page.keyboard.type("model")
    page.wait_for_selector("#hits li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#hits [aria-selected=true] .hit").inner_text()
    assert page.locator("#search").get_attribute("aria-activedescendant") == "hit-1"
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel h2")
    assert page.locator(".panel h2").inner_text() == chosen
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel", state="hidden")
    page.locator("[data-key=low]").focus()
    page.keyboard.press("Space")
    page.wait_for_selector(".chip")
    assert page.evaluate("document.activeElement.dataset.key") == "low"


def test_right_to_left_and_east_asian_text_run_their_own_way(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    graph = Graph(
        papers=(
            PaperNode("title:a", "نموذج لغوي للعربية", abstract="نقدم نموذجا جديدا.", year=2024),
            PaperNode("title:b", "低资源语言的翻译", year=2023),
        ),
        concepts=(ConceptNode("method:m", "Method", "نموذج"),),
        relations=(claim("title:a", "USES", "method:m", evidence="نقدم نموذجا جديدا."),),
    )
    path = tmp_path / "rtl.html"
    write_page(graph, path)
    page = open_page(path, "#view=papers&sel=title%3Aa")
    assert page.locator(".abstract").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".panel h2").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".papers .title", has_text="低资源").evaluate("e => getComputedStyle(e).direction") == "ltr"

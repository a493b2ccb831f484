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


def test_the_headline_question_by_keyboard_alone(library: Path, open_page: Callable[..., Page]) -> None:
    """Search, Enter, the button, Enter, the checkbox, Space: no mouse, and the focus is always somewhere."""
    page = open_page(library)

    def tab_to(what: str) -> None:
        for _ in range(250):
            if page.evaluate(f"document.activeElement.matches({what!r})"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"the tab key does not reach {what}")

    graph = synthetic(60, 60, 500)
    low = {concept.id for concept in graph.concepts if concept.low_resource}
    on_low = {r.source for r in graph.relations if r.type == "COVERS" and r.target in low}
    answers = {
        concept: {r.source for r in graph.relations if r.target == concept.id and r.type in {"USES", "INTRODUCES"}}
        & on_low
        for concept in graph.concepts
        if concept.label == "Method"
    }
    method = max(answers, key=lambda concept: len(answers[concept]))
    page.keyboard.press("/")
    page.keyboard.type(method.name)
    page.wait_for_selector("#hits li")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel h2")
    tab_to(".panel .actions a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#paper-count")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to("[data-key=low]")
    page.keyboard.press("Space")
    page.wait_for_selector(".chip:nth-child(2)")
    assert answers[method]
    assert page.locator("#paper-count").inner_text().split()[0] == str(len(answers[method]))


def test_nothing_moves_for_those_who_want_no_motion(library: Path, open_page: Callable[..., Page]) -> None:
    moving = """[...document.querySelectorAll('*')].filter((e) => {
        const style = getComputedStyle(e);
        return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0
            || style.scrollBehavior === 'smooth';
    }).length"""
    assert open_page(library, reduced_motion="no-preference").evaluate(moving) > 0
    assert open_page(library, reduced_motion="reduce").evaluate(moving) == 0


def test_with_the_readers_own_colours_nothing_is_told_by_a_background_alone(
    library: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(library, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    drawn = "e => getComputedStyle(e).backgroundColor"
    assert page.locator(".ranking .bar").first.evaluate(drawn) != page.locator("html").evaluate(drawn)
    border = "e => parseFloat(getComputedStyle(e).borderBottomWidth)"
    assert page.locator(".tabs a[aria-current]").evaluate(border) > page.locator(".tabs a").last.evaluate(border)
    page = open_page(library, "#view=papers&sel=arxiv%3A000003", forced_colors="active")
    assert page.locator(".abstract .evident").first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


@pytest.mark.parametrize("fragment", ["#", "#view=graph", "#view=papers&low=1&sel=arxiv%3A000003", "#view=tables"])
def test_a_finger_hits_what_it_aims_at(library: Path, open_page: Callable[..., Page], fragment: str) -> None:
    """24 pixels is the least of WCAG 2.2 (2.5.8) for what stands outside a sentence; ours are 32 or more."""
    page = open_page(library, fragment, width=390, height=844, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """[...document.querySelectorAll(
            'button, select, .button, .tabs a, summary, .check, .chip .remove, .why, #search'
        )].filter((e) => e.checkVisibility()).map((e) => [e.getBoundingClientRect(), e]).filter(
            ([box]) => box.height < 32 || box.width < 24
        ).map(([box, e]) => `${box.height} ${e.outerHTML.slice(0, 90)}`)"""
    )
    assert small == []

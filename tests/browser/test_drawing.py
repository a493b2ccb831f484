"""The drawing, by either renderer: what is dragged stays, the small map leads about, keys move it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from papergraph.exporters.html import write_page
from papergraph.graph import ConceptNode, Graph, PaperNode
from tests.browser.graphs import sort, synthetic
from tests.graph.graphs import claim

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Renderer = Literal["pyvis", "webgl"]


@pytest.fixture(params=["pyvis", "webgl"])
def renderer(request: pytest.FixtureRequest) -> Renderer:
    return request.param  # type: ignore[no-any-return]  # one of the two


def cross() -> Graph:
    """One method that four papers use: drawn around it, it stands in the very middle."""
    papers = tuple(PaperNode(f"title:{at}", f"Paper {at}", year=2020) for at in range(4))
    return sort(
        Graph(
            papers=papers,
            concepts=(ConceptNode("method:m", "Method", "M", paper_count=4),),
            relations=tuple(claim(paper.id, "USES", "method:m") for paper in papers),
        )
    )


def places(page: Page, folder: Path) -> list[str]:
    """Return where the drawing has each node, as the saved picture says."""
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the drawing as a vector picture").click()
    page.locator(".menu summary").click()
    target = folder / "graph.svg"
    download.value.save_as(target)
    return [part.get("transform", "") for part in ET.parse(target).iter() if part.get("transform")]


def test_a_dragged_node_stays_where_it_was_dropped(
    tmp_path: Path, open_page: Callable[..., Page], renderer: Renderer
) -> None:
    path = tmp_path / "cross.html"
    write_page(cross(), path, renderer=renderer)
    page = open_page(path, "#view=graph&focus=method%3Am", accept_downloads=True)
    before = places(page, tmp_path)
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    expect(page.locator(".tip")).to_have_text("M")
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.move(x + 60, y + 35, steps=4)
    page.mouse.up()
    after = places(page, tmp_path)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    # Neither another look nor another choice puts it back.
    page.locator(".canvas").press("+")
    page.evaluate("location.hash += '&sel=title%3A0'")
    page.wait_for_selector(".panel h2")
    assert places(page, tmp_path) == after


def test_the_small_map_shows_and_moves_the_part_in_sight(
    tmp_path: Path, open_page: Callable[..., Page], renderer: Renderer
) -> None:
    path = tmp_path / "library.html"
    write_page(synthetic(60, 60, 500), path, renderer=renderer)
    page = open_page(path, "#view=graph")
    small = page.locator(".minimap")
    expect(small).to_be_hidden()
    for _ in range(5):
        page.locator(".canvas").press("+")
    expect(small).to_be_visible()
    picture = "canvas => canvas.toDataURL()"
    first = small.evaluate(picture)
    small.click(position={"x": 40, "y": 40})
    page.wait_for_function("before => document.querySelector('.minimap').toDataURL() !== before", arg=first)
    second = small.evaluate(picture)
    page.locator(".canvas").press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.minimap').toDataURL() !== before", arg=second)
    page.locator(".canvas").press("0")
    expect(small).to_be_hidden()


def test_a_path_is_drawn_step_by_step(tmp_path: Path, open_page: Callable[..., Page], renderer: Renderer) -> None:
    """The ends stand farthest apart, whatever their places in the whole graph."""
    graph = Graph(
        papers=tuple(PaperNode(f"title:{at}", f"Paper {at}") for at in range(2)),
        concepts=tuple(ConceptNode(f"method:{name}", "Method", name) for name in "abc"),
        relations=tuple(
            claim(f"title:{p}", "USES", f"method:{c}") for p, c in ((0, "a"), (0, "b"), (1, "b"), (1, "c"))
        ),
    )
    path = tmp_path / "chain.html"
    write_page(sort(graph), path, renderer=renderer)
    page = open_page(path, "#view=graph&path=method%3Aa&path=method%3Ac", width=1600, accept_downloads=True)
    expect(page.locator(".canvas")).to_have_attribute("data-nodes", "5")
    # Saved in the order of the nodes: two papers, then a, b, c.
    left = [float(text.removeprefix("translate(").split()[0]) for text in places(page, tmp_path)]
    paper0, paper1, a, b, c = left
    assert a < paper0 < b < paper1 < c

"""Every string of a graph is out to harm; in either drawing nothing runs, nothing is asked for, all stays text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from papergraph.exporters.html import write_page
from tests.browser.graphs import ATTACKS, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

EVERYTHING = "Paper+Cited+Model+Dataset+Language+Method+Task+LanguageGroup+Author+Venue"


VISIT = """async (fragments) => {
    const lost = [];
    for (const fragment of fragments) {
        const turned = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        location.hash = `#view=tables&${fragment}`;
        await turned;
        const title = document.querySelector(".panel h2");
        if (!title || title.textContent === "Not in this graph") lost.push(fragment);
    }
    return lost;
}"""
"""Looks at each in turn; returns those that the panel does not know."""


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) >= 60


@pytest.mark.parametrize("renderer", ["pyvis", "webgl"])
def test_nothing_runs_and_nothing_is_loaded(
    tmp_path: Path, open_page: Callable[..., Page], renderer: Literal["pyvis", "webgl"]
) -> None:
    graph = hostile()
    path = tmp_path / "hostile.html"
    write_page(graph, path, title=ATTACKS[1], renderer=renderer)
    page = open_page(path, f"#view=graph&show={EVERYTHING}")
    assert page.title() == ATTACKS[1]
    assert page.locator(".canvas").get_attribute("data-nodes") == str(4 * len(ATTACKS))
    elements = page.locator(
        "script:not([type]), iframe, object, embed, link, base, form, img, video, style, meta"
    ).count()
    for view in ("overview", "papers", "tables", "trends", "graph"):
        page.evaluate("view => { location.hash = `#view=${view}` }", view)
        expect(page.locator("body")).to_have_attribute("data-view", view)
    fragments = [f"sel={quote(node.id, safe='')}" for node in graph.nodes()]
    for relation in graph.relations:
        name = "~".join(
            quote(part, safe="").replace("~", "%7E") for part in (relation.source, relation.type, relation.target)
        )
        fragments.append(f"edge={quote(name, safe='')}")
    assert page.evaluate(VISIT, fragments) == []
    assert (
        page.locator("script:not([type]), iframe, object, embed, link, base, form, img, video, style, meta").count()
        == elements
    )
    schemes = page.evaluate("[...new Set([...document.querySelectorAll('a[href]')].map((a) => a.protocol))]")
    assert set(schemes) <= {"file:", "https:", "http:"}


def test_an_attack_can_be_searched_for_and_filtered_by(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    path = tmp_path / "hostile.html"
    write_page(hostile(), path)
    page = open_page(path)
    for text in ATTACKS[:60]:
        page.locator("#search").fill(text)
        page.wait_for_selector("#hits li")
    page.locator("#search").fill("")
    page.locator(".facet summary", has_text="Venue").click()
    page.locator(".facet[open] label", has_text="<svg/onload").click()
    assert page.locator(".result").inner_text().startswith("1 of")

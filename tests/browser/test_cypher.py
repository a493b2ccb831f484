"""The page and the named queries agree: the same question gives the same papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from papergraph.exporters.html import write_page
from papergraph.graph import save
from papergraph.queries.library import get_query
from tests.browser.graphs import synthetic

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from papergraph.stores.embedded import EmbeddedStore

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAPH = synthetic(150, 60, 1200)


def favourite(kind: str, relation: str) -> str:
    """Return the concept of a kind that most papers have this relation to."""
    links = Counter(r.target for r in GRAPH.relations if r.type == relation and r.target.startswith(f"{kind}:"))
    return min(links, key=lambda concept: (-links[concept], concept))


METHOD, DATASET, TASK = favourite("method", "USES"), favourite("dataset", "INTRODUCES"), favourite("task", "USES")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pytest.importorskip("arcadedb_embedded")
    from papergraph.stores.embedded import EmbeddedStore, build_database

    folder = tmp_path_factory.mktemp("cypher") / "graph"
    page = tmp_path_factory.mktemp("page") / "page.html"
    save(GRAPH, folder)
    build_database(GRAPH, folder)
    write_page(GRAPH, page)
    names = {concept.id: concept.name for concept in GRAPH.concepts}
    with EmbeddedStore(folder) as store:
        yield store, page, names


def papers(page: Page) -> set[str]:
    more = page.locator("main .more")
    while more.is_visible():
        more.click()
    links = page.locator(".papers .title").evaluate_all(
        "links => links.map((link) => new URLSearchParams(link.hash.slice(1)).get('sel'))"
    )
    return set(links)


def rows(store: EmbeddedStore, name: str, **values: object) -> list[dict[str, Any]]:
    query = get_query(name)
    result = store.query(query.text, query.values(values))
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


@pytest.mark.parametrize("confidence", [0.0, 0.7])
def test_papers_using_a_method_on_low_resource_languages(
    both: Any, open_page: Callable[..., Page], confidence: float
) -> None:
    store, path, names = both
    found = rows(
        store, "papers-using-method-on-low-resource-languages", method=names[METHOD], min_confidence=confidence
    )
    page = open_page(path)
    # Three clicks: the method, its papers, low-resource languages.
    page.locator("#search").fill(names[METHOD])
    page.locator("#hits li", has_text="method").first.click()
    page.get_by_text("Papers using it").click()
    page.locator(".facets label", has_text="On low-resource languages").click()
    expect(page.locator(".chip")).to_have_count(2)
    if confidence:
        page.evaluate("confidence => { location.hash += `&conf=${confidence}` }", round(confidence * 100))
        expect(page.locator(".chip")).to_have_count(3)
    assert papers(page) == {row["id"] for row in found}
    assert found


@pytest.mark.parametrize(
    ("name", "concept", "relation"),
    [
        ("papers-using-concept", METHOD, "USES"),
        ("papers-using-concept", TASK, "USES"),
        ("who-introduced", DATASET, "INTRODUCES"),
    ],
)
def test_papers_of_a_concept(both: Any, open_page: Callable[..., Page], name: str, concept: str, relation: str) -> None:
    store, path, names = both
    found = rows(store, name, concept=names[concept])
    page = open_page(path, "#" + urlencode({"view": "papers", "with": f"{concept}~{relation}"}))
    assert papers(page) == {row["id"] for row in found}
    assert found


@pytest.mark.parametrize(
    ("name", "table", "across", "down", "values"),
    [
        ("matrix-task-dataset", "Task~Dataset", "dataset", "task", {"min_papers": 1}),
        (
            "matrix-method-language",
            "Method~Language",
            "language",
            "method",
            {"min_papers": 1, "low_resource_only": False},
        ),
    ],
)
def test_a_table_counts_as_its_query_does(
    both: Any, open_page: Callable[..., Page], name: str, table: str, across: str, down: str, values: dict[str, object]
) -> None:
    store, path, _ = both
    counted = {(row[down], row[across]): row["papers"] for row in rows(store, name, **values)}
    page = open_page(path, "#" + urlencode({"view": "tables", "table": table}))
    cells = page.locator(".matrix td.hot a").evaluate_all(
        "cells => cells.map((cell) => [cell.getAttribute('aria-label'), cell.textContent])"
    )
    assert len(cells) >= 8
    for label, text in cells:
        row, column = label.rpartition(":")[0].split(", ")
        assert counted[row, column] == int(text)


def test_methods_by_year(both: Any, open_page: Callable[..., Page]) -> None:
    store, path, _ = both
    found = {
        row["method"]: dict(zip(row["years"], row["counts"], strict=True))
        for row in rows(store, "methods-by-year", min_papers=1)
    }
    page = open_page(path, "#view=trends&trend=Method")
    cells = page.locator(".matrix td.hot a").evaluate_all(
        "cells => cells.map((cell) => [cell.getAttribute('aria-label'), cell.textContent])"
    )
    assert cells
    for label, text in cells:
        name, year = label.rpartition(":")[0].split(", ")
        assert found[name][int(year)] == int(text)

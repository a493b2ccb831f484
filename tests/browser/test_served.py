"""The page as the server gives it: the headers forbid nothing that it needs, in either drawing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from papergraph.exporters.html import write_page
from papergraph.graph import save
from papergraph.stores.embedded import build_database
from tests.serve.conftest import opened
from tests.small_graph import small_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("renderer", ["pyvis", "webgl"])
def test_the_page_works_over_http(
    tmp_path: Path,
    chromium_browser: Browser,
    renderer: Literal["pyvis", "webgl"],
) -> None:
    directory, graph = tmp_path / "graph", small_graph()
    save(graph, directory)
    build_database(graph, directory)
    write_page(graph, directory / "index.html", renderer=renderer)
    wrong: list[str] = []
    with opened(directory) as door:
        page = chromium_browser.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"http://127.0.0.1:{door.port}/#view=graph")
        page.wait_for_selector("html[data-ready]", state="attached")
        page.wait_for_selector(".canvas[data-nodes]")
        page.locator("#search").fill("LoRA")
        page.wait_for_selector("#hits li")
        page.close()
    assert [line for line in wrong if "favicon" not in line] == []

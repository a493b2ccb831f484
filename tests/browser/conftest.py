"""A browser without a network, and a page in it that fails the test on any request, dialog or console error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ["--disable-background-networking", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    if reason := chromium.missing():
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*FLAGS, "--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium_browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file and wait until it is usable; at the end nothing may have gone wrong in any page opened."""
    wrong: list[str] = []
    contexts = []

    def note_request(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            wrong.append(f"request to {url}")

    def open_(path: Path, fragment: str = "", *, width: int = 1280, height: int = 900, **settings: object) -> Page:
        context = chromium_browser.new_context(viewport={"width": width, "height": height}, offline=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: note_request(request.url))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []

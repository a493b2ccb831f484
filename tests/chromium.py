"""A real Chromium for the tests: an address given, else the system's, else the one Playwright downloaded.

    PAPERGRAPH_TEST_CHROMIUM   the program to start

`find` says which one the tests use, `missing` the one line that installs one.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@functools.cache
def find() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    given = os.environ.get("PAPERGRAPH_TEST_CHROMIUM")
    if given:
        return given if starts(given) else None
    found = [path for name in NAMES if (path := shutil.which(name))]
    return next((path for path in (*found, MAC, downloaded()) if path and starts(path)), None)


def downloaded() -> str | None:
    """Return the path of Playwright's own download, whether it is there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Return whether the program answers `--version`; a stub of a package manager does not."""
    if not Path(path).is_file():
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def missing() -> str | None:
    """Return the one line that says what to install, or None when there is a Chromium."""
    if find() is not None:
        return None
    if given := os.environ.get("PAPERGRAPH_TEST_CHROMIUM"):
        return f"PAPERGRAPH_TEST_CHROMIUM names no browser that starts: {given}"
    return (
        "The browser tests need a Chromium: apt-get install -y chromium, or .venv/bin/playwright install chromium, "
        "or set PAPERGRAPH_TEST_CHROMIUM"
    )

"""Options of the test run."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow, which says nothing of the code.
settings.register_profile("papergraph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("papergraph")


# Files that can be made again stay in the checkout, whatever the user has.
os.environ.setdefault("PAPERGRAPH_CACHE", str(Path(__file__).resolve().parents[1] / ".cache" / "papergraph"))
SHARED = Path(os.environ.setdefault("PAPERGRAPH_SHARED", str(Path(__file__).resolve().parents[2] / "shared")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last; measure on data outside the repository only where it is there."""
    # Playwright keeps an event loop in the main thread until the end, in which no other can run.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if SHARED.is_dir():
        return
    reason = pytest.mark.skip(reason=f"no folder {SHARED}: set PAPERGRAPH_SHARED to the folder of shared data")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-services",
        action="store_true",
        help="a test that skips for want of Neo4j, a browser or an embedded database fails instead",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing pass by being left out: under --all-services only measurements on outside data may skip."""
    report = yield
    strict = item.config.getoption("--all-services") and item.get_closest_marker("shared") is None
    if strict and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped under --all-services: {report.longrepr}"
    return report

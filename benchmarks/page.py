"""Times until the page is usable, its size, and the two renderers and plain pyvis on the same graphs.

Prints a table for `docs/benchmarks.md`. Needs Chromium; draws by software, so that panning is not measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - after the path to the tests' helpers
from tests import chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.graphs import synthetic  # noqa: E402

from papergraph.exporters.html import assets, render  # noqa: E402
from papergraph.exporters.html.layout import lay_out  # noqa: E402
from papergraph.exporters.html.payload import build_payload  # noqa: E402

SIZES = ((200, 300, 1000), (600, 900, 4000), (4000, 6000, 40000), (20000, 30000, 200000))
LARGEST_PYVIS = 2000
SETTLING_LIMIT = 60_000  # milliseconds that plain pyvis is given
RUNS = 3


def main() -> None:
    """Print the tables."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*FLAGS, "--no-sandbox"])
        print("| nodes / links | drawn by | made in s | MB | usable, s | graph drawn, s | search key, ms |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for papers, concepts, links in SIZES:
            measure(browser, Path(folder), papers, concepts, links)
        browser.close()


def measure(browser: Browser, folder: Path, papers: int, concepts: int, links: int) -> None:
    """Print a row for each renderer."""
    graph = synthetic(papers, concepts, links)
    start = time.perf_counter()
    payload = build_payload(graph, lay_out(graph), title="A benchmark")
    laid_out = time.perf_counter() - start
    size = f"{papers + concepts:,} / {len(graph.relations):,}"
    if papers + concepts <= LARGEST_PYVIS:
        text = plain_pyvis(payload.core)
        path = folder / "plain.html"
        path.write_text(text, encoding="utf-8")
        print(
            f"| {size} | plain pyvis, physics on | | {len(text.encode()) / 1e6:.1f} | {settling(browser, path)} | | |"
        )
    for renderer in ("pyvis", "webgl"):
        if renderer == "pyvis" and papers + concepts > LARGEST_PYVIS:
            continue
        start = time.perf_counter()
        text = render.page(payload, "A benchmark", renderer)
        made = laid_out + time.perf_counter() - start
        path = folder / "page.html"
        path.write_text(text, encoding="utf-8")
        usable = best(browser, path, "")
        drawn = best(browser, path, "#view=graph")
        row = (size, renderer, f"{made:.1f}", f"{len(text.encode()) / 1e6:.1f}", f"{usable:.2f}", f"{drawn:.2f}")
        print(f"| {' | '.join(row)} | {search(browser, path):.1f} |", flush=True)


def best(browser: Browser, path: Path, fragment: str) -> float:
    """Return the seconds from navigation until the page answers, the best of some runs."""
    times = []
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        times.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime") / 1000)
        page.close()
    return min(times)


def search(browser: Browser, path: Path) -> float:
    """Return the median milliseconds from a key to the results."""
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
    page.locator("#search").fill("m")
    times = page.evaluate(
        """() => { const box = document.querySelector('#search');
        return ['tr', 'tra', 'model 1', 'on speech', 'zzz'].map((text) => { const start = performance.now();
        box.value = text; box.dispatchEvent(new Event('input')); return performance.now() - start; }); }"""
    )
    page.close()
    return float(sorted(times)[len(times) // 2])


def plain_pyvis(core: dict[str, dict[str, list[int]]]) -> str:
    """Return what pyvis writes by default, with its library inside and without its requests."""
    from pyvis.network import Network  # noqa: PLC0415 - heavy

    network = Network(directed=True, cdn_resources="in_line")
    for number, name in enumerate(core["nodes"]["name"]):
        network.add_node(number, label=name)
    for source, target in zip(core["edges"]["s"], core["edges"]["t"], strict=True):
        network.add_edge(source, target)
    return str(network.generate_html()).replace("https://cdn.jsdelivr.net", "data:,")


def settling(browser: Browser, path: Path) -> str:
    """Return the seconds until plain pyvis stands still, or that it did not."""
    page = browser.new_page()
    page.goto(path.as_uri(), wait_until="commit", timeout=120_000)
    try:
        page.wait_for_function("window.network && window.network.physics.stabilized", timeout=SETTLING_LIMIT)
    except Exception as error:
        if "Timeout" not in str(error):
            raise
        return f"not in {SETTLING_LIMIT // 1000}"
    else:
        return f"{page.evaluate('performance.now()') / 1000:.1f}"
    finally:
        page.close()


if __name__ == "__main__":
    if reason := chromium.missing():
        sys.exit(reason)
    if assets.sigma_script() is None:
        sys.exit("the WebGL renderer is not built: python hatch_build.py")
    main()

"""The page against plain pyvis and plain sigma.js on the same graphs, its own bars, and where pyvis becomes unpleasant.

Prints the tables of `docs/benchmarks.md`. Needs Chromium, which draws by software here. Beside seconds by the clock
stand seconds of processor time of the whole browser: those hold on a machine that does other things besides.

    python benchmarks/page.py [beside] [bars] [bound]     some of the three; all without a name
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Error, Playwright, sync_playwright  # noqa: E402 - after the path to the tests' helpers
from tests import chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.graphs import synthetic  # noqa: E402

from papergraph.exporters.html import assets, render  # noqa: E402
from papergraph.exporters.html.layout import lay_out  # noqa: E402
from papergraph.exporters.html.payload import build_payload, script_json  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

    from papergraph.exporters.html.payload import Payload

BESIDE = (500, 2_500, 10_000)
BARS = (1_500, 10_000, 50_000)
BOUND = (250, 500, 1_000, 1_500, 2_000, 3_000)
LINKS_PER_NODE = 4
PHYSICS_LIMIT = 40.0  # seconds of processor time that a layout in the browser is given to come to rest
STEPS = 4  # mouse moves of a drag, turns of the wheel

PLAIN_SIGMA = """<!doctype html><meta charset="utf-8"><div id="c" style="width:100vw;height:100vh"></div>
<script>%s</script><script>
const { nodes, edges } = %s, { MultiGraph, Sigma } = papergraphWebgl, graph = new MultiGraph();
nodes.name.forEach((label, n) => graph.addNode(n, { label, x: nodes.x[n], y: -nodes.y[n], size: 3, color: "#555" }));
edges.s.forEach((s, e) => graph.addEdge(s, edges.t[e]));
new Sigma(graph, document.getElementById("c"));
</script>"""


@dataclass(frozen=True)
class Cost:
    """What it took until a page was usable: seconds by the clock and of processor time, or None where it never was."""

    clock: float
    processor: float
    rested: bool = True

    def text(self) -> str:
        """Return the two for a table."""
        if not self.rested:
            return f"not within {PHYSICS_LIMIT:.0f} of processor time"
        return f"{self.clock:.1f} ({self.processor:.1f})"


class Chromium:
    """A browser of its own for each measurement, so that its processor time is the page's."""

    def __init__(self, playwright: Playwright, path: str) -> None:
        self.browser: Browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, "--no-sandbox"])
        self.session: CDPSession = self.browser.new_browser_cdp_session()
        self.page: Page = self.browser.new_page(viewport={"width": 1280, "height": 860})
        self.page.set_default_timeout(600_000)
        self.settled()

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()

    def processor(self) -> float:
        """Return the seconds of processor time of all processes of the browser so far."""
        return float(sum(entry["cpuTime"] for entry in self.session.send("SystemInfo.getProcessInfo")["processInfo"]))

    def settled(self) -> None:
        """Wait until what was asked for is drawn: for two frames, the second after the first is on the screen."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def open(self, file: Path, fragment: str, ready: str) -> Cost:
        """Return what it takes to open a file until `ready`, an expression, holds and a frame is drawn."""
        before, start = self.processor(), time.perf_counter()
        self.page.goto(file.as_uri() + fragment, wait_until="commit")
        rested = self.wait(ready, before)
        if rested:
            self.settled()
        return Cost(time.perf_counter() - start, self.processor() - before, rested)

    def wait(self, ready: str, before: float) -> bool:
        """Return whether `ready` came to hold within `PHYSICS_LIMIT`."""
        while self.processor() - before < PHYSICS_LIMIT:
            try:
                if self.page.evaluate(f"Boolean({ready})"):
                    return True
            except Error as error:
                if "context was destroyed" not in str(error):
                    raise
            time.sleep(0.05)
        return False

    def step(self, act: Any) -> float:
        """Return the milliseconds of processor time that a step of an action takes until it is drawn."""
        self.settled()
        before = self.processor()
        for at in range(STEPS):
            act(at)
            self.settled()
        return (self.processor() - before) * 1000 / STEPS


def payload_of(nodes: int) -> tuple[Payload, str, float]:
    """Return a graph's data for the page, its size in words, and the seconds that the layout took."""
    graph = synthetic(nodes * 2 // 5, nodes * 3 // 5, nodes * LINKS_PER_NODE)
    start = time.perf_counter()
    payload = build_payload(graph, lay_out(graph), title="A benchmark")
    return payload, f"{nodes:,} / {len(graph.relations):,}", time.perf_counter() - start


def plain_pyvis(core: dict[str, Any], *, placed: bool) -> str:
    """Return what pyvis writes, with its library inside and its requests gone nowhere."""
    from pyvis.network import Network  # noqa: PLC0415 - heavy

    network = Network(directed=True, cdn_resources="in_line", height="800px")
    nodes = core["nodes"]
    for number, name in enumerate(nodes["name"]):
        network.add_node(number, label=name, **({"x": nodes["x"][number], "y": nodes["y"][number]} if placed else {}))
    for source, target in zip(core["edges"]["s"], core["edges"]["t"], strict=True):
        network.add_edge(source, target)
    if placed:
        network.toggle_physics(status=False)
    return str(network.generate_html()).replace("https://cdn.jsdelivr.net", "data:,")


def plain_sigma(core: dict[str, Any]) -> str:
    """Return a page that hands the graph to sigma.js and does nothing else."""
    shown = {
        name: {key: core[name][key] for key in keys} for name, keys in (("nodes", ("name", "x", "y")), ("edges", "st"))
    }
    return PLAIN_SIGMA % ((assets.sigma_script() or "").replace("</script", "<\\/script"), script_json(shown))


OURS = "document.documentElement.dataset.ready"
RESTED = "window.network && (!network.physics.physicsEnabled || network.physics.stabilized)"


def beside(playwright: Playwright, folder: Path, program: str) -> None:
    """Print the seconds until usable of plain pyvis, plain sigma.js and the page, each showing the whole graph."""
    print("| nodes / links | pyvis, physics | pyvis, placed | sigma.js | the page by pyvis | the page by sigma.js |")
    print("| --- | --- | --- | --- | --- | --- |")
    for nodes in BESIDE:
        payload, size, _ = payload_of(nodes)
        pages = {
            "physics": (plain_pyvis(payload.core, placed=False), "", RESTED),
            "placed": (plain_pyvis(payload.core, placed=True), "", RESTED),
            "sigma": (plain_sigma(payload.core), "", "document.querySelector('canvas')"),
            "pyvis": (render.page(payload, "A benchmark", "pyvis"), "#view=graph", OURS),
            "webgl": (render.page(payload, "A benchmark", "webgl"), "#view=graph", OURS),
        }
        row = []
        for name, (text, fragment, ready) in pages.items():
            path = folder / f"{name}.html"
            path.write_text(text, encoding="utf-8")
            with Chromium(playwright, program) as browser:
                row.append(browser.open(path, fragment, ready).text())
        print(f"| {size} | {' | '.join(row)} |", flush=True)


def bars(playwright: Playwright, folder: Path, program: str) -> None:
    """Print what the page promises: time to the overview and to the drawing, a search key, its size."""
    print("| nodes / links | layout, s | MB | overview, s | whole graph drawn, s | search key, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for nodes in BARS:
        payload, size, laid_out = payload_of(nodes)
        text = render.page(payload, "A benchmark", "webgl")
        path = folder / "page.html"
        path.write_text(text, encoding="utf-8")
        with Chromium(playwright, program) as browser:
            overview = browser.open(path, "", OURS)
            key = search(browser)
        with Chromium(playwright, program) as browser:
            drawn = browser.open(path, "#view=graph", OURS)
        cells = (
            size,
            f"{laid_out:.1f}",
            f"{len(text.encode()) / 1e6:.1f}",
            overview.text(),
            drawn.text(),
            f"{key:.0f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def search(browser: Chromium) -> float:
    """Return the median milliseconds from a key to the results."""
    browser.page.locator("#search").fill("m")
    times = browser.page.evaluate(
        """() => { const box = document.querySelector('#search');
        return ['tr', 'tra', 'model 1', 'on speech', 'zzz'].map((text) => { const start = performance.now();
        box.value = text; box.dispatchEvent(new Event('input')); return performance.now() - start; }); }"""
    )
    return float(sorted(times)[len(times) // 2])


def bound(playwright: Playwright, folder: Path, program: str) -> None:
    """Print what it takes to open the page, and for each step of moving and zooming the drawing, by either renderer."""
    print("| nodes / links | drawn by | open, s | a step of a drag, ms | a step of a zoom, ms |")
    print("| --- | --- | --- | --- | --- |")
    for nodes in BOUND:
        payload, size, _ = payload_of(nodes)
        for renderer in ("pyvis", "webgl"):
            path = folder / "page.html"
            path.write_text(render.page(payload, "A benchmark", renderer), encoding="utf-8")
            with Chromium(playwright, program) as browser:
                opened = browser.open(path, "#view=graph", OURS)
                mouse, box = browser.page.mouse, browser.page.locator(".canvas").bounding_box()
                assert box is not None
                zoom = browser.step(lambda _, page=browser.page: page.locator(".canvas").press("-"))
                # In the corner is the ground.
                x, y = box["x"] + 30, box["y"] + 30
                mouse.move(x, y)
                mouse.down()
                drag = browser.step(lambda at, x=x, y=y, mouse=mouse: mouse.move(x + 8 * (at + 1), y + 5 * (at + 1)))
                mouse.up()
            print(f"| {size} | {renderer} | {opened.text()} | {drag:.0f} | {zoom:.0f} |", flush=True)


def main(names: list[str]) -> None:
    """Print the tables asked for."""
    parts = {"beside": beside, "bars": bars, "bound": bound}
    if unknown := [name for name in names if name not in parts]:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(parts)}")
    if reason := chromium.missing():
        sys.exit(reason)
    if assets.sigma_script() is None:
        sys.exit("the WebGL renderer is not built: python hatch_build.py")
    program = chromium.find()
    assert program is not None
    print("Seconds by the clock, in parentheses of processor time.\n")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for name in names or parts:
            parts[name](playwright, Path(folder), program)
            print()


if __name__ == "__main__":
    main(sys.argv[1:])

"""The graph as one self-contained page: no request, no server, everything readable without a mouse."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from papergraph.errors import ExportError
from papergraph.exporters.html.layout import lay_out
from papergraph.exporters.html.payload import build_payload, script_json

if TYPE_CHECKING:
    from papergraph.graph import Graph

Renderer = Literal["auto", "pyvis", "webgl"]

PYVIS_NODES: Final = 500
"""Up to this many nodes `auto` draws with pyvis.

Measured with Chromium drawing by software and 4 links a node (`benchmarks/page.py bound`): with so many the page
opens in 3 seconds of processor time and a step of moving the drawing costs 0.15; with three times as many it is 7 and
0.7, which stutters.
"""


def write_page(
    graph: Graph, path: Path, *, title: str | None = None, renderer: Renderer = "auto", part: str | None = None
) -> None:
    """Write the graph as one HTML file; the file is whole or not there.

    Args:
        graph: the graph to show.
        path: the file to write.
        title: the heading; "papergraph" where none is given.
        renderer: "pyvis" (vis-network, as `pyvis.network.Network` sets it up), "webgl" (sigma.js), or "auto": pyvis
            up to `PYVIS_NODES` nodes.
        part: where the graph is a part of another, what part; the page says so (see `parts.Part.text`).

    Raises:
        ExportError: the file cannot be written, or the WebGL renderer is asked for and was not built.
    """
    write_text(Path(path), render_page(graph, title=title, renderer=renderer, part=part))


def render_page(graph: Graph, *, title: str | None = None, renderer: Renderer = "auto", part: str | None = None) -> str:
    """Return the page as text; see `write_page`."""
    from papergraph.exporters.html import render  # noqa: PLC0415 - jinja and pyvis only when a page is made

    heading = title or "papergraph"
    payload = build_payload(graph, lay_out(graph), title=heading, part=part)
    return render.page(payload, heading, choose_renderer(renderer, len(payload.core["nodes"]["id"])))


def choose_renderer(wanted: Renderer, node_count: int) -> Literal["pyvis", "webgl"]:
    """Return the renderer to use.

    Raises:
        ExportError: WebGL is asked for and this installation has no bundle of it.
    """
    from papergraph.exporters.html.assets import sigma_script  # noqa: PLC0415 - reads a file

    if wanted == "webgl" and sigma_script() is None:
        raise ExportError("the WebGL renderer was not built with this installation; reinstall with `pip install .`")
    if wanted != "auto":
        return wanted
    return "pyvis" if node_count <= PYVIS_NODES or sigma_script() is None else "webgl"


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise ExportError(f"{path}: {error.strerror or error}") from error


__all__ = ["PYVIS_NODES", "Renderer", "render_page", "script_json", "write_page", "write_text"]

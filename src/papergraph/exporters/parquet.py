"""The Parquet tables as they are, without manifest, database and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.exporters.outputs import new_folder
from papergraph.graph.schema import TABLES
from papergraph.graph.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph


def write(graph: Graph, path: Path) -> None:
    """Write every table into a new folder; the bytes are those of a build.

    Raises:
        ExportError: The folder is not new, or cannot be written.
    """
    with new_folder(path) as folder:
        for name in TABLES:
            write_table(name, getattr(graph, name), folder / f"{name}.parquet")

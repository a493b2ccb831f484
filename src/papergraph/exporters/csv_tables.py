"""CSV for spreadsheets: a folder of `papers.csv`, `concepts.csv`, `authors.csv`, `venues.csv` and `relations.csv`.

A cell that a spreadsheet would take for a formula starts with an apostrophe instead; programs that need the exact
text read the Parquet tables.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from papergraph.exporters.flat import LIST_SEPARATOR
from papergraph.exporters.outputs import new_folder
from papergraph.graph.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph

NAMES = ("papers", "concepts", "authors", "venues", "relations")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write(graph: Graph, path: Path) -> None:
    """Write the tables into a new folder. Lists are joined by `; `, what is unknown is empty.

    Raises:
        ExportError: The folder is not new, or cannot be written.
    """
    with new_folder(path) as folder:
        for name in NAMES:
            columns = [part.name for part in TABLES[name]]
            # A byte order mark tells spreadsheets that this is UTF-8.
            with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(columns)
                writer.writerows(
                    [safe_cell(getattr(row, column)) for column in columns] for row in getattr(graph, name)
                )


def safe_cell(value: Any) -> Any:
    """Return what a spreadsheet shows as text and never runs; lists are joined."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value
    if isinstance(text, str):
        text = text.replace("\x00", "")
        return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
    return text

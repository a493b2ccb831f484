"""CSV for spreadsheets: a folder of `papers.csv`, `concepts.csv`, `authors.csv`, `venues.csv` and `relations.csv`.

A cell that a spreadsheet would take for a formula starts with an apostrophe instead; programs that need the exact
text read the Parquet tables.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from papergraph.exporters.flat import LIST_SEPARATOR
from papergraph.exporters.outputs import new_folder
from papergraph.graph.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph

NAMES = ("papers", "concepts", "authors", "venues", "relations")

# Programs look through blanks, invisible characters and full-width forms for the sign that starts a formula.
_FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")


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
        return defused(text.replace("\x00", ""))
    return text


def defused(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text

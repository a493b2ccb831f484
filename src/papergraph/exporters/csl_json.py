"""CSL-JSON of a selection, for Zotero, Pandoc and every citation processor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from papergraph.exporters.bibliography import Entry, entries, lost_keys
from papergraph.exporters.outputs import new_text_file
from papergraph.exporters.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph, PaperNode


def write(graph: Graph, path: Path, selection: Selection = Selection()) -> list[str]:  # noqa: B008 - frozen
    """Write the items of the selected papers, sorted by id; return what the user should know of changed ids.

    Ids that came with a paper are given back, those of CSL-JSON before keys of BibTeX.

    Raises:
        ExportError: The file cannot be written, or the selection names what the graph does not have.
    """
    found = entries(graph, selection, formats=("csl-json", "bibtex", "ris"), usable=str.isprintable)
    with new_text_file(path) as stream:
        json.dump([item(entry) for entry in found], stream, ensure_ascii=False, indent=1)
        stream.write("\n")
    return lost_keys(found)


def item(entry: Entry) -> dict[str, Any]:
    """Return one item. Names stay whole (`literal`): where a family name starts is not guessed."""
    paper = entry.paper
    given: dict[str, Any] = {
        "id": entry.key,
        "type": "paper-conference" if paper.venue else "article",
        "title": paper.title,
        "author": [{"literal": name} for name in entry.authors],
        "issued": {"date-parts": [_date_parts(paper)]} if paper.year is not None else None,
        "container-title": paper.venue,
        "abstract": paper.abstract,
        "DOI": paper.doi,
        "URL": paper.url,
        "number": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else None,
    }
    return {name: value for name, value in given.items() if value not in (None, [])}


def _date_parts(paper: PaperNode) -> list[int]:
    if paper.date and paper.date.startswith(str(paper.year)):
        return [int(part) for part in paper.date.split("-")]
    assert paper.year is not None  # noqa: S101 - asked for papers with a year only
    return [paper.year]

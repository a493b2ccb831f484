"""CSL-JSON of a selection, for Zotero, Pandoc and every citation processor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from papergraph.exporters.bibtex import authors_by_paper, citation_keys
from papergraph.exporters.outputs import new_text_file
from papergraph.exporters.selection import Selection, select

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from papergraph.graph import Graph, PaperNode


def write(graph: Graph, path: Path, selection: Selection = Selection()) -> None:  # noqa: B008 - frozen
    """Write the items of the selected papers, sorted by id; the ids are the keys of the BibTeX export.

    Raises:
        ExportError: The file cannot be written, or the selection names what the graph does not have.
    """
    papers = select(graph, selection)
    authors = authors_by_paper(graph)
    keys = citation_keys(papers, authors)
    items = [item(paper, keys[paper.id], authors[paper.id]) for paper in papers]
    with new_text_file(path) as stream:
        json.dump(sorted(items, key=lambda each: each["id"]), stream, ensure_ascii=False, indent=1)
        stream.write("\n")


def item(paper: PaperNode, key: str, names: Sequence[str]) -> dict[str, Any]:
    """Return one item. Names stay whole (`literal`): where a family name starts is not guessed."""
    given: dict[str, Any] = {
        "id": key,
        "type": "paper-conference" if paper.venue else "article",
        "title": paper.title,
        "author": [{"literal": name} for name in names],
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

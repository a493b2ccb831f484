"""CSL-JSON, as Zotero, Pandoc and most reference managers write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.sources.crossref import authors_of, date_parts
from papergraph.sources.fields import (
    Identifiers,
    date_of,
    exact_text,
    extra_of,
    make_record,
    one_line,
    own_id,
    without_markup,
    year_of,
)
from papergraph.sources.json_stream import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry
    from papergraph.values import Record, Skipped

_USED = frozenset({"id", "title", "abstract", "author", "issued", "container-title", "event-title", "DOI", "URL"})
_NOTED = re.compile(r"(?:^|\n)\s*(DOI|arXiv|PMID|ACL)\s*:\s*(\S+)", re.IGNORECASE)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the items of a CSL-JSON file. Items that are no works (a saved web page has a title too) are kept."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of an item; Zotero keeps ids it has no field for in `note` and `number`."""
    ids = Identifiers()
    ids.add_doi(entry.get("DOI"))
    url = one_line(entry.get("URL"))
    ids.add(url)
    number = entry.get("number")
    if isinstance(number, str) and number.lower().startswith("arxiv"):
        ids.add_arxiv(number.split(" ")[0])
    if isinstance(entry.get("PMID"), str | int):
        ids.add(f"pmid:{entry['PMID']}")
    note = entry.get("note")
    for kind, value in _NOTED.findall(note) if isinstance(note, str) else ():
        ids.add(f"{kind.lower()}:{value}" if kind.lower() != "doi" else value)
    issued = entry.get("issued")
    year, date = date_parts(issued)
    if year is None and isinstance(issued, dict):
        raw = issued.get("raw") or issued.get("literal")
        year, date = year_of(raw), date_of(raw)
    return make_record(
        document,
        line,
        "csl-json",
        without_markup(entry.get("title")),
        ids,
        source_id=own_id(entry.get("id")),
        abstract=exact_text(without_markup(entry.get("abstract"))),
        year=year,
        date=date,
        venue=one_line(without_markup(entry.get("container-title") or entry.get("event-title"))),
        authors=authors_of(entry.get("author")),
        url=url,
        extra=extra_of(entry, _USED),
    )

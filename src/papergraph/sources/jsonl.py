"""JSON and JSON Lines with our own field names."""

from __future__ import annotations

from itertools import compress, product
from typing import TYPE_CHECKING

from papergraph.sources.fields import (
    Identifiers,
    authors_of,
    date_of,
    exact_text,
    extra_of,
    make_record,
    one_line,
    own_id,
    references_of,
    venue_of,
    year_of,
)
from papergraph.sources.json_stream import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry
    from papergraph.values import Record, Skipped

_FIELDS = frozenset({"id", "title", "abstract", "authors", "doi", "arxiv_id", "acl_id", "url", "references"})
_USED = {
    (year, date, venue): _FIELDS.union(compress(("year", "date", "venue"), (year, date, venue)))
    for year, date, venue in product((False, True), repeat=3)
}
"""What a record takes, by whether its year, date and venue could be read."""


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the records of JSON Lines, or of one array. What is no JSON object, or has no title, is skipped."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry, *, format: str = "jsonl") -> Record | Skipped:
    """Return the record of an object in our own field names, or why there is none."""
    ids = Identifiers()
    ids.add_doi(entry.get("doi"))
    ids.add_arxiv(entry.get("arxiv_id"))
    ids.add_acl(entry.get("acl_id"))
    ids.add(entry.get("id"))
    ids.add(entry.get("url"))
    listed = entry.get("other_ids")
    for each in listed if isinstance(listed, list) else ():
        ids.add(each)
    date = date_of(entry.get("date"))
    year = year_of(entry.get("year"))
    venue = venue_of(entry.get("venue"))
    used = _USED[year is not None, date is not None, venue is not None]
    return make_record(
        document,
        line,
        format,
        entry.get("title"),
        ids,
        source_id=own_id(entry.get("id")),
        abstract=exact_text(entry.get("abstract")),
        year=year,
        date=date,
        venue=venue,
        authors=authors_of(entry.get("authors")),
        url=one_line(entry.get("url")),
        references=references_of(entry.get("references")),
        extra=extra_of(entry, used),
    )

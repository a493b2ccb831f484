"""Europe PMC: the JSON answers of its search service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    date_of,
    exact_text,
    extra_of,
    make_record,
    one_line,
    orcid_of,
    split_names,
    without_markup,
    year_of,
)
from papergraph.sources.json_stream import records
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset(
    {
        "id",
        "pmid",
        "doi",
        "title",
        "abstractText",
        "authorString",
        "authorList",
        "journalInfo",
        "pubYear",
        "firstPublicationDate",
        "journalTitle",
    }
)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the results of Europe PMC answers."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of a result."""
    ids = Identifiers()
    ids.add_doi(entry.get("doi"))
    if isinstance(entry.get("pmid"), str):
        ids.add_pmid(entry["pmid"])
    title = one_line(without_markup(entry.get("title")))
    return make_record(
        document,
        line,
        "europepmc",
        title.removesuffix(".") if title else entry.get("title"),
        ids,
        source_id=one_line(entry.get("id")),
        abstract=exact_text(without_markup(entry.get("abstractText"))),
        year=year_of(entry.get("pubYear")),
        date=date_of(entry.get("firstPublicationDate")),
        venue=_venue(entry),
        authors=_authors(entry),
        extra=extra_of(entry, _USED),
    )


def _inner(value: object, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _venue(entry: Entry) -> str | None:
    return one_line(_inner(entry, "journalInfo", "journal", "title")) or one_line(entry.get("journalTitle"))


def _authors(entry: Entry) -> tuple[Author, ...]:
    listed = _inner(entry, "authorList", "author")
    authors = []
    for item in listed if isinstance(listed, list) else ():
        given, family = _inner(item, "firstName"), _inner(item, "lastName")
        whole = f"{given} {family}" if isinstance(given, str) and isinstance(family, str) else None
        name = one_line(whole) or one_line(_inner(item, "fullName")) or one_line(_inner(item, "collectiveName"))
        if name:
            authors.append(Author(name, orcid_of(_inner(item, "authorId", "value"))))
    if authors:
        return tuple(authors)
    names = entry.get("authorString")
    parts = split_names(names.replace(", ", "; ").rstrip(".")) if isinstance(names, str) else []
    return tuple(Author(name) for part in parts if (name := one_line(part)))

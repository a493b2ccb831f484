"""Crossref works: API answers, `items` files and JSON Lines; JATS abstracts, `reference` lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.sources.fields import (
    Identifiers,
    doi_identifier,
    exact_text,
    extra_of,
    iso_date,
    make_record,
    one_line,
    orcid_of,
    without_markup,
    year_of,
)
from papergraph.sources.json_stream import records
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset(
    {
        "DOI",
        "title",
        "subtitle",
        "abstract",
        "author",
        "container-title",
        "issued",
        "URL",
        "reference",
        "indexed",
        "deposited",
        "alternative-id",
    }
)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the works of Crossref answers or dumps."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of a work; the date is the earliest that Crossref calls issued."""
    ids = Identifiers()
    ids.add_doi(entry.get("DOI"))
    others = entry.get("alternative-id")
    for each in others if isinstance(others, list) else ():
        if isinstance(each, str) and each.lower().startswith(("arxiv:", "http")):
            ids.add(each)
    references = entry.get("reference")
    year, date = date_parts(entry.get("issued"))
    return make_record(
        document,
        line,
        "crossref",
        title_of(entry),
        ids,
        source_id=one_line(entry.get("DOI")),
        abstract=exact_text(without_markup(entry.get("abstract"))),
        year=year,
        date=date,
        venue=one_line(without_markup(_first(entry.get("container-title")))),
        authors=authors_of(entry.get("author")),
        url=one_line(entry.get("URL")),
        references=tuple([found for each in references if (found := _reference(each))])
        if isinstance(references, list)
        else None,
        extra=extra_of(entry, _USED),
    )


def _first(value: object) -> object:
    """Return the first of a list that is not blank, or the value itself."""
    if not isinstance(value, list):
        return value
    return next((each for each in value if each), None)


def title_of(entry: Entry) -> object:
    """Return title and subtitle as one line; the subtitle stays away where the title already holds it."""
    title = one_line(without_markup(_first(entry.get("title"))))
    subtitle = one_line(without_markup(_first(entry.get("subtitle"))))
    if title and subtitle and subtitle.lower() not in title.lower():
        return f"{title}: {subtitle}"
    return title


def date_parts(value: object) -> tuple[int | None, str | None]:
    """Return year and ISO date of `{"date-parts": [[2020, 5, 1]]}`; the parts may be text."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return None, None
    numbers = []
    for part in first[:3]:
        if type(part) is int and 0 <= part < 10_000:
            numbers.append(part)
        elif isinstance(part, str) and part.isascii() and part.isdigit() and len(part) < 5:
            numbers.append(int(part))
        else:
            return None, None
    year = year_of(numbers[0])
    return year, iso_date(year, *numbers[1:]) or iso_date(year, *numbers[1:2])


_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def authors_of(value: object) -> tuple[Author, ...]:
    """Return authors from objects with `given` and `family`, or `name` or `literal` for an organisation."""
    authors = []
    for item in value if isinstance(value, list) else ():
        if not isinstance(item, dict):
            continue
        parts = " ".join([part for key in _NAME_PARTS if key in item and isinstance(part := item[key], str)])
        name = one_line(parts) or one_line(item.get("name")) or one_line(item.get("literal"))
        if name:
            authors.append(Author(name, orcid_of(item.get("ORCID"))))
    return tuple(authors)


def _reference(item: object) -> Reference | None:
    if not isinstance(item, dict):
        return None
    found = doi_identifier(item.get("DOI"))
    if _DESCRIBED.isdisjoint(item):
        return Reference((found,)) if found else None
    author = one_line(item.get("author"))
    title = _text(item.get("article-title") or item.get("volume-title"))
    raw = _text(item.get("unstructured"))
    if not (found or title or raw):
        return None
    return Reference(
        ids=(found,) if found else (),
        title=title,
        year=year_of(item.get("year")),
        authors=(author,) if author else (),
        venue=_text(item.get("journal-title") or item.get("series-title")),
        raw=raw,
    )


_DESCRIBED = frozenset(
    {"author", "article-title", "volume-title", "unstructured", "year", "journal-title", "series-title"}
)


def _text(value: object) -> str | None:
    return one_line(without_markup(value)) if value else None

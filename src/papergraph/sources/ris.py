"""RIS, as publishers, Zotero, EndNote and Mendeley export it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    date_of,
    extra_of,
    given_first,
    make_record,
    one_line,
    unwrapped,
    without_markup,
    year_of,
)
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rispy import RisParser

    from papergraph.sources.documents import Document

MAX_LINES = 20_000
"""A record with more lines does not end."""

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?")
_USED = frozenset(
    {
        "title",
        "primary_title",
        "abstract",
        "notes_abstract",
        "authors",
        "first_authors",
        "year",
        "publication_year",
        "date",
        "journal_name",
        "secondary_title",
        "alternate_title1",
        "doi",
        "urls",
        "id",
        "file_attachments1",
    }
)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the records of a RIS file. A record without its end (`ER`) ends where the next begins."""
    import rispy  # noqa: PLC0415 - only for files of this format

    parser = rispy.RisParser()
    held: list[str] = []
    start = 0
    for line in document.lines():
        if isinstance(line, Skipped):
            yield line
            continue
        text = line.text.lstrip()
        tag = text[:2] if _TAG.match(text) else None
        if held and (tag in ("TY", "ER") or len(held) > MAX_LINES):
            yield _record(document, start, held, parser)
            held = []
        if tag == "TY":
            held, start = [text], line.number
        elif held:
            held.append(text if tag else f" {text}")
        elif tag not in (None, "ER"):
            yield document.skip(line.number, f"the line {tag} belongs to no record")
    if held:
        yield _record(document, start, held, parser)


def _record(document: Document, line: int, lines: list[str], parser: RisParser) -> Record | Skipped:
    try:
        entries: list[dict[str, Any]] = parser.parse_lines(iter([*lines, "ER  - "]))
    except (KeyError, ValueError, IndexError, TypeError) as error:
        return document.skip(line, f"a broken RIS record: {error}")
    entry = entries[0] if entries else {}
    if unknown := entry.pop("unknown_tag", None):
        entry |= {str(tag): "; ".join(map(str, values)) for tag, values in unknown.items() if tag}
    ids = Identifiers()
    ids.add_doi(_one(entry.get("doi")))
    urls = entry.get("urls")
    for each in urls if isinstance(urls, list) else ():
        ids.add(each)
    # Zotero writes the arXiv id of a preprint as its publisher's number or its archive.
    for name in ("number", "accession_number", "custom3", "note"):
        if name in entry and (value := _one(entry[name])) and value.lower().startswith("arxiv:"):
            ids.add_arxiv(value.split(" ")[0])
    stated = _one(entry.get("date")) or _one(entry.get("year")) or ""
    year = year_of(_one(entry.get("year")) or _one(entry.get("publication_year")) or stated)
    venue = next((found for name in _VENUES if name in entry and (found := one_line(_one(entry[name])))), None)
    authors = entry.get("authors") or entry.get("first_authors")
    names = [one_line(given_first(name)) for name in authors] if isinstance(authors, list) else []
    return make_record(
        document,
        line,
        "ris",
        without_markup(_one(entry.get("title")) or _one(entry.get("primary_title"))),
        ids,
        source_id=one_line(_one(entry.get("id"))),
        abstract=unwrapped(without_markup(_one(entry.get("abstract")) or _one(entry.get("notes_abstract")))),
        year=year,
        date=date_of(stated.rstrip("/")),
        venue=venue,
        authors=tuple([Author(name) for name in names if name]),
        url=one_line(urls[0]) if isinstance(urls, list) and urls else None,
        extra=extra_of(entry, _USED),
    )


_VENUES = ("journal_name", "secondary_title", "alternate_title1", "alternate_title3", "publisher")


def _one(value: object) -> str | None:
    """Return a text, or the first of a list of texts: tags that should stand once may stand twice."""
    if isinstance(value, str):
        return value
    listed = value if isinstance(value, list) else ()
    return next((each for each in listed if isinstance(each, str) and each.strip()), None)

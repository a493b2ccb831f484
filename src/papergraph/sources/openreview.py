"""OpenReview notes: answers of both API versions, where a value may be wrapped as `{"value": ...}`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from papergraph.sources.fields import Identifiers, exact_text, extra_of, make_record, one_line, year_of
from papergraph.sources.json_stream import records
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset({"title", "abstract", "authors", "authorids", "venue"})
_BIBTEX_YEAR = re.compile(r"year\s*=\s*[{\"]?(\d{4})")


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the submissions among the notes; reviews and comments have no title and are skipped."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of a note. The year is that of its BibTeX entry, its venue, or its publication."""
    given = entry.get("content")
    content = {name: _value(value) for name, value in given.items()} if isinstance(given, dict) else {}
    ids = Identifiers()
    own = one_line(entry.get("id"))
    if own:
        ids.add(f"openreview:{own}")
    for name in ("html", "ee", "pdf"):
        value = content.get(name)
        if isinstance(value, str) and ("arxiv.org" in value or "doi.org" in value):
            ids.add(value)
    bibtex = content.get("_bibtex")
    stated = _BIBTEX_YEAR.search(bibtex) if isinstance(bibtex, str) else None
    date = next((date for key in ("pdate", "odate", "cdate", "tcdate") if (date := _day(entry.get(key)))), None)
    year = year_of(stated.group(1)) if stated else year_of(content.get("venue"))
    if year is not None and date is not None and not date.startswith(str(year)):
        date = None  # submitted in one year, published in the next
    return make_record(
        document,
        line,
        "openreview",
        content.get("title"),
        ids,
        source_id=own,
        abstract=exact_text(content.get("abstract")),
        year=year,
        date=date,
        venue=one_line(content.get("venue")),
        authors=_authors(content.get("authors"), content.get("authorids")),
        url=f"https://openreview.net/forum?id={own}" if own and re.fullmatch(r"[\w-]+", own) else None,
        extra=extra_of(content, _USED),
    )


def _value(value: object) -> object:
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _day(milliseconds: object) -> str | None:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _authors(names: object, ids: object) -> tuple[Author, ...]:
    if not isinstance(names, list):
        return ()
    profiles = ids if isinstance(ids, list) and len(ids) == len(names) else [None] * len(names)
    authors = []
    for item, profile in zip(names, profiles, strict=True):
        name = one_line(item)
        # A profile starts with a tilde; an address of a mailbox is nobody's business.
        known = isinstance(profile, str) and profile.startswith("~")
        if name:
            authors.append(Author(name, None, (f"openreview:{profile}",) if known else ()))
    return tuple(authors)

"""arXiv: the metadata dump (JSON Lines) and the answers of the arXiv API (Atom)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from papergraph.sources import latex, xml_stream
from papergraph.sources.fields import (
    Identifiers,
    date_of,
    extra_of,
    iso_date,
    make_record,
    month_of,
    one_line,
    unwrapped,
)
from papergraph.sources.json_stream import records
from papergraph.sources.xml_stream import by_tag, child_text, first_text, text_of
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset({"id", "title", "abstract", "authors", "authors_parsed", "doi", "journal-ref", "versions"})
_ENTRY, _ID, _TITLE, _SUMMARY, _AUTHOR, _NAME, _CATEGORY, _PUBLISHED, _UPDATED = (
    f"{{http://www.w3.org/2005/Atom}}{tag}"
    for tag in ("entry", "id", "title", "summary", "author", "name", "category", "published", "updated")
)
_DOI, _COMMENT, _JOURNAL = (f"{{http://arxiv.org/schemas/atom}}{tag}" for tag in ("doi", "comment", "journal_ref"))


def read_dump(document: Document) -> Iterator[Record | Skipped]:
    """Yield the records of the metadata dump; the date is that of the first version."""
    return records(document, _dump_record)


def _dump_record(document: Document, line: int, entry: Entry) -> Record | Skipped:
    ids = Identifiers()
    ids.add_arxiv(entry.get("id"))
    ids.add_doi(entry.get("doi"))
    arxiv = ids.arxiv_id
    return make_record(
        document,
        line,
        "arxiv",
        latex.accents(entry.get("title")),
        ids,
        source_id=one_line(entry.get("id")),
        abstract=unwrapped(latex.accents(entry.get("abstract"))),
        date=_first_version(entry.get("versions")) or _month_of(arxiv),
        venue=one_line(entry.get("journal-ref")),
        authors=_authors(entry),
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
        extra=extra_of(entry, _USED),
    )


def _authors(entry: Entry) -> tuple[Author, ...]:
    parsed = entry.get("authors_parsed")
    names = []
    for item in parsed if isinstance(parsed, list) else ():
        if isinstance(item, list) and all(isinstance(part, str) for part in item):
            last, first, suffix = [*item, "", "", ""][:3]
            names.append(one_line(latex.accents(f"{first} {last} {suffix}")))
    return tuple(Author(name) for name in names if name)


_CREATED = re.compile(r"[A-Z][a-z]{2}, {1,2}(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) ")


def _first_version(versions: object) -> str | None:
    first = versions[0] if isinstance(versions, list) and versions else None
    created = first.get("created") if isinstance(first, dict) else None
    if not isinstance(created, str):
        return None
    if found := _CREATED.match(created):
        day, month, year = found.groups()
        return iso_date(int(year), month_of(month), int(day))
    try:
        return parsedate_to_datetime(created).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _month_of(arxiv: str | None) -> str | None:
    """Return the month that an arXiv id carries: `2106.09685` -> `2021-06`, `hep-th/9901001` -> `1999-01`."""
    digits = (arxiv or "").rpartition("/")[2][:4]
    if len(digits) < 4 or not digits.isdigit():
        return None
    year = int(digits[:2])
    # arXiv began in 1991.
    return iso_date(year + (1900 if year > 90 else 2000), int(digits[2:]))


def read_atom(document: Document) -> Iterator[Record | Skipped]:
    """Yield the records of an Atom answer of the arXiv API."""
    return xml_stream.records(document, [_ENTRY], _atom_record)


def _atom_record(document: Document, line: int, element: Any) -> Record | Skipped:
    ids = Identifiers()
    children = by_tag(element)
    own = first_text(children, _ID)
    ids.add_arxiv(own)
    ids.add_doi(first_text(children, _DOI))
    extra = {
        "categories": " ".join([term for each in children.get(_CATEGORY, ()) if (term := each.get("term"))]),
        "comment": "; ".join([text for each in children.get(_COMMENT, ()) if (text := one_line(text_of(each)))]),
        "updated": first_text(children, _UPDATED),
    }
    names = [one_line(child_text(author, _NAME)) for author in children.get(_AUTHOR, ())]
    return make_record(
        document,
        line,
        "arxiv-atom",
        first_text(children, _TITLE),
        ids,
        source_id=ids.arxiv_id or own,
        abstract=unwrapped(first_text(children, _SUMMARY)),
        date=date_of((first_text(children, _PUBLISHED) or "")[:10]),
        venue=one_line(first_text(children, _JOURNAL)),
        authors=tuple([Author(name) for name in names if name]),
        url=own if own and own.startswith("http") else None,
        extra=extra_of(extra, ()),
    )

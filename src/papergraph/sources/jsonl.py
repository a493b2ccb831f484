"""JSON Lines: one object a line, with our own field names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    authors_of,
    date_of,
    exact_text,
    extra_of,
    one_line,
    references_of,
    venue_of,
    year_of,
)
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document

_FIELDS = frozenset({"id", "title", "abstract", "authors", "doi", "arxiv_id", "acl_id", "url", "references"})


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the records of a JSON Lines file. A line that is no JSON object, or has no title, is skipped."""
    for number, entry in objects(document):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield record_of(document, number, entry)


def objects(document: Document) -> Iterator[tuple[int, dict[str, Any] | Skipped]]:
    """Yield line number and object of each line that is not blank."""
    for line in document.lines():
        if isinstance(line, Skipped):
            yield line.line or 0, line
            continue
        text = line.text
        if not text or text.isspace():
            continue
        try:
            entry = json.loads(text)
        except json.JSONDecodeError as error:
            yield line.number, document.skip(line.number, f"not valid JSON: {error.msg} at column {error.colno}")
            continue
        except RecursionError:
            yield line.number, document.skip(line.number, "not valid JSON: nested too deep")
            continue
        except ValueError:  # a number with more digits than Python converts
            yield line.number, document.skip(line.number, "not valid JSON: a number is too long")
            continue
        if not isinstance(entry, dict):
            yield line.number, document.skip(line.number, "not a JSON object")
            continue
        if line.note:
            entry["encoding"] = line.note
        yield line.number, entry


def record_of(document: Document, number: int, entry: dict[str, Any], *, format: str = "jsonl") -> Record | Skipped:
    """Return the record of an object in our own field names, or why there is none."""
    title = one_line(entry.get("title"))
    if title is None:
        return document.skip(number, "no title" if entry.get("title") in (None, "") else "the title is not text")
    used = set(_FIELDS)
    for key, taken in (("year", year_of), ("date", date_of), ("venue", venue_of)):
        if taken(entry.get(key)) is not None:
            used.add(key)
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
    return Record(
        file=document.name,
        line=number,
        title=title,
        format=format,
        id=_own_id(entry.get("id")),
        abstract=exact_text(entry.get("abstract")),
        year=year_of(entry.get("year")) or year_of(date),
        date=date,
        venue=venue_of(entry.get("venue")),
        authors=authors_of(entry.get("authors")),
        doi=ids.doi,
        arxiv_id=ids.arxiv_id,
        acl_id=ids.acl_id,
        other_ids=ids.others,
        url=one_line(entry.get("url")),
        references=references_of(entry.get("references")),
        extra=extra_of(entry, used),
    )


def _own_id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return one_line(value)

"""Services that answer in XML: entries become objects in our own field names, which the JSON Lines reader knows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import msgspec

from papergraph.enrich.client import ServiceError
from papergraph.sources.documents import Document
from papergraph.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from papergraph.values import Skipped

_OWN_FIELDS = ("id", "title", "abstract", "year", "date", "venue", "doi", "arxiv_id", "acl_id", "url")


def entries_of(
    service: str, body: bytes, read: Callable[[Document], Iterator[Record | Skipped]], *, root: str
) -> list[dict[str, Any]]:
    """Return the entries of an XML answer that a reader understands.

    Raises:
        ServiceError: The answer is not XML with the root element.
    """
    if f"<{root}".encode() not in body[:4000]:
        raise ServiceError(f"{service} answered what is no {root}")
    items = list(read(Document(service, lambda: io.BytesIO(body))))
    broken = [item.reason for item in items if not isinstance(item, Record) and "not valid XML" in item.reason]
    if broken:
        raise ServiceError(f"{service} answered {broken[0].partition(';')[0]}")
    return [entry_of(item) for item in items if isinstance(item, Record)]


def entry_of(record: Record) -> dict[str, Any]:
    """Return a record as an object in our own field names, unknown fields left out."""
    entry = {name: value for name in _OWN_FIELDS if (value := getattr(record, name)) is not None}
    entry["authors"] = [
        {name: value for name, value in msgspec.to_builtins(author).items() if value} for author in record.authors
    ]
    return dict(record.extra) | entry

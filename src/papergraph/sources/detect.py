"""Telling a file's format by its content, never by its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from papergraph.sources.listing import looks_like_listing

if TYPE_CHECKING:
    from papergraph.sources.documents import Document

_MAGIC = {
    b"%PDF": "a PDF; papergraph reads titles and abstracts, not PDF files",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "an SQLite database",
    b"PK\x03\x04": "an archive",
}


def detect(document: Document) -> str | None:
    """Return the name of the format, or None for content that no reader knows."""
    text = document.head_text.lstrip()
    if text.startswith("{"):
        return _json_lines(text)
    return "listing" if looks_like_listing(text) else None


def why_unknown(document: Document) -> str:
    """Say in a few words what a file without a format is."""
    head = document.head
    if not head.strip():
        return "the file is empty"
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            return f"not a format that papergraph reads: {what}"
    return "a binary file" if document.is_binary else "not a format that papergraph reads"


def _json_lines(text: str) -> str | None:
    """Return the format where one of the first whole lines is an object, or the first is too long to see whole."""
    first, *rest = text.split("\n", 20)
    if not rest:
        return "jsonl"
    return "jsonl" if any(map(_is_object, [first, *rest[:-1]])) else None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

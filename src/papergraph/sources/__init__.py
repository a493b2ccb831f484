"""Readers: files in the formats that people have -> Record | Skipped.

A reader is a function `(Document) -> Iterator[Record | Skipped]`; `FORMATS` names each, `read` finds the one that
fits the content of a file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from papergraph.errors import SourceError, UsageError
from papergraph.sources.detect import detect, why_unknown
from papergraph.sources.documents import Document, InputFile, find_files
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Reader = Callable[[Document], Iterator[Record | Skipped]]

__all__ = ["FORMATS", "Document", "InputFile", "find_files", "read", "read_file"]

FORMATS: dict[str, str] = {
    "listing": "papergraph.sources.listing:read",
    "jsonl": "papergraph.sources.jsonl:read",
}
"""Format name -> `module:function`; a reader is imported only when a file needs it."""


def read(inputs: Sequence[Path], *, format: str | None = None) -> Iterator[Record | Skipped]:
    """Yield every entry of every file, files in the order of their names, entries in the order of their lines.

    Args:
        inputs: Files or folders; the order does not matter.
        format: A name of `FORMATS` that every file is read as; None finds each file's own by its content.

    Raises:
        SourceError: An input is missing or cannot be read, or no paper was found in any.
        UsageError: There is no such format.
    """
    records = 0
    skipped: list[Skipped] = []
    for file in find_files(inputs):
        for item in read_file(file, format=format):
            if isinstance(item, Record):
                records += 1
            elif len(skipped) < 1:
                skipped.append(item)
            yield item
    if not records:
        where = ", ".join(sorted(map(str, inputs)))
        reason = f"no paper could be read ({skipped[0].place}: {skipped[0].reason})" if skipped else "no paper found"
        raise SourceError(where, reason)


def read_file(file: InputFile, *, format: str | None = None) -> Iterator[Record | Skipped]:
    """Yield every entry of one file; a file that no reader knows is one `Skipped` without a line.

    Raises:
        SourceError: The file cannot be opened.
        UsageError: There is no such format.
    """
    if format is not None and format not in FORMATS:
        raise UsageError(f"no format {format!r}; there are {', '.join(sorted(FORMATS))}")
    document = Document(file)
    found = None if _is_hopeless(document) else format or detect(document)
    if found is None:
        yield document.skip(None, why_unknown(document))
        return
    empty = True
    for item in _reader(found)(document):
        empty = False
        yield item
    if empty:
        yield document.skip(None, f"no paper found in this file (read as {found})")


def _is_hopeless(document: Document) -> bool:
    return document.is_binary or not document.head.strip()


def _reader(format: str) -> Reader:
    module, _, attribute = FORMATS[format].partition(":")
    reader: Reader = getattr(importlib.import_module(module), attribute)
    return reader

"""Readers: files in the formats that people have -> Record | Skipped.

A reader is a function `(Document) -> Iterator[Record | Skipped]`; `FORMATS` names each, and `read` finds the one that
fits the content of a file. Readers of `LINK_FORMATS` yield rows about papers of other files instead.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from papergraph.errors import SourceError, UsageError
from papergraph.sources.detect import detect, names_column, why_unknown
from papergraph.sources.documents import Document
from papergraph.sources.files import InputFile, documents_of, find_files
from papergraph.sources.links import Links
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["FORMATS", "LINK_FORMATS", "Document", "InputFile", "find_files", "read", "read_file"]

FORMATS: dict[str, str] = {
    "listing": "papergraph.sources.listing:read",
    "jsonl": "papergraph.sources.jsonl:read",
    "table": "papergraph.sources.table:read",
    "parquet": "papergraph.sources.table:read_parquet",
    "bibtex": "papergraph.sources.bibtex:read",
    "ris": "papergraph.sources.ris:read",
    "csl-json": "papergraph.sources.csl:read",
    "arxiv": "papergraph.sources.arxiv:read_dump",
    "arxiv-atom": "papergraph.sources.arxiv:read_atom",
    "openalex": "papergraph.sources.openalex:read",
    "semantic-scholar": "papergraph.sources.semantic_scholar:read",
    "crossref": "papergraph.sources.crossref:read",
    "acl-xml": "papergraph.sources.acl:read",
    "dblp": "papergraph.sources.dblp:read",
    "pubmed": "papergraph.sources.pubmed:read",
    "openreview": "papergraph.sources.openreview:read",
    "europepmc": "papergraph.sources.europepmc:read",
}
"""Format name -> `module:function`; a reader is imported only when a file needs it."""

LINK_FORMATS: dict[str, str] = {
    "citations": "papergraph.sources.table:read_citations",
    "semantic-scholar-citations": "papergraph.sources.semantic_scholar:read_citations",
    "semantic-scholar-abstracts": "papergraph.sources.semantic_scholar:read_abstracts",
}
"""As `FORMATS`, for files that say who cites whom, or give abstracts by id."""

_WITH_COLUMNS = frozenset({"table", "parquet"})


def read(
    inputs: Sequence[Path], *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Record | Skipped]:
    """Yield every entry of every file, files in the order of their names, entries in the order of their lines.

    Args:
        inputs: Files or folders; the order does not matter.
        format: A name of `FORMATS` or `LINK_FORMATS` that every file is read as; None finds each file's own by its
            content.
        columns: Field -> column name, for tables whose columns do not name themselves.

    Raises:
        SourceError: An input is missing, or no paper was found in any.
        UsageError: There is no such format.
    """
    _check(format)
    files = find_files(inputs)
    links = Links()
    formats: dict[str, str | None] = {}
    problems: list[Skipped] = []
    for file in files:
        for document in documents_of(file):
            if isinstance(document, Skipped):
                continue
            found = formats[document.name] = _format_of(document, format, columns)
            if found in LINK_FORMATS:
                problems.extend(_take_links(document, found, links))
    if links.needs_own_ids:
        links.resolve_own_ids(item for item in _items(files, formats, columns) if isinstance(item, Record))
    records = 0
    first: Skipped | None = None
    for item in _items(files, formats, columns):
        if isinstance(item, Record):
            records += 1
            yield links.complete(item) if links else item
        else:
            first = first or item
            yield item
    yield from problems
    yield from links.lost()
    if not records:
        first = first or next(iter(problems), None)
        reason = f"no paper could be read ({first.place}: {first.reason})" if first else "no paper found"
        raise SourceError(", ".join(sorted(map(str, inputs))), reason)


def read_file(
    file: InputFile, *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Record | Skipped]:
    """Yield every entry of one file, of all members of an archive; a file that no reader knows is one `Skipped`.

    Files of `LINK_FORMATS` say nothing by themselves and yield nothing.

    Raises:
        UsageError: There is no such format.
    """
    _check(format)
    for document in documents_of(file):
        if isinstance(document, Skipped):
            yield document
        else:
            yield from _read_document(document, _format_of(document, format, columns), columns)


def _check(format: str | None) -> None:
    if format is not None and format not in FORMATS | LINK_FORMATS:
        raise UsageError(f"no format {format!r}; there are {', '.join(sorted(FORMATS | LINK_FORMATS))}")


def _format_of(document: Document, forced: str | None, columns: Mapping[str, str] | None = None) -> str | None:
    try:
        hopeless = document.is_binary or not document.head.strip()
        if forced is not None and not hopeless:
            return forced
        # A table whose title column has a name of its own is told by what the user calls its columns.
        found = detect(document)
        return "table" if columns and not hopeless and names_column(document.head_text, columns) else found
    except SourceError:
        return None  # a damaged file: reading it tells why


def _items(
    files: Sequence[InputFile], formats: Mapping[str, str | None], columns: Mapping[str, str] | None
) -> Iterator[Record | Skipped]:
    for file in files:
        for document in documents_of(file):
            if isinstance(document, Skipped):
                yield document
            else:
                yield from _read_document(document, formats.get(document.name), columns)


def _read_document(
    document: Document, format: str | None, columns: Mapping[str, str] | None
) -> Iterator[Record | Skipped]:
    if format in LINK_FORMATS:
        return
    if format is None:
        yield document.skip(None, why_unknown(document))
        return
    reader = _load(FORMATS[format])
    first = None
    try:
        items = reader(document, columns) if format in _WITH_COLUMNS else reader(document)
        first = next(items, None)
        if first is None:
            yield document.skip(None, f"no paper found in this file (read as {format})")
        else:
            yield first
            yield from items
    except SourceError as error:
        yield document.skip(None, f"{error.reason}; the rest of the file is left out" if first else error.reason)


def _take_links(document: Document, format: str, links: Links) -> Iterator[Skipped]:
    try:
        for row in _load(LINK_FORMATS[format])(document):
            if isinstance(row, Skipped):
                yield row
            else:
                links.add(document.name, row)
    except SourceError as error:
        yield document.skip(None, error.reason)


def _load(target: str) -> Any:
    module, _, attribute = target.partition(":")
    return getattr(importlib.import_module(module), attribute)

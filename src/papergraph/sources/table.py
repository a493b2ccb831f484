"""Tables: CSV and TSV with a header row, and Parquet. Columns are told by their names.

The names are those of our own JSON Lines fields and those that Zotero, Scopus, Web of Science, OpenAlex, DBLP-like
dumps and spreadsheets use; a mapping given by the user stands above them.
"""

from __future__ import annotations

import csv
import html
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import given_first, identifier_of, split_names
from papergraph.sources.jsonl import record_of
from papergraph.sources.links import CitationRow
from papergraph.values import Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from papergraph.sources.documents import Document

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "paperid", "key", "eid", "ut", "uniquewosid", "ut uniquewosid", "corpusid", "idacm", "iddblp"),
    "title": ("title", "papertitle", "articletitle", "documenttitle", "ti", "name"),
    "abstract": ("abstract", "abstractnote", "ab", "summary", "abstracttext"),
    "year": ("year", "publicationyear", "py", "pubyear", "yr"),
    "date": ("date", "publicationdate", "published", "publisheddate", "da"),
    "venue": (
        "venue",
        "sourcetitle",
        "publicationtitle",
        "journal",
        "so",
        "booktitle",
        "conference",
        "journaltitle",
        "containertitle",
        "conferencename",
        "source",
    ),
    "authors": ("authors", "author", "au", "authorfullnames", "af", "creators"),
    "doi": ("doi", "di", "doilink"),
    "arxiv_id": ("arxivid", "arxiv", "eprint"),
    "acl_id": ("aclid", "anthologyid", "acl"),
    "url": ("url", "link", "paperurl"),
    "references": ("references", "citedreferences", "cr", "referencedworks"),
    "other_ids": ("otherids",),
}
"""Field -> names of its column, most telling first, in lower case without anything but letters and digits."""

MAX_PACKED_PARQUET = 512 << 20
"""A Parquet file inside an archive is held whole; a larger one should be unpacked."""

_CITING = re.compile(r"citing|^(?:source|from)(?:id|paper)?$|^citer")
_CITED = re.compile(r"cited|^(?:target|to)(?:id|paper)?$|reference(?:d|id)")
_FAMILY_FIRST = re.compile(r"[^,;]+, *[^,;]+(?: *; *[^,;]+, *[^,;]+)*;?")


def read(document: Document, columns: Mapping[str, str] | None = None) -> Iterator[Record | Skipped]:
    """Yield the rows of a CSV or TSV file; the first row names the columns.

    Args:
        document: The file.
        columns: Field -> name of its column, for columns that do not name themselves.
    """
    given = tuple((columns or {}).items())
    for line, row in rows(document):
        yield row if isinstance(row, Skipped) else _record(document, line, row, given)


def read_citations(document: Document) -> Iterator[CitationRow | Skipped]:
    """Yield the pairs of a table of citations: a column of citing papers and one of cited ones."""
    for line, row in rows(document):
        if isinstance(row, Skipped):
            yield row
            continue
        pair = citation_columns(list(row))
        citing, cited = (row[pair[0]], row[pair[1]]) if pair else (None, None)
        if not citing or not cited:
            yield document.skip(line, "one end of the citation is missing")
        else:
            yield CitationRow(line, link_id(citing), Reference(ids=(link_id(cited),)))


def link_id(text: str) -> str:
    """Return a prefixed identifier; what is none of a known kind is the own id of some record (`id:...`)."""
    return identifier_of(text) or f"id:{text.strip()}"


def delimiter_of(header: str) -> str | None:
    """Return what separates the columns of a header row, or None where nothing does."""
    counts = {each: header.count(each) for each in ("\t", ",", ";", "|", "%")}
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] else None


def fields_of(names: Sequence[str]) -> dict[str, str]:
    """Return field -> column name for the columns that name themselves."""
    folded = {_fold(name): name for name in reversed(names)}
    return {
        field: folded[known[0]]
        for field, aliases in COLUMNS.items()
        if (known := [alias for alias in aliases if alias in folded])
    }


def citation_columns(names: Sequence[str]) -> tuple[str, str] | None:
    """Return the columns of the citing and the cited papers where a header has both."""
    citing = next((name for name in names if _CITING.search(_fold(name))), None)
    cited = next((name for name in names if _CITED.search(_fold(name)) and name != citing), None)
    return (citing, cited) if citing is not None and cited is not None else None


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def rows(document: Document) -> Iterator[tuple[int, dict[str, str] | Skipped]]:
    """Yield line number and row, the row by column name."""
    problems: list[Skipped] = []
    last = [0]

    def texts() -> Iterator[str]:
        for line in document.lines():
            if isinstance(line, Skipped):
                problems.append(line)
                last[0] = line.line or last[0]
                continue
            last[0] = line.number
            text = line.text + "\n"
            yield text.replace("\x00", " ").replace("\r", " ") if "\x00" in text or "\r" in text else text

    lines = texts()
    header = next((text for text in lines if not text.isspace()), "")
    delimiter = delimiter_of(header) or ","
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        start = last[0] + 1
        try:
            values = next(reader, None)
        except csv.Error as error:
            values = []
            problems.append(document.skip(start, f"not a row of the table: {error}"))
        for problem in problems:
            yield problem.line or 0, problem
        problems.clear()
        if values is None:
            return
        if not any(values):
            continue
        row = dict(zip(names, values, strict=False))
        if len(values) > len(names):
            yield start, document.skip(start, f"{len(values)} columns where the header has {len(names)}")
            continue
        yield start, row


def read_parquet(document: Document, columns: Mapping[str, str] | None = None) -> Iterator[Record | Skipped]:
    """Yield the rows of a Parquet file; a row's number, from 1, stands for its line."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    given = tuple((columns or {}).items())
    try:
        source: Any = document.path
        if source is None:  # in an archive, which cannot be read from its end
            with document.open() as stream:
                content = stream.read(MAX_PACKED_PARQUET + 1)
            if len(content) > MAX_PACKED_PARQUET:
                yield document.skip(
                    None, f"a Parquet file of more than {MAX_PACKED_PARQUET >> 20} MB inside an archive"
                )
                return
            source = pa.BufferReader(content)
        with pq.ParquetFile(source) as file:
            for batch in file.iter_batches(batch_size=1024):
                for row in batch.to_pylist():
                    number += 1
                    yield _record(document, number, row, given)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield document.skip(number + 1, f"damaged Parquet: {reason}; the rest of the file is left out")


def _record(
    document: Document, line: int, row: dict[str, Any], columns: tuple[tuple[str, str], ...]
) -> Record | Skipped:
    mapping, rest = _mapping(tuple(row), columns)
    entry = {field: _plain(row[column]) for field, column in mapping}
    for key in rest:
        entry[key] = row[key]
    for field, parts_of in _LISTS:
        if isinstance(text := entry.get(field), str):
            entry[field] = parts_of(text)
    return record_of(document, line, entry, format="table")


@lru_cache(maxsize=64)
def _mapping(
    names: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return field and column of a table, and the columns that are of no field."""
    mapping = fields_of(names) | {field: column for field, column in given if column in names}
    taken = {*mapping.values(), *COLUMNS}
    return tuple(mapping.items()), tuple(name for name in names if name not in taken)


def _plain(value: object) -> object:
    """Return a value of a Parquet column as the JSON Lines reader knows it: dates as text, blanks as nothing."""
    if isinstance(value, str):
        return value.strip() or None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _names(text: str) -> list[str] | Any:
    listed = _json_list(text)
    if listed is not None:
        return listed
    text = html.unescape(text)  # the semicolon of "J&ouml;rg" parts no names
    if "," not in text:
        return split_names(text)
    # Zotero and Scopus write "Lovelace, Ada; Hopper, Grace".
    if _FAMILY_FIRST.fullmatch(text.strip()) and (";" in text or not re.search(r"\s\S+,", text)):
        return [given_first(name.strip()) for name in text.split(";") if name.strip()]
    return [given_first(name) if name.count(",") == 1 else name for name in split_names(text)]


def _list(text: str) -> list[Any]:
    listed = _json_list(text)
    return listed if listed is not None else [part for part in re.split(r"\s*[;|\n]\s*", text) if part]


_LISTS: tuple[tuple[str, Callable[[str], list[Any]]], ...] = (
    ("authors", _names),
    ("references", _list),
    ("other_ids", _list),
)


def _json_list(text: str) -> list[Any] | None:
    if not text.startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None

"""BibTeX and BibLaTeX, with the habits of Zotero, JabRef, Google Scholar and the ACL Anthology.

Entries are cut from the file one by one and given to bibtexparser, so that a broken entry costs itself only and a
file of any size is read in flat memory. Only `@string` definitions and the parents of cross-references are held.
"""

from __future__ import annotations

import logging
import re
from collections import ChainMap
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from papergraph.errors import SourceError
from papergraph.sources import latex
from papergraph.sources.fields import (
    Identifiers,
    date_of,
    extra_of,
    given_first,
    iso_date,
    make_record,
    month_of,
    one_line,
    unwrapped,
    year_of,
)
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from papergraph.sources.documents import Document

Fields = dict[str, str]

MAX_ENTRY_CHARACTERS = 4_000_000

_START = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
_PARENT = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]\s*([^}\"]+?)\s*[}\"]", re.IGNORECASE)
_ARXIV_IN_TEXT = re.compile(
    r"(?:arXiv[:\s]+(?:preprint\s+)?(?:arXiv:)?|\babs/)([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE
)
_NAME_OR_BRACE = re.compile(r"\\[{}]|[{}]|\s+and\s+", re.IGNORECASE)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_LOST_COMMA = re.compile(r"([A-Za-z][\w-]*)\s*=\s*(.*)", re.DOTALL)
_KEY = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]\s*([^\s,]+)")
_VERBATIM = frozenset({"url", "doi", "eprint", "file", "ee"})
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "series", "publisher", "institution", "school")
_NOT_INHERITED = frozenset({"crossref", "xdata", "xref", "entryset", "entrytype", "ids", "label", "options", "sortkey"})
_USED = frozenset(
    {
        "title",
        "subtitle",
        "author",
        "abstract",
        "year",
        "date",
        "month",
        "journal",
        "journaltitle",
        "booktitle",
        "eventtitle",
        "doi",
        "url",
    }
)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the entries of a BibTeX or BibLaTeX file that have a title; a broken entry is skipped with its line.

    The key of an entry is the record's `id`, and `bibtex:FILE#KEY` is one of its `other_ids`, so that an export can
    give it back.
    """
    strings: Fields = {}
    parents = _parents(document)
    keys: set[str] = set()
    for line, kind, text in _blocks(document):
        if isinstance(text, Skipped):
            yield text
            continue
        if kind in ("comment", "preamble"):
            continue
        if kind == "string":
            strings.update(_definition(text, strings))
            continue
        entry = _entry(text, strings)
        if isinstance(entry, str):
            yield document.skip(line, f"a broken BibTeX entry: {entry}")
            continue
        key, fields = entry
        if kind == "xdata" or (key in parents and kind in _COLLECTIONS):
            continue  # it only lends its fields to others
        yield _record(document, line, kind, key, _inherited(fields, parents), fresh=key not in keys)
        keys.add(key)


_COLLECTIONS = frozenset({"proceedings", "collection", "mvproceedings", "mvcollection", "book", "mvbook"})


def _blocks(document: Document) -> Iterator[tuple[int, str, str | Skipped]]:
    """Yield line, kind and text of every block; the text ends where its braces close or the next block starts."""
    kind, start, depth, size, end = "", 0, 0, 0, ""
    held: list[str] = []
    for line in document.lines():
        if isinstance(line, Skipped):
            yield line.line or 0, "", line
            continue
        found = _START.match(line.text)
        if found and (not held or ((depth > 0 or end) and _opens_entry(line.text))):
            if held:
                yield start, kind, "".join(held)
            kind, start, depth, size = found.group(1).lower(), line.number, 0, 0
            end = ")" if found.group().endswith("(") else ""
            held = []
        elif not held:
            continue
        held.append(line.text + "\n")
        size += len(line.text)
        depth += _balance(line.text)
        if size > MAX_ENTRY_CHARACTERS:
            yield start, kind, document.skip(start, "a BibTeX entry that does not end")
            held = []
        elif depth <= 0 and line.text.rstrip().endswith(end):
            yield start, kind, "".join(held)
            held = []
    if held:
        yield start, kind, "".join(held)


def _opens_entry(text: str) -> bool:
    return re.match(r"@\s*[A-Za-z]+\s*[{(]\s*[^\s,={}()]+\s*,\s*$", text) is not None


def _balance(text: str) -> int:
    if "\\" in text:
        text = text.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    return text.count("{") - text.count("}")


def _entry(text: str, strings: Mapping[str, str]) -> tuple[str, Fields] | str:
    """Return key and fields of an entry, or what is wrong with it."""
    block = _parsed(text)
    if not isinstance(block, _model().Entry):
        return "its braces, quotes or commas do not fit"
    fields: Fields = {}
    for field in block.fields:
        pending = [(field.key.lower(), str(field.value))]
        while pending:
            name, value = pending.pop()
            resolved, rest = _value(value, strings)
            # The first of two fields of one name counts, as in BibTeX itself.
            fields.setdefault(name, resolved)
            if found := _LOST_COMMA.match(rest):
                pending.append((found.group(1).lower(), found.group(2)))
    return block.key.strip(), fields


def _parsed(text: str) -> object:
    """Return bibtexparser's block of a text that holds one."""
    from bibtexparser.splitter import Splitter  # noqa: PLC0415 - only for files of this format

    try:
        blocks = Splitter(text).split().blocks
    except RecursionError:
        return None
    block = blocks[0] if blocks else None
    return block.ignore_error_block if isinstance(block, _model().DuplicateFieldKeyBlock) else block


@cache
def _model() -> ModuleType:
    import bibtexparser.model  # noqa: PLC0415

    # The library logs what it cannot parse; we report it with the file's name and line.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    return bibtexparser.model


def _definition(text: str, strings: Mapping[str, str]) -> Fields:
    block = _parsed(text)
    if not isinstance(block, _model().String):
        return {}
    return {block.key.strip().lower(): _value(str(block.value), strings)[0]}


def _value(text: str, strings: Mapping[str, str]) -> tuple[str, str]:
    """Return a value with its parts joined (`acl # " 2020"`), and what stands behind it by mistake."""
    parts = []
    rest = text.strip()
    while True:
        part, rest = _part(rest, strings)
        parts.append(part)
        if not rest.startswith("#"):
            return "".join(parts), rest
        rest = rest[1:].strip()


def _part(text: str, strings: Mapping[str, str]) -> tuple[str, str]:
    """Return the first part of a value, without its braces or quotes, and what follows it."""
    if text.startswith("{"):
        end = _closing(text, 0)
        return text[1:end], text[end + 1 :].strip()
    if text.startswith('"'):
        end = 1
        while end < len(text) and text[end] != '"':
            end = _closing(text, end) + 1 if text[end] == "{" else end + 1
        return text[1:end], text[end + 1 :].strip()
    word, *rest = re.split(r"(?=[\s#])", text, maxsplit=1)
    return strings.get(word.lower(), word), "".join(rest).strip()


def _closing(text: str, start: int) -> int:
    depth = 0
    for found in _BRACES.finditer(text, start):
        if found.group() == "{":
            depth += 1
        elif found.group() == "}":
            depth -= 1
            if depth == 0:
                return found.start()
    return len(text)


def _parents(document: Document) -> dict[str, Fields]:
    """Return the fields of the entries that others refer to; a second reading, only of files that have such."""
    wanted: set[str] = set()
    parents: dict[str, Fields] = {}
    strings: Fields = {}
    with suppress(SourceError):  # reading the entries tells of a damage, and what stands before it
        for line in document.lines():
            if not isinstance(line, Skipped) and "=" in line.text:
                for found in _PARENT.finditer(line.text):
                    wanted.update(key.strip() for key in found.group(1).split(","))
    with suppress(SourceError):
        for _, kind, text in _blocks(document) if wanted else ():
            if isinstance(text, Skipped):
                continue
            if kind == "string":
                strings.update(_definition(text, strings))
            elif (found_key := _KEY.match(text)) and found_key.group(1) in wanted:
                entry = _entry(text, strings)
                if not isinstance(entry, str):
                    parents.setdefault(*entry)
    return parents


def _inherited(fields: Fields, parents: Mapping[str, Fields]) -> Mapping[str, str]:
    """Return the fields with those of its parents; a parent's title is the book's title, as BibLaTeX has it."""
    keys = [key.strip() for name in ("xdata", "crossref") for key in fields.get(name, "").split(",")]
    found = [parents[key] for key in keys if key in parents]
    if not found:
        return fields
    lent: list[Fields] = []
    for parent in found:
        plain = {name: value for name, value in parent.items() if name not in _NOT_INHERITED}
        if "crossref" in fields:
            title = plain.pop("title", None)
            plain.pop("author", None)
            plain.pop("abstract", None)
            if title is not None:
                plain.setdefault("booktitle", title)
        lent.append(plain)
    return ChainMap(fields, *lent)


def _record(
    document: Document, line: int, kind: str, key: str, fields: Mapping[str, str], *, fresh: bool
) -> Record | Skipped:
    text = {name: latex.plain(value) for name, value in fields.items() if name not in _VERBATIM}
    text |= {name: value.replace("\\_", "_").replace("\\%", "%") for name, value in fields.items() if name in _VERBATIM}
    ids = _identifiers(text)
    if key and fresh:
        ids.keep(f"bibtex:{document.name}#{key}")
    year, date = _date(text)
    title, subtitle = one_line(text.get("title")), one_line(text.get("subtitle"))
    venue = next((found for name in _VENUES if (found := one_line(text.get(name)))), None)
    return make_record(
        document,
        line,
        "bibtex",
        f"{title}: {subtitle}" if title and subtitle else title,
        ids,
        source_id=key or None,
        abstract=unwrapped(text.get("abstract")),
        year=year,
        date=date,
        venue=venue,
        authors=_authors(fields.get("author", "")),
        url=one_line(text.get("url")),
        extra=extra_of(text | {"entry_type": kind}, _USED),
    )


def _identifiers(text: Mapping[str, str]) -> Identifiers:
    ids = Identifiers()
    ids.add_doi(text.get("doi"))
    archive = (text.get("archiveprefix") or text.get("eprinttype") or "").lower()
    if archive in ("", "arxiv"):
        ids.add_arxiv(text.get("eprint"))
    for name in ("url", "ee", "howpublished", "link"):
        ids.add((text.get(name) or "").strip())
    ids.add_pmid((text.get("pmid") or "").strip())
    # Google Scholar and DBLP name an arXiv paper in the journal, the volume or a note only.
    for name in ("journal", "journaltitle", "volume", "note", "howpublished"):
        if ids.arxiv_id is None and (found := _ARXIV_IN_TEXT.search(text.get(name) or "")):
            ids.add_arxiv(found.group(1))
    return ids


def _date(text: Mapping[str, str]) -> tuple[int | None, str | None]:
    stated = (text.get("date") or "").strip().split("/")[0]
    year = year_of(text.get("year")) or year_of(stated)
    if date := date_of(stated):
        return year, date
    return year, iso_date(year, month_of(text.get("month")))


def _authors(value: str) -> tuple[Author, ...]:
    names = []
    for part in _split_outside_braces(value):
        name = one_line(latex.plain(part if "{" in part and part.startswith("{") else given_first(part)))
        if name and name.lower() != "others":
            names.append(name)
    return tuple(Author(name) for name in names)


def _split_outside_braces(value: str) -> list[str]:
    """Split names at "and", but not inside braces: "{Barnes and Noble}" is one author."""
    parts, depth, start = [], 0, 0
    for found in _NAME_OR_BRACE.finditer(value):
        piece = found.group()
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
        elif depth == 0 and not piece.startswith("\\"):
            parts.append(value[start : found.start()])
            start = found.end()
    parts.append(value[start:])
    return [part.strip() for part in parts if part.strip()]

"""Telling a file's format by its content, never by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.sources import json_stream
from papergraph.sources.listing import looks_like_listing
from papergraph.sources.table import citation_columns, delimiter_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_MAGIC = {
    b"%PDF": "a PDF; papergraph reads titles and abstracts, not PDF files",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "a word processor's file",
}
_BIBTEX = re.compile(
    r"^[ \t]*@\s*(?:article|book|booklet|collection|conference|dataset|inbook|incollection|inproceedings|manual"
    r"|mastersthesis|mvbook|misc|online|phdthesis|preprint|proceedings|report|software|string|techreport|thesis"
    r"|unpublished|electronic|patent|periodical|suppbook|reference|inreference|xdata|preamble|comment)\s*[{(]",
    re.IGNORECASE | re.MULTILINE,
)
_RIS = re.compile(r"^\s*TY  ?- ?[A-Z]", re.MULTILINE)
_CSL_TYPES = frozenset(
    {
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "paper-conference",
        "patent",
        "post",
        "post-weblog",
        "report",
        "review",
        "software",
        "speech",
        "standard",
        "thesis",
        "webpage",
        "manuscript",
    }
)


def detect(document: Document) -> str | None:
    """Return the name of the format, or None for content that no reader knows."""
    if document.head.startswith(b"PAR1"):
        return "parquet"
    if document.is_binary or not document.head.strip():
        return None
    text = document.head_text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _xml(document)
    if text.startswith(("{", "[")):
        return next((found for entry in json_stream.sample(document) if (found := schema_of(entry))), None)
    return _plain_text(text)


def _plain_text(text: str) -> str | None:
    if _RIS.match(text):
        return "ris"
    if _BIBTEX.search(text):
        return "bibtex"
    return _table(text) or ("listing" if looks_like_listing(text) else None)


def schema_of(entry: Entry) -> str | None:
    """Return the format of which a JSON object is an entry, or None."""
    for name, belongs in _SCHEMAS.items():
        if belongs(entry):
            return name
    return None


def _starts(value: object, *starts: str) -> bool:
    return isinstance(value, str) and value.lower().startswith(starts)


def _is_semantic_scholar(entry: Entry) -> bool:
    inner = entry.get("citedPaper") or entry.get("citingPaper")
    return ("corpusid" in entry and "title" in entry) or "paperId" in entry or isinstance(inner, dict)


def _is_openalex(entry: Entry) -> bool:
    inside = "abstract_inverted_index" in entry or "referenced_works" in entry
    return inside or _starts(entry.get("id"), "https://openalex.org/w")


def _is_openreview(entry: Entry) -> bool:
    return isinstance(entry.get("content"), dict) and ("forum" in entry or "invitation" in entry)


def _is_europepmc(entry: Entry) -> bool:
    return "authorString" in entry or "abstractText" in entry or ("pmid" in entry and "pubYear" in entry)


def _is_crossref(entry: Entry) -> bool:
    marks = ("reference-count", "references-count", "prefix", "member", "deposited", "indexed")
    return "DOI" in entry and any(mark in entry for mark in marks)


def _is_csl(entry: Entry) -> bool:
    if "title" not in entry or isinstance(entry.get("authors"), list):
        return False
    marks = ("issued", "author", "container-title", "DOI", "URL", "accessed")
    typed = isinstance(entry.get("type"), str) and entry["type"] in _CSL_TYPES
    return (typed and any(mark in entry for mark in marks)) or isinstance(entry.get("issued"), dict)


_SCHEMAS: dict[str, Callable[[Entry], bool]] = {
    "semantic-scholar-citations": lambda entry: "citingcorpusid" in entry,
    "semantic-scholar-abstracts": lambda entry: "corpusid" in entry and "abstract" in entry and "title" not in entry,
    "semantic-scholar": _is_semantic_scholar,
    "openalex": _is_openalex,
    "arxiv": lambda entry: "authors_parsed" in entry or ("update_date" in entry and "categories" in entry),
    "openreview": _is_openreview,
    "europepmc": _is_europepmc,
    "crossref": _is_crossref,
    "csl-json": _is_csl,
    "jsonl": lambda entry: "title" in entry,
}


def _xml(document: Document) -> str | None:
    from papergraph.sources.xml_stream import root_of  # noqa: PLC0415 - lxml is needed for XML only

    root = root_of(document)
    tag = root.tag if root is not None and isinstance(root.tag, str) else None
    return None if tag is None else _ROOTS.get(tag)


_ROOTS = {
    "{http://www.w3.org/2005/Atom}feed": "arxiv-atom",
    "{http://www.w3.org/2005/Atom}entry": "arxiv-atom",
    "collection": "acl-xml",
    "dblp": "dblp",
    "PubmedArticleSet": "pubmed",
    "PubmedArticle": "pubmed",
}


def _table(text: str) -> str | None:
    header = text.split("\n", 1)[0].strip("\r")
    delimiter = delimiter_of(header)
    names = [name.strip().strip('"') for name in header.split(delimiter)] if delimiter else [header.strip().strip('"')]
    if len(header) > 5000 or "\n" not in text:
        return None
    fields = fields_of(names)
    if "title" in fields and (len(names) > 1 or header.lower() == "title"):
        # A title with a comma above its abstract is no header: a header names more than one thing we know.
        return "table" if len(fields) > 1 or len(names) == 1 else None
    return "citations" if citation_columns(names) else None


def names_column(text: str, columns: Mapping[str, str]) -> bool:
    """Tell whether the first line is a header with one of the columns that a user named."""
    header = text.split("\n", 1)[0].strip("\r")
    delimiter = delimiter_of(header)
    names = {name.strip().strip('"') for name in (header.split(delimiter) if delimiter else [header])}
    return not names.isdisjoint(columns.values())


def why_unknown(document: Document) -> str:
    """Say in a few words what a file without a format is."""
    head = document.head
    if not head.strip():
        return "the file is empty"
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            return f"not a format that papergraph reads: {what}"
    return "a binary file" if document.is_binary else "not a format that papergraph reads"

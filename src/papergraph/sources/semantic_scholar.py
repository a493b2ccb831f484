"""Semantic Scholar: Graph API answers and the bulk papers, abstracts and citations files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.sources.fields import (
    Identifiers,
    date_of,
    exact_text,
    extra_of,
    make_record,
    one_line,
    year_of,
)
from papergraph.sources.json_stream import records
from papergraph.sources.links import CitationRow, TextRow
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset(
    {
        "paperId",
        "corpusid",
        "corpusId",
        "externalids",
        "externalIds",
        "title",
        "abstract",
        "year",
        "publicationdate",
        "publicationDate",
        "venue",
        "authors",
        "url",
        "references",
    }
)
_ID_FORMS = {"arxiv": "arxiv:{}", "acl": "acl:{}", "pubmed": "pmid:{}", "dblp": "dblp:{}"}


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield papers: of the bulk file, of an API answer, or those on the cited side of a references answer."""
    return records(document, _paper)


def _paper(document: Document, line: int, entry: Entry) -> Record | Skipped:
    inner = entry.get("citedPaper") or entry.get("citingPaper")
    return record_of(document, line, inner if isinstance(inner, dict) else entry)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of a paper."""
    ids = identifiers_of(entry)
    references = entry.get("references")
    journal = entry.get("journal")
    return make_record(
        document,
        line,
        "semantic-scholar",
        entry.get("title"),
        ids,
        source_id=one_line(entry.get("paperId")) or _number(entry.get("corpusid")),
        abstract=exact_text(entry.get("abstract")),
        year=year_of(entry.get("year")),
        date=date_of(entry.get("publicationDate") or entry.get("publicationdate")),
        venue=one_line(entry.get("venue")) or (one_line(journal.get("name")) if isinstance(journal, dict) else None),
        authors=_authors(entry.get("authors")),
        url=one_line(entry.get("url")),
        references=tuple([reference for each in references if (reference := _reference(each))])
        if isinstance(references, list)
        else None,
        extra=extra_of(entry, _USED),
    )


def identifiers_of(entry: Entry) -> Identifiers:
    """Return every id of a paper object."""
    ids = Identifiers()
    external = entry.get("externalIds") or entry.get("externalids")
    for name, value in sorted(external.items()) if isinstance(external, dict) else ():
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not isinstance(name, str) or not text:
            continue
        if name.lower() == "doi":
            ids.add_doi(text)
        elif form := _ID_FORMS.get(name.lower()):
            ids.add(form.format(text))
    own = entry.get("paperId")
    if _is_paper_id(own):
        ids.keep(f"s2:{own}")
    if number := _number(entry.get("corpusid") or entry.get("corpusId")):
        ids.keep(f"s2corpus:{number}")
    return ids


def _number(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _authors(value: object) -> tuple[Author, ...]:
    authors = []
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and (name := one_line(item.get("name"))):
            own = one_line(item.get("authorId"))
            authors.append(Author(name, None, (f"s2:{own}",) if own else ()))
    return tuple(authors)


def _reference(item: object) -> Reference | None:
    if not isinstance(item, dict):
        return None
    ids, title = _reference_ids(item), one_line(item.get("title"))
    if not (ids or title):
        return None
    if _BARE.issuperset(item):
        return Reference(ids, title)
    authors = item.get("authors")
    return Reference(
        ids=ids,
        title=title,
        year=year_of(item.get("year")),
        authors=tuple(author.name for author in _authors(authors)) if authors else (),
        venue=one_line(item.get("venue")),
    )


_BARE = frozenset({"paperId", "title"})
"""What an answer tells of a reference unless more is asked for."""


def _reference_ids(item: Entry) -> tuple[str, ...]:
    own = item.get("paperId")
    if not _MORE_IDS.isdisjoint(item):
        ids = identifiers_of(item)
        named = (("doi", ids.doi), ("arxiv", ids.arxiv_id), ("acl", ids.acl_id))
        return tuple(sorted({*(f"{kind}:{bare}" for kind, bare in named if bare), *ids.others}))
    return (f"s2:{own}",) if _is_paper_id(own) else ()


def _is_paper_id(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 40 and bytes.fromhex(value).hex() == value
    except ValueError:
        return False


_MORE_IDS = frozenset({"externalIds", "externalids", "corpusId", "corpusid"})


def read_citations(document: Document) -> Iterator[CitationRow | Skipped]:
    """Yield the pairs of the bulk citations file."""
    return records(document, _citation)


def _citation(document: Document, line: int, entry: Entry) -> CitationRow | Skipped | None:
    citing, cited = _number(entry.get("citingcorpusid")), _number(entry.get("citedcorpusid"))
    if citing is None:
        return document.skip(line, "no citing paper")
    if cited is None:  # a reference that Semantic Scholar could not resolve
        return None
    return CitationRow(line, f"s2corpus:{citing}", Reference((f"s2corpus:{cited}",)))


def read_abstracts(document: Document) -> Iterator[TextRow | Skipped]:
    """Yield the texts of the bulk abstracts file."""
    return records(document, _text)


def _text(document: Document, line: int, entry: Entry) -> TextRow | Skipped | None:
    number, abstract = _number(entry.get("corpusid")), exact_text(entry.get("abstract"))
    if number is None:
        return document.skip(line, "no corpusid")
    return None if abstract is None else TextRow(line, f"s2corpus:{number}", abstract)

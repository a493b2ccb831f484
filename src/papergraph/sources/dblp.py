"""DBLP: the XML dump and the XML of single records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import Identifiers, extra_of, make_record, one_line, orcid_of, year_of
from papergraph.sources.xml_stream import by_tag, first_text, other_texts, records, text_of
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document

KINDS = frozenset(
    {"article", "inproceedings", "proceedings", "book", "incollection", "phdthesis", "mastersthesis", "data"}
)
_USED = frozenset({"author", "title", "year", "journal", "booktitle", "ee", "url", "month"})


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the publications; a dump has no abstracts, homepages (`www`) are no papers."""
    return records(document, [*KINDS, "www"], _publication)


def _publication(document: Document, line: int, element: Any) -> Record | Skipped | None:
    if element.tag == "www":
        return None
    key = one_line(element.get("key"))
    ids = Identifiers()
    if key:
        ids.keep(f"dblp:{key}")
    children = by_tag(element)
    pages = [text for each in children.get("ee", ()) if (text := text_of(each)) and not text.isspace()]
    for page in pages:
        ids.add(page.strip())
    volume = first_text(children, "volume")
    if volume and volume.startswith("abs/"):
        ids.add_arxiv(volume.removeprefix("abs/"))
    title = one_line(first_text(children, "title"))
    extra = {"type": element.tag, **other_texts(children, _USED)}
    return make_record(
        document,
        line,
        "dblp",
        # DBLP ends every title with a full stop of its own.
        title.removesuffix(".") if title else None,
        ids,
        source_id=key,
        year=year_of(first_text(children, "year")),
        venue=one_line(first_text(children, "journal") or first_text(children, "booktitle")),
        authors=tuple([author for each in children.get("author", ()) if (author := _author(each))]),
        url=one_line(pages[0]) if pages else None,
        extra=extra_of(extra, ()),
    )


def _author(element: Any) -> Author | None:
    name = one_line(text_of(element))
    if name is None:
        return None
    orcid = orcid_of(element.get("orcid"))
    # "Wei Wang 0001" is DBLP's way of telling namesakes apart.
    if name[-4:].isdigit() and name[-5:-4] == " ":
        return Author(name[:-5], orcid, (f"dblp:{name}",))
    return Author(name, orcid)

"""ACL Anthology XML (`data/xml/*.xml` of the Anthology's repository)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    extra_of,
    iso_date,
    make_record,
    month_of,
    one_line,
    orcid_of,
    unwrapped,
    year_of,
)
from papergraph.sources.xml_stream import by_tag, child_text, elements, first_text, other_texts, text_of
from papergraph.values import Author, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document

_USED = frozenset({"title", "author", "abstract", "url", "doi"})


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the papers of a collection; the front matter of a volume is no paper."""
    volume: dict[str, str | None] = {}
    for line, element in elements(document, {"meta", "paper"}):
        if isinstance(element, Skipped):
            yield element
        elif element.tag == "meta":
            names = ("booktitle", "year", "month", "journal-title")
            volume = {name: child_text(element, name) for name in names}
            venues = "; ".join(one_line(text_of(each)) or "" for each in element.iterfind("venue"))
            volume["venue"] = venues or one_line(volume["journal-title"] or volume["booktitle"])
        else:
            yield _paper(document, line, element, volume)


def _paper(document: Document, line: int, paper: Any, volume: dict[str, str | None]) -> Record | Skipped:
    own = anthology_id(paper)
    ids = Identifiers()
    if own:
        ids.add_acl(own)
    children = by_tag(paper)
    ids.add_doi(first_text(children, "doi"))
    year = year_of(first_text(children, "year") or volume.get("year"))
    month = month_of(first_text(children, "month") or volume.get("month"))
    return make_record(
        document,
        line,
        "acl-xml",
        first_text(children, "title"),
        ids,
        source_id=own,
        abstract=unwrapped(first_text(children, "abstract")),
        year=year,
        date=iso_date(year, month),
        venue=volume.get("venue"),
        authors=tuple([author for each in children.get("author", ()) if (author := _author(each))]),
        url=f"https://aclanthology.org/{ids.acl_id}/" if ids.acl_id else None,
        extra=extra_of(other_texts(children, _USED), ()),
    )


def anthology_id(paper: Any) -> str | None:
    """Return the Anthology's id of a paper: `2020.acl-main.1`, `P18-1001`, `W19-0305`."""
    collection, volume, number = _ancestor(paper, "collection"), _ancestor(paper, "volume"), paper.get("id")
    if not collection or not volume or not number:
        return None
    if collection[:1].isdigit():
        return f"{collection}-{volume}.{number}"
    # The workshops of the old scheme have two digits for the volume and two for the paper.
    first_wide = {"C69": 0, "D19": 5}.get(collection)
    wide = collection[0] == "W" or (first_wide is not None and volume.isdigit() and int(volume) >= first_wide)
    return f"{collection}-{volume.zfill(2)}{number.zfill(2)}" if wide else f"{collection}-{volume}{number.zfill(3)}"


def _ancestor(element: Any, tag: str) -> str | None:
    # Two steps up at most: quicker than iterancestors(), which compiles a tag.
    while element is not None and element.tag != tag:
        element = element.getparent()
    return None if element is None else element.get("id")


def _author(element: Any) -> Author | None:
    parts = (child_text(element, "first"), child_text(element, "last"))
    name = one_line(" ".join(part for part in parts if part)) or one_line(text_of(element))
    own = element.get("id")
    return Author(name, orcid_of(element.get("orcid")), (f"acl:{own}",) if own else ()) if name else None

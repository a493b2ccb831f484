"""PubMed XML: E-utilities answers and the yearly baseline files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    extra_of,
    identifier_of,
    iso_date,
    make_record,
    one_line,
    orcid_of,
    year_of,
)
from papergraph.sources.xml_stream import child_text, children_text, elements, text_of
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.sources.documents import Document

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the articles of a `PubmedArticleSet`."""
    for line, element in elements(document, {"PubmedArticle"}):
        yield element if isinstance(element, Skipped) else _article(document, line, element)


def _article(document: Document, line: int, element: Any) -> Record | Skipped:
    citation = element.find("MedlineCitation")
    article = element.find("MedlineCitation/Article")
    if citation is None or article is None:
        return document.skip(line, "no article in this entry")
    pmid = one_line(child_text(citation, "PMID"))
    ids = _identifiers(element.iterfind("PubmedData/ArticleIdList/ArticleId"))
    ids.add_doi(child_text(article, "ELocationID[@EIdType='doi']"))
    if pmid:
        ids.add(f"pmid:{pmid}")
    year, date = _date(article.find("Journal/JournalIssue/PubDate"))
    title = one_line(text_of(article.find("ArticleTitle")))
    extra = {
        "keywords": "; ".join(children_text(citation, "KeywordList/Keyword")),
        "mesh": "; ".join(children_text(citation, "MeshHeadingList/MeshHeading/DescriptorName")),
        "language": "; ".join(children_text(article, "Language")),
    }
    return make_record(
        document,
        line,
        "pubmed",
        title.removesuffix(".") if title else None,
        ids,
        source_id=pmid,
        abstract=_abstract(article),
        year=year,
        date=date,
        venue=one_line(child_text(article, "Journal/Title")),
        authors=tuple(author for each in article.iterfind("AuthorList/Author") if (author := _author(each))),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and pmid.isdigit() else None,
        references=_references(element),
        extra=extra_of(extra, ()),
    )


def _identifiers(listed: Any) -> Identifiers:
    ids = Identifiers()
    for each in listed:
        text = (text_of(each) or "").strip()
        if each.get("IdType") == "doi":
            ids.add_doi(text)
        elif each.get("IdType") == "pubmed":
            ids.add(f"pmid:{text}")
    return ids


def _abstract(article: Any) -> str | None:
    """Return the abstract; parts with a label ("METHODS") become lines that start with it."""
    parts = []
    for each in article.iterfind("Abstract/AbstractText"):
        text, label = one_line(text_of(each)), one_line(each.get("Label"))
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n".join(parts) or None


def _date(element: Any) -> tuple[int | None, str | None]:
    if element is None:
        return None, None
    year = year_of(child_text(element, "Year") or child_text(element, "MedlineDate"))
    month = (child_text(element, "Month") or "").strip().lower()
    number = int(month) if month.isascii() and month.isdigit() and len(month) < 3 else None
    if number is None and month[:3] in _MONTHS:
        number = _MONTHS.index(month[:3]) + 1
    day = (child_text(element, "Day") or "").strip()
    given_day = int(day) if day.isascii() and day.isdigit() and len(day) < 3 else None
    return year, iso_date(year, number, given_day) or iso_date(year, number)


def _author(element: Any) -> Author | None:
    parts = (child_text(element, "ForeName"), child_text(element, "LastName"), child_text(element, "Suffix"))
    name = one_line(" ".join(part for part in parts if part)) or one_line(child_text(element, "CollectiveName"))
    return Author(name, orcid_of(child_text(element, "Identifier[@Source='ORCID']"))) if name else None


def _references(element: Any) -> tuple[Reference, ...] | None:
    listed = element.find("PubmedData/ReferenceList")
    if listed is None:
        return None
    references = []
    for each in listed.iterfind(".//Reference"):
        ids = _identifiers(each.iterfind("ArticleIdList/ArticleId"))
        found = [*ids.others, *([f"doi:{ids.doi}"] if ids.doi else [])]
        raw = one_line(child_text(each, "Citation"))
        if found or raw:
            references.append(Reference(ids=tuple(sorted(filter(identifier_of, found))), raw=raw))
    return tuple(references)

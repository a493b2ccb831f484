"""PubMed XML: E-utilities answers and the yearly baseline files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    extra_of,
    identifier_of,
    iso_date,
    make_record,
    month_of,
    one_line,
    orcid_of,
    year_of,
)
from papergraph.sources.xml_stream import by_tag, child_text, first_text, records, text_of, within
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from papergraph.sources.documents import Document


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the articles of a `PubmedArticleSet`."""
    return records(document, ["PubmedArticle"], _article)


def _article(document: Document, line: int, element: Any) -> Record | Skipped:
    whole = by_tag(element)
    citation = by_tag(whole["MedlineCitation"][0]) if "MedlineCitation" in whole else {}
    if "Article" not in citation:
        return document.skip(line, "no article in this entry")
    article = by_tag(citation["Article"][0])
    journal = by_tag(article["Journal"][0]) if "Journal" in article else {}
    pmid = one_line(first_text(citation, "PMID"))
    data = by_tag(whole["PubmedData"][0]) if "PubmedData" in whole else {}
    ids = _identifiers(within(data, "ArticleIdList", "ArticleId"))
    for each in article.get("ELocationID", ()):
        if each.get("EIdType") == "doi":
            ids.add_doi(text_of(each))
    ids.add_pmid(pmid)
    year, date = _date(within(journal, "JournalIssue", "PubDate"))
    title = one_line(first_text(article, "ArticleTitle"))
    headings = within(citation, "MeshHeadingList", "MeshHeading")
    extra = {
        "keywords": _joined(within(citation, "KeywordList", "Keyword")),
        "mesh": _joined([each for heading in headings for each in heading.iterchildren("DescriptorName")]),
        "language": _joined(article.get("Language", [])),
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
        venue=one_line(first_text(journal, "Title")),
        authors=tuple([author for each in within(article, "AuthorList", "Author") if (author := _author(each))]),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and pmid.isdigit() else None,
        references=_references(data),
        extra=extra_of(extra, ()),
    )


def _identifiers(listed: Any) -> Identifiers:
    ids = Identifiers()
    for each in listed:
        text = (text_of(each) or "").strip()
        if each.get("IdType") == "doi":
            ids.add_doi(text)
        elif each.get("IdType") == "pubmed":
            ids.add_pmid(text)
    return ids


def _joined(elements: Sequence[Any]) -> str:
    return "; ".join([text for each in elements if (text := text_of(each)) and not text.isspace()])


def _abstract(article: dict[str, list[Any]]) -> str | None:
    """Return the abstract; parts with a label ("METHODS") become lines that start with it."""
    parts = []
    for each in within(article, "Abstract", "AbstractText"):
        text, label = one_line(text_of(each)), one_line(each.get("Label"))
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n".join(parts) or None


def _date(published: Sequence[Any]) -> tuple[int | None, str | None]:
    if not published:
        return None, None
    children = by_tag(published[0])
    year = year_of(first_text(children, "Year") or first_text(children, "MedlineDate"))
    month = month_of(first_text(children, "Month"))
    if month is None:
        return year, None
    day = (first_text(children, "Day") or "").strip()
    given_day = int(day) if day.isascii() and day.isdigit() and len(day) < 3 else None
    return year, iso_date(year, month, given_day) or iso_date(year, month)


def _author(element: Any) -> Author | None:
    children = by_tag(element)
    parts = [first_text(children, "ForeName"), first_text(children, "LastName"), first_text(children, "Suffix")]
    name = one_line(" ".join([part for part in parts if part])) or one_line(first_text(children, "CollectiveName"))
    if name is None:
        return None
    orcids = [text_of(each) for each in children.get("Identifier", ()) if each.get("Source") == "ORCID"]
    return Author(name, orcid_of(orcids[0]) if orcids else None)


def _references(data: Mapping[str, Any]) -> tuple[Reference, ...] | None:
    if "ReferenceList" not in data:
        return None
    listed = data["ReferenceList"][0]
    references = []
    for each in listed.iterfind(".//Reference"):
        ids = _identifiers(each.iterfind("ArticleIdList/ArticleId"))
        found = [*ids.others, *([f"doi:{ids.doi}"] if ids.doi else [])]
        raw = one_line(child_text(each, "Citation"))
        if found or raw:
            references.append(Reference(ids=tuple(sorted(filter(identifier_of, found))), raw=raw))
    return tuple(references)

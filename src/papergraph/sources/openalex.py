"""OpenAlex works: JSON answers and JSON Lines, with inverted-index abstracts and `referenced_works`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from papergraph.sources.fields import (
    Identifiers,
    date_of,
    exact_text,
    extra_of,
    identifier_of,
    make_record,
    one_line,
    orcid_of,
    without_markup,
    year_of,
)
from papergraph.sources.json_stream import records
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from papergraph.sources.documents import Document
    from papergraph.sources.json_stream import Entry

_USED = frozenset(
    {
        "id",
        "doi",
        "title",
        "display_name",
        "publication_year",
        "publication_date",
        "abstract_inverted_index",
        "abstract",
        "authorships",
        "primary_location",
        "host_venue",
        "ids",
        "referenced_works",
        "locations",
    }
)


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the works of OpenAlex answers or dumps. Pages of other things (authors, sources) are skipped."""
    return records(document, record_of)


def record_of(document: Document, line: int, entry: Entry) -> Record | Skipped:
    """Return the record of a work."""
    ids = Identifiers()
    ids.add_doi(entry.get("doi"))
    given = entry.get("ids")
    for each in [entry.get("id"), *(given.values() if isinstance(given, dict) else ())]:
        ids.add(each)
    addresses = [address for address in map(_address, _locations(entry)) if address]
    for address in addresses:
        # The page of a publisher names the work's DOI, arXiv or ACL id where OpenAlex has none.
        if "arxiv.org" in address or "aclanthology.org" in address:
            ids.add(address)
    references = entry.get("referenced_works")
    return make_record(
        document,
        line,
        "openalex",
        without_markup(entry.get("title") or entry.get("display_name")),
        ids,
        source_id=one_line(entry.get("id")),
        abstract=abstract_of(entry),
        year=year_of(entry.get("publication_year")),
        date=date_of(entry.get("publication_date")),
        venue=_venue(entry),
        authors=_authors(entry.get("authorships")),
        url=addresses[0] if addresses else one_line(entry.get("id")),
        references=tuple([Reference((found,)) for each in references if (found := _work(each))])
        if isinstance(references, list)
        else None,
        extra=extra_of(entry, _USED),
    )


def _work(value: object) -> str | None:
    if isinstance(value, str) and value.startswith(_WORK) and (number := value[len(_WORK) :]).isdecimal():
        plain = number[0] != "0" and number.isascii()
        return f"openalex:W{number if plain else int(number)}"
    return identifier_of(value)


_WORK = "https://openalex.org/W"


def abstract_of(entry: Entry) -> str | None:
    """Return the abstract, put together from its inverted index (`{"word": [positions]}`)."""
    index = entry.get("abstract_inverted_index")
    if not isinstance(index, dict):
        return exact_text(without_markup(entry.get("abstract")))
    return exact_text(without_markup(" ".join(_in_order(index))))


def _in_order(index: dict[str, Any]) -> Iterable[str]:
    """Return the words of an inverted index by place, then word; what is no list of places is left out."""
    with suppress(TypeError):  # of places that are no list
        words = {place: word for word, places in index.items() for place in places}
        # Each place once, as OpenAlex writes it: to sort numbers is quicker than to sort pairs.
        if set(map(type, words)) == {int} and len(words) == sum(map(len, index.values())):
            return map(words.__getitem__, sorted(words))
    placed = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return [word for _, word in sorted(placed)]


def _locations(entry: Entry) -> list[Any]:
    others = entry.get("locations")
    return [entry.get("primary_location"), *(others if isinstance(others, list) else ())]


def _address(location: object) -> str | None:
    return one_line(location.get("landing_page_url")) if isinstance(location, dict) else None


def _venue(entry: Entry) -> str | None:
    for location in (*_locations(entry)[:1], entry.get("host_venue")):
        source = location.get("source", location) if isinstance(location, dict) else None
        if isinstance(source, dict) and (name := one_line(source.get("display_name"))):
            return name
    return None


def _authors(value: object) -> tuple[Author, ...]:
    authors = []
    for item in value if isinstance(value, list) else ():
        given = item.get("author") if isinstance(item, dict) else None
        if not isinstance(given, dict):
            continue
        name = one_line(given.get("display_name")) or one_line(item.get("raw_author_name"))
        own = given.get("id")
        ids = (f"openalex:{own.rsplit('/', 1)[-1]}",) if isinstance(own, str) and own.strip() else ()
        if name:
            authors.append(Author(name, orcid_of(given.get("orcid")), ids))
    return tuple(authors)

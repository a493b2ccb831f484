"""The services: how each is asked for a paper, by identifier first, then by title.

A look-up returns objects as the service gives them, which the reader of its format understands.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from papergraph.enrich import anthology
from papergraph.enrich.client import ServiceError
from papergraph.enrich.records import entries_of
from papergraph.sources import crossref, jsonl, openalex, semantic_scholar
from papergraph.sources.arxiv import read_atom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from papergraph.enrich.client import Client
    from papergraph.graph import PaperNode
    from papergraph.sources.documents import Document
    from papergraph.values import Record, Skipped

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """A service.

    Attributes:
        name: As in `--from`.
        record_of: Reads an object that it gives.
        base_url: Where it is.
        pause: The least time between requests that it asks for, in seconds.
        candidates: Yields, for a paper, one list of objects a request, best way of asking first.
        headers: What is sent with every request; keys come from the environment only.
    """

    name: str
    record_of: Callable[[Document, int, Entry], Record | Skipped]
    base_url: str
    pause: float
    candidates: Callable[[Any, PaperNode], Iterator[list[Entry]]]
    headers: Callable[[], dict[str, str]] = dict


def _title_words(title: str) -> str:
    """Return a title without the characters that the services' query languages read as their own."""
    return " ".join(re.findall(r"\w+", title))[:300]


def _object(answer: object, key: str, *above: str) -> list[Entry]:
    """Return the object with a key that stands below others in the answer to a look-up; [] for no answer (None).

    Raises:
        ServiceError: There is no such object.
    """
    if answer is None:
        return []
    found = _inner(answer, *above)
    if not isinstance(found, dict) or key not in found:
        raise ServiceError(_UNEXPECTED)
    return [found]


def _list(answer: object, *keys: str) -> list[Entry]:
    """Return the objects of the list that stands below the keys in the answer to a search; [] for no answer (None).

    Raises:
        ServiceError: There is no list.
    """
    if answer is None:
        return []
    found = _inner(answer, *keys)
    if not isinstance(found, list):
        raise ServiceError(_UNEXPECTED)
    return [each for each in found if isinstance(each, dict)]


_UNEXPECTED = "the answer is JSON, but not of the form that the service describes"


def _inner(value: object, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _dois(paper: PaperNode) -> list[str]:
    """Return the DOIs of a paper; arXiv gives every paper one."""
    given = [paper.doi] if paper.doi else []
    return [*given, *([f"10.48550/arxiv.{paper.arxiv_id}"] if paper.arxiv_id else [])]


def _openalex(client: Client, paper: PaperNode) -> Iterator[list[Entry]]:
    for doi in _dois(paper):
        yield _object(client.get_json(f"/works/https://doi.org/{quote(doi, safe='/')}", {}), "id")
    if words := _title_words(paper.title):
        yield _list(client.get_json("/works", {"filter": f"title.search:{words}", "per-page": "5"}), "results")


def _crossref(client: Client, paper: PaperNode) -> Iterator[list[Entry]]:
    if paper.doi:
        yield _object(client.get_json(f"/works/{quote(paper.doi, safe='')}", {}), "DOI", "message")
    if words := _title_words(paper.title):
        yield _list(client.get_json("/works", {"query.bibliographic": words, "rows": "5"}), "message", "items")


_S2_FIELDS = (
    "externalIds,title,abstract,venue,year,publicationDate,authors,url,"
    "references.paperId,references.externalIds,references.title,references.year"
)


def _semantic_scholar(client: Client, paper: PaperNode) -> Iterator[list[Entry]]:
    named = (("DOI", paper.doi), ("ARXIV", paper.arxiv_id), ("ACL", paper.acl_id))
    for kind, bare in named:
        if bare:
            answer = client.get_json(f"/graph/v1/paper/{kind}:{quote(bare, safe='')}", {"fields": _S2_FIELDS})
            yield _object(answer, "paperId")
    if words := _title_words(paper.title):
        answer = client.get_json("/graph/v1/paper/search/match", {"query": words, "fields": _S2_FIELDS})
        yield _list(answer, "data")


def _semantic_scholar_key() -> dict[str, str]:
    key = os.environ.get("SEMANTIC_SCHOLAR_API_KEY", "").strip()
    return {"x-api-key": key} if key else {}


def _openalex_key() -> dict[str, str]:
    key = os.environ.get("OPENALEX_API_KEY", "").strip()
    return {"Authorization": f"Bearer {key}"} if key else {}


def _arxiv(client: Client, paper: PaperNode) -> Iterator[list[Entry]]:
    if paper.arxiv_id:
        yield _arxiv_answer(client, {"id_list": paper.arxiv_id, "max_results": "1"})
    if words := _title_words(paper.title):
        yield _arxiv_answer(client, {"search_query": f'ti:"{words}"', "max_results": "5"})


def _arxiv_answer(client: Client, parameters: dict[str, str]) -> list[Entry]:
    body = client.get("/api/query", parameters)
    return [] if body is None else entries_of("arXiv", body, read_atom, root="feed")


SERVICES: dict[str, Service] = {
    service.name: service
    for service in (
        Service("openalex", openalex.record_of, "https://api.openalex.org", 0.12, _openalex, _openalex_key),
        Service("crossref", crossref.record_of, "https://api.crossref.org", 0.25, _crossref),
        Service(
            "semantic-scholar",
            semantic_scholar.record_of,
            "https://api.semanticscholar.org",
            1.05,
            _semantic_scholar,
            _semantic_scholar_key,
        ),
        # arXiv asks for three seconds between requests.
        Service("arxiv", jsonl.record_of, "https://export.arxiv.org", 3.0, _arxiv),
        Service(
            "acl",
            jsonl.record_of,
            "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml",
            1.0,
            anthology.candidates,
        ),
    )
}

"""Full-text search, and papers like a given one."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from papergraph.errors import UsageError
from papergraph.stores.base import Result
from papergraph.text import fold_words

if TYPE_CHECKING:
    from papergraph.stores.base import GraphStore

_INDEX: Final = {"Neo4j": "papergraph_papers"}
_EMBEDDED_INDEX: Final = "Paper[title,abstract]"
_CONCEPTS: Final = "Model|Dataset|Language|Method|Task|LanguageGroup"
_CLAIMS: Final = "USES|INTRODUCES|EVALUATES_ON|COVERS"

CITATION_WEIGHT: Final = 1.0
"""What a citation between two papers counts, against a concept that only the two name (1 / log2(1 + 2) = 0.63)."""

SHARED_REFERENCE_WEIGHT: Final = 0.25
"""What each work that both cite counts."""

_PAPERS = """CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score
WITH node, score WHERE node.in_corpus = true
RETURN node.id AS id, node.title AS title, node.year AS year, score AS score
ORDER BY score DESC, id LIMIT $limit"""
_NAMES = f"""MATCH (c:{_CONCEPTS})
WITH * WHERE toLower(c.name) CONTAINS $text OR any(alias IN c.aliases WHERE toLower(alias) CONTAINS $text)
RETURN c.name AS name, labels(c)[0] AS kind, c.paper_count AS papers, c.aliases AS aliases, c.id AS id
ORDER BY papers DESC, name, id LIMIT $limit"""
_SHARED = f"""MATCH (p:Paper {{id: $paper}})-[r:{_CLAIMS}]->(c:{_CONCEPTS})
MATCH (q:Paper)-[s:{_CLAIMS}]->(c)
WITH * WHERE q.id <> p.id AND q.in_corpus = true
RETURN DISTINCT q.id AS id, c.name AS name, c.paper_count AS papers"""
_CITED = """MATCH (p:Paper {id: $paper})-[:CITES]->(q:Paper)
WITH * WHERE q.in_corpus = true AND q.id <> p.id
RETURN q.id AS id"""
_CITING = """MATCH (q:Paper)-[:CITES]->(p:Paper {id: $paper})
WITH * WHERE q.in_corpus = true AND q.id <> p.id
RETURN q.id AS id"""
_COUPLED = """MATCH (p:Paper {id: $paper})-[:CITES]->(w:Paper)<-[:CITES]-(q:Paper)
WITH * WHERE q.id <> p.id AND q.in_corpus = true
RETURN q.id AS id, count(DISTINCT w) AS works"""
_TITLES = """MATCH (p:Paper)
WITH * WHERE p.id IN $ids
RETURN p.id AS id, p.title AS title, p.year AS year"""


def search_papers(store: GraphStore, words: str, *, limit: int = 20) -> Result:
    """Return the papers whose title or abstract has all the words, best first; where none has all, those with some.

    Scores are the engine's own and mean nothing beyond their order.

    Raises:
        UsageError: No word to search for.
    """
    terms = [term for term in re.findall(r"\w+", words.lower()) if term]
    if not terms:
        raise UsageError("no word to search for")
    index = _INDEX.get(store.name, _EMBEDDED_INDEX)
    found = Result(("id", "title", "year", "score"), [])
    for joined in (" AND ".join(terms), " ".join(terms)):
        found = store.query(_PAPERS, {"index": index, "words": joined, "limit": limit})
        if found.rows:
            break
    return Result(found.columns, [(*row[:3], round(row[3], 3)) for row in found.rows])


def search_names(store: GraphStore, words: str, *, limit: int = 20) -> Result:
    """Return the concepts with the text in a name or alias, most named first."""
    return store.query(_NAMES, {"text": words.strip().lower(), "limit": limit})


def find_paper(store: GraphStore, wanted: str) -> str:
    """Return the id of a paper given by any of its ids or by its title.

    Raises:
        UsageError: No such paper; the message names the nearest title.
    """
    by_id = "MATCH (p:Paper) WITH * WHERE p.id = $text OR $text IN p.other_ids RETURN p.id AS id ORDER BY id LIMIT 1"
    by_title = "MATCH (p:Paper) WITH * WHERE toLower(p.title) = toLower($text) RETURN p.id AS id ORDER BY id LIMIT 1"
    for statement in (by_id, by_title):
        if rows := store.query(statement, {"text": wanted.strip()}).rows:
            return str(rows[0][0])
    near = search_papers(store, wanted, limit=1).rows if fold_words(wanted) else []
    hint = f"; the nearest is {near[0][0]} {near[0][1]!r}" if near else ""
    raise UsageError(f"no paper {wanted!r}{hint}")


@dataclass
class _Likeness:
    score: float = 0.0
    concepts: list[tuple[int, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def similar_papers(store: GraphStore, paper: str, *, limit: int = 10) -> Result:
    """Return papers like one, best first, each with the reasons.

    A shared concept counts 1 / log2(1 + number of papers that name it), so that a rare one counts more; citations count
    `CITATION_WEIGHT`, shared references `SHARED_REFERENCE_WEIGHT` each.

    Args:
        store: The graph.
        paper: An id of the paper, or its title.
        limit: How many.

    Raises:
        UsageError: No such paper.
    """
    key = find_paper(store, paper)
    found: dict[str, _Likeness] = defaultdict(_Likeness)
    for other, name, papers in store.query(_SHARED, {"paper": key}).rows:
        found[other].score += 1 / math.log2(1 + max(papers, 1))
        found[other].concepts.append((papers, name))
    for statement, reason in ((_CITED, "cited by it"), (_CITING, "cites it")):
        for (other,) in store.query(statement, {"paper": key}).rows:
            found[other].score += CITATION_WEIGHT
            found[other].reasons.append(reason)
    for other, works in store.query(_COUPLED, {"paper": key}).rows:
        found[other].score += SHARED_REFERENCE_WEIGHT * works
        found[other].reasons.append(f"{works} shared reference{'' if works == 1 else 's'}")
    best = sorted(found.items(), key=lambda pair: (-round(pair[1].score, 6), pair[0]))[:limit]
    titles = {row[0]: row for row in store.query(_TITLES, {"ids": [other for other, _ in best]}).rows}
    rows = [
        (*titles[other], round(likeness.score, 2), [name for _, name in sorted(likeness.concepts)] + likeness.reasons)
        for other, likeness in best
    ]
    return Result(("id", "title", "year", "score", "why"), rows)

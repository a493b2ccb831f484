"""Papers like a given one, with the reasons."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from papergraph.queries.search import CLAIMS, CONCEPTS, find_paper
from papergraph.stores.base import Result

if TYPE_CHECKING:
    from papergraph.stores.base import GraphStore

CITATION_WEIGHT: Final = 1.0
"""What a citation between two papers counts, against a concept that only the two name (1 / log2(1 + 2) = 0.63)."""

SHARED_REFERENCE_WEIGHT: Final = 0.25
"""What each work that both cite counts."""

_SHARED = f"""MATCH (p:Paper {{id: $paper}})-[r:{CLAIMS}]->(c:{CONCEPTS})
MATCH (q:Paper)-[s:{CLAIMS}]->(c)
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
        UnknownNameError: No such paper.
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

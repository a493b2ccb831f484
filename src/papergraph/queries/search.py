"""Full-text search over papers and names: the engine finds, this module ranks and shows the sentence."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from papergraph.errors import UnknownNameError, UsageError
from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.link import Known, Names, key_of_words, singular
from papergraph.stores.base import Result
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from papergraph.stores.base import GraphStore

_INDEX: Final = {"Neo4j": "papergraph_papers"}
_EMBEDDED_INDEX: Final = "Paper[title,abstract]"
_WEIGHED: Final = 8
"""Words of a search that are looked up one by one."""

_RANKED: Final = 300
"""At least so many papers are fetched and ranked; the engine's own order does not know titles from abstracts."""

_COMMON: Final = frozenset(
    "a an the and or of in on for to with by from at as is are be it its this that these we our you your all over "
    "under into via using use do does not no can how what which".split()
)
"""Words that need not be in a paper that is found."""

_NAME_COLUMNS: Final = ("name", "kind", "papers", "aliases", "id")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_PAPERS: Final = """CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score
WITH node, score WHERE node.in_corpus = true
RETURN node.id AS id, node.title AS title, node.year AS year, node.abstract AS abstract, score AS score
ORDER BY score DESC, id LIMIT $limit"""
_COUNT: Final = """CALL db.index.fulltext.queryNodes($index, $words) YIELD node
RETURN count(node) AS papers"""
CONCEPTS: Final = "|".join(CONCEPT_LABELS)
CLAIMS: Final = "INTRODUCES|USES|EVALUATES_ON|COVERS"
"""The relationships by which a paper is about a concept: not those to baselines and to what it only mentions."""

_NAMING: Final = f"""MATCH (c:{CONCEPTS})
WITH * WHERE c.id IN $ids
MATCH (p:Paper)-[r:{CLAIMS}]->(c)
RETURN p.id AS id, p.title AS title, p.year AS year, p.abstract AS abstract, type(r) AS relation,
  r.confidence AS confidence, r.evidence AS evidence
ORDER BY confidence DESC, id LIMIT $limit"""


@dataclass
class _Found:
    """A paper that may be meant, and what speaks for it."""

    title: str
    year: int | None
    abstract: str | None
    score: float = 0.0  # the engine's, 0 to 1
    concept: float = 0.0
    evidence: str | None = None


@dataclass(frozen=True)
class _Wanted:
    """What is searched for: folded words with their weights, the folded phrases in quotation marks, all as a phrase."""

    words: dict[str, float]
    phrases: tuple[str, ...]
    whole: str


def search_papers(store: GraphStore, words: str, *, limit: int = 20, names: Names | None = None) -> Result:
    """Return the papers that words are about, best first, each with the sentence that has most of the words.

    Papers that have all the words come first; among those, hits in the title, of the words as one phrase, and of a
    concept of that name under any of its names (`tokenisation` finds tokenization) count more. Words in quotation marks
    must stand together. Case, accents and plural endings do not matter.

    Args:
        store: The graph.
        words: What to search for.
        limit: How many papers.
        names: The graph's names, where they were read before.

    Returns:
        Columns id, title, year, score (0 to 10, good for the order only) and sentence (null where only the title has
        the words).

    Raises:
        UsageError: No word to search for.
    """
    terms = re.findall(r"\w+", words.lower())
    if not terms:
        raise UsageError("no word to search for")
    names = names or Names.of(store)
    folded = fold_words(words)
    phrases = tuple(filter(None, (fold_words(part) for part in re.findall(r'["“]([^"“”]+)["”]', words))))
    telling = [term for term in terms if fold_words(term) not in _COMMON] or terms
    wanted = _Wanted(_weights(store, telling, names), phrases, folded)
    found = _by_index(store, telling, names, limit)
    _by_concept(store, names.concepts_named(folded.split(), words.strip()), found)
    ranked = sorted(((-_rank(wanted, paper), key) for key, paper in found.items() if _has(phrases, paper)))
    rows = [
        (key, found[key].title, found[key].year, round(-score, 3), _sentence(wanted, found[key]))
        for score, key in ranked[:limit]
    ]
    return Result(("id", "title", "year", "score", "sentence"), rows)


def _by_index(store: GraphStore, terms: Sequence[str], names: Names, limit: int) -> dict[str, _Found]:
    """Return what the engine's index has: papers with all the telling words, and some with any where those are few."""
    spelt = [_spellings(term, names) for term in terms]
    index = _INDEX.get(store.name, _EMBEDDED_INDEX)
    found: dict[str, _Found] = {}
    for joined in (" AND ".join(spelt), " OR ".join(spelt)):
        values = {"index": index, "words": joined, "limit": max(_RANKED, 2 * limit)}
        rows = store.query(_PAPERS, values).rows
        best = max((row[4] for row in rows), default=0) or 1
        for key, title, year, abstract, score in rows:
            found.setdefault(key, _Found(title, year, abstract, score / best))
        if len(found) >= limit:
            break
    return found


def _weights(store: GraphStore, terms: Sequence[str], names: Names) -> dict[str, float]:
    """Return what each folded word counts: a rare one more. Only the first words are counted in the index."""
    index = _INDEX.get(store.name, _EMBEDDED_INDEX)
    found = {}
    for place, term in enumerate(terms):
        papers = 0
        if len(terms) > 1 and place < _WEIGHED:
            papers = store.query(_COUNT, {"index": index, "words": _spellings(term, names)}).rows[0][0]
        for word in fold_words(term).split():
            found[singular(word)] = 1 / math.log2(2 + papers)
    return found


def _spellings(term: str, names: Names) -> str:
    """Return a word with the ways the graph's names write it, for an index that tells accents apart: maori, māori."""
    others = names.spellings(fold_words(term)) - {term}
    return f"({' OR '.join([term, *sorted(others)])})" if others else term


def _by_concept(store: GraphStore, concepts: Sequence[Known], found: dict[str, _Found]) -> None:
    if not concepts:
        return
    values = {"ids": [known.id for known in concepts], "limit": _RANKED}
    for key, title, year, abstract, relation, confidence, evidence in store.query(_NAMING, values).rows:
        paper = found.setdefault(key, _Found(title, year, abstract))
        weight = confidence * (1.5 if relation == "INTRODUCES" else 1.0)
        if weight > paper.concept:
            paper.concept, paper.evidence = weight, evidence


def _rank(wanted: _Wanted, paper: _Found) -> float:
    """Return how well a paper fits: up to 4 for the words, 2 for them in the title, the rest for phrase and concept."""
    everywhere = _share(wanted, f"{paper.title} {paper.abstract or ''}")
    phrase = 0.0
    if len(wanted.whole.split()) > 1:
        abstract = paper.abstract or ""
        phrase = 1.0 if _within(wanted.whole, paper.title) else 0.4 if _within(wanted.whole, abstract) else 0.0
    exact = 1.0 if fold_words(paper.title) == wanted.whole else 0.0
    named = paper.concept if everywhere < 1 else paper.concept / 2
    fits = 4 * max(everywhere, min(1.0, paper.concept) * _SAME) + 2 * _share(wanted, paper.title)
    return fits + phrase + exact + named + paper.score / 2


_SAME: Final = 0.9
"""A paper that uses a concept of that name under another name is nearly as good as one with the words."""


def _share(wanted: _Wanted, text: str) -> float:
    """Return the weight of the words that a text has, of 1."""
    folded = fold_words(text)
    own = set(map(singular, folded.split()))
    # Chinese and Japanese put no spaces between words.
    have = sum(
        weight for word, weight in wanted.words.items() if word in own or (not word.isascii() and word in folded)
    )
    return have / sum(wanted.words.values())


def _within(phrase: str, text: str) -> bool:
    return f" {' '.join(key_of_words(phrase.split()))}" in f" {fold_words(text)}"


def _has(phrases: Iterable[str], paper: _Found) -> bool:
    return all(_within(phrase, f"{paper.title} {paper.abstract or ''}") for phrase in phrases)


def _sentence(wanted: _Wanted, paper: _Found) -> str | None:
    """Return the sentence of the abstract with most of the words; else the one that names the concept."""
    best, most = None, 0.0
    for sentence in _SENTENCE.split(paper.abstract or ""):
        count = _share(wanted, sentence) + (0.2 if _within(wanted.whole, sentence) else 0.0)
        if count > most:
            best, most = " ".join(sentence.split()), count
    return best or paper.evidence


def search_names(store: GraphStore, words: str, *, limit: int = 20, names: Names | None = None) -> Result:
    """Return the concepts with all the words in a name or alias: those of that very name first, then the most named.

    Case, accents, hyphens and plural endings do not matter. Where no name has the words, the nearest names.
    """
    key = key_of_words(fold_words(words).split())
    if not key:
        return Result(_NAME_COLUMNS, [])
    names = names or Names.of(store)
    ranked: list[tuple[Any, ...]] = []
    for known in names.concepts:
        fits = [fit for name in (known.name, *known.aliases) if (fit := _name_fit(key, name)) is not None]
        if fits:
            ranked.append((min(fits), -known.papers, known.name, known.id, known))
    if not ranked:
        near = names.nearest(words, limit)
        ranked = [(near.index(k.name), -k.papers, k.name, k.id, k) for k in names.concepts if k.name in near]
    best = [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])[:limit]]
    rows = [(known.name, known.label, known.papers, list(known.aliases), known.id) for known in best]
    return Result(_NAME_COLUMNS, rows)


def _name_fit(key: tuple[str, ...], name: str) -> int | None:
    """Return 0 for the very name, 1 for one that starts so, 2 with the words, 3 with parts of them, else None."""
    folded = fold_words(name)
    own = key_of_words(folded.split())
    if own == key or "".join(own) == "".join(key):
        return 0
    if own[: len(key)] == key:
        return 1
    if set(key) <= set(own):
        return 2
    return 3 if all(word in folded for word in key) else None


def find_paper(store: GraphStore, wanted: str) -> str:
    """Return the id of a paper given by any of its ids or by its title.

    Raises:
        UnknownNameError: No such paper; the message names the nearest title.
    """
    by_id = "MATCH (p:Paper) WITH * WHERE p.id = $text OR $text IN p.other_ids RETURN p.id AS id ORDER BY id LIMIT 1"
    by_title = "MATCH (p:Paper) WITH * WHERE toLower(p.title) = toLower($text) RETURN p.id AS id ORDER BY id LIMIT 1"
    for statement in (by_id, by_title):
        if rows := store.query(statement, {"text": wanted.strip()}).rows:
            return str(rows[0][0])
    near = search_papers(store, wanted, limit=1).rows if fold_words(wanted) else []
    hint = f"; the nearest is {near[0][0]} {near[0][1]!r}" if near else ""
    raise UnknownNameError(f"no paper {wanted!r}{hint}")

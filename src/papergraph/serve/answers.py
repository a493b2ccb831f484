"""What the doors answer: plain dictionaries that JSON can hold, from a graph store.

Every function reads only. `limit` is the number of rows at most, `timeout` the seconds a statement may take.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from papergraph.errors import QueryError, UnknownNameError, UsageError
from papergraph.graph.schema import CONCEPT_LABELS, CONCEPT_RELATIONSHIPS, NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.queries import search as searching
from papergraph.queries.ask import ask
from papergraph.queries.library import get_query, list_queries
from papergraph.queries.similar import similar_papers
from papergraph.stores.syntax import writes
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papergraph.queries.ask import Names
    from papergraph.stores.base import GraphStore, Result

LONGEST_TEXT: Final = 10_000
"""Characters of a name, a question or a value; longer ones are refused before anything works on them."""

SENTENCES: Final = 3
"""Sentences given for a paper in a row."""

_CONCEPT: Final = "|".join(CONCEPT_LABELS)
_CLAIM: Final = "|".join(CONCEPT_RELATIONSHIPS)
_SENTENCES: Final = f"""MATCH (p:Paper)-[r:{_CLAIM}]->(c:{_CONCEPT})
WITH * WHERE p.id IN $ids AND r.primary = true
RETURN p.id AS paper, type(r) AS relation, c.id AS concept, c.name AS name, c.aliases AS aliases,
       r.evidence AS evidence, r.confidence AS confidence
ORDER BY paper, confidence DESC, relation, concept"""
_PAPER: Final = "MATCH (p:Paper {id: $id}) RETURN p AS paper"
_PAPER_CONCEPTS: Final = f"""MATCH (p:Paper {{id: $id}})-[r:{_CLAIM}]->(c:{_CONCEPT})
RETURN c.id AS id, c.name AS name, labels(c)[0] AS kind, type(r) AS relation, r.confidence AS confidence,
       r.evidence AS evidence, r.start AS start, r.end AS end, r.hedged AS hedged
ORDER BY confidence DESC, relation, id"""
_PAPER_AUTHORS: Final = """MATCH (a:Author)-[w:WROTE]->(p:Paper {id: $id})
RETURN a.id AS id, a.name AS name, w.position AS position ORDER BY position, id"""
_CITES: Final = "MATCH (p:Paper {id: $id})-[:CITES]->(q:Paper) RETURN q.id AS id, q.title AS title ORDER BY id"
_CITED_BY: Final = "MATCH (q:Paper)-[:CITES]->(p:Paper {id: $id}) RETURN q.id AS id, q.title AS title ORDER BY id"
_CONCEPT_BY_ID: Final = f"MATCH (c:{_CONCEPT}) WITH * WHERE c.id = $text RETURN c AS concept, labels(c)[0] AS kind"
_CONCEPT_BY_NAME: Final = f"""MATCH (c:{_CONCEPT})
WITH * WHERE toLower(c.name) = toLower($text) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($text))
RETURN c AS concept, labels(c)[0] AS kind ORDER BY c.paper_count DESC, c.id"""
_CONCEPT_PAPERS: Final = f"""MATCH (p:Paper)-[r:{_CLAIM}]->(c:{_CONCEPT})
WITH * WHERE c.id = $id AND r.primary = true
RETURN p.id AS id, p.title AS title, p.year AS year, type(r) AS relation, r.confidence AS confidence,
       r.evidence AS evidence
ORDER BY year DESC, title, id"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: seconds for each statement, rows at most."""

    seconds: float = 10.0
    rows: int = 1_000


def rows_of(result: Result, limits: Limits) -> dict[str, Any]:
    """Return columns, rows as objects, and whether rows were left out."""
    rows = [plain(row) for row in result.objects()[: limits.rows]]
    return {"columns": list(result.columns), "rows": rows, "truncated": len(result.rows) > limits.rows}


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it: a number that is none (NaN, infinite) becomes null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def checked(text: str, what: str) -> str:
    """Return a text of the client as it is.

    Raises:
        UsageError: It is too long, or no text that a database can hold.
    """
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"{what} has at most {LONGEST_TEXT} characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"{what} holds half of a surrogate pair") from error
    return text


def answer_question(store: GraphStore, question: str, names: Names, limits: Limits) -> dict[str, Any]:
    """Return the rows for a question in English, how it was understood, and what was not.

    A row about a paper that brings no sentence of its own gets the paper's `sentences` for the concepts that the
    question names, else its surest one.

    Raises:
        UsageError: No question, or too long a text.
        QueryError: It was stopped at its limit.
    """
    found = ask(store, checked(question, "the question"), names=names, timeout=limits.seconds)
    answer = {
        "question": question,
        "understood": found.understood,
        "not_understood": list(found.not_understood),
        "nearest": dict(found.nearest),
        "cypher": found.cypher,
        **rows_of(found.result, limits),
    }
    _add_sentences(store, answer["rows"], question, limits)
    return answer


def search_words(
    store: GraphStore, words: str, names: Names, limits: Limits, *, limit: int, concepts: bool = False
) -> dict[str, Any]:
    """Return papers (or, with `concepts`, concepts by their names) for words, best first; papers with their sentences.

    Raises:
        UsageError: No word to search for.
    """
    find = searching.search_names if concepts else searching.search_papers
    found = find(store, checked(words, "the search"), limit=min(limit, limits.rows), names=names)
    answer = rows_of(found, limits)
    if not concepts:
        _add_sentences(store, answer["rows"], words, limits)
    return answer


def similar_to(store: GraphStore, paper: str, limits: Limits, *, limit: int) -> dict[str, Any]:
    """Return papers like one, given by an id or its title, each with why.

    Raises:
        UnknownNameError: No such paper.
    """
    found = similar_papers(store, checked(paper, "the paper"), limit=min(limit, limits.rows))
    answer = rows_of(found, limits)
    _add_sentences(store, answer["rows"], "", limits)
    return answer


def run_query(store: GraphStore, name: str, given: Mapping[str, object], limits: Limits) -> dict[str, Any]:
    """Return the rows of a named query.

    Raises:
        UnknownNameError: No such query.
        UsageError: No such parameter, or a value of another type.
        QueryError: It was stopped at its limit.
    """
    checked(name, "the name")
    query = get_query(name)
    for key, value in given.items():
        for text in (key, *(value if isinstance(value, list | tuple) else [value])):
            if isinstance(text, str):
                checked(text, "a parameter")
    values = query.values(given)
    found = store.query(query.text, values, timeout=limits.seconds, limit=limits.rows + 1)
    return {"name": query.name, "title": query.title, "parameters": plain(values), **rows_of(found, limits)}


def run_cypher(
    store: GraphStore, statement: str, parameters: Mapping[str, Any] | None, limits: Limits
) -> dict[str, Any]:
    """Return the rows of a reading Cypher statement.

    Raises:
        QueryError: It is wrong, would write, or was stopped at its limit.
    """
    if writes(checked(statement, "the statement")):
        raise QueryError("the statement would change the graph; this server only reads")
    found = store.query(statement, parameters, timeout=limits.seconds, limit=limits.rows + 1)
    return rows_of(found, limits)


def describe_queries() -> list[dict[str, Any]]:
    """Return the named queries: name, title, question, group, parameters, example."""
    return [query.as_json() for query in list_queries()]


def describe_schema() -> dict[str, Any]:
    """Return labels and relationship types with their properties, as the graph schema has them."""
    return {
        "labels": [
            {"label": node.label, "doc": node.doc, "properties": {one.name: one.type.value for one in node.properties}}
            for node in NODE_LABELS.values()
        ],
        "relationships": [
            {
                "type": kind.type,
                "from": list(kind.sources),
                "to": list(kind.targets),
                "doc": kind.doc,
                "properties": {one.name: one.type.value for one in kind.properties},
            }
            for kind in RELATIONSHIP_TYPES.values()
        ],
    }


def tell_paper(store: GraphStore, wanted: str, limits: Limits) -> dict[str, Any]:
    """Return a paper, given by an id or its title, with its concepts and their sentences, authors and citations.

    Raises:
        UnknownNameError: No such paper.
    """
    key = {"id": searching.find_paper(store, checked(wanted, "the paper"))}

    def rows(statement: str) -> list[dict[str, Any]]:
        return [plain(row) for row in store.query(statement, key, limit=limits.rows).objects()]

    paper = plain(store.query(_PAPER, key).rows[0][0])
    paper.pop("_label", None)
    return {
        **paper,
        "concepts": rows(_PAPER_CONCEPTS),
        "authors": rows(_PAPER_AUTHORS),
        "cites": rows(_CITES),
        "cited_by": rows(_CITED_BY),
    }


def tell_concept(store: GraphStore, wanted: str, limits: Limits) -> dict[str, Any]:
    """Return a concept, given by its id, name or alias, with its papers and their sentences.

    Where several concepts have the name, the one with most papers is told and `others` lists the rest.

    Raises:
        UnknownNameError: No such concept; the message names some that are near.
    """
    text = checked(wanted, "the concept").strip()
    found = store.query(_CONCEPT_BY_ID, {"text": text}).rows or store.query(_CONCEPT_BY_NAME, {"text": text}).rows
    if not found:
        near = searching.search_names(store, text, limit=3).rows if text else []
        hint = f"; near are {', '.join(str(row[0]) for row in near)}" if near else ""
        raise UnknownNameError(f"no concept {text[:100]!r}{hint}")
    concept, kind = found[0]
    papers = store.query(_CONCEPT_PAPERS, {"id": concept["id"]}, timeout=limits.seconds, limit=limits.rows + 1)
    told = {key: plain(value) for key, value in concept.items() if key != "_label"}
    return {
        **told,
        "kind": kind,
        "papers": [plain(row) for row in papers.objects()[: limits.rows]],
        "truncated": len(papers.rows) > limits.rows,
        "others": [{"id": other["id"], "name": other["name"], "kind": label} for other, label in found[1:]],
    }


def _add_sentences(store: GraphStore, rows: Sequence[dict[str, Any]], asked: str, limits: Limits) -> None:
    """Give each row about a paper the sentences that tie it to what was asked."""
    bare = [row for row in rows if isinstance(row.get("id"), str) and "title" in row and "evidence" not in row]
    if not bare:
        return
    ids = sorted({row["id"] for row in bare})
    folded = f" {fold_words(asked)} "
    named, any_of = defaultdict(list), defaultdict(list)
    for paper, relation, concept, name, aliases, evidence, _ in store.query(
        _SENTENCES, {"ids": ids}, timeout=limits.seconds
    ).rows:
        sentence = {"relation": relation, "concept": concept, "evidence": evidence}
        any_of[paper].append(sentence)
        if any((words := fold_words(text)) and f" {words} " in folded for text in (name, *(aliases or ()))):
            named[paper].append(sentence)
    for row in bare:
        row["sentences"] = (named[row["id"]] or any_of[row["id"]][:1])[:SENTENCES]

"""Questions as different people would put them, over a graph drawn by lot."""

from __future__ import annotations

from functools import cache
from statistics import fmean

import pytest

from papergraph.errors import PapergraphError
from papergraph.queries.ask import Names, ask, compose, parse
from papergraph.stores.base import comparable
from tests import engines
from tests.field_graph import field_graph
from tests.queries.test_ask import pairs

FILES = ("field_questions.txt", "more_questions.txt")
HALVES = ("known", "held out")
# file and half: least share of exact answers, least macro F1
FLOORS = {
    ("field_questions.txt", "known"): (0.95, 0.95),
    ("field_questions.txt", "held out"): (0.85, 0.90),
    ("more_questions.txt", "known"): (0.97, 0.97),
    ("more_questions.txt", "held out"): (0.87, 0.90),
}
REFUSED = "NOT UNDERSTOOD "


@cache
def names() -> Names:
    return Names.of(engines.embedded(field_graph))


def judged(question: str, cypher: str) -> tuple[bool, float]:
    """Return whether the first column has the expected rows and nothing was left out, and the F1 of its values."""
    store = engines.embedded(field_graph)
    try:
        answer = ask(store, question, names=names())
    except PapergraphError:
        return False, 0.0
    if cypher.startswith(REFUSED):
        said = any(cypher.rsplit(maxsplit=1)[-1] in words for words in answer.not_understood)
        return said, float(said)
    wanted = {row[0] for row in store.query(cypher).rows}
    found = {row[0] for row in answer.result.rows}
    score = 2 * len(wanted & found) / (len(wanted) + len(found)) if wanted or found else 1.0
    return wanted == found and not answer.not_understood, score


@pytest.mark.slow
@pytest.mark.parametrize(("file", "half"), FLOORS)
def test_most_questions_are_answered_as_meant(file: str, half: str) -> None:
    results = {question: judged(question, cypher) for question, cypher in pairs(file)[half]}
    wrong = "\n".join(question for question, (exact, _) in results.items() if not exact)
    min_exact, min_f1 = FLOORS[file, half]
    assert fmean(exact for exact, _ in results.values()) >= min_exact, wrong
    assert fmean(score for _, score in results.values()) >= min_f1, wrong


def test_no_question_stands_in_two_places() -> None:
    parts = [pairs(file)[half] for file in (*FILES, "questions.txt") for half in HALVES]
    assert min(map(len, parts)) >= 50
    questions = [question for part in parts for question, _ in part]
    assert len(questions) == len(set(questions))


@pytest.mark.neo4j
def test_the_same_cypher_has_the_same_rows_on_neo4j() -> None:
    here, there = engines.embedded(field_graph), engines.neo4j_with(field_graph())
    for question in (question for file, half in FLOORS for question, _ in pairs(file)[half]):
        cypher = compose(parse(question, names()))
        assert comparable(here.query(cypher).rows) == comparable(there.query(cypher).rows), question

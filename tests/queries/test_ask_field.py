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

MIN_EXACT = {"known": 0.95, "held out": 0.83}
MIN_F1 = {"known": 0.95, "held out": 0.87}
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
@pytest.mark.parametrize("half", ["known", "held out"])
def test_most_questions_are_answered_as_meant(half: str) -> None:
    results = {question: judged(question, cypher) for question, cypher in pairs("field_questions.txt")[half]}
    wrong = "\n".join(question for question, (exact, _) in results.items() if not exact)
    assert fmean(exact for exact, _ in results.values()) >= MIN_EXACT[half], wrong
    assert fmean(score for _, score in results.values()) >= MIN_F1[half], wrong


def test_there_are_two_halves_of_different_questions() -> None:
    known, held_out = (dict(pairs("field_questions.txt")[half]) for half in ("known", "held out"))
    assert min(len(known), len(held_out)) >= 50
    assert not known.keys() & held_out.keys()
    assert not (known.keys() | held_out.keys()) & {q for part in pairs().values() for q, _ in part}


@pytest.mark.neo4j
def test_the_same_cypher_has_the_same_rows_on_neo4j() -> None:
    here, there = engines.embedded(field_graph), engines.neo4j_with(field_graph())
    for half in ("known", "held out"):
        for question, _ in pairs("field_questions.txt")[half]:
            cypher = compose(parse(question, names()))
            assert comparable(here.query(cypher).rows) == comparable(there.query(cypher).rows), question

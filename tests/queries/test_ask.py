from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import UsageError
from papergraph.queries.ask import Known, Names, ask, compose, parse
from papergraph.queries.ask.compose import quote
from papergraph.stores.base import GraphStore, comparable
from papergraph.stores.syntax import writes
from tests import engines
from tests.small_graph import small_graph

MIN_HELD_OUT = 0.85


def pairs(file: str = "questions.txt") -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    heads = [position for position, line in enumerate(lines) if line.startswith("== ")]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        body = lines[start + 1 : end]
        found[lines[start][3:]] = list(zip(body[::2], body[1::2], strict=True))
    return found


@cache
def names() -> Names:
    return Names.of(engines.embedded(small_graph))


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(small_graph())


def answered(question: str) -> list[str]:
    answer = ask(engines.embedded(small_graph), question, names=names())
    assert not answer.not_understood, answer.not_understood
    return comparable({tuple(row[:1]) for row in answer.result.rows})


def expected(cypher: str) -> list[str]:
    return comparable({tuple(row[:1]) for row in engines.embedded(small_graph).query(cypher).rows})


@pytest.mark.parametrize(("question", "cypher"), pairs()["known"])
def test_a_question_has_the_rows_of_its_cypher(question: str, cypher: str) -> None:
    assert expected(cypher), "the pair tests nothing"
    assert answered(question) == expected(cypher)


def test_questions_held_out_are_mostly_right() -> None:
    held_out = pairs()["held out"]
    wrong = []
    for question, cypher in held_out:
        assert expected(cypher), question
        try:
            right = answered(question) == expected(cypher)
        except AssertionError:
            right = False
        if not right:
            wrong.append(question)
    assert 1 - len(wrong) / len(held_out) >= MIN_HELD_OUT, "\n".join(wrong)


def test_there_are_enough_pairs() -> None:
    known, held_out = (pairs()[part] for part in ("known", "held out"))
    assert len(known) + len(held_out) >= 150
    assert abs(len(known) - len(held_out)) <= 15
    assert not {question for question, _ in known} & {question for question, _ in held_out}


@pytest.mark.neo4j
def test_the_same_cypher_has_the_same_rows_on_neo4j() -> None:
    for question, _ in (pair for part in pairs().values() for pair in part):
        cypher = compose(parse(question, names()))
        here, there = engines.embedded(small_graph).query(cypher), neo4j().query(cypher)
        assert here.columns == there.columns
        assert comparable(here.rows) == comparable(there.rows), question


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("papers using FooBarNet", "FooBarNet"),
        ("papers using LoRA on Quux texts", "Quux"),
        ("papers on Swahili from last year", "last year"),
        ("Which models have never been evaluated?", "evaluate"),
        ("papers by Nobody Inparticular", "Nobody"),
        ("how many papers use LoRA in hospitals", "hospitals"),
    ],
)
def test_what_is_not_understood_is_said(question: str, missing: str) -> None:
    answer = ask(engines.embedded(small_graph), question, names=names())
    assert any(missing in words for words in answer.not_understood)


def test_unknown_words_narrow_the_answer_instead_of_being_dropped() -> None:
    some = ask(engines.embedded(small_graph), "papers using BERT on court cases", names=names())
    assert [row["id"] for row in some.result.objects()] == ["arxiv:2402.1"]
    assert some.not_understood


def test_a_denied_verb_without_an_object_is_not_dropped() -> None:
    some = ask(engines.embedded(small_graph), "which papers mention LLaMA but do not use it?", names=names())
    assert {row["id"] for row in some.result.objects()} == {"doi:10.1/x5", "arxiv:2401.1"}


def test_having_a_thing_is_a_condition() -> None:
    some = ask(engines.embedded(small_graph), "Which languages have datasets?", names=names())
    assert {row["name"] for row in some.result.objects()} < {known.name for known in names().concepts}
    assert "Klingon" not in {row["name"] for row in some.result.objects()}


def test_the_nearest_names_are_offered() -> None:
    answer = ask(engines.embedded(small_graph), "papers using MasakhaTraining", names=names())
    assert "MasakhaTest" in answer.nearest["MasakhaTraining"]


def test_a_paper_in_a_row_has_id_and_title() -> None:
    for question in ("papers on Swahili", "most cited papers", "newest papers", "papers by Ada Lovelace"):
        answer = ask(engines.embedded(small_graph), question, names=names())
        assert {"id", "title"} <= set(answer.result.columns)


def test_a_paper_shows_the_sentences_that_say_what_was_asked_for() -> None:
    store = engines.embedded(small_graph)
    answer = ask(store, "papers using LoRA on Swahili", names=names())
    assert answer.result.rows
    said = """MATCH (p:Paper {id: $id})-[e]->(c) WHERE c.name IN ['LoRA', 'Swahili'] AND type(e) IN $types
    RETURN DISTINCT e.evidence"""
    for row in answer.result.objects():
        types = ["USES", "INTRODUCES", "COVERS"]
        assert sorted(row["evidence"]) == sorted(
            found for (found,) in store.query(said, {"id": row["id"], "types": types}).rows
        )


def test_two_things_compared_have_their_sentences() -> None:
    rows = ask(engines.embedded(small_graph), "papers comparing LoRA with adapters", names=names()).result.objects()
    assert rows
    assert all(row["evidence"] for row in rows)


def test_what_a_paper_does_not_do_has_no_sentence() -> None:
    store = engines.embedded(small_graph)
    assert "evidence" not in ask(store, "papers not using LoRA", names=names()).result.columns
    rows = ask(store, "papers on Swahili not using LoRA", names=names()).result.objects()
    assert rows
    assert not any("LoRA" in sentence for row in rows for sentence in row["evidence"])


@pytest.mark.parametrize("text", ["", "   ", "???", "x" * 2000])
def test_no_question_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        ask(engines.embedded(small_graph), text, names=names())


WORDS = (
    "which papers models datasets how many most used not without or and but using introduced evaluated on compared "
    "with LoRA BERT GLUE Swahili low-resource languages since 2020 before between 2021 per year top 5 by in ACL "
    'at least two Ada Lovelace citing cited variants of African Atlantic-Congo "quoted thing" nonsense ; first paper'
).split(" ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_any_run_of_words_makes_a_statement_that_runs_and_only_reads(text: str) -> None:
    if not any(character.isalnum() for character in text):
        return
    answer = ask(engines.embedded(small_graph), text, names=names())
    assert not writes(answer.cypher)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_a_quoted_literal_is_the_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert engines.embedded(small_graph).query(f"RETURN {quote(text)} AS x").rows == [(text,)]


@pytest.mark.parametrize(
    "hostile",
    [
        "x'}) DETACH DELETE n //",
        "a' OR 1=1 --",
        "\\' RETURN 1 //",
        "`x` } CREATE (n)",
        "*/ MATCH (n) DELETE n /*",
        "\u2028\u0000",
    ],
)
def test_hostile_words_and_names_are_data(hostile: str) -> None:
    known = Names([Known("method:h'} DELETE", "Method", "Harmless", (hostile,), 1)], venues=[("venue:'", hostile)])
    for question in (f"papers using {hostile}", f'papers using "{hostile}"', "papers using Harmless"):
        cypher = compose(parse(question, known))
        assert not writes(cypher)
        engines.embedded(small_graph).query(cypher)

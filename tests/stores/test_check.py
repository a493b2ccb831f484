from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.queries import library
from papergraph.stores.check import portability_problems, schema_problems
from papergraph.stores.syntax import returned_columns, tokens, writes
from tests.conformance.test_conformance import statements


@pytest.mark.parametrize(
    ("statement", "place", "hint"),
    [
        ("MATCH (p:Papr) RETURN p", 9, "Paper"),
        ("MATCH (p:Paper)-[:USE]->(m) RETURN m", 18, "USES"),
        ("MATCH (p:Paper)-[r:USES|INTRODUCE]->(m) RETURN r", 24, "INTRODUCES"),
        ("MATCH (p:Paper) RETURN p.titel", 25, "title"),
        ("MATCH (p:Paper {arxivid: 'x'}) RETURN p", 16, "arxiv_id"),
        ("MATCH (p:Paper)-[r:USES]->(m:Model) WHERE r.confidance > 0.5 RETURN m.name", 44, "confidence"),
        ("MATCH (c:Model|Methd) RETURN c", 15, "Method"),
        ("MATCH (c) WHERE c:Modell RETURN c", 18, "Model"),
        ("MATCH (p:USES) RETURN p", 9, "relationship type"),
        ("MATCH (p:Paper) RETURN p.name", 25, "Paper has no property 'name'"),
    ],
)
def test_what_the_schema_does_not_have_is_found_where_it_stands(statement: str, place: int, hint: str) -> None:
    problems = schema_problems(statement)
    assert [problem.place for problem in problems] == [place]
    assert hint in problems[0].message
    assert problems[0].told(statement).startswith(f"line 1, column {place + 1}: ")


@pytest.mark.parametrize("statement", [*statements(), *(query.text for query in library.list_queries())])
def test_a_right_statement_has_no_problem(statement: str) -> None:
    if "nothing_here" not in statement:
        assert schema_problems(statement) == []


@pytest.mark.parametrize("query", library.list_queries(), ids=lambda query: query.name)
def test_our_own_queries_keep_to_the_portable_rules(query: library.NamedQuery) -> None:
    assert [problem.told(query.text) for problem in portability_problems(query.text, strict=True)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (p:Paper)-[:USES]->(m:Method) WHERE p.id = 'x' OR any(a IN m.aliases WHERE a = 'x') RETURN p.id AS id",
        "MATCH x = SHORTEST 1 (a:Paper)-[:CITES]-+(b:Paper) RETURN length(x) AS n",
        "CYPHER 5 MATCH (p:Paper) RETURN count(p) AS n",
        "MATCH (a:Paper)-[:CITES*]->(b:Paper) RETURN a.id AS a, b.id AS b",
        "MATCH (a:Paper)-[:CITES*2..]->(b:Paper) RETURN a.id AS a, b.id AS b",
        "MATCH (a)-[:CITES]->(b:Paper) RETURN b.id AS id",
        "MATCH (a:Paper) RETURN a.id AS id LIMIT 5",
        "MATCH (a:Paper) RETURN a.id",
    ],
)
def test_each_rule_finds_its_breach(statement: str) -> None:
    assert len(portability_problems(statement, strict=True)) == 1


@given(st.text(max_size=80))
def test_no_text_breaks_the_tokenizer(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == "".join(
        text[token.start : token.end] for token in tokens(text)
    )
    writes(text)
    returned_columns(text)
    schema_problems(text)
    portability_problems(text, strict=True)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("MATCH (n) SET n.x = 1", True),
        ("MATCH (n) RETURN n.set AS delete", False),
        ("MATCH (create:Paper) RETURN create", False),
        ("MATCH (n) RETURN 'CREATE (n)' AS x // DELETE", False),
        ("/* MERGE */ MATCH (n) RETURN n", False),
        ("MATCH (n)\nDETACH\nDELETE n", True),
        ("create (n)", True),
        ("MATCH (n) FOREACH (x IN [1] | SET n.a = x)", True),
    ],
)
def test_writing_is_told_from_names_and_text(statement: str, expected: bool) -> None:
    assert writes(statement) is expected

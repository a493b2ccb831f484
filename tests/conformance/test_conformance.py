"""The same statement, the same rows: the embedded engine against a real Neo4j, over awkward values.

What is known to differ is in `DIFFERENT`, each with the portable way to write it, as in `docs/cypher.md`.
"""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

import pytest

from papergraph.errors import QueryError
from papergraph.graph import AuthorNode, ConceptNode, Graph, PaperNode, Relation, VenueNode
from papergraph.stores.base import GraphStore, comparable
from papergraph.stores.syntax import returned_columns
from tests import engines

TITLES = (
    'it\'s "quoted" \\ back`tick`',
    "line\nbreak\ttab",
    "emoji 👩🏽‍💻 and combining e\u0301",
    "'}) DETACH DELETE (n) //",
    "日本語も العربية",
    "x" * 20_000,
    "",
    "$name {{x}} %s",
)
YEARS = (2019, 2020, None, 2021, 2020, 2022, None, 2019)
ALIASES = ((), ('low-rank "x"', "tab\tinside", "emoji 👍"), TITLES, ("", "lower"))
PARAMETERS = {
    "titles": [*TITLES[:3], "no such"],
    "title": TITLES[1],
    "one": 1,
    "half": 0.5,
    "yes": True,
    "nothing": None,
    "rows": [{"id": "p:0", "k": 1}, {"id": "p:2", "k": 2}],
}
DIFFERENT = {
    # statement -> the portable way
    "MATCH x = SHORTEST 1 (a:Paper {id: 'p:3'})-[:CITES]-+(b:Paper {id: 'p:1'}) RETURN length(x) AS n": (
        "MATCH x = shortestPath((a:Paper {id: 'p:3'})-[:CITES*..6]-(b:Paper {id: 'p:1'})) RETURN length(x) AS n"
    ),
    "CYPHER 5 MATCH (p:Paper) RETURN count(p) AS n": "MATCH (p:Paper) RETURN count(p) AS n",
    "RETURN toInteger(' 5 ') AS n": "RETURN toInteger(trim(' 5 ')) AS n",
}


def awkward_graph() -> Graph:
    papers = [
        PaperNode(
            f"p:{n}",
            title,
            abstract=None if n % 2 else title,
            year=year,
            other_ids=TITLES[:n],
            in_corpus=n != 7,
            records=(title,),
        )
        for n, (title, year) in enumerate(zip(TITLES, YEARS, strict=True))
    ]
    methods = [ConceptNode(f"method:{'abcd'[n]}", "Method", "ABcd"[n], names, n) for n, names in enumerate(ALIASES)]
    models = [ConceptNode(f"model:{x}", "Model", x, (TITLES[0],), 1) for x in "abc"]
    tasks = [ConceptNode(f"task:{x}", "Task", x) for x in "abc"]
    languages = [
        ConceptNode("language:x", "Language", "X'x", resource_class=0, low_resource=True, family="F"),
        ConceptNode("language:y", "Language", "Ÿ", resource_class=5, low_resource=False),
        ConceptNode("language:z", "Language", "Z"),
    ]
    group = ConceptNode("language_group:g", "LanguageGroup", "G languages")
    dataset = ConceptNode("dataset:d", "Dataset", "D", (TITLES[2],))
    relations = [
        Relation(f"p:{a}", "CITES", f"p:{b}") for a, b in ((0, 0), (1, 0), (2, 1), (2, 0), (3, 2), (3, 1), (4, 3))
    ]
    relations += [Relation("p:3", "BUILDS_ON", "p:0", via=("method:a", "method:b"), confidence=0.3)]
    for n in range(8):
        for m in range(4):
            if (n + m) % 3 == 0:
                relations.append(_claim(n, "USES", f"method:{'abcd'[m]}", 0.1 * m + 0.2))
            if n == m:
                relations.append(_claim(n, "INTRODUCES", f"method:{'abcd'[m]}", 0.9))
        relations.append(_claim(n, "EVALUATES_ON", "dataset:d", 0.5))
        if n < 4:
            relations.append(_claim(n, "COVERS", f"language:{'xyzx'[n]}", 0.5))
    relations += [_claim(5, "COVERS", "language_group:g", 1.0), _claim(1, "USES", "model:b", 1.0)]
    relations += [_claim(2, "COMPARES_WITH", "model:b", 0.0), _claim(4, "MENTIONS", "task:a", 0.25)]
    relations += [Relation(f"model:{a}", "VARIANT_OF", f"model:{b}", rule="r") for a, b in ("ab", "bc")]
    relations += [Relation(f"task:{a}", "SUBTASK_OF", f"task:{b}", rule="r") for a, b in ("ab", "bc")]
    relations += [Relation("language:x", "MEMBER_OF", "language_group:g", rule="r")]
    relations += [Relation("author:a", "WROTE", f"p:{n}", position=n + 1) for n in range(3)]
    relations += [Relation("p:0", "PUBLISHED_IN", "venue:v")]
    graph = Graph(
        papers=tuple(papers),
        concepts=tuple(sorted([*methods, *models, *tasks, *languages, group, dataset], key=lambda node: node.id)),
        authors=(AuthorNode("author:a", 'O\'Néill "X"'),),
        venues=(VenueNode("venue:v", TITLES[4]),),
        relations=tuple(sorted(relations, key=lambda r: (r.source, r.type, r.target))),
    )
    assert not graph.problems()
    return graph


def _claim(paper: int, kind: str, target: str, confidence: float) -> Relation:
    return Relation(
        f"p:{paper}",
        kind,
        target,
        confidence=round(confidence, 2),
        evidence=TITLES[paper],
        start=paper,
        end=paper + 1,
        rule="hand",
        hedged=paper % 2 == 0,
        primary=True,
        said_low_resource=paper == 2 if kind == "COVERS" else None,
        negated=True if kind == "MENTIONS" else None,
    )


def statements() -> list[str]:
    lines = (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "== "))]


@cache
def neo4j() -> GraphStore:
    return engines.neo4j_with(awkward_graph())


def test_there_are_enough_statements() -> None:
    assert len(set(statements())) >= 120


@pytest.mark.parametrize("statement", statements())
def test_every_statement_runs_on_the_embedded_engine(statement: str) -> None:
    result = engines.embedded(awkward_graph).query(statement, PARAMETERS)
    columns = returned_columns(statement)
    assert columns is None or result.columns == columns


@pytest.mark.neo4j
@pytest.mark.parametrize("statement", statements())
def test_every_statement_has_the_same_rows_on_both(statement: str) -> None:
    here = engines.embedded(awkward_graph).query(statement, PARAMETERS)
    there = neo4j().query(statement, PARAMETERS)
    assert here.columns == there.columns
    assert comparable(here.rows) == comparable(there.rows)
    if "ORDER BY" in statement.rpartition("RETURN")[2]:
        assert [comparable([row]) for row in here.rows] == [comparable([row]) for row in there.rows]


@pytest.mark.neo4j
@pytest.mark.parametrize(("statement", "portable"), DIFFERENT.items())
def test_what_differs_has_a_portable_way(statement: str, portable: str) -> None:
    here, there = engines.embedded(awkward_graph), neo4j()
    with contextlib.suppress(QueryError):
        assert comparable(here.query(statement).rows) != comparable(there.query(statement).rows)
    assert comparable(here.query(portable).rows) == comparable(there.query(portable).rows)

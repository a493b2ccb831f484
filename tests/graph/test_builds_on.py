from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.graph import MentionRow, PaperNode, Relation
from papergraph.graph.builds_on import MAX_INTRODUCERS, builds_on
from tests.graph.graphs import claim


def papers(**years: int | None) -> list[PaperNode]:
    return [PaperNode(name, name, year=year) for name, year in years.items()]


def joined(nodes: list[PaperNode], *claims: Relation) -> list[tuple[str, str]]:
    return [(one.source, one.target) for one in builds_on(nodes, claims, [])]


def test_a_user_builds_on_the_introducer_by_every_shared_concept() -> None:
    claims = [
        claim("old", "INTRODUCES", "method:a", confidence=0.9),
        claim("old", "INTRODUCES", "method:b", confidence=0.6),
        claim("new", "USES", "method:a", confidence=0.7),
        claim("new", "USES", "method:b"),
        claim("new", "EVALUATES_ON", "dataset:d"),
    ]
    found = list(builds_on(papers(old=2020, new=2021), claims, []))
    assert [(one.source, one.type, one.target) for one in found] == [("new", "BUILDS_ON", "old")]
    assert found[0].via == ("method:a", "method:b")
    assert found[0].confidence == 0.7


@pytest.mark.parametrize(
    "other",
    [
        claim("new", "MENTIONS", "method:a"),
        claim("new", "COMPARES_WITH", "method:a"),
        claim("new", "USES", "method:a", confidence=0.3),
        claim("new", "USES", "method:a", hedged=True),
        claim("old", "USES", "method:a"),
        claim("older", "USES", "method:a"),
    ],
)
def test_who_does_not_build_on(other: Relation) -> None:
    introduced = claim("old", "INTRODUCES", "method:a")
    assert joined(papers(old=2020, new=2021, older=2019), introduced, other) == []


def test_a_lone_claim_counts_where_nobody_older_knows_the_name() -> None:
    introduced, used = claim("old", "INTRODUCES", "method:a"), claim("new", "USES", "method:a")
    nodes = papers(old=2020, new=2021, older=2019, undated=None)
    assert joined(nodes, introduced, used) == [("new", "old")]
    assert joined(nodes, introduced, used, claim("undated", "MENTIONS", "method:a")) == [("new", "old")]
    assert joined(nodes, introduced, used, claim("older", "MENTIONS", "method:a")) == []
    assert joined(nodes, introduced, used, claim("undated", "INTRODUCES", "method:a")) == []
    assert joined(papers(old=None, new=2021), introduced, used) == []
    assert joined(nodes, claim("old", "INTRODUCES", "method:a", hedged=True), used) == []


@pytest.mark.parametrize(
    ("title", "opens"),
    [
        ("LoRA: low-rank tuning", True),
        ("The LoRA – a way to tune", True),
        ('"LoRA" (2021): tuning', True),
        ("LoRA", False),
        ("LoRA for speech: a study", False),
        ("Tuning with LoRA: a study", False),
        ("LoRAs: many", False),
    ],
)
def test_a_title_that_opens_with_the_name_speaks_for_the_claim(title: str, opens: bool) -> None:
    nodes = [PaperNode("intro", title), *papers(rival=2019, user=2021)]
    start = title.index("LoRA")
    mention = MentionRow("intro", "method:lora", "LoRA", start, start + 4, "INTRODUCES", "test", 0.9)
    claims = [claim(name, "INTRODUCES", "method:lora") for name in ("intro", "rival")]
    found = builds_on(nodes, [*claims, claim("user", "USES", "method:lora")], [mention])
    assert [(one.source, one.target) for one in found] == ([("user", "intro")] if opens else [])


def test_a_name_that_opens_many_titles_joins_nobody() -> None:
    names = [f"p{n}" for n in range(MAX_INTRODUCERS + 1)]
    nodes = [*(PaperNode(name, "X: a thing") for name in names), PaperNode("user", "U")]
    claims = [claim(name, "INTRODUCES", "method:x") for name in names]
    mentions = [MentionRow(name, "method:x", "X", 0, 1, "INTRODUCES", "test", 0.9) for name in names]
    use = claim("user", "USES", "method:x")
    assert list(builds_on(nodes, [*claims, use], mentions)) == []
    assert len(list(builds_on(nodes, [*claims[1:], use], mentions[1:]))) == MAX_INTRODUCERS


CLAIMS = st.lists(
    st.tuples(st.sampled_from("pqrs"), st.sampled_from(["USES", "INTRODUCES"]), st.sampled_from(["m:a", "m:b"])),
    unique=True,
)


@given(CLAIMS, st.integers())
def test_order_does_not_matter(rows: list[tuple[str, str, str]], seed: int) -> None:
    claims = [claim(*row, confidence=0.5 + 0.01 * number) for number, row in enumerate(rows)]
    shuffled = random.Random(seed).sample(claims, len(claims))
    nodes = papers(p=2020, q=2021, r=None, s=2021)
    found = list(builds_on(nodes, claims, []))
    assert list(builds_on(nodes, shuffled, [])) == found
    assert len({(one.source, one.target) for one in found}) == len(found)
    assert all(one.source != one.target for one in found)

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from papergraph.graph import PaperNode
from papergraph.graph.builds_on import MAX_INTRODUCERS, builds_on
from tests.graph.graphs import claim


def papers(**years: int | None) -> list[PaperNode]:
    return [PaperNode(name, name, year=year) for name, year in years.items()]


def test_a_user_builds_on_the_introducer_by_every_shared_concept() -> None:
    found = list(
        builds_on(
            papers(old=2020, new=2021),
            [
                claim("old", "INTRODUCES", "method:a", confidence=0.9),
                claim("old", "INTRODUCES", "method:b", confidence=0.6),
                claim("new", "USES", "method:a", confidence=0.7),
                claim("new", "USES", "method:b"),
                claim("new", "EVALUATES_ON", "dataset:d"),
            ],
        )
    )
    assert [(one.source, one.type, one.target) for one in found] == [("new", "BUILDS_ON", "old")]
    assert found[0].via == ("method:a", "method:b")
    assert found[0].confidence == 0.7


def test_who_does_not_build_on() -> None:
    introduced = claim("old", "INTRODUCES", "method:a")
    for other in (
        claim("new", "MENTIONS", "method:a"),
        claim("new", "COMPARES_WITH", "method:a"),
        claim("new", "USES", "method:a", confidence=0.3),
        claim("new", "USES", "method:a", hedged=True),
        claim("old", "USES", "method:a"),
        claim("older", "USES", "method:a"),
    ):
        assert not list(builds_on(papers(old=2020, new=2021, older=2019), [introduced, other]))
    unknown = papers(old=None, new=2021)
    assert list(builds_on(unknown, [introduced, claim("new", "USES", "method:a")]))
    hedged = claim("old", "INTRODUCES", "method:a", hedged=True)
    assert not list(builds_on(unknown, [hedged, claim("new", "USES", "method:a")]))


def test_a_name_that_many_introduce_joins_nobody() -> None:
    names = [f"p{n}" for n in range(MAX_INTRODUCERS + 1)]
    nodes = papers(**dict.fromkeys([*names, "user"], 2020))
    claims = [claim(name, "INTRODUCES", "method:a") for name in names]
    use = claim("user", "USES", "method:a")
    assert not list(builds_on(nodes, [*claims, use]))
    assert len(list(builds_on(nodes, [*claims[1:], use]))) == MAX_INTRODUCERS


CLAIMS = st.lists(
    st.tuples(st.sampled_from("pqrs"), st.sampled_from(["USES", "INTRODUCES"]), st.sampled_from(["m:a", "m:b"])),
    unique=True,
)


@given(CLAIMS, st.integers())
def test_order_does_not_matter(rows: list[tuple[str, str, str]], seed: int) -> None:
    claims = [claim(*row, confidence=0.5 + 0.01 * number) for number, row in enumerate(rows)]
    shuffled = random.Random(seed).sample(claims, len(claims))
    nodes = papers(p=2020, q=2021, r=None, s=2021)
    found = list(builds_on(nodes, claims))
    assert list(builds_on(nodes, shuffled)) == found
    assert len({(one.source, one.target) for one in found}) == len(found)
    assert all(one.source != one.target for one in found)

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from papergraph.graph.people import assemble_authors, assemble_venues
from papergraph.values import Author, Paper

ORCID = "0000-0002-1825-009X"


def test_names_that_fold_alike_are_one_author_with_the_usual_spelling() -> None:
    nodes, wrote = assemble_authors(
        [
            Paper("a", "A", authors=(Author("José Pérez"), Author("Li Wei"))),
            Paper("b", "B", authors=(Author("Jose  Perez"),)),
            Paper("c", "C", authors=(Author("José Pérez"), Author(" "))),
        ]
    )
    assert {node.id: node.name for node in nodes} == {"author:jose-perez": "José Pérez", "author:li-wei": "Li Wei"}
    assert ("author:li-wei", "a", 2) in {(one.source, one.target, one.position) for one in wrote}
    assert len(wrote) == 4


def test_an_identifier_is_stronger_than_a_name() -> None:
    nodes, _ = assemble_authors(
        [
            Paper("a", "A", authors=(Author("J. Smith", orcid=ORCID),)),
            Paper("b", "B", authors=(Author("Jane Smith", orcid=f"https://orcid.org/{ORCID.lower()}"),)),
            Paper("c", "C", authors=(Author("Jane Smith", ids=("openalex:A1", f"orcid:{ORCID}")),)),
            Paper("d", "D", authors=(Author("J. Smith", ids=("openalex:A1",)),)),
            Paper("e", "E", authors=(Author("Jane Smith"),)),
            Paper("f", "F", authors=(Author("Jane Smith", ids=("doi:10.1/x",)),)),
        ]
    )
    by_id = {node.id: node for node in nodes}
    assert set(by_id) == {f"orcid:{ORCID}", "author:jane-smith", "author:doi:10.1/x"}
    assert by_id[f"orcid:{ORCID}"].orcid == ORCID
    assert by_id[f"orcid:{ORCID}"].other_ids == ("openalex:A1",)


def test_an_author_listed_twice_wrote_once() -> None:
    _, wrote = assemble_authors([Paper("a", "A", authors=(Author("X Y"), Author("Z"), Author("x y")))])
    assert sorted((one.source, one.position) for one in wrote) == [("author:x-y", 1), ("author:z", 2)]


def test_venues() -> None:
    nodes, published = assemble_venues(
        [
            Paper("a", "A", venue="ACL 2020"),
            Paper("b", "B", venue="acl 2020"),
            Paper("c", "C"),
            Paper("d", "D", venue=" "),
            Paper("e", "E", venue="ACL 2020; COLING; acl 2020"),
        ]
    )
    assert [(node.id, node.name) for node in nodes] == [("venue:acl-2020", "ACL 2020"), ("venue:coling", "COLING")]
    assert [(one.source, one.type, one.target) for one in published] == [
        ("a", "PUBLISHED_IN", "venue:acl-2020"),
        ("b", "PUBLISHED_IN", "venue:acl-2020"),
        ("e", "PUBLISHED_IN", "venue:acl-2020"),
        ("e", "PUBLISHED_IN", "venue:coling"),
    ]


AUTHORS = st.builds(
    Author,
    name=st.sampled_from(["Ann", "ann", "Bo", "Çe", "Ce", "李"]),
    orcid=st.none() | st.sampled_from([ORCID, "0000-0000-0000-0001"]),
    ids=st.lists(st.sampled_from(["openalex:A1", "s2:7", "dblp:a/b"]), max_size=2).map(tuple),
)


@given(st.lists(st.lists(AUTHORS, max_size=3).map(tuple), max_size=5), st.integers())
def test_order_does_not_matter(authors: list[tuple[Author, ...]], seed: int) -> None:
    papers = [Paper(f"p{number}", "P", authors=names) for number, names in enumerate(authors)]
    shuffled = random.Random(seed).sample(papers, len(papers))
    nodes, wrote = assemble_authors(papers)
    nodes_again, wrote_again = assemble_authors(shuffled)
    assert set(nodes) == set(nodes_again)
    assert set(wrote) == set(wrote_again)
    assert len({node.id for node in nodes}) == len(nodes)
    assert {one.source for one in wrote} == {node.id for node in nodes}

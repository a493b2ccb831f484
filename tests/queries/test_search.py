from __future__ import annotations

from functools import cache

import pytest

from papergraph.errors import UnknownNameError, UsageError
from papergraph.queries.search import find_paper, search_names, search_papers
from papergraph.queries.similar import similar_papers
from papergraph.stores.base import GraphStore
from tests import engines
from tests.small_graph import small_graph


@cache
def neo4j() -> GraphStore:
    store = engines.neo4j_with(small_graph())
    store.query("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()", write=True)
    return store


@pytest.fixture(params=engines.ENGINES)
def store(request: pytest.FixtureRequest) -> GraphStore:
    return engines.embedded(small_graph) if request.param == "embedded" else neo4j()


def test_all_words_must_be_there_where_a_paper_has_them(store: GraphStore) -> None:
    assert [row[0] for row in search_papers(store, "Swahili speech").rows] == ["acl:2023.x.2"]


def test_some_words_are_enough_otherwise(store: GraphStore) -> None:
    assert {row[0] for row in search_papers(store, "icelandic zebras").rows} == {"arxiv:2403.1"}


def test_a_concept_is_found_by_any_of_its_names_and_introduced_first(store: GraphStore) -> None:
    found = search_papers(store, "low-rank adaptation").rows
    assert found[0][0] == "arxiv:2106.1"
    assert {"arxiv:2305.1", "acl:2023.x.2", "acl:2024.x.4"} <= {row[0] for row in found}


def test_titles_come_before_abstracts_and_phrases_before_words(store: GraphStore) -> None:
    assert search_papers(store, "question answering").rows[0][0] == "doi:10.1/x5"
    assert search_papers(store, "Attention is enough").rows[0][0] == "arxiv:1706.1"


@pytest.mark.parametrize("words", ["Māori", "maori", "MAORI", "Ma\u0304ori"])
def test_accents_and_case_do_not_matter(store: GraphStore, words: str) -> None:
    assert [row[0] for row in search_papers(store, words).rows] == ["acl:2023.x.3"]


def test_words_in_quotation_marks_stand_together(store: GraphStore) -> None:
    assert [row[0] for row in search_papers(store, '"court cases"').rows] == ["arxiv:2402.1"]
    assert search_papers(store, '"cases court"').rows == []


def test_a_paper_is_shown_with_its_sentence(store: GraphStore) -> None:
    [found] = search_papers(store, "icelandic faroese").objects()
    assert found["sentence"] == "We study small encoders for icelandic and faroese."


@pytest.mark.parametrize(
    "words", ["title:*", "a AND", '"open', "(x OR", "~^!", "swahili\\", "NOT x", "/a/", "[a TO b]"]
)
def test_search_syntax_is_text(store: GraphStore, words: str) -> None:
    if any(character.isalnum() for character in words):
        search_papers(store, words)
    else:
        with pytest.raises(UsageError):
            search_papers(store, words)


def test_names_and_aliases_are_searched(store: GraphStore) -> None:
    assert [row[0] for row in search_names(store, "low-rank").rows] == ["LoRA"]
    assert search_names(store, "bert").rows[0][0] == "BERT"
    assert "Māori" in [row[0] for row in search_names(store, "maori").rows]
    assert search_names(store, "swahilli").rows[0][0] == "Swahili"
    assert search_names(store, "?!").rows == []


def test_papers_alike_share_concepts_and_citations(store: GraphStore) -> None:
    rows = {row[0]: row for row in similar_papers(store, "LoRA: Low-Rank Adapters for Large Models").rows}
    assert {"LoRA", "cites it"} <= set(rows["arxiv:2305.1"][4])
    assert "cited by it" in rows["arxiv:1706.1"][4]
    assert "arxiv:2106.1" not in rows
    scores = [row[3] for row in similar_papers(store, "arxiv:2106.1").rows]
    assert scores == sorted(scores, reverse=True)


def test_an_unknown_paper_names_the_nearest(store: GraphStore) -> None:
    assert find_paper(store, "glue revisited: do encoders still win?") == "arxiv:2401.1"
    with pytest.raises(UnknownNameError, match=r"arxiv:2401\.1"):
        find_paper(store, "GLUE revisited")

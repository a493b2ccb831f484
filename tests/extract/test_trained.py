from __future__ import annotations

import pytest

from papergraph.extract import Extractor, ExtractSettings, load_extractor
from papergraph.extract.encoder import LONGEST, packaged_encoder
from papergraph.extract.grouping import term_key
from papergraph.extract.tidying import tidy
from papergraph.values import ConceptType, RelationType, text_of

TITLE = "Swift adapters for Yoruba speech"
ABSTRACT = (
    "We propose WeftFormer, a model that reuses frozen encoders. WeftFormer is trained with curriculum learning on "
    "the Ogbon corpus. Experiments on speech recognition show that it outperforms Whisper."
)


@pytest.fixture(scope="module")
def accurate() -> Extractor:
    return load_extractor(ExtractSettings(extractor="accurate"))


def test_the_trained_reader_finds_what_no_list_has(accurate: Extractor) -> None:
    found = {reading.name: reading for reading in accurate.read(TITLE, ABSTRACT)}
    assert found["WeftFormer"].claims[0].relation is RelationType.INTRODUCES
    assert found["Ogbon"].type is ConceptType.DATASET
    assert found["Whisper"].claims[0].relation is RelationType.COMPARES_WITH
    assert found["Yoruba"].claims[0].relation is RelationType.COVERS


def test_offsets_cut_the_mention_out_of_the_text(accurate: Extractor) -> None:
    text = text_of(TITLE, ABSTRACT)
    for reading in accurate.read(TITLE, ABSTRACT):
        assert all(text[m.start : m.end] == m.text for m in reading.mentions)
        assert all(claim.evidence in text for claim in reading.claims)
        assert all(round(claim.confidence, 2) == claim.confidence for claim in reading.claims)


@pytest.mark.parametrize("text", ["", "\n", "\ud800 half a character", "word " * LONGEST])
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    scores = packaged_encoder().read(text).scores
    assert len(scores.words) == len(scores.values)


@pytest.mark.parametrize(
    ("span", "kept"),
    [
        ("the novel beam search algorithm", ["beam search"]),
        ("BERT models", ["BERT"]),
        ("hidden Markov model", ["hidden Markov model"]),
        ("knowledge distillation and", ["knowledge distillation"]),
        ("NADI) shared", ["NADI"]),
        ("title words\nabstract words", ["title words", "abstract words"]),
        ("transformer-based", []),
    ],
)
def test_spans_are_cut_to_what_can_be_a_name(span: str, kept: list[str]) -> None:
    text = f"x {span} y"
    assert [text[a:b] for a, b in tidy(text, 2, 2 + len(span))] == kept


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("detecting hate speech", "hate speech detection"),
        ("classify news articles", "Classifying news articles"),
        ("text summarization", "summarizing texts"),
    ],
)
def test_wordings_of_one_term_share_a_key(left: str, right: str) -> None:
    assert term_key(left) == term_key(right) is not None


@pytest.mark.parametrize(
    ("left", "right"), [("question answering", "question generation"), ("GPT-3 decoding", "GPT-4 decoding")]
)
def test_different_terms_do_not(left: str, right: str) -> None:
    assert term_key(left) is None or term_key(left) != term_key(right)

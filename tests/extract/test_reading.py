"""What a text gives: types, names, mentions, relations; and that it gives it every time."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papergraph.extract import Extractor, read_all
from papergraph.values import ConceptReading, ConceptType, RelationType, text_of

TITLE = "TinyLark: Adapting Speech Encoders to Faroese with LoRA"
ABSTRACT = (
    "Large language models such as GPT-3 have changed the field. We propose TinyLark, a framework that adapts mBERT "
    "with Low-Rank Adaptation (LoRA) to named entity recognition (NER) in Faroese and Icelandic. Experiments on the "
    "Birdsong "
    "dataset and WikiANN show that TinyLark outperforms XLM-R. Chinese companies did not take part."
)


@pytest.fixture(scope="module")
def readings(extractor: Extractor) -> dict[str, ConceptReading]:
    return {reading.name: reading for reading in extractor.read(TITLE, ABSTRACT)}


@pytest.mark.parametrize(
    ("name", "kind", "relation"),
    [
        ("TinyLark", ConceptType.METHOD, RelationType.INTRODUCES),
        ("LoRA", ConceptType.METHOD, RelationType.USES),
        ("multilingual BERT", ConceptType.MODEL, RelationType.USES),
        ("GPT-3", ConceptType.MODEL, RelationType.MENTIONS),
        ("XLM-R", ConceptType.MODEL, RelationType.COMPARES_WITH),
        ("WikiANN", ConceptType.DATASET, RelationType.EVALUATES_ON),
        ("named entity recognition", ConceptType.TASK, RelationType.EVALUATES_ON),
        ("Faroese", ConceptType.LANGUAGE, RelationType.COVERS),
        ("Icelandic", ConceptType.LANGUAGE, RelationType.COVERS),
    ],
)
def test_a_concept_with_its_type_and_relation(
    readings: dict[str, ConceptReading], name: str, kind: ConceptType, relation: RelationType
) -> None:
    assert readings[name].type is kind
    assert readings[name].claims[0].relation is relation


def test_full_form_and_abbreviation_are_one_concept(readings: dict[str, ConceptReading]) -> None:
    assert {mention.text for mention in readings["LoRA"].mentions} == {"LoRA", "Low-Rank Adaptation"}


def test_generic_expressions_and_nationalities_are_no_concepts(readings: dict[str, ConceptReading]) -> None:
    assert not {"large language model", "Chinese"} & set(readings)


def test_mentions_and_evidence_are_cut_from_the_text(readings: dict[str, ConceptReading]) -> None:
    text = text_of(TITLE, ABSTRACT)
    for reading in readings.values():
        for mention in reading.mentions:
            assert text[mention.start : mention.end] == mention.text
        for claim in reading.claims:
            assert claim.evidence in text
            assert (claim.start, claim.end) in {(m.start, m.end) for m in reading.mentions}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.text(max_size=60),
    st.none() | st.text(alphabet=st.sampled_from("abBERTé (),.-:\n\u200b\u202e*[$^"), max_size=200),
)
def test_any_text_gives_readings_that_fit_it(extractor: Extractor, title: str, abstract: str | None) -> None:
    text = text_of(title, abstract)
    readings = extractor.read(title, abstract)
    assert readings == extractor.read(title, abstract)
    spans = sorted((m.start, m.end) for r in readings for m in r.mentions)
    for reading in readings:
        assert reading.name
        assert reading.claims
        assert len({claim.relation for claim in reading.claims}) == len(reading.claims)
        for mention in reading.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_the_order_of_texts_changes_nothing() -> None:
    texts = [(TITLE, ABSTRACT), ("A Corpus of Swiss German", None), ("Mixture of Experts", "We study MoE for German.")]
    straight = list(read_all(texts))
    order = list(range(len(texts)))
    random.Random(7).shuffle(order)
    shuffled = list(read_all([texts[i] for i in order]))
    assert [shuffled[order.index(i)] for i in range(len(texts))] == straight

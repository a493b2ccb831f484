import pytest

from papergraph.extract import Extractor
from papergraph.values import Claim, RelationType


def claims(extractor: Extractor, name: str, abstract: str, title: str = "A Study") -> tuple[Claim, ...]:
    found = [reading.claims for reading in extractor.read(title, abstract) if reading.name == name]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "abstract", "relation"),
    [
        ("GPT-3", "Models such as GPT-3 have shown good results.", RelationType.MENTIONS),
        ("LoRA", "We train with LoRA.", RelationType.USES),
        ("RoBERTa", "Our results show that it outperforms RoBERTa.", RelationType.COMPARES_WITH),
        ("SQuAD", "Experiments on SQuAD show gains.", RelationType.EVALUATES_ON),
        ("Wikipedia", "We pre-train our encoder on Wikipedia.", RelationType.USES),
        ("LoRA", "In future work, we plan to explore LoRA.", RelationType.MENTIONS),
        ("BERT", "We work without BERT here.", RelationType.MENTIONS),
        ("FinchBench", "We introduce FinchBench, a benchmark of bird songs.", RelationType.INTRODUCES),
        ("English", "Most systems do not work beyond English.", RelationType.MENTIONS),
        ("Faroese", "We translate into Faroese.", RelationType.COVERS),
        ("BERT", "We propose early exits for BERT.", RelationType.USES),
    ],
)
def test_the_primary_relation(extractor: Extractor, name: str, abstract: str, relation: RelationType) -> None:
    assert claims(extractor, name, abstract)[0].relation is relation


def test_negation_and_hedging_are_marked(extractor: Extractor) -> None:
    assert claims(extractor, "BERT", "We work without BERT here.")[0].negated
    assert claims(extractor, "LoRA", "We show that our method may use LoRA.")[0].hedged


def test_a_text_that_calls_a_language_low_resource_says_so(extractor: Extractor) -> None:
    assert claims(extractor, "Turkish", "We parse Turkish, a low-resource language.")[0].said_low_resource
    assert not claims(extractor, "Turkish", "We parse Turkish.")[0].said_low_resource


def test_the_evidence_is_the_sentence_of_the_strongest_claim(extractor: Extractor) -> None:
    found = claims(extractor, "LoRA", "LoRA is known, e.g. from other work. We use LoRA to train a parser.")
    assert [claim.evidence for claim in found] == ["We use LoRA to train a parser."]

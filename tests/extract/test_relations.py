import pytest

from papergraph.extract import Extractor, ExtractSettings, load_extractor
from papergraph.values import Claim, RelationType


@pytest.fixture(scope="module")
def fast() -> Extractor:
    return load_extractor(ExtractSettings(extractor="fast"))


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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Transfer from English to low-resource languages.", "English", False),
        ("We translate low-resource German dialects of a valley.", "German", True),
        ("We help low-resource languages such as Nepali and Sinhala.", "Sinhala", True),
        ("From high-resource Hindi to low-resource Magahi.", "Hindi", False),
        ("From high-resource Hindi to low-resource Magahi.", "Magahi", True),
        ("Yoruba is a low-resource language, French is not.", "Yoruba", True),
        ("Yoruba is a low-resource language, French is not.", "French", False),
        ("Low-resource translation from English to Nepali.", "English", False),
        ("Low-resource translation from English to Nepali.", "Nepali", True),
        ("Many languages are under-served, and so is Wolof.", "Wolof", True),
        ("Wolof has few resources.", "Wolof", False),
    ],
)
def test_who_is_called_low_resource(extractor: Extractor, text: str, language: str, expected: bool) -> None:
    assert any(claim.said_low_resource for claim in claims(extractor, language, text)) is expected


@pytest.mark.parametrize(
    ("name", "abstract", "relation"),
    [
        ("LarkNet", "Driven by this insight, we propose a small network, LarkNet, for songs.", RelationType.INTRODUCES),
        ("LarkNet", "We propose a way to sort songs with a network called LarkNet.", RelationType.INTRODUCES),
        ("BERT", "We present an analysis of errors that BERT makes.", RelationType.USES),
        ("LoRA", "Our results need fewer trained parameters than LoRA.", RelationType.COMPARES_WITH),
        ("LoRA", "We show the superiority of small songs over LoRA.", RelationType.COMPARES_WITH),
        ("RoBERTa", "We compare TinyLark-2 with RoBERTa.", RelationType.COMPARES_WITH),
        ("machine translation", "We present a lexicon. It is useful for machine translation.", RelationType.MENTIONS),
        ("BERT", "We sort songs. BERT has become a standard choice.", RelationType.MENTIONS),
    ],
)
def test_cues_of_the_rules(fast: Extractor, name: str, abstract: str, relation: RelationType) -> None:
    assert claims(fast, name, abstract)[0].relation is relation


@pytest.mark.parametrize("which", ["fast", "accurate"])
@pytest.mark.parametrize(
    ("title", "introduced"),
    [
        ("BERT: Pre-training of Deep Bidirectional Transformers", True),
        ("SQuAD: 100,000+ Questions for Machine Comprehension", True),
        ("BERT: A Survey", False),
        ("BERT: An Analysis of Its Attention", False),
    ],
)
def test_a_title_that_begins_with_a_name_and_a_colon_introduces_it(title: str, introduced: bool, which: str) -> None:
    extractor = load_extractor(ExtractSettings(extractor=which))
    [found] = [r for r in extractor.read(title, "It is used in experiments.") if r.name in {"BERT", "SQuAD"}]
    assert (found.claims[0].relation is RelationType.INTRODUCES) is introduced


def test_one_mention_says_one_thing(extractor: Extractor) -> None:
    text = "We do not propose a new model: GNMT is used throughout. GNMT is trained on WMT14 and is evaluated."
    for reading in extractor.read("Low-Rank Adapters for Translation", text):
        places = [(claim.start, claim.end) for claim in reading.claims]
        assert len(places) == len(set(places))

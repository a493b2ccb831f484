import spacy

import papergraph.extract.pipeline  # noqa: F401 - an installed package is found by its entry point
from papergraph.extract import Extractor
from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.pipeline import ConceptReader
from papergraph.extract.spans import choose
from papergraph.values import ConceptType

TEXT = "Parsing Faroese\nWe fine-tune BERT for dependency parsing of Faroese."


def test_the_component_works_in_anybodys_pipeline(extractor: Extractor) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("papergraph")
    doc = nlp(TEXT)
    found = [(ent.text, ent.label_) for ent in doc.ents]
    assert found.count(("Faroese", "LANGUAGE")) == 2
    assert {("BERT", "MODEL"), ("dependency parsing", "TASK")} <= set(found)
    assert doc._.papergraph == extractor.read(*TEXT.split("\n"))


def test_sources_can_be_chosen_and_added() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("papergraph", config={"sources": ["languages"], "trained": False})
    assert [reading.name for reading in nlp(TEXT)._.papergraph] == ["Faroese"]

    def shouting(doc: spacy.tokens.Doc) -> list[Candidate]:
        start = text_of_doc(doc).index("BERT")
        return [Candidate(start, start + 4, ConceptType.METHOD, 0.5, "shouting")]

    readings = ConceptReader([shouting]).read(nlp.make_doc(TEXT))
    assert [(r.name, r.mentions[0].rule) for r in readings] == [("BERT", "shouting")]


def test_the_longest_candidate_wins_and_generic_ones_disappear() -> None:
    text = "neural machine translation, large language model"
    chosen = choose(
        [
            Candidate(7, 26, ConceptType.TASK, 0.9, "a"),
            Candidate(0, 26, ConceptType.TASK, 0.5, "b"),
            Candidate(28, 48, None, 0.9, "c"),
            Candidate(34, 48, ConceptType.TASK, 0.9, "d"),
        ],
        text,
    )
    assert [(c.start, c.end) for c in chosen] == [(0, 26)]


def test_one_surface_has_one_type() -> None:
    text = "LARK. LARK"
    chosen = choose(
        [
            Candidate(0, 4, ConceptType.MODEL, 0.8, "a", introduced=True),
            Candidate(6, 10, ConceptType.DATASET, 0.9, "b"),
        ],
        text,
    )
    assert {c.type for c in chosen} == {ConceptType.MODEL}

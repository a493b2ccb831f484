from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

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


def rules_pipeline() -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("papergraph", config={"trained": False})
    return nlp


@pytest.mark.parametrize("user_data", [True, False])
def test_readings_survive_a_docbin_with_user_data(user_data: bool) -> None:
    doc = rules_pipeline()(TEXT)
    stored = DocBin(docs=[doc], store_user_data=user_data).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    assert again._.papergraph == (doc._.papergraph if user_data else ())
    assert [(ent.text, ent.label_) for ent in again.ents] == [(ent.text, ent.label_) for ent in doc.ents]


def test_nothing_but_the_readings_is_left_in_user_data() -> None:
    doc = rules_pipeline()(TEXT)
    assert list(doc.user_data) == ["papergraph.readings"]
    assert Doc(doc.vocab).from_bytes(doc.to_bytes())._.papergraph == doc._.papergraph != ()


def test_a_doc_that_nobody_read_has_no_readings() -> None:
    doc = rules_pipeline().make_doc(TEXT)
    assert doc._.papergraph == ()


def test_beside_other_components_and_their_entities() -> None:
    nlp = rules_pipeline()
    ruler = nlp.add_pipe("entity_ruler", before="papergraph")
    ruler.add_patterns(
        [{"label": "VERB", "pattern": "fine"}, {"label": "MINE", "pattern": "BERT for dependency parsing of"}]
    )
    nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("merge_entities")
    doc = nlp(TEXT)
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("fine", "VERB"), ("BERT for dependency parsing of", "MINE"), ("Faroese", "LANGUAGE")} <= found
    assert {"BERT", "dependency parsing", "Faroese"} <= {reading.name for reading in doc._.papergraph}
    assert doc.has_annotation("SENT_START")


def test_a_saved_pipeline_reads_the_same(tmp_path: Path) -> None:
    nlp = rules_pipeline()
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.config["components"]["papergraph"]["trained"] is False
    assert again(TEXT)._.papergraph == nlp(TEXT)._.papergraph


@pytest.mark.slow
def test_several_processes_read_the_same_in_the_same_order() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("papergraph")
    texts = [TEXT, "Birds\nWe sing.", *(f"Title {n}\nWe use BERT {n} times for parsing." for n in range(6))]
    alone = [doc._.papergraph for doc in nlp.pipe(texts)]
    assert [doc._.papergraph for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == alone
    assert [doc._.papergraph for doc in nlp.pipe(texts, batch_size=1)] == alone

import json
from pathlib import Path

import pytest

from papergraph.errors import VocabularyError
from papergraph.extract import ExtractSettings, load_extractor
from papergraph.extract.folding import fold_phrase
from papergraph.extract.vocabulary import Entry, build_vocabulary, load_vocabulary, read_entries
from papergraph.values import ConceptType


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("low-rank adaptation", "LoRA"),
        ("LoRA", "LoRA"),
        ("lora", None),
        ("BERT", "BERT"),
        ("bert", None),
        ("Roberta", "RoBERTa"),
        ("roberta", None),
        ("Transformers", "Transformer"),
        ("transformer", "Transformer"),
        ("CNNs", "convolutional neural network"),
        ("recommendation", "recommendation"),
        ("recommendations", None),
        ("Named Entity Recognition", "named entity recognition"),
        ("text summarisation", "text summarization"),
    ],
)
def test_capitals_and_number_decide(surface: str, name: str | None) -> None:
    found = load_vocabulary().find(fold_phrase(surface), surface)
    assert (found[0].name if found else None) == name


def test_every_shipped_row_names_source_and_licence() -> None:
    entries = {entry for known in load_vocabulary().phrases.values() for entry, _ in known}
    assert len(entries) > 2500
    assert all(entry.source and entry.licence for entry in entries)


def test_a_users_entry_wins(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("name\ttype\taliases\nZebrafinch\tmodel\tZF-base\nBERT\tmethod\t\n", encoding="utf-8")
    reader = load_extractor(ExtractSettings(vocabulary=(path,)))
    found = {r.name: r.type for r in reader.read("Songs", "We fine-tune ZF-base and BERT.")}
    assert found == {"Zebrafinch": ConceptType.MODEL, "BERT": ConceptType.METHOD}


def test_yaml_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps([{"name": "Zebrafinch", "type": "model", "aliases": ["ZF"]}]), encoding="utf-8")
    assert [entry.aliases for entry in read_entries(path)] == [("ZF",)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "name\ttype\nX\tplanet\n"),
        ("a.tsv", "name\ttype\n\tmodel\n"),
        ("a.tsv", "title\n"),
        ("a.tsv", ""),
        ("a.yaml", "name: X"),
        ("a.yaml", "- [1, 2"),
        ("a.yaml", "- name: X\n  type: model\n  match: sometimes\n"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=name):
        list(read_entries(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="absent"):
        list(read_entries(tmp_path / "absent.tsv"))


def test_the_first_entry_keeps_a_contested_name() -> None:
    first, second = Entry("MASK", ConceptType.MODEL), Entry("MASK", ConceptType.DATASET)
    found = build_vocabulary([first, second]).find("mask", "MASK")
    assert found is not None
    assert found[0] is first

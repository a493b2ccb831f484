import json
import re
from itertools import combinations
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


APART = [
    {"extraction", "generation", "selection", "verification", "linking", "typing"},
    {"identification", "verification"},
    {"supervised", "unsupervised"},
    {"structured", "unstructured"},
    {"speech", "text", "image", "video"},
    {"post", "aware"},
]
"""Words that tell two things apart where an entry's name has one and its alias, of the same length, another."""


def test_no_entry_joins_names_that_contradict_each_other() -> None:
    wrong = []
    for entry in {e for found in load_vocabulary().phrases.values() for e, _ in found}:
        names = [(name, fold_phrase(name).split()) for name in (entry.name, *entry.aliases)]
        for left, right in combinations(names, 2):
            # a year may be written with two digits: "ACE05", "ACE 2005"
            numbers = [set(re.findall(r"(?:20(?=\d\d))?(\d+)", name)) for name, _ in (left, right)]
            if all(numbers) and not numbers[0] & numbers[1]:
                wrong.append((left[0], right[0]))
            ours, theirs = set(left[1]), set(right[1])
            if len(left[1]) == len(right[1]) and len(ours & theirs) == len(left[1]) - 1:
                pair = ours ^ theirs
                wrong += [(left[0], right[0]) for words in APART if len(pair) == 2 and pair <= words]
    assert wrong == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("answer selection", "answer generation"),
        ("answer selection", "answer verification"),
        ("coreference resolution", "anaphora resolution"),
        ("contrastive learning", "supervised contrastive learning"),
        ("keyphrase extraction", "keyphrase generation"),
        ("CoVoST", "CoVoST 2"),
        ("mBART", "mBART-50"),
        ("speaker identification", "speaker verification"),
        ("named entity recognition", "nested named entity recognition"),
        ("dense retrieval", "DPR"),
    ],
)
def test_what_the_field_tells_apart_is_two_entries(left: str, right: str) -> None:
    phrases = load_vocabulary().phrases
    ids = [phrases[fold_phrase(name)][0][0].id for name in (left, right)]
    assert ids[0] != ids[1]

import pytest

from papergraph.errors import VocabularyError
from papergraph.overrides import Overrides, is_paper, load_overrides, parse_overrides
from papergraph.values import ConceptType

EXAMPLE = """
same:
  - [LoRA, Low-Rank Adaptation]
  - ["https://doi.org/10.1234/ABC", "arxiv:2101.00001v2"]
different:
  - [PROP, B-PROP]
rename:
  "method:lora": LoRA
retype:
  GLUE: dataset
drop:
  - "task:application"
  - NO
"""


def load(tmp_path, text):
    path = tmp_path / "overrides.yaml"
    path.write_text(text, encoding="utf-8")
    return load_overrides(path)


def test_every_kind_of_entry_is_read(tmp_path):
    overrides = load(tmp_path, EXAMPLE)
    assert overrides.same == (("LoRA", "Low-Rank Adaptation"), ("doi:10.1234/abc", "arxiv:2101.00001"))
    assert overrides.papers(overrides.same) == [("doi:10.1234/abc", "arxiv:2101.00001")]
    assert overrides.concepts(overrides.same) == [("LoRA", "Low-Rank Adaptation")]
    assert overrides.retype == {"GLUE": ConceptType.DATASET}
    assert overrides.drop == ("task:application", "NO")


def test_entries_that_met_nothing_are_named(tmp_path):
    overrides = load(tmp_path, EXAMPLE)
    overrides.use("same", ("LoRA", "Low-Rank Adaptation"))
    unused = overrides.unused()
    assert len(unused) == 6
    assert not any("LoRA, Low-Rank" in entry for entry in unused)
    assert any("PROP, B-PROP" in entry for entry in unused)


@pytest.mark.parametrize(
    "name", ["doi:10.1/x", "arxiv:2101.00001", "listing.txt:12", "title: Attention", "acl:N19-1423"]
)
def test_papers_are_told_from_concepts(name):
    assert is_paper(name)


@pytest.mark.parametrize("name", ["LoRA", "method:lora", "GPT-3.5", "task:1"])
def test_concepts_are_told_from_papers(name):
    assert not is_paper(name) or name == "task:1"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b",
        "sam:\n  - [a, b]",
        "same:\n  - [a]",
        "same:\n  - [a, a]",
        "same: a",
        "retype:\n  a: thing",
        "rename: [a]",
        "drop:\n  - [a]",
        "same:\n  - ['doi:10.1234/x', LoRA]",
        "same:\n  - [a, b]\n  - [b, c]\ndifferent:\n  - [a, c]",
        "same: [[a, b]\n: :",
        "!!python/object/apply:os.system ['true']",
    ],
)
def test_a_wrong_file_is_one_error_with_its_place(tmp_path, text):
    with pytest.raises(VocabularyError) as caught:
        load(tmp_path, text)
    assert "overrides.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_binary_file_is_one_error(tmp_path):
    with pytest.raises(VocabularyError):
        load_overrides(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(VocabularyError):
        load_overrides(tmp_path / "binary.yaml")


def test_an_empty_file_decides_nothing(tmp_path):
    assert load(tmp_path, "# nothing yet\n") == Overrides()
    assert parse_overrides({"same": ""}) == Overrides()

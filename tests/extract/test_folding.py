import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extract.folding import fold_phrase, fold_surface, split_words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Pre-training", "pretraining"),
        ("fine tuning", "fine-tuning"),
        ("Large Language Models", "large language model"),
        ("text summarisation", "text summarization"),
        ("dialogue systems", "dialog system"),
        ("Võro", "Voro"),
        ("ontologies", "ontology"),
        ("GPT\u20114", "GPT-4"),
        ("Ge’ez", "Ge'ez"),
    ],
)
def test_variants_of_a_name_fold_alike(left: str, right: str) -> None:
    assert fold_phrase(left) == fold_phrase(right)


@pytest.mark.parametrize(("left", "right"), [("BERT", "mBERT"), ("C", "C++"), ("DefSent", "DefSent+"), ("bus", "bu")])
def test_different_names_stay_apart(left: str, right: str) -> None:
    assert fold_phrase(left) != fold_phrase(right)


@given(st.text())
def test_words_are_in_order_and_cut_from_the_text(text: str) -> None:
    words = split_words(text)
    assert len(words.keys) == len(words.starts) == len(words.ends)
    previous = 0
    for start, end in zip(words.starts, words.ends, strict=True):
        assert previous <= start < end <= len(text)
        previous = end


@given(st.text())
def test_a_surface_has_no_space_or_hyphen(text: str) -> None:
    assert not set(fold_surface(text)) & set(" -\n")

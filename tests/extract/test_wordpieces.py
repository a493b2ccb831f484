from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from papergraph.extract.wordpieces import Shape, shape_of, windows


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-().,é"
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", *letters, *("##" + letter for letter in letters)]
    tokenizer = Tokenizer(models.WordPiece({piece: k for k, piece in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("lora", Shape.LOWER),
        ("Lora", Shape.TITLE),
        ("LORA", Shape.UPPER),
        ("LoRA", Shape.MIXED),
        ("A", Shape.LETTER),
        ("42", Shape.DIGITS),
        ("T5", Shape.ALPHANUMERIC),
        ("(", Shape.PUNCTUATION),
        ("语言", Shape.MIXED),
    ],
)
def test_the_shape_says_what_lower_case_loses(word: str, shape: Shape) -> None:
    assert shape_of(word) is shape


def test_words_split_at_punctuation_and_keep_their_place(tokenizer: Tokenizer) -> None:
    text = "We use GPT-4."
    (window,) = windows(text, tokenizer)
    assert [text[start:end] for start, end in window.words] == ["We", "use", "GPT", "-", "4", "."]
    assert [window.shapes[k] for k in window.first] == [
        Shape.TITLE,
        Shape.LOWER,
        Shape.UPPER,
        Shape.PUNCTUATION,
        Shape.DIGITS,
        Shape.PUNCTUATION,
    ]


@given(st.text(max_size=300), st.integers(8, 60))
def test_every_word_is_answered_for_once_whatever_the_window(text: str, size: int) -> None:
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    whole = windows(text, tokenizer, max_pieces=10_000)
    parts = windows(text, tokenizer, max_pieces=size)
    assert [word for part in parts for word in part.words] == [word for part in whole for word in part.words]
    assert all(len(part.ids) <= size and len(part.ids) == len(part.shapes) for part in parts)
    assert all(0 < k < len(part.ids) - 1 for part in parts for k in part.first)


def test_a_later_window_repeats_context_that_it_does_not_answer_for(tokenizer: Tokenizer) -> None:
    first, second = windows(" ".join("ab" * 50), tokenizer, max_pieces=80)
    assert second.first[0] > 1
    assert len(first.words) + len(second.words) == 100


def test_an_empty_text_has_no_window(tokenizer: Tokenizer) -> None:
    assert windows(" \n", tokenizer) == []

from hypothesis import given
from hypothesis import strategies as st

from papergraph import text


@given(st.text())
def test_folding_twice_equals_folding_once(value: str) -> None:
    assert text.fold_words(text.fold_words(value)) == text.fold_words(value)


@given(st.text())
def test_a_slug_is_never_empty_and_has_no_space(value: str) -> None:
    assert text.slug(value)
    assert " " not in text.slug(value)


def test_a_trailing_plus_is_kept_apart() -> None:
    assert text.fold_words("DefSent+") != text.fold_words("DefSent")


@given(st.text())
def test_clean_text_has_no_control_characters(value: str) -> None:
    assert all(ord(character) >= 32 and not 0x7F <= ord(character) < 0xA0 for character in text.clean(value))

"""Texts written to hurt: the time grows with their length, offsets still fit, nothing is raised."""

import time

import pytest

from papergraph.extract import Extractor
from papergraph.extract.candidates import searchable

UNITS = [
    "A",
    "7B",
    ".A",
    "(A) ",
    "BERT",
    "T5 ",
    "LRA (Low ",
    "mBERT (BERT) ",
    "we propose a novel ",
    "German and ",
    "a-b-",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_repetition_takes_time_by_length(extractor: Extractor, unit: str) -> None:
    text = unit * (20_000 // len(unit))
    start = time.process_time()
    extractor.read(unit, text)
    assert time.process_time() - start < 20  # quadratic patterns took minutes


def test_an_overlong_word_hides_nothing_else(extractor: Extractor) -> None:
    abstract = f"See http://x.y/{'A' * 500} for BERT."
    (reading,) = extractor.read("Notes", abstract)
    assert reading.name == "BERT"
    assert "http://x.y/AAA" in reading.claims[0].evidence
    text = f"Notes\n{abstract}"
    assert text[reading.mentions[0].start : reading.mentions[0].end] == "BERT"


def test_searchable_text_has_the_same_length() -> None:
    text = "a " + "b" * 300 + " c"
    assert len(searchable(text)) == len(text)
    assert searchable("short words stay") == "short words stay"


@pytest.mark.parametrize(
    "text", ["", "\n", "<script>alert(1)</script> BERT", "=cmd|' /C calc'!A0", "\x00\x1b[2J BERT", "\ud800"]
)
def test_odd_texts_are_read(extractor: Extractor, text: str) -> None:
    extractor.read(text, text)
    extractor.read(text, None)

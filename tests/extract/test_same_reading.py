"""What is read from a text depends on the text alone: not on what is read before, beside or after it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.extract import Extractor, ExtractSettings, load_extractor, read_all

PARTS = (
    "We propose WeftFormer, a model for speech recognition.",
    "It outperforms Whisper on the Ogbon corpus.",
    "Named entity recognition (NER) in Yoruba and Welsh is hard.",
    "We fine-tune BERT with low-rank adaptation (LoRA).",
    "GPT-4 is often used; we leave it to future work.",
    "\u8bed\u8a00 \ud83d\ude00 <b>&amp;</b>",
)
TEXTS = st.tuples(st.sampled_from(PARTS), st.lists(st.sampled_from(PARTS), max_size=4).map(" ".join))


@pytest.fixture(scope="module", params=["accurate", "fast"])
def extractor(request: pytest.FixtureRequest) -> Extractor:
    return load_extractor(ExtractSettings(extractor=request.param))


@settings(max_examples=15)
@given(texts=st.lists(TEXTS, min_size=2, max_size=4))
def test_order_and_company_change_nothing(extractor: Extractor, texts: list[tuple[str, str]]) -> None:
    forward = [extractor.read(*text) for text in texts]
    backward = [extractor.read(*text) for text in reversed(texts)]
    assert forward == backward[::-1]


def test_a_fresh_extractor_reads_what_a_used_one_reads(extractor: Extractor) -> None:
    texts = [(PARTS[k], " ".join(PARTS[:k])) for k in range(len(PARTS))]
    used = [extractor.read(*text) for text in texts]
    assert list(read_all(texts, extractor.settings)) == used

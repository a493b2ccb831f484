import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extract.abbreviations import find_abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[a.long_start : a.long_end], text[a.short_start : a.short_end]) for a in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Low-Rank Adaptation (LoRA) here.", [("Low-Rank Adaptation", "LoRA")]),
        ("We use LoRA (Low-Rank Adaptation) here.", [("Low-Rank Adaptation", "LoRA")]),
        ("With large language models (LLMs) it works.", [("large language models", "LLMs")]),
        ("the task of named entity recognition (NER)", [("named entity recognition", "NER")]),
        ("mixture of experts (MoE) layers", [("mixture of experts", "MoE")]),
        ("as shown before (Smith, 2019)", []),
        ("in most cases (see Table 2)", []),
        (
            "machine translation (MT) and question answering (QA)",
            [("machine translation", "MT"), ("question answering", "QA")],
        ),
        ("retrieval-augmented generation (i.e., RAG)", [("retrieval-augmented generation", "RAG")]),
    ],
)
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@given(st.text(alphabet="aAbB cC(),.-[]12\n", max_size=80))
def test_offsets_lie_in_the_text(text: str) -> None:
    for a in find_abbreviations(text):
        assert 0 <= a.long_start < a.long_end <= len(text)
        assert 0 <= a.short_start < a.short_end <= len(text)

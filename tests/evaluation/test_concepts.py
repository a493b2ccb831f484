import pytest

from papergraph.evaluation.concepts import score

PAPER = {
    "id": "a",
    "title": "Tasks",
    "abstract": "Named entity recognition (NER) with BERT and German.",
    "concepts": [
        {"type": "task", "name": "named entity recognition", "mentions": ["NER"], "required": True, "relation": "uses"},
        {"type": "model", "name": "BERT", "mentions": ["BERT"], "required": True, "relation": "uses"},
        {"type": "language", "name": "German", "mentions": ["German"], "required": False, "relation": "covers"},
    ],
}


def predicted(kind: str, *mentions: str, relation: str = "uses") -> dict[str, object]:
    return {"type": kind, "name": mentions[0], "mentions": list(mentions), "relation": relation}


@pytest.mark.parametrize(
    ("predictions", "right", "wrong", "missed"),
    [
        ([], 0, 0, 2),
        ([predicted("task", "NER"), predicted("model", "BERT")], 2, 0, 0),
        ([predicted("language", "German")], 0, 0, 2),
        ([predicted("method", "BERT")], 0, 1, 2),
        ([predicted("task", "NER"), predicted("task", "Named entity recognition")], 1, 1, 1),
        ([predicted("model", "RoBERTa")], 0, 1, 2),
        ([predicted("model", "BERT"), predicted("model", "BERT")], 1, 1, 1),
    ],
)
def test_what_counts(predictions: list[dict[str, object]], right: int, wrong: int, missed: int) -> None:
    counts = score([PAPER], {"a": predictions}).counts()
    assert (counts.right, counts.wrong, counts.missed) == (right, wrong, missed)


def test_relations_are_compared_for_what_matches() -> None:
    result = score([PAPER], {"a": [predicted("task", "NER", relation="mentions"), predicted("model", "BERT")]})
    assert result.relation_accuracy == 0.5

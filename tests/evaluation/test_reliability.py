from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papergraph.evaluation.concepts import score
from papergraph.evaluation.reliability import calibration_error, reliability

PAPER = {
    "id": "a",
    "title": "Parsing",
    "abstract": "We use BERT and GPT-2 for Welsh.",
    "concepts": [
        {"type": "model", "name": "BERT", "mentions": ["BERT"], "required": True, "relation": "uses"},
        {"type": "model", "name": "GPT-2", "mentions": ["GPT-2"], "required": True, "relation": "uses"},
        {"type": "language", "name": "Welsh", "mentions": ["Welsh"], "required": False, "relation": "covers"},
    ],
}


def predicted(kind: str, name: str, relation: str, confidence: float) -> dict[str, object]:
    return {"type": kind, "name": name, "mentions": [name], "relation": relation, "confidence": confidence}


def test_right_is_the_concept_with_its_relation() -> None:
    rows = [
        predicted("model", "BERT", "uses", 0.95),
        predicted("model", "GPT-2", "mentions", 0.91),  # the relation is wrong
        predicted("language", "Welsh", "covers", 0.9),  # need not be found: neither right nor wrong
        predicted("method", "use", "uses", 0.3),  # annotated nowhere
    ]
    low, high = reliability(score([PAPER], {"a": rows}).outcomes)
    assert (low.low, low.observed, low.count) == (0.3, 0.0, 1)
    assert (high.low, high.high, high.observed, high.count) == (0.9, 1.0, 0.5, 2)


def test_a_confidence_that_holds_has_no_error() -> None:
    assert calibration_error(reliability([(0.5, True), (0.5, False)])) == 0.0
    assert calibration_error(reliability([(1.0, False)] * 3)) == 1.0


@given(st.lists(st.tuples(st.integers(0, 100).map(lambda k: k / 100), st.booleans())))
def test_every_outcome_is_in_one_band(outcomes: list[tuple[float, bool]]) -> None:
    bands = reliability(outcomes)
    assert sum(band.count for band in bands) == len(outcomes)
    assert all(band.low <= band.stated <= band.high + 1e-9 for band in bands)
    assert sum(round(band.observed * band.count) for band in bands) == sum(right for _, right in outcomes)

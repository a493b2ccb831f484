from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from papergraph.extract.decoding import best_tags, decode, log_softmax, word_scores

TAGS = ("O", "B-model!", "I-model!", "B-model?", "I-model?", "B-task!", "I-task!")
WORDS = [(0, 2), (3, 5), (6, 9)]


def scores(*tags: str, certainty: float = 6.0) -> np.ndarray:
    result = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for row, tag in enumerate(tags):
        result[row, TAGS.index(tag)] = certainty
    return result


def read(*tags: str, bias: float = 0.0) -> list[tuple[int, int, str, bool]]:
    spans = decode(WORDS[: len(tags)], scores(*tags), TAGS, bias)
    return [(span.start, span.end, span.kind, span.required > 0.5) for span in spans]


def test_a_mention_runs_from_its_first_word_to_its_last() -> None:
    assert read("O", "B-model!", "I-model!") == [(3, 9, "model", True)]


def test_two_mentions_may_touch() -> None:
    assert read("B-model!", "B-model!", "B-task!") == [
        (0, 2, "model", True),
        (3, 5, "model", True),
        (6, 9, "task", True),
    ]


def test_optional_and_required_words_are_one_mention() -> None:
    assert read("B-model?", "I-model?", "O") == [(0, 5, "model", False)]


def test_a_mention_does_not_start_inside() -> None:
    spans = read("O", "I-task!", "I-task!")
    assert all(kind == "task" for *_, kind, _ in spans)
    assert spans in ([], [(0, 9, "task", True)], [(3, 9, "task", True)])


def test_no_word_gives_no_mention() -> None:
    assert decode([], np.zeros((0, 7), np.float32), TAGS) == []


@given(arrays(np.float32, (4, 5), elements=st.floats(-5, 5, width=32)))
def test_the_best_path_is_the_best_of_all(raw: np.ndarray) -> None:
    logs = log_softmax(raw)
    inside = {2: (1, 2), 4: (3, 4)}
    paths = [
        path
        for path in itertools.product(range(5), repeat=4)
        if all(before in inside.get(tag, range(5)) for before, tag in itertools.pairwise((0, *path)))
    ]
    best = max(sum(logs[row, tag] for row, tag in enumerate(path)) for path in paths)
    found = best_tags(logs)
    assert tuple(found) in paths
    assert np.isclose(sum(logs[row, tag] for row, tag in enumerate(found)), best, atol=1e-4)


def test_an_edge_is_where_a_mention_begins_and_ends() -> None:
    layers = [(scores("O", "B-model!", "I-model!", certainty=12.0), TAGS)]
    found = word_scores(WORDS, layers, np.zeros((3, 2), np.float32), ("uses", "covers"))
    assert found.edge(0, 3, 9) > 0.99
    assert found.edge(0, 3, 5) < 0.01  # it goes on
    assert found.edge(0, 6, 9) < 0.01  # it began before
    assert np.allclose(found.mean(3, 9)[: len(found.kinds)], [1.0, 0.0], atol=0.01)


def test_where_no_word_is_nothing_is_likely() -> None:
    none = np.zeros((0, 2), np.float32)
    found = word_scores([], [(np.zeros((0, len(TAGS)), np.float32), TAGS)], none, ("uses", "covers"))
    assert found.edge(0, 0, 4) == 0.0
    assert np.allclose(found.mean(0, 4), [0.0] * 4 + [np.log(0.5)] * 2)

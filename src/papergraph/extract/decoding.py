"""From the encoder's scores to mentions: the best sequence of tags, and what each mention is worth."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Scores = NDArray[np.float32]

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Labels:
    """The tags of the encoder, in the order of its scores. A trailing `!` is required, `?` optional."""

    main: tuple[str, ...]
    language: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpanReading:
    """A mention as the encoder reads it: `kind` is a type, or `other`.

    `score` is the geometric mean of the probability of its tags, `required` the share of "a reader must find this".
    """

    start: int
    end: int
    kind: str
    score: float
    required: float


@dataclass(frozen=True)
class WordScores:
    """What the encoder says of each word of a text, whatever mentions are made of it.

    `words` are character offsets, half-open. `values` (words, columns) hold for each of the `kinds` how likely a word
    belongs to a mention of it, then for each the part of that which a reader must find, then the log probabilities of
    the relations. `edges` (layers, words, 2) hold how likely a word begins a mention of a layer, and goes on with one.
    """

    words: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]
    values: Scores
    edges: Scores
    relation_names: tuple[str, ...]
    _means: dict[tuple[int, int], Scores] = field(default_factory=dict, compare=False, repr=False)

    def mean(self, start: int, end: int) -> Scores:
        """Return the columns averaged over the words that [start, end) touches."""
        if (start, end) not in self._means:
            rows = self.values[self._within(start, end)]
            self._means[start, end] = rows.mean(axis=0) if len(rows) else self._nothing
        return self._means[start, end]

    def edge(self, layer: int, start: int, end: int) -> float:
        """Return how likely a mention of a layer begins at the first word of [start, end) and goes no further."""
        place = self._within(start, end)
        if place.stop <= place.start:
            return 0.0
        further = float(self.edges[layer, place.stop, 1]) if place.stop < len(self.words) else 0.0
        return float(self.edges[layer, place.start, 0]) * (1 - further)

    def _within(self, start: int, end: int) -> slice:
        first = bisect_right(self.words, start, key=lambda word: word[1])
        return slice(first, bisect_left(self.words, end, lo=first, key=lambda word: word[0]))

    @cached_property
    def _nothing(self) -> Scores:
        count = len(self.relation_names)
        even = np.full(count, -np.log(max(1, count)))
        return np.concatenate([np.zeros(2 * len(self.kinds)), even]).astype(np.float32)


def word_scores(
    words: Sequence[tuple[int, int]],
    layers: Sequence[tuple[Scores, Sequence[str]]],
    relations: Scores,
    relation_names: Sequence[str],
) -> WordScores:
    """Return the scores of the words over the kinds of all layers.

    Args:
        words: character offsets of the words, half-open.
        layers: for each layer its scores (words, tags) and the names of its tags.
        relations: scores (words, relations).
        relation_names: the names of the relations.
    """
    probability: dict[str, Scores] = {}
    required: dict[str, Scores] = {}
    edges = []
    for scores, tags in layers:
        each = np.exp(log_softmax(scores))
        edges.append([each[:, [k for k, tag in enumerate(tags) if tag[0] == bio]].sum(axis=1) for bio in "BI"])
        for kind in kinds_of(tags):
            own = [column for column, tag in enumerate(tags) if tag[2:].rstrip("!?") == kind]
            probability[kind] = each[:, own].sum(axis=1)
            required[kind] = each[:, [column for column in own if not tags[column].endswith("?")]].sum(axis=1)
    columns = [*probability.values(), *required.values(), *log_softmax(relations).T]
    return WordScores(
        tuple(words),
        tuple(probability),
        np.stack(columns, axis=1),
        np.array(edges, dtype=np.float32).transpose(0, 2, 1),
        tuple(relation_names),
    )


def kinds_of(tags: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of mention that the tags of a layer tell apart, in their order."""
    return tuple(dict.fromkeys(tag[2:].rstrip("!?") for tag in tags if tag != "O"))


def log_softmax(scores: Scores) -> Scores:
    """Return the logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_tags(logs: Scores) -> list[int]:
    """Return the most probable sequence of tags (Viterbi 1967).

    Args:
        logs: log probabilities (words, tags). Tag 0 is "no mention"; then each kind has two, the first word of a
            mention and any further one, which comes after either of its own kind only.
    """
    greedy: list[int] = logs.argmax(axis=1).tolist()
    if all(tag % 2 or not tag or before in (tag, tag - 1) for before, tag in pairwise([0, *greedy])):
        return greedy  # the best of each word, where it is allowed, is the best of all
    count = logs.shape[1]
    rows = logs.tolist()
    total = [-math.inf if tag and tag % 2 == 0 else score for tag, score in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        best = max(total)
        before = [total.index(best)] * count
        reached = [best + score for score in row]
        for inside in range(2, count, 2):
            before[inside] = inside if total[inside] > total[inside - 1] else inside - 1
            reached[inside] = total[before[inside]] + row[inside]
        back.append(before)
        total = reached
    tag = total.index(max(total))
    path = [tag]
    for before in reversed(back):
        tag = before[tag]
        path.append(tag)
    return path[::-1]


def decode(
    words: Sequence[tuple[int, int]], scores: Scores, tags: Sequence[str], bias: float = 0.0
) -> list[SpanReading]:
    """Return the mentions of one layer, in order of the text; they do not overlap.

    Args:
        words: character offsets of the words, half-open.
        scores: scores (words, tags) of the layer.
        tags: the names of the tags.
        bias: added to the log probability of "no mention"; below 0 more is found.
    """
    if not words:
        return []
    each = np.exp(log_softmax(scores))
    kinds = kinds_of(tags)
    names = ["O", *(f"{bio}-{kind}" for kind in kinds for bio in "BI")]
    own = [[column for column, tag in enumerate(tags) if tag.rstrip("!?") == name] for name in names]
    merged = np.stack([each[:, columns].sum(axis=1) for columns in own], axis=1)
    required = np.stack([each[:, [c for c in columns if tags[c][-1] != "?"]].sum(axis=1) for columns in own], axis=1)
    logs = np.log(np.maximum(merged, _TINY))
    logs[:, 0] += bias
    path = best_tags(logs)
    result = []
    k = 0
    while k < len(path):
        if path[k] == 0:
            k += 1
            continue
        stop = k + 1
        while stop < len(path) and path[stop] == path[k] + 1:
            stop += 1
        rows, columns = np.arange(k, stop), path[k:stop]
        share = required[rows, columns] / np.maximum(merged[rows, columns], _TINY)
        result.append(
            SpanReading(
                start=words[k][0],
                end=words[stop - 1][1],
                kind=kinds[(path[k] - 1) // 2],
                score=float(np.exp(logs[rows, columns].mean())),
                required=float(share.mean()),
            )
        )
        k = stop
    return result

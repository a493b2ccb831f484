"""From the encoder's scores to mentions: the best sequence of tags, and what each mention is worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labels:
    """The tags of the encoder, in the order of its scores. A trailing `!` is required, `?` optional."""

    main: tuple[str, ...]
    language: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpanReading:
    """A mention as the encoder reads it: `kind` is a type, `group` or `other`.

    `score` is the geometric mean of the probability of its tags, `required` the share of "a reader must find this",
    `relations` the probability of each relation, in the order of `Labels.relations`.
    """

    start: int
    end: int
    kind: str
    score: float
    required: float
    relations: tuple[float, ...]


@dataclass(frozen=True)
class WordScores:
    """What the encoder says of each word of a text, whatever mentions are made of it.

    `words` are character offsets, half-open. `probability` (words, kinds) is how likely a word belongs to a mention of
    a kind, `required` the part of it that a reader must find; `relations` (words, relations) are log probabilities.
    """

    words: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]
    probability: Scores
    required: Scores
    relations: Scores
    relation_names: tuple[str, ...]

    def within(self, start: int, end: int) -> slice:
        """Return the words that [start, end) touches."""
        first = bisect_right(self.words, start, key=lambda word: word[1])
        return slice(first, bisect_left(self.words, end, lo=first, key=lambda word: word[0]))


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
    kinds = tuple(dict.fromkeys(tag[2:].strip("!?") for _, tags in layers for tag in tags if tag != "O"))
    probability = np.zeros((len(words), len(kinds)), dtype=np.float32)
    required = np.zeros_like(probability)
    for scores, tags in layers:
        each = np.exp(log_softmax(scores))
        for column, tag in enumerate(tags):
            if tag != "O":
                place = kinds.index(tag[2:].strip("!?"))
                probability[:, place] += each[:, column]
                if not tag.endswith("?"):
                    required[:, place] += each[:, column]
    return WordScores(tuple(words), kinds, probability, required, log_softmax(relations), tuple(relation_names))


def log_softmax(scores: Scores) -> Scores:
    """Return the logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_tags(logs: Scores, starts: Sequence[bool], follows: NDArray[np.bool_]) -> list[int]:
    """Return the most probable tag sequence (Viterbi 1967).

    Args:
        logs: log probabilities (words, tags).
        starts: whether a tag may be the first one.
        follows: `follows[a, b]` says whether tag b may come after tag a.
    """
    barred = np.where(follows, 0.0, -1e9).astype(np.float32)
    total = logs[0] + np.where(starts, 0.0, -1e9).astype(np.float32)
    back = np.zeros(logs.shape, dtype=np.int64)
    for k in range(1, len(logs)):
        paths = total[:, None] + barred
        back[k] = paths.argmax(axis=0)
        total = paths.max(axis=0) + logs[k]
    tag = int(total.argmax())
    result = [tag]
    for k in range(len(logs) - 1, 0, -1):
        tag = int(back[k, tag])
        result.append(tag)
    return result[::-1]


def decode(
    words: Sequence[tuple[int, int]], scores: Scores, relations: Scores, tags: Sequence[str], bias: float = 0.0
) -> list[SpanReading]:
    """Return the mentions of one layer, in order of the text; they do not overlap.

    Args:
        words: character offsets of the words, half-open.
        scores: scores (words, tags) of the layer.
        relations: scores (words, relations).
        tags: the names of the tags.
        bias: added to the log probability of "no mention"; below 0 more is found.
    """
    if not words:
        return []
    logs = log_softmax(scores)
    kinds = list(dict.fromkeys(tag[2:].strip("!?") for tag in tags if tag != "O"))
    merged = np.full((len(words), 1 + 2 * len(kinds)), -1e9, dtype=np.float32)
    required = np.zeros_like(merged)
    for column, tag in enumerate(tags):
        place = 0 if tag == "O" else 1 + 2 * kinds.index(tag[2:].strip("!?")) + (tag[0] == "I")
        merged[:, place] = np.logaddexp(merged[:, place], logs[:, column])
        if not tag.endswith("?"):
            required[:, place] += np.exp(logs[:, column])
    merged[:, 0] += bias
    count = merged.shape[1]
    inside = [place > 0 and place % 2 == 0 for place in range(count)]
    follows = np.array([[not inside[b] or a in (b, b - 1) for b in range(count)] for a in range(count)])
    path = best_tags(merged, [not flag for flag in inside], follows)
    result = []
    k = 0
    while k < len(path):
        if path[k] == 0:
            k += 1
            continue
        stop = k + 1
        while stop < len(path) and path[stop] == path[k] + 1:
            stop += 1
        places = [(row, path[row]) for row in range(k, stop)]
        probability = np.array([np.exp(merged[place]) for place in places])
        share = np.array([required[place] for place in places]) / np.maximum(probability, 1e-9)
        claim = np.exp(log_softmax(relations[k:stop].mean(axis=0)))
        result.append(
            SpanReading(
                start=words[k][0],
                end=words[stop - 1][1],
                kind=kinds[(path[k] - 1) // 2],
                score=float(np.exp(np.log(np.maximum(probability, 1e-9)).mean())),
                required=float(share.mean()),
                relations=tuple(float(p) for p in claim),
            )
        )
        k = stop
    return result

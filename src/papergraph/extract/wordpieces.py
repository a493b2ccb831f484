"""A text as the encoder sees it: word pieces, the shape of each word, and where each word stands.

The encoder's vocabulary is in lower case; the shape of a word gives back what that loses ("LoRA", "BERT", "GPT-4").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from papergraph.errors import ExtractError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_PIECES = 512
"""Longest input of the encoder, with its two special pieces."""

_OVERLAP = 64  # pieces of context that a following window repeats


class Shape(IntEnum):
    """The shape of a word; the values are indices into the encoder's shape embedding and must not change."""

    NONE = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    MIXED = 4
    LETTER = 5  # a single capital
    DIGITS = 6
    ALPHANUMERIC = 7
    PUNCTUATION = 8


@lru_cache(maxsize=20_000)
def shape_of(word: str) -> Shape:
    """Return the shape of a word, which holds no white space."""
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return Shape.DIGITS if any(character.isdigit() for character in word) else Shape.PUNCTUATION
    if len(letters) < len(word):
        return Shape.ALPHANUMERIC
    if word.islower():
        return Shape.LOWER
    if len(word) == 1:
        return Shape.LETTER
    if word.isupper():
        return Shape.UPPER
    return Shape.TITLE if word[0].isupper() and word[1:].islower() else Shape.MIXED


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text that the encoder reads at once.

    `ids` and `shapes` have one entry a piece, the special ones included. `words` are the character offsets of the
    words that this window answers for, half-open, and `first` the index of each one's first piece.
    """

    ids: list[int]
    shapes: list[int]
    words: list[tuple[int, int]]
    first: list[int]


def windows(text: str, tokenizer: Tokenizer, *, max_pieces: int = MAX_PIECES) -> list[Window]:
    """Return the text as windows of at most `max_pieces`; nearly every abstract is one window.

    A word is what the tokenizer splits at white space and punctuation, so that "GPT-4" is three words. Windows after
    the first repeat some words for context and do not answer for them.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    # each of these properties is built anew at every access
    ids, offsets, word_ids = encoding.ids, encoding.offsets, encoding.word_ids
    if not ids:
        return []
    starts = [k for k, word in enumerate(word_ids) if k == 0 or word != word_ids[k - 1]]
    ends = [*starts[1:], len(ids)]
    spans = [(offsets[a][0], offsets[b - 1][1]) for a, b in zip(starts, ends, strict=True)]
    shapes = [shape_of(text[start:end]) for start, end in spans]
    cls, sep = _special(tokenizer, "[CLS]"), _special(tokenizer, "[SEP]")
    overlap = min(_OVERLAP, max_pieces // 4)
    result: list[Window] = []
    done = 0
    while done < len(starts):
        begin = done
        while begin > 0 and starts[done] - starts[begin - 1] <= (overlap if result else 0):
            begin -= 1
        stop = done
        while stop < len(starts) and ends[stop] - starts[begin] <= max_pieces - 2:
            stop += 1
        stop = max(stop, done + 1)  # a single word longer than a window is cut, not lost
        begins, cut = starts[begin], min(ends[stop - 1], starts[begin] + max_pieces - 2)
        shape_ids = [shapes[k] for k in range(begin, stop) for _ in range(starts[k], ends[k])]
        result.append(
            Window(
                ids=[cls, *ids[begins:cut], sep],
                shapes=[Shape.NONE, *shape_ids[: cut - begins], Shape.NONE],
                words=spans[done:stop],
                first=[starts[k] - begins + 1 for k in range(done, stop)],
            )
        )
        done = stop
    return result


def _special(tokenizer: Tokenizer, piece: str) -> int:
    found = tokenizer.token_to_id(piece)
    if found is None:
        raise ExtractError(f"the tokenizer of the extraction model has no {piece}")
    return found

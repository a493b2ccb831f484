"""Pairs of records worth comparing, in near-linear time.

A record is filed under a bounded number of keys: its identifiers, its title, the part before a subtitle, the beginning
of its abstract, and pairs of the rarest words of its title. Records under one key are compared with each other; under
a key that very many share, each is compared with its neighbours in the order of their content only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.papers.keys import RecordKey, content_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RARE_WORDS = 5
"""Of a title this many rare words are used; two similar titles that share no two of them are not found."""
MAX_BLOCK = 24
"""A key of words that more records share is too common; the titles that have it have rarer ones."""
MAX_EQUAL = 200
"""Records of one title that are compared with all others of it; beyond, with their neighbours."""
WINDOW = 12


def document_counts(keys: Sequence[RecordKey]) -> Counter[str]:
    """Return in how many titles each word stands."""
    counts: Counter[str] = Counter()
    for key in keys:
        counts.update(set(key.words))
    return counts


def candidate_pairs(keys: Sequence[RecordKey], counts: Counter[str]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions worth comparing once, the smaller position first.

    The keys must stand in an order that depends on their content alone; the pairs then do too.
    """
    seen: set[int] = set()
    size = len(keys)
    for block, limit in _blocks(keys, counts):
        if len(block) <= limit:
            pairs: Iterator[tuple[int, int]] = combinations(block, 2)
        else:
            pairs = ((left, right) for at, left in enumerate(block) for right in block[at + 1 : at + 1 + WINDOW])
        for left, right in pairs:
            code = left * size + right
            if code not in seen:
                seen.add(code)
                yield left, right


def _blocks(keys: Sequence[RecordKey], counts: Counter[str]) -> Iterator[tuple[list[int], int]]:
    exact: dict[str, list[int]] = defaultdict(list)
    words: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        for name in key.ids:
            exact[name].append(position)
        # Keys of different kinds may not meet: an identifier has a colon, a joined title has none.
        if key.joined:
            exact[key.joined].append(position)
        if key.head and key.head != key.joined:
            exact[key.head].append(position)
        if len(key.abstract) >= 80:
            exact["abstract:" + " ".join(key.abstract.split()[:12])].append(position)
        for pair in _word_pairs(key, counts):
            words[pair].append(position)
    for block in exact.values():
        if len(block) > 1:
            yield block, MAX_EQUAL
    for block in words.values():
        if 1 < len(block) <= MAX_BLOCK:
            yield block, MAX_BLOCK


def _word_pairs(key: RecordKey, counts: Counter[str]) -> list[tuple[str, str]]:
    # A word that stands in one title only cannot bring two together.
    shared = {word for word in content_words(key.words) if counts[word] > 1}
    rare = sorted(shared, key=lambda word: (counts[word], word))[:RARE_WORDS]
    if len(rare) == 1:
        return [(rare[0], "")]
    return [(min(pair), max(pair)) for pair in combinations(rare, 2)]

"""Whether two venue names mean one venue, from their words and from what the records themselves show."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Relation = Literal["same", "different", "unknown"]

_PREPRINT = frozenset("arxiv corr preprint biorxiv medrxiv openreview ssrn abs".split())
_JOURNAL = frozenset(
    "journal j transactions trans record magazine mag letters lett review rev quarterly bulletin annals acta tacl tods "
    "computing computational intelligence".split()
) - {"computing", "computational", "intelligence"}
_MEETING = frozenset("conference conf proceedings proc workshop workshops symposium symp meeting congress".split())
_REPORT = frozenset("technical report thesis dissertation tech rep memo".split())
_EMPTY_WORDS = frozenset(
    "the of on in and for a an at to proc proceedings conference conf international intl int annual acm ieee meeting "
    "symposium symp mdash ndash amp first second third".split()
)

# A pair of names is believed to be one venue when this many certain pairs of records show it ...
MIN_SUPPORT = 5
# ... and these are this share of the certain pairs of the rarer name; two venues when the share is below the second.
SAME_SHARE = 0.2
DIFFERENT_SHARE = 0.05


class Venues:
    """What is known of venue names. Built from pairs of names that records certainly of one work carry."""

    def __init__(self, certain: Iterable[tuple[str, str]] = ()) -> None:
        self._together: Counter[tuple[str, str]] = Counter()
        self._total: Counter[str] = Counter()
        for left, right in certain:
            self._together[min(left, right), max(left, right)] += 1
            self._total[left] += 1
            self._total[right] += 1
        self._known: dict[tuple[str, str], Relation] = {}

    def relation(self, left: str, right: str) -> Relation:
        """Return what two folded venue names are to each other."""
        if not left or not right:
            return "unknown"
        if left == right:
            return "same"
        pair = (min(left, right), max(left, right))
        found = self._known.get(pair)
        if found is None:
            found = self._known[pair] = self._decide(*pair)
        return found

    def _decide(self, left: str, right: str) -> Relation:
        kinds = _kind(left), _kind(right)
        if "preprint" in kinds and kinds[0] != kinds[1]:
            return "different"
        rarer = min(self._total[left], self._total[right])
        support = self._together[left, right]
        if support >= MIN_SUPPORT and support >= SAME_SHARE * rarer:
            return "same"
        if rarer >= MIN_SUPPORT and support < DIFFERENT_SHARE * rarer:
            return "different"
        if kinds[0] and kinds[1] and kinds[0] != kinds[1]:
            return "different"
        words = _content(left), _content(right)
        if words[0] and words[0] == words[1]:
            return "same"
        if _acronym_of(left, right) or _acronym_of(right, left):
            return "same"
        return "unknown"


@lru_cache(maxsize=65536)
def _kind(venue: str) -> str | None:
    words = set(venue.split())
    for kind, names in (("preprint", _PREPRINT), ("meeting", _MEETING), ("journal", _JOURNAL), ("report", _REPORT)):
        if words & names:
            return kind
    return None


@lru_cache(maxsize=65536)
def _content(venue: str) -> frozenset[str]:
    return frozenset(word for word in venue.split() if word not in _EMPTY_WORDS and not word[0].isdigit())


def _acronym_of(short: str, long: str) -> bool:
    """Whether `vldb` stands for `very large data bases`, or stands among the words of the long name."""
    names = _content(short)
    if len(names) != 1:
        return False
    (name,) = names
    words = [word for word in long.split() if word not in _EMPTY_WORDS]
    return len(words) > 1 and len(name) > 2 and (name == "".join(word[0] for word in words) or name in words)

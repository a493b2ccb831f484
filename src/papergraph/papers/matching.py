"""One pair of records: is it one work, and by what rule?

The thresholds below were set by reading pairs of saved listings, the ACL Anthology and two tables of DBLP and the ACM
without their truth file; they were fixed before that file was opened (docs/resolution.md has the figures).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from papergraph.papers.keys import PRESENTATION_WORDS, SERIES_WORDS, Name, RecordKey, content_words, years_in
from papergraph.papers.venues import Venues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Versions = Literal["merge", "separate"]

MIN_AUTHOR_AGREEMENT = 0.5
"""Share of the shorter author list found in the longer one, for two lists to speak for one work."""
MIN_TITLE = 0.85
"""Title similarity that is enough where the authors agree."""
MIN_TITLE_TWO_IDS = 0.97
"""Similarity of titles from which records with two ids of one anthology are one work; chosen, not fitted."""
MIN_TITLE_ALONE = 0.93
"""Title similarity that is enough where one record names no author."""
MIN_TITLE_YEARS_APART = 0.9
"""Title similarity that is enough for the same authors in different years."""
MIN_ABSTRACT = 0.9
"""Similarity of the beginnings of two abstracts that are one."""
MIN_ABSTRACT_WORDS = 60
"""Two abstracts whose words are less alike than this (0 to 100) are two texts."""
MIN_DISTINCT_LETTERS = 18
"""A title of three words and at least this many letters names one work even without authors."""
MAX_YEARS_EXACT = 6
"""Years between the versions of one work under one title; with the title changed, half of it."""
MIN_YEARS_BETWEEN_MEETINGS = 2
"""Years from which the proceedings of two meetings under two ids of one anthology hold two works."""
MIN_TITLE_ONE_VENUE = 0.7
"""Title similarity that is enough for all the same authors in one venue and year, unless identifiers differ."""

_NOISE = PRESENTATION_WORDS | frozenset(
    "in proc proceedings of the conference journal vol volume no pages pp arxiv preprint corr to appear "
    "submitted".split()
)


_SEQUEL_WORDS = frozenset(
    "addendum revisited revisiting towards toward improving improved extending extended rethinking beyond "
    "understanding comment comments reply response correction corrections update updated new again".split()
)
_JOURNAL_ID = re.compile(r"acl:(?:[JQ]\d\d-|\d{4}\.(?:cl|tacl)-)")
_LOOKALIKES = str.maketrans({"i": "l", "1": "l", "0": "o"})


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that are one work: positions, score, and the rule with its evidence."""

    left: int
    right: int
    score: float
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Titles:
    """How alike two titles are, and the words of meaning that only one of them has."""

    similarity: float
    left: frozenset[str]
    right: frozenset[str]

    @property
    def contrast(self) -> bool:
        """Whether each title has a word for itself."""
        return bool(self.left and self.right)

    @property
    def extra(self) -> frozenset[str]:
        """The words that one title alone has."""
        return self.left | self.right


class Matcher:
    """Decides pairs. Holds how common each title word is, and what is known of venues.

    Args:
        document_counts: How many records have a word in their title.
        size: The number of records.
        venues: What is known of venue names.
        versions: `merge` joins preprint, proceedings and journal version; `separate` keeps works with different
            venues, years or ids of one anthology apart.
    """

    def __init__(
        self,
        document_counts: Mapping[str, int],
        size: int,
        *,
        venues: Venues | None = None,
        versions: Versions = "merge",
    ) -> None:
        self._counts = document_counts
        self._size = max(size, 1)
        self._venues = venues or Venues()
        self._versions = versions
        self._weights: dict[str, float] = {}

    def decide(self, left: RecordKey, right: RecordKey) -> tuple[float, str, str] | None:
        """Return score, rule and evidence for one work, or None."""
        if shared := left.ids & right.ids:
            return self._by_identifier(left, right, min(shared))
        if not _worth_comparing(left, right) or self.contradict(left, right):
            return None
        agreement = author_agreement(left, right)
        if left.joined == right.joined and left.joined:
            return self._same_title(left, right, agreement)
        return self._near_title(left, right, agreement)

    def contradict(self, left: RecordKey, right: RecordKey) -> bool:
        """Whether two records cannot be one work, whatever their titles: what no chain of matches may bridge."""
        if left.ids & right.ids:
            return False
        if _differ(left.ids, right.ids, "arxiv:"):
            return True
        if left.joined != right.joined and (numbers_conflict(left, right) or _two_publications(left, right)):
            return True
        if _two_works_of_one_group(left, right) and not _one_abstract(left, right):
            return True
        if left.authors and right.authors and author_agreement(left, right) == 0 and not _one_abstract(left, right):
            return True
        gap = _gap(left, right)
        if self._versions == "merge":
            return gap > MAX_YEARS_EXACT
        if _differ(left.ids, right.ids, "acl:"):
            return True
        relation = self._venues.relation(left.venue, right.venue)
        return relation == "different" or gap > 1 or (gap == 1 and relation != "same")

    def _by_identifier(self, left: RecordKey, right: RecordKey, shared: str) -> tuple[float, str, str] | None:
        # The DOI of a whole volume stands on every paper of some exports.
        if (
            left.authors
            and right.authors
            and not author_agreement(left, right)
            and self.title_similarity(left, right) < MIN_AUTHOR_AGREEMENT
        ):
            return None
        return 1.0, "identifier", shared

    def _same_title(self, left: RecordKey, right: RecordKey, agreement: float | None) -> tuple[float, str, str] | None:
        gap = _gap(left, right)
        known_year = left.year is not None and right.year is not None
        if _one_abstract(left, right) and (agreement is None or agreement > 0) and gap <= MAX_YEARS_EXACT:
            return 0.99, "same title and abstract", " ".join(left.words)
        if left.recurring or right.recurring:
            return None
        if left.series and not (known_year and agreement is not None and agreement >= MIN_AUTHOR_AGREEMENT):
            return None
        if left.series:
            few = len(content_words(left.words)) <= 3
            sure = gap == 0 and not (few and len(left.authors) != len(right.authors))
            sure = sure and self._venues.relation(left.venue, right.venue) != "different"
            return (0.9, "same title, authors and year", " ".join(left.words)) if sure else None
        if agreement is None:
            if gap > 1 or _two_abstracts(left, right):
                return None
            score = 0.95 if known_year else 0.92
            return score if _distinct(left) else score - 0.1, "same title", " ".join(left.words)
        if agreement >= MIN_AUTHOR_AGREEMENT or (left.truncated or right.truncated):
            return round(0.99 - 0.01 * gap, 2), "same title and authors", f"{agreement:.2f} of the authors"
        if gap == 0 and _distinct(left):
            return 0.88, "same title, some authors", f"{agreement:.2f} of the authors"
        return None

    def _near_title(self, left: RecordKey, right: RecordKey, agreement: float | None) -> tuple[float, str, str] | None:
        gap = _gap(left, right)
        if left.recurring or right.recurring or gap > (MAX_YEARS_EXACT // 2 if self._versions == "merge" else 0):
            return None
        titles = self.compare_titles(left, right)
        evidence = f"titles alike {titles.similarity:.2f}"
        one_abstract = _one_abstract(left, right)
        if agreement is None:
            if one_abstract and (titles.similarity >= 0.6 or _subtitle(left, right)):
                return 0.9, "same abstract, similar title", evidence
            if titles.contrast or gap > 1 or not (_distinct(left) and _distinct(right)):
                return None
            alike = titles.similarity >= MIN_TITLE_ALONE and not _two_abstracts(left, right)
            return (round(titles.similarity * 0.93, 2), "similar title", evidence) if alike else None
        if agreement < MIN_AUTHOR_AGREEMENT and not (left.truncated or right.truncated):
            return None
        if one_abstract and titles.similarity >= 0.3:
            return 0.9, "same abstract and authors", evidence
        # One anthology gave out two ids: a group's next paper, not a slip of the pen, unless the titles all but agree.
        two_ids = _differ(left.ids, right.ids, "acl:") and titles.similarity < MIN_TITLE_TWO_IDS
        if two_ids or _two_abstracts(left, right):
            return None
        if _cut_off(left, right):
            return 0.9, "title cut off, same authors", evidence
        if _subtitle(left, right):
            return 0.87, "subtitle missing, same authors", evidence
        return self._alike(left, right, titles, agreement, gap)

    def _alike(
        self, left: RecordKey, right: RecordKey, titles: Titles, agreement: float, gap: int
    ) -> tuple[float, str, str] | None:
        """Decide titles that are alike, of the same authors: slips of the pen, or the next paper of the series?"""
        if titles.similarity < self._least(left, right, gap) or ((left.series or right.series) and gap):
            return None
        if left.head and right.head and _two_names(left.head, right.head):
            return None
        # "Entity coreference" and "event coreference": what each title has for itself tells two works apart, unless
        # everything else says one.
        relation = self._venues.relation(left.venue, right.venue)
        if titles.contrast and (gap or agreement < 0.75 or relation == "different"):
            return None
        if gap and titles.extra & (SERIES_WORDS | _SEQUEL_WORDS):
            return None
        return (
            round(min(titles.similarity, 0.97), 2),
            "similar title, same authors",
            f"titles alike {titles.similarity:.2f}",
        )

    def _least(self, left: RecordKey, right: RecordKey, gap: int) -> float:
        """Return how alike titles of the same authors must be."""
        if gap:
            return MIN_TITLE_YEARS_APART
        sure = left.year is not None and right.year is not None and not left.series and not right.series
        if sure and self._venues.relation(left.venue, right.venue) == "same" and _all_authors(left, right):
            return MIN_TITLE_ONE_VENUE
        return MIN_TITLE

    def title_similarity(self, left: RecordKey, right: RecordKey) -> float:
        """Return the weighted share of title words that both have; rare words weigh more."""
        return self.compare_titles(left, right).similarity

    def compare_titles(self, left: RecordKey, right: RecordKey) -> Titles:
        """Compare two titles word by word.

        A word that is a misspelling or another form of a word of the other title counts by how alike they are;
        a word that the other record has as author, venue or year is left out.
        """
        counts_left, counts_right = Counter(left.words), Counter(right.words)
        shared = counts_left & counts_right
        only_left = sorted((counts_left - shared).elements())
        only_right = sorted((counts_right - shared).elements())
        both = 2 * sum(self._weight(word) * count for word, count in shared.items())
        if "".join(w for w in left.words if w in only_left) == "".join(w for w in right.words if w in only_right):
            return Titles(1.0, frozenset(), frozenset())  # "data base" and "database"
        rest = 0.0
        names = left.names | right.names
        for word in only_left[:]:
            near, how = self._nearest(word, only_right, names)
            if near is not None:
                weight = self._weight(word) + self._weight(near)
                both += how * weight
                rest += (1 - how) * weight
                only_left.remove(word)
                only_right.remove(near)
        only_left = [word for word in only_left if word not in right.other_words and word not in _NOISE]
        only_right = [word for word in only_right if word not in left.other_words and word not in _NOISE]
        rest += sum(self._weight(word) for word in (*only_left, *only_right))
        return Titles(both / (both + rest) if both else 0.0, _content(only_left), _content(only_right))

    def _nearest(self, word: str, others: Iterable[str], names: frozenset[str]) -> tuple[str | None, float]:
        best: tuple[str | None, float] = (None, 0.0)
        for other in others:
            if word[0].isdigit() or other[0].isdigit():
                continue
            if _stem(word) == _stem(other) or word.translate(_LOOKALIKES) == other.translate(_LOOKALIKES):
                return other, 1.0
            if word in names or other in names:
                continue  # IndoNLU is not a misspelt IndoNLG
            # Two words that other titles have too are two words, not a slip.
            if min(len(word), len(other)) < 4 or (self._counts.get(word, 0) > 2 and self._counts.get(other, 0) > 2):
                continue
            likeness = DamerauLevenshtein.normalized_similarity(word, other)
            if likeness >= 0.75 and likeness > best[1]:
                best = (other, likeness)
        return best

    def _weight(self, word: str) -> float:
        weight = self._weights.get(word)
        if weight is None:
            weight = self._weights[word] = math.log(1 + self._size / max(1, self._counts.get(word, 1)))
        return weight


def _worth_comparing(left: RecordKey, right: RecordKey) -> bool:
    """Whether titles share enough words, or abstracts begin alike: most pairs of a block end here."""
    if left.joined == right.joined:
        return bool(left.joined)
    shared = len(set(left.words) & set(right.words))
    if 3 * shared >= min(len(left.words), len(right.words)):
        return True
    return left.joined[:12] == right.joined[:12] or (bool(left.abstract) and left.abstract[:30] == right.abstract[:30])


def author_agreement(left: RecordKey, right: RecordKey) -> float | None:
    """Return the share of the shorter author list found in the longer; None when a record names nobody.

    Where one record names nobody, surnames of the other that stand in its title count: exports glue the fields.
    """
    if not left.authors or not right.authors:
        bare, named = (left, right) if not left.authors else (right, left)
        extra = set(bare.words) - set(named.words)
        found = sum(name.surname in extra for name in named.authors)
        return found / len(named.authors) if found else None
    shorter, longer = sorted((left.authors, right.authors), key=len)
    free = list(longer)
    found = 0
    for name in shorter:
        for position, other in enumerate(free):
            if _one_person(name, other):
                found += 1
                free.pop(position)
                break
    return found / len(shorter)


def _one_person(left: Name, right: Name) -> bool:
    if left.surname == right.surname or _second_surname(left, right) or _second_surname(right, left):
        return not left.initials or not right.initials or left.initials[0] == right.initials[0] or _swapped(left, right)
    if left.lost or right.lost:
        alike = DamerauLevenshtein.normalized_similarity(left.surname, right.surname)
        return alike >= 0.6 and (left.initials[:1] == right.initials[:1] or alike >= 0.75)
    if min(len(left.surname), len(right.surname)) < 5 or left.initials[:1] != right.initials[:1]:
        return False
    return DamerauLevenshtein.normalized_similarity(left.surname, right.surname) >= 0.75


def _second_surname(left: Name, right: Name) -> bool:
    """Some lists drop the second surname or the particle: `Rafael Camps` is `Rafael Camps Paré`."""
    return len(left.surname) > 2 and left.surname in right.words[1:]


def _swapped(left: Name, right: Name) -> bool:
    """Middle names move: `J. Edward Hu` and `Edward Hu`."""
    return left.initials[0] in right.initials or right.initials[0] in left.initials


def numbers_conflict(left: RecordKey, right: RecordKey) -> bool:
    """Whether the numerals of two titles tell them apart: `Part I` and `Part II`, the shared tasks of two years.

    A numeral that one title alone has is no conflict where it is the year of the work.
    """
    if left.numbers == right.numbers:
        return False
    ours, theirs = left.numbers - right.numbers, right.numbers - left.numbers
    if ours and theirs:
        return True
    years = {str(year) for year in (left.year, right.year) if year is not None}
    return not (len(years) == 1 and (ours | theirs) <= years)


def _two_publications(left: RecordKey, right: RecordKey) -> bool:
    """Whether one venue published both in one year, each under an identifier of its own."""
    if left.year is None or left.year != right.year or not left.venue or left.venue != right.venue:
        return False
    return _differ(left.ids, right.ids, "acl:") or _differ(left.ids, right.ids, "doi:")


def _two_works_of_one_group(left: RecordKey, right: RecordKey) -> bool:
    """Whether the years, or two ids of one anthology, tell what the same people wrote under one title apart.

    A title that names a year announces before that year what it reports in it ("Task 2 of 2010", published in 2009 and
    in 2010). Proceedings of meetings two years apart hold no versions of one work, as a journal may: a toolkit's next
    description. Under two ids of one venue and year, with other authors, stand a paper and its part for students.
    """
    gap = _gap(left, right)
    if gap:
        first, last = sorted((left.year or 0, right.year or 0))
        if any(first < int(year) <= last for year in left.numbers | right.numbers if len(year) == 4):
            return True
    if not _differ(left.ids, right.ids, "acl:"):
        return False
    if gap >= MIN_YEARS_BETWEEN_MEETINGS and _in_proceedings(left) and _in_proceedings(right):
        return True
    return gap == 0 and left.venue == right.venue and len(left.authors) != len(right.authors)


def _in_proceedings(key: RecordKey) -> bool:
    return not any(_JOURNAL_ID.match(name) for name in key.ids)


def _differ(left: frozenset[str], right: frozenset[str], prefix: str) -> bool:
    ours = {value for value in left if value.startswith(prefix)}
    theirs = {value for value in right if value.startswith(prefix)}
    return bool(ours and theirs and not ours & theirs)


def _gap(left: RecordKey, right: RecordKey) -> int:
    return 0 if left.year is None or right.year is None else abs(left.year - right.year)


def _distinct(key: RecordKey) -> bool:
    content = content_words(key.words)
    return (len(content) >= 3 and len(key.joined) >= MIN_DISTINCT_LETTERS) or bool(key.head and len(content) >= 3)


def _one_abstract(left: RecordKey, right: RecordKey) -> bool:
    if len(left.abstract) < 80 or len(right.abstract) < 80:
        return False
    size = min(len(left.abstract), len(right.abstract))
    return fuzz.ratio(left.abstract[:size], right.abstract[:size], score_cutoff=100 * MIN_ABSTRACT) > 0


def _two_abstracts(left: RecordKey, right: RecordKey) -> bool:
    """Whether two abstracts have next to nothing in common."""
    return (
        bool(left.abstract and right.abstract)
        and fuzz.token_set_ratio(left.abstract, right.abstract) < MIN_ABSTRACT_WORDS
    )


def _subtitle(left: RecordKey, right: RecordKey) -> bool:
    """Whether one title is the other without its subtitle."""
    return bool(left.joined) and (left.joined == right.head or right.joined == left.head) and not years_in(left.words)


def _two_names(left: str, right: str) -> bool:
    """Whether two heads of titles are names of two things, and not spellings of one: IndoNLU and IndoNLG."""
    return left != right and min(len(left), len(right)) <= 16 and fuzz.ratio(left, right) < 90


def _all_authors(left: RecordKey, right: RecordKey) -> bool:
    """Whether both name two authors or more, and the shorter list is found whole in one at most twice as long."""
    sizes = sorted((len(left.authors), len(right.authors)))
    return sizes[0] >= 2 and sizes[1] <= 2 * sizes[0] and author_agreement(left, right) == 1


def _cut_off(left: RecordKey, right: RecordKey) -> bool:
    """Whether one title ends in dots where the other goes on."""
    for short, full in ((left, right), (right, left)):
        if short.cut and len(short.joined) >= MIN_DISTINCT_LETTERS and full.joined.startswith(short.joined):
            return True
    return False


def _content(words: Iterable[str]) -> frozenset[str]:
    return frozenset(content_words(tuple(words)))


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word

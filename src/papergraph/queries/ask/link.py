"""Linking words of a question to what the graph holds: concepts, authors, venues."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papergraph.stores.base import GraphStore

LONGEST_NAME = 9
"""Words in the longest name that is looked for."""

MIN_SIMILARITY = 86.0
"""Of rapidfuzz's ratio, 0 to 100, for a word to pass as a mistyped name; at 80 "Danish" already meets "Spanish"."""

_SHORTEST_MISTYPED = 5
_CONCEPTS = """MATCH (c:Model|Dataset|Language|Method|Task|LanguageGroup)
RETURN c.id AS id, labels(c)[0] AS label, c.name AS name, c.aliases AS aliases, c.paper_count AS papers,
  c.family AS family"""
_AUTHORS = "MATCH (a:Author) RETURN a.id AS id, a.name AS name"
_VENUES = "MATCH (v:Venue) RETURN v.id AS id, v.name AS name"
_PAPERS = "MATCH (p:Paper) RETURN p.id AS id, p.title AS title"


@dataclass(frozen=True, slots=True)
class Known:
    """A concept of the graph."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    papers: int = 0
    family: str | None = None


Key = tuple[str, ...]


class Names:
    """The names in a graph, by their folded words.

    Args:
        concepts: Every concept.
        authors: Author id and name.
        venues: Venue id and name.
        titles: Paper id and title.
    """

    def __init__(
        self,
        concepts: Iterable[Known],
        authors: Iterable[tuple[str, str]] = (),
        venues: Iterable[tuple[str, str]] = (),
        titles: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.concepts = sorted(concepts, key=lambda known: known.id)
        self._sources = {"authors": authors, "venues": venues, "titles": titles}

    @cached_property
    def _authors(self) -> list[tuple[str, str]]:
        return sorted(self._sources["authors"])

    @cached_property
    def _venues(self) -> list[tuple[str, str]]:
        return sorted(self._sources["venues"])

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        return sorted(self._sources["titles"])

    @classmethod
    def of(cls, store: GraphStore) -> Names:
        """Read the names from a store."""
        concepts = (
            Known(key, label, name, tuple(aliases or ()), papers or 0, family)
            for key, label, name, aliases, papers, family in store.query(_CONCEPTS).rows
        )
        # Most questions name no author, venue or title: those are read when one may.
        return cls(concepts, *(_Later(store, statement) for statement in (_AUTHORS, _VENUES, _PAPERS)))

    @cached_property
    def _by_key(self) -> dict[Key, list[Known]]:
        found: dict[Key, list[Known]] = defaultdict(list)
        for known in self.concepts:
            for key in {key for name in (known.name, *known.aliases) for key in keys_of(name)}:
                found[key].append(known)
        return found

    @cached_property
    def families(self) -> dict[Key, str]:
        """Folded language family -> its name in the graph."""
        return {key_of(known.family): known.family for known in self.concepts if known.family}

    @cached_property
    def _author_by_key(self) -> dict[Key, list[tuple[str, str]]]:
        found: dict[Key, list[tuple[str, str]]] = defaultdict(list)
        for author, name in self._authors:
            found[tuple(fold_words(name).split())].append((author, name))
        return found

    @cached_property
    def _author_by_last(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for author, name in self._authors:
            if words := fold_words(name).split():
                found[words[-1]].append((author, name))
        return found

    @cached_property
    def _title_by_key(self) -> dict[Key, list[tuple[str, str]]]:
        found: dict[Key, list[tuple[str, str]]] = defaultdict(list)
        for paper, title in self._titles:
            words = fold_words(title).split()
            found[tuple(words)].append((paper, title))
            if ":" in title and (lead := fold_words(title.partition(":")[0]).split()):
                found[tuple(lead)].append((paper, title))
        return found

    def concepts_named(self, words: Sequence[str], surface: str) -> list[Known]:
        """Return the concepts of that name; of several, those written as in the question where there are such."""
        found = self._by_key.get(key_of_words(words), [])
        # "US" and "us", "IT" and "it": a short name in capitals is meant only as it is written.
        found = [known for known in found if _may_mean(known, words, surface)]
        exact = [known for known in found if surface in (known.name, *known.aliases)]
        pick = exact or found
        most = max((known.papers for known in pick), default=0)
        # A stray reading of another type by one paper must not widen the question.
        return [known for known in pick if known.papers * 50 >= most]

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return the names most like a text, best first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what is not known

        names = {known.name: fold_words(known.name) for known in self.concepts}
        found = process.extract(fold_words(text), names, scorer=fuzz.ratio, limit=count, score_cutoff=60)
        return [name for _, _, name in found]

    def mistyped(self, words: Sequence[str]) -> list[Known]:
        """Return the concepts whose name is nearly those words, or []."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what is not known
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        text = " ".join(words)
        if len(text) < _SHORTEST_MISTYPED:
            return []
        close = [key for key in self._by_key if len(key) == len(words) and key[0][:1] == text[:1]]
        joined = [" ".join(key) for key in close]
        best = process.extractOne(text, joined, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
        if best is None and len(text) > _SHORTEST_MISTYPED:
            # Two letters swapped count as one mistake here, as two above.
            swapped = process.extractOne(text, joined, scorer=OSA.distance, score_cutoff=1)
            return self._by_key[close[swapped[2]]] if swapped else []
        return self._by_key[close[best[2]]] if best else []

    def authors_named(self, words: Sequence[str]) -> list[str]:
        """Return the ids of authors of that full name, or of that last name."""
        found = self._author_by_key.get(tuple(words)) or []
        if not found and len(words) == 1:
            found = self._author_by_last.get(words[0]) or []
        if not found and len(words) > 1:
            found = [pair for pair in self._author_by_last.get(words[-1], []) if _same_person(words, pair[1])]
        return [author for author, _ in found]

    def venues_named(self, words: Sequence[str]) -> list[str]:
        """Return the ids of venues of that name; a joint meeting (`ACL; IJCNLP`) is named by each of its parts."""
        wanted = tuple(words)
        exact, within = [], []
        for venue, name in self._venues:
            parts = [tuple(fold_words(part).split()) for part in name.split(";")]
            if wanted in parts or any(_without_year(part) == wanted for part in parts):
                exact.append(venue)
            elif set(wanted) <= set(fold_words(name).split()):
                within.append(venue)
        return exact or within

    def papers_titled(self, words: Sequence[str]) -> list[str]:
        """Return the ids of papers of that title, or of that title before its colon."""
        return [paper for paper, _ in self._title_by_key.get(tuple(words), [])]


class _Later:
    """Pairs that are read from the store when they are first gone through."""

    def __init__(self, store: GraphStore, statement: str) -> None:
        self._store, self._statement = store, statement

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from ((row[0], row[1]) for row in self._store.query(self._statement).rows)


def keys_of(name: str) -> set[Key]:
    """Return the keys that a name is found under: with and without what it says in brackets."""
    bare = re.sub(r"\s*\([^)]*\)", "", name)
    return {key for text in (name, bare) if (key := key_of(text))}


def key_of(text: str) -> Key:
    """Return the folded words of a text, the last in the singular."""
    return key_of_words(fold_words(text).split())


def key_of_words(words: Sequence[str]) -> Key:
    """Return words with the last in the singular."""
    return (*words[:-1], singular(words[-1])) if words else ()


def singular(word: str) -> str:
    """Return a folded word without a plural ending; a key, not English."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return {"corpora": "corpus", "analyses": "analysis"}.get(word, word)


def _may_mean(known: Known, words: Sequence[str], surface: str) -> bool:
    if len(words) > 1 or surface != surface.lower() or len(surface) > 3:
        return True
    names = (known.name, *known.aliases)
    return known.label == "Task" or any(surface == name.lower() and name != name.upper() for name in names)


def _same_person(words: Sequence[str], name: str) -> bool:
    """Return whether "G. Neubig" or "Graham B. Neubig" may be the author of that name."""
    other = fold_words(name).split()
    first, theirs = words[0], other[0]
    return (
        first == theirs or (len(first) == 1 and theirs.startswith(first)) or (len(theirs) == 1 and first[0] == theirs)
    )


def _without_year(words: Key) -> Key:
    return tuple(word for word in words if not re.fullmatch(r"(?:19|20)\d\d", word))

"""Linking words of a question to what the graph holds: concepts, authors, venues."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from papergraph.queries.ask.lexicon import PHENOMENA, YEAR
from papergraph.queries.ask.literals import says
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from papergraph.stores.base import GraphStore

LONGEST_NAME = 9
"""Words in the longest name that is looked for."""

MIN_SIMILARITY = 86.0
"""Of rapidfuzz's ratio, 0 to 100, for a word to pass as a mistyped name; at 80 "Danish" already meets "Spanish"."""

_SHORTEST_MISTYPED = 6
_SHORTEST_JOINED = 4
_LONG_WORD = 8
"""From so many letters on a word may have two mistakes."""

_COMMON_TASK = 10
"""So many papers must work on a task before what it finds stands for it."""

COMMON_CONCEPT = 30
"""A concept of so many papers is what its name means, whatever else the words may say."""

_CHANCE = 20
"""A name that so many times as many papers say as have its concept is a word, and the concept a chance reading."""

_CHANCE_HEAD = 3
"""The same for the last word of tasks: "parsing" is one, "accuracy" is not."""

_REMEMBERED = 10_000
"""Words of which it is kept how many papers say them; a server is asked for long, and by anybody."""

_MIN_HEADED = 2
"""So many tasks must end in a word before the word alone means all of them: "parsing"."""

_CONCEPTS = """MATCH (c:Model|Dataset|Language|Method|Task|LanguageGroup)
RETURN c.id AS id, labels(c)[0] AS label, c.name AS name, c.aliases AS aliases, c.paper_count AS papers,
  c.family AS family"""
_LINKS = """MATCH (c:Model|Dataset|Language|Method|Task)-[r:VARIANT_OF|SUBTASK_OF|MEMBER_OF]->(b)
RETURN c.id AS narrower, b.id AS broader, r.rule AS rule"""
_SAME_THING = frozenset(
    (
        "size",
        "version",
        "vendor",
        "tuned or released variant",
        "variety of a language",
        "narrower term",
        "language table",
    )
)
"""Rules of links whose narrower end is what the broader name means; multilingual BERT is not what BERT means."""

_BRACKETED = re.compile(r"\s*\([^)]*\)")
_LETTERS = re.compile(r"\w+")

_AUTHORS = "MATCH (a:Author) RETURN a.id AS id, a.name AS name"
_VENUES = "MATCH (v:Venue) RETURN v.id AS id, v.name AS name"
_PAPERS = "MATCH (p:Paper) RETURN p.id AS id, p.title AS title"
_SAID = "MATCH (p:Paper) WITH * WHERE p.in_corpus = true AND {test} RETURN count(p) AS papers"
_NEWEST = "MATCH (p:Paper) WITH * WHERE p.in_corpus = true RETURN max(p.year) AS year"


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
        links: Narrower id, broader id and the rule of VARIANT_OF, SUBTASK_OF and MEMBER_OF.
        newest: One row, the year of the newest paper.
        said: How many papers say given words.
    """

    def __init__(
        self,
        concepts: Iterable[Known],
        authors: Iterable[tuple[str, str]] = (),
        venues: Iterable[tuple[str, str]] = (),
        titles: Iterable[tuple[str, str]] = (),
        links: Iterable[tuple[str, ...]] = (),
        newest: Iterable[tuple[int | None]] = (),
        said: Callable[[str], int] = lambda _words: 0,
    ) -> None:
        self.concepts = sorted(concepts, key=lambda known: known.id)
        self._links = links
        self._newest = newest
        self._said = lru_cache(_REMEMBERED)(said)
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
        authors, venues, titles, links, newest = (
            _Later(store, statement) for statement in (_AUTHORS, _VENUES, _PAPERS, _LINKS, _NEWEST)
        )

        def said(words: str) -> int:
            return int(store.query(_SAID.format(test=says(words))).rows[0][0])

        return cls(concepts, authors, venues, titles, links, newest, said)

    @cached_property
    def _by_key(self) -> dict[Key, list[Known]]:
        found: dict[Key, list[Known]] = defaultdict(list)
        for known in self.concepts:
            for key in {key for name in (known.name, *known.aliases) for key in keys_of(name)}:
                found[key].append(known)
        for known in self.concepts:
            # "African" alone; "language" is the last word of the key
            if known.label == "LanguageGroup" and known.name[:1].isupper():
                key = key_of(known.name)
                if key[-1:] == ("language",) and key[:-1] not in found:
                    found[key[:-1]].append(known)
        return found

    @cached_property
    def _by_letters(self) -> dict[str, list[Known]]:
        """The same without spaces: gpt4, hatespeech detection."""
        found: dict[str, list[Known]] = {}
        for key, known in self._by_key.items():
            found.setdefault("".join(key), known)
        return found

    @cached_property
    def _spelt(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for known in self.concepts:
            for name in (known.name, *known.aliases):
                for word in _LETTERS.findall(name.lower()):
                    if not word.isascii():
                        found[fold_words(word)].add(word)
        return found

    def spellings(self, word: str) -> set[str]:
        """Return how names write a folded word where they write it with other letters: yoruba, yorùbá."""
        return set(self._spelt.get(word, ()))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a name: what is no typing mistake."""
        return frozenset(word for key in self._by_key for word in key)

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for narrower, broader, rule in self._links:
            if rule in _SAME_THING:
                found[broader].append(narrower)
        return found

    @cached_property
    def _by_id(self) -> dict[str, Known]:
        return {known.id: known for known in self.concepts}

    def narrower(self, ids: Iterable[str]) -> list[Known]:
        """Return what the concepts' names also mean: versions, special cases and members; the most named first."""
        seen = dict.fromkeys(ids)
        given, queue = set(seen), list(seen)
        while queue:
            for other in self._narrower.get(queue.pop(), ()):
                if other not in seen:
                    seen[other] = None
                    queue.append(other)
        found = [self._by_id[key] for key in seen if key not in given and key in self._by_id]
        return sorted(found, key=lambda known: (-known.papers, known.id))

    @cached_property
    def _heads(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = defaultdict(list)
        for known in self.concepts:
            if known.label == "Task" and len(words := fold_words(known.name).split()) > 1:
                found[words[-1]].append(known)
        return found

    def headed(self, word: str) -> list[Known]:
        """Return the tasks whose name ends in a word, where there are enough for the word to mean them all."""
        found = self._heads.get(word, [])
        enough = len(found) >= _MIN_HEADED and sum(k.papers for k in found) * _CHANCE_HEAD >= self._said(word)
        return found if enough else []

    @cached_property
    def newest_year(self) -> int | None:
        """The year of the newest paper, None where no paper has a year."""
        return next((year for (year,) in self._newest), None)

    @property
    def has_authors(self) -> bool:
        """Whether the graph names any author."""
        return bool(self._authors)

    @cached_property
    def families(self) -> dict[Key, str]:
        """Folded language family -> its name in the graph."""
        return {key_of(known.family): known.family for known in self.concepts if known.family}

    def family_named(self, text: str) -> str | None:
        """Return the language family of that name: "Uralic", "Uralic languages", "the Uralic language family"."""
        key = key_of(text)
        for last in ("family", "language"):
            key = key[:-1] if key[-1:] == (last,) else key
        return self.families.get(key)

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

    def concepts_named(self, words: Sequence[str], surface: str, *, joinable: bool = True) -> list[Known]:
        """Return the concepts of that name; of several, those written as in the question where there are such.

        Args:
            words: The folded words.
            surface: The words as written.
            joinable: Whether names are found that join the words to one: "gpt 4", "GPT4".
        """
        key = key_of_words(words)
        found = self._by_key.get(key) or []
        if not found and joinable and len(joined := "".join(key)) >= _SHORTEST_JOINED:
            found = self._by_letters.get(joined, [])
        # "US" and "us", "IT" and "it": a short name in capitals is meant only as it is written.
        found = [known for known in found if _may_mean(known, words, surface)]
        exact = [known for known in found if surface in (known.name, *known.aliases)]
        pick = self._with_phenomenon(exact or found, key)
        most = max((known.papers for known in pick), default=0)
        languages = [known for known in pick if known.label in {"Language", "LanguageGroup"}]
        if not languages and len(words) > 1 and all(self._is_language(word) for word in words):
            return []  # "English-German" is no method: two languages
        if languages:
            of_languages = max(known.papers for known in languages)
            pick = [k for k in pick if k in languages or k.papers * 5 >= of_languages]
        of_label = {known.label: max(k.papers for k in pick if k.label == known.label) for known in pick}
        # A stray reading of another type by one paper must not widen the question, nor a rare sense of an acronym.
        pick = [known for known in pick if known.papers * 50 >= most and known.papers * 5 >= of_label[known.label]]
        if surface == surface.upper() and len(surface) < _SHORTEST_JOINED:
            pick = [known for known in pick if known.papers * 3 >= most or surface == known.name]
        return pick

    def means(self, known: Sequence[Known], surface: str) -> bool:
        """Return whether concepts are what papers mean by their name, and not a chance reading of a common word.

        "writing" is a task of two papers and a word of four hundred: who asks for it asks for the word.
        """
        papers = max((one.papers for one in known), default=0)
        return self.is_common(known) or papers * _CHANCE >= self._said(surface.lower())

    @staticmethod
    def is_common(known: Sequence[Known]) -> bool:
        """Return whether one of the concepts is certainly what its name means."""
        return any(one.papers >= COMMON_CONCEPT for one in known)

    def _with_phenomenon(self, found: list[Known], key: Key) -> list[Known]:
        """Add the tasks that find what a name names, where that is what most mean by it: "hate speech"."""
        tasks = [
            known for head in sorted(PHENOMENA) for known in self._by_key.get((*key, head), ()) if known.label == "Task"
        ]
        most = max((known.papers for known in tasks), default=0)
        if most < _COMMON_TASK or most < 5 * max((known.papers for known in found), default=0):
            return found
        if most * _CHANCE_HEAD < self._said(" ".join(key)):
            return found  # "hallucination" is far more than its detection
        return [*found, *tasks]

    def group_of_place(self, words: Sequence[str]) -> list[Known]:
        """Return the languages of a place: "Africa" is African languages, "India" Indian ones."""
        for ending in ("n", "an", ""):
            key = (*words[:-1], singular(words[-1]) + ending, "language")
            if found := [known for known in self._by_key.get(key, ()) if known.label == "LanguageGroup"]:
                return found
        return []

    def _is_language(self, word: str) -> bool:
        return any(known.label == "Language" for known in self._by_key.get((word,), ()))

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return the names most like a text, best first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what is not known

        names = {known.name: fold_words(known.name) for known in self.concepts}
        found = process.extract(fold_words(text), names, scorer=fuzz.ratio, limit=count, score_cutoff=60)
        return [name for _, _, name in found]

    def mistyped(self, words: Sequence[str]) -> list[Known]:
        """Return the concepts whose name is nearly those words, or []."""
        text = " ".join(words)
        if len(text) < _SHORTEST_MISTYPED or all(word in self.vocabulary for word in words):
            return []
        close = {
            " ".join(key): key
            for key, known in self._by_key.items()
            # Nobody mistypes an acronym in small letters, or leaves the end of a word out.
            if len(key) == len(words) and key[0][:1] == text[:1] and any(k.name != k.name.upper() for k in known)
        }
        best = nearest_word(text, [name for name in close if not (name.startswith(text) and len(name) > len(text) + 1)])
        return self._by_key[close[best]] if best else []

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

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        yield from self._store.query(self._statement).rows


def nearest_word(text: str, candidates: Sequence[str]) -> str | None:
    """Return the candidate of which a text is a mistyping: one mistake, two from eight letters on, else None.

    A letter too many, too few, another, or two swapped are one mistake.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what is not known
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    most = 2 if len(text) >= _LONG_WORD else 1
    close = process.extract(text, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
    # "educational" is no mistyped "education".
    close = [found for found in close if not (found[0].startswith(text) or text.startswith(found[0]))] or [
        found for found in close if abs(len(found[0]) - len(text)) <= 1
    ]
    best = min(close, key=lambda found: (found[1], -fuzz.ratio(text, found[0]), found[0]), default=None)
    return best[0] if best and (best[1] <= 1 or fuzz.ratio(text, best[0]) >= MIN_SIMILARITY) else None


def keys_of(name: str) -> set[Key]:
    """Return the keys that a name is found under: with and without what it says in brackets."""
    bare = _BRACKETED.sub("", name)
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
    if known.label == "Language":  # codes of languages are no words: "hi"
        return any(surface == name.lower() and name not in {name.upper(), name.lower()} for name in names)
    return known.label == "Task" or any(surface == name.lower() and name != name.upper() for name in names)


def _same_person(words: Sequence[str], name: str) -> bool:
    """Return whether "G. Neubig" or "Graham B. Neubig" may be the author of that name."""
    other = fold_words(name).split()
    first, theirs = words[0], other[0]
    return (
        first == theirs or (len(first) == 1 and theirs.startswith(first)) or (len(theirs) == 1 and first[0] == theirs)
    )


def _without_year(words: Key) -> Key:
    return tuple(word for word in words if not YEAR.fullmatch(word))

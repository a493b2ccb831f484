"""From the text of a question to tagged pieces: what each run of words is, before what it means together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from papergraph.queries.ask import lexicon
from papergraph.queries.ask.link import COMMON_CONCEPT, LONGEST_NAME, Known, Names, nearest_word
from papergraph.text import fold_words

_TOKEN = re.compile(r"[^\W_]+|[+#]|,|;")
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]|(?<!\w)'([^']{2,})'(?!\w)")
_DECADE = re.compile(r"((?:19[5-9]|20[0-4])0)s")
_RELATIVE = re.compile(r"(?:this|last|past|previous|recent|next|coming) (?:\w+ )?(?:years?|months?|decades?|weeks?)")
_LAST_YEARS = re.compile(
    r"(?:in |over |during |from |within |for )?(?:the )?(?:last|past|previous) (?:(\w+) )?(year|decade)s?"
)
_CLASS = re.compile(r"(?:resource )?class(?:es)? ([0-5])")


_MOST_LOOKS = 12
"""How often one question may have the texts of all papers looked through for what its words mean."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: folded, and as written at [start, end)."""

    folded: str
    raw: str
    start: int
    end: int


@dataclass
class Piece:
    """A tagged run of words.

    `tag` is such, beyond, type, relation, preposition, negation, order, count, per_year, concept, low_resource,
    high_resource, resource_class, family, years, quantity, number, and, or, but, comma, author, venue, paper, who,
    headed, plain, generic, unknown.
    """

    tag: str
    text: str
    start: int
    end: int
    value: Any = None
    known: list[Known] = field(default_factory=list)


def words_of(text: str) -> list[Word]:
    """Return the words of a question, with commas."""
    text = unicodedata.normalize("NFC", text)
    return [
        Word(fold_words(match.group()) or match.group(), match.group(), *match.span())
        for match in _TOKEN.finditer(text)
    ]


Rule = Callable[["Tagger", int], "tuple[int, Piece] | None"]


class Tagger:
    """One pass over a question. At each place the longest reading wins; grammar goes before names of equal length."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self.names = names
        self.notes: list[str] = []
        self.words = [self._corrected(word) for word in words_of(self.text)]
        self.pieces: list[Piece] = []
        self._looks = 0
        self._quotes = {match.start(): match for match in _QUOTED.finditer(self.text)}

    def _corrected(self, word: Word) -> Word:
        """Return a word of the grammar for a mistyped one: "langauges"."""
        known = word.folded in _WORDS or word.folded in lexicon.FILLERS or word.folded in self.names.vocabulary
        if known or len(word.folded) < _LONG_GRAMMAR or word.raw != word.raw.lower() or not word.folded.isalpha():
            return word
        near = [other for other in _LONG_WORDS if other[0] == word.folded[0]]
        best = nearest_word(word.folded, near)
        if best is None:
            return word
        self.notes.append(f"read {word.raw!r} as {best!r}")
        return replace(word, folded=best)

    def run(self) -> list[Piece]:
        """Return the pieces."""
        place = 0
        while place < len(self.words):
            taken, piece = self._read(place)
            if piece is not None:
                self._add(piece)
            place += taken
        return self.pieces

    def _add(self, piece: Piece) -> None:
        last = self.pieces[-1] if self.pieces else None
        if piece.tag == "unknown" and last is not None and last.tag == "unknown" and self._adjacent(last, piece):
            last.end = piece.end
            last.text = self.text[last.start : last.end]
            return
        self.pieces.append(piece)

    def _adjacent(self, left: Piece, right: Piece) -> bool:
        return not self.text[left.end : right.start].strip(" -/'’.")

    def _read(self, place: int) -> tuple[int, Piece | None]:
        word = self.words[place]
        if word.raw in {",", ";"}:
            return 1, self._piece("comma", place, 1)
        if word.folded in lexicon.SUFFIXES and self._hyphened(place):
            return 1, None
        if quoted := self._quoted(place):
            return quoted
        grammar = self._grammar(place)
        named = self._named(place)
        if named and (grammar is None or named[0] > grammar[0] or self._prefers_name(grammar, named)):
            return named
        if grammar and grammar[0] == 1 and not named and (mistyped := self._mistyped(place, 2)):
            return mistyped  # "named entitiy recogntion"
        if grammar:
            return grammar
        if word.folded in lexicon.FILLERS or (len(word.folded) == 1 and word.raw.islower()):
            return 1, None
        return self._unknown(place)

    def _prefers_name(self, grammar: tuple[int, Piece | None], named: tuple[int, Piece]) -> bool:
        """Return whether a name of as many words wins: "large language models" once the target is known."""
        size, piece = grammar
        if size != named[0] or piece is None or piece.tag == "generic" or fold_words(piece.text) in lexicon.GENERIC:
            return False
        if piece.tag == "type" and size > 1:
            return any(earlier.tag == "type" for earlier in self.pieces)
        written = named[1].text
        odd = written != written.lower() and written != written.capitalize()
        return odd and any(written in (known.name, *known.aliases) for known in named[1].known)

    def _piece(self, tag: str, place: int, size: int, value: Any = None, known: list[Known] | None = None) -> Piece:
        start, end = self.words[place].start, self.words[place + size - 1].end
        return Piece(tag, self.text[start:end], start, end, value, known or [])

    def _phrase(self, place: int, size: int) -> str:
        return " ".join(word.folded for word in self.words[place : place + size])

    def _longest(self, place: int, phrases: Any) -> tuple[int, Any] | None:
        for size in range(min(5, len(self.words) - place), 0, -1):
            phrase = self._phrase(place, size)
            if phrase in phrases:
                return size, phrases[phrase] if isinstance(phrases, dict) else phrase
        return None

    # grammar

    def _grammar(self, place: int) -> tuple[int, Piece | None] | None:
        best: tuple[int, Piece | None] | None = None
        for rule in _RULES:
            found = rule(self, place)
            if found and (best is None or found[0] > best[0]):
                best = found
        return best

    def _simple(self, place: int) -> tuple[int, Piece] | None:
        best: tuple[int, Piece] | None = None
        for tag, phrases in _PHRASES:
            found = self._longest(place, phrases)
            if found and (best is None or found[0] > best[0]):
                best = found[0], self._piece(tag, place, found[0], found[1])
        return best

    def _years(self, place: int) -> tuple[int, Piece] | None:
        rest = [word.folded for word in self.words[place : place + 9]]
        if found := self._last_years(place, " ".join(rest)):
            return found
        if match := _RELATIVE.match(" ".join(rest)):
            size = len(match.group().split())
            return size, self._piece("unknown", place, size, "relative")
        for kind, phrases in _YEAR_LEADS:
            if not (lead := self._longest(place, phrases)):
                continue
            size = lead[0]
            while size < len(rest) and rest[size] in {"the", "year", "end", "of", "start", "beginning", "in"}:
                size += 1
            if size < len(rest) and lexicon.YEAR.fullmatch(rest[size]):
                year = int(rest[size])
                return size + 1, self._piece("years", place, size + 1, _year_range(kind, year))
        return self._plain_years(place, rest)

    def _last_years(self, place: int, rest: str) -> tuple[int, Piece] | None:
        """Read "the last three years": counted back from the newest paper, so that the answer stays."""
        match = _LAST_YEARS.match(rest)
        newest = self.names.newest_year if match else None
        if match is None or newest is None:
            return None
        count = int(match[1]) if (match[1] or "").isdecimal() else lexicon.NUMBERS.get(match[1] or "")
        if match[2] == "decade":
            count = 10 * (count or 1)
        if not count:
            return None
        size = len(match.group().split())
        first = newest - count + 1
        self.notes.append(f"{self._phrase(place, size)!r}: counted from {newest}, the year of the newest paper")
        return size, self._piece("years", place, size, (first, None))

    def _plain_years(self, place: int, rest: list[str]) -> tuple[int, Piece] | None:
        skipped = 0
        while rest[skipped : skipped + 1] and rest[skipped] in {
            "between",
            "from",
            "in",
            "during",
            "the",
            "year",
            "years",
        }:
            skipped += 1
        tail = rest[skipped:]
        if not tail:
            return None
        if match := _DECADE.fullmatch(tail[0]):
            return skipped + 1, self._piece("years", place, skipped + 1, (int(match[1]), int(match[1]) + 9))
        if not lexicon.YEAR.fullmatch(tail[0]):
            return None
        year, size = int(tail[0]), skipped + 1
        joined = rest[skipped + 1 : skipped + 3]
        between = joined[:1] in (["to"], ["until"], ["through"], ["till"], ["and"], ["or"])
        if between and len(joined) == 2 and lexicon.YEAR.fullmatch(joined[1]):
            return size + 2, self._piece("years", place, size + 2, (year, int(joined[1])))
        if joined and lexicon.YEAR.fullmatch(joined[0]) and "-" in self._between(place + size - 1):
            return size + 1, self._piece("years", place, size + 1, (year, int(joined[0])))
        for first, phrases in ((True, lexicon.OR_LATER), (False, lexicon.OR_EARLIER)):
            if after := self._longest(place + size, phrases):
                span = (year, None) if first else (None, year)
                return size + after[0], self._piece("years", place, size + after[0], span)
        open_ended = rest[size : size + 1] == ["on"] and (len(rest) == size + 1 or rest[size + 1] in lexicon.AND)
        if rest[0] == "from" and open_ended:
            return size + 1, self._piece("years", place, size + 1, (year, None))
        return size, self._piece("years", place, size, (year, year))

    def _between(self, place: int) -> str:
        return self.text[self.words[place].end : self.words[place + 1].start].replace("–", "-").replace("—", "-")

    def _quantity(self, place: int) -> tuple[int, Piece] | None:
        for sign, phrases in _QUANTITIES:
            if (lead := self._longest(place, phrases)) and (number := self._number(place + lead[0])) is not None:
                value = {">": (">=", number + 1), "<": ("<=", number - 1)}.get(sign, (sign, number))
                return lead[0] + 1, self._piece("quantity", place, lead[0] + 1, value)
        if self._hyphened(place) and self.pieces and self.pieces[-1].tag == "unknown":
            return None  # "Covid-19" is one word
        number = self._number(place)
        if number is not None and not lexicon.YEAR.fullmatch(self.words[place].folded):
            if self._phrase(place + 1, 2) == "or more":
                return 3, self._piece("quantity", place, 3, (">=", number))
            return 1, self._piece("number", place, 1, number)
        return None

    def _number(self, place: int) -> int | None:
        if place >= len(self.words):
            return None
        word = self.words[place].folded
        if word.isdecimal() and len(word) < 7:
            return int(word)
        return lexicon.NUMBERS.get(word)

    def _resource_class(self, place: int) -> tuple[int, Piece] | None:
        match = _CLASS.match(" ".join(word.folded for word in self.words[place : place + 3]))
        if match is None:
            return None
        size = len(match.group().split())
        return size, self._piece("resource_class", place, size, int(match[1]))

    def _filler(self, place: int) -> tuple[int, None] | None:
        return (1, None) if self.words[place].folded in lexicon.FILLERS else None

    # names

    def _quoted(self, place: int) -> tuple[int, Piece] | None:
        match = self._quotes.get(self.words[place].start - 1)
        if match is None:
            return None
        inside = match.group(1) or match.group(2)
        size = sum(1 for word in self.words[place:] if word.start < match.end())
        words = fold_words(inside).split()
        if known := self.names.concepts_named(words, inside):
            return size, self._piece("concept", place, size, known=known)
        if papers := self.names.papers_titled(words):
            return size, self._piece("paper", place, size, papers)
        return size, self._piece("unknown", place, size, "quoted")

    def _named(self, place: int) -> tuple[int, Piece] | None:
        before = self.pieces[-1] if self.pieces else None
        lead = before.text.lower() if before is not None and before.tag in {"preposition", "relation"} else ""
        citing = before is not None and before.tag == "relation" and before.value in {"cite", "cited_by"}
        for size in range(min(30 if citing else LONGEST_NAME, len(self.words) - place), 0, -1):
            span = self.words[place : place + size]
            if any(word.raw in {",", ";"} for word in span[:: max(1, size - 1)]):
                continue
            folded = [word.folded for word in span if word.raw not in {",", ";"}]
            if any(f" {phrase} " in f" {' '.join(folded)} " for phrase in lexicon.EXCEPT):
                continue  # "languages other than English": grammar, even where a group has the name
            surface = self.text[span[0].start : span[-1].end]
            listed = len(folded) < size  # "LoRA, adapters" is no LoRA adapter
            if not listed and (piece := self._name(place, size, folded, surface, lead)):
                return size, piece
            if (citing or size > 4) and len(folded) > 1 and (papers := self.names.papers_titled(folded)):
                return size, self._piece("paper", place, size, papers)
        return None

    def _name(self, place: int, size: int, folded: list[str], surface: str, lead: str) -> Piece | None:
        capital = surface != surface.lower()
        if size == 1 and not capital and (folded[0] in lexicon.FILLERS or folded[0] in _GRAMMAR_WORDS):
            return None
        if capital and size > 1 and self._venue_and_year(folded, lead):
            return None
        if capital and self._where_venues_stand(place + size, lead) and (venues := self.names.venues_named(folded)):
            others = [known for known in self.names.concepts_named(folded, surface) if known.label != "Dataset"]
            if not any(known.papers >= COMMON_CONCEPT for known in others):  # "NLI papers" are on the task
                return self._piece("venue", place, size, venues)
        if lead.endswith("by") and size <= 4 and (authors := self.names.authors_named(folded)):
            return self._piece("author", place, size, authors)
        # "using BERT" is no "UsingBERT".
        joinable = size == 1 or not any(word in _GRAMMAR_WORDS for word in folded)
        known = self.names.concepts_named(folded, surface, joinable=joinable)
        if size > 1 and folded[0] in _GRAMMAR_WORDS:  # "on LSTM" is no ON-LSTM, "in context learning" is a name
            lead = self.words[place].raw
            known = [one for one in known if any(name.startswith(lead) for name in (one.name, *one.aliases))]
        if known and (self.names.is_common(known) or not self._may_look() or self.names.means(known, surface)):
            return self._piece("concept", place, size, known=known)
        if capital and (groups := self.names.group_of_place(folded)):
            return self._piece("concept", place, size, "place", groups)
        if (family := self.names.family_named(surface)) is not None:
            return self._piece("family", place, size, family)
        if capital and 2 <= size <= 4 and (authors := self.names.authors_named(folded)):
            return self._piece("author", place, size, authors)
        if capital and size <= 3 and (venues := self.names.venues_named(folded)):
            return self._piece("venue", place, size, venues)
        return None

    def _venue_and_year(self, folded: list[str], lead: str) -> bool:
        """Return whether "EMNLP 2022" is a venue and a year, and no dataset or venue of that name."""
        if not lexicon.YEAR.fullmatch(folded[-1]) or self.names.venues_named(folded):
            return False
        datasets = [known for known in self.names.concepts_named(folded, "") if known.label == "Dataset"]
        at = lead.split(" ")[-1:] in (["in"], ["at"], ["from"])
        return (at or not datasets) and bool(self.names.venues_named(folded[:-1]))

    def _where_venues_stand(self, after: int, lead: str) -> bool:
        """Return whether a venue may stand before the word at `after`: "in EMNLP", "EMNLP 2022", "EMNLP papers"."""
        if lead.split(" ")[-1:] in (["in"], ["at"], ["from"]):
            return True
        following = self.words[after].folded if after < len(self.words) else ""
        return bool(lexicon.YEAR.fullmatch(following)) or lexicon.TYPES.get(following) == "Paper"

    def _unknown(self, place: int) -> tuple[int, Piece]:
        if self._stands_alone(place) and self._may_look() and self.names.headed(self.words[place].folded):
            return 1, self._piece("headed", place, 1, self.words[place].folded)
        return self._mistyped(place, 1) or (1, self._piece("unknown", place, 1))

    def _mistyped(self, place: int, shortest: int) -> tuple[int, Piece] | None:
        """Read a mistyped name of three words at most, whose later words are no grammar."""
        if shortest > 1 and not self._is_odd(place + 1):
            return None
        for size in range(min(3, len(self.words) - place), shortest - 1, -1):
            span = self.words[place : place + size]
            if any(self._grammar(place + offset) for offset in range(1, size)) or any(w.raw in ",;" for w in span):
                continue
            if known := self.names.mistyped([word.folded for word in span]):
                piece = self._piece("concept", place, size, known=known)
                self.notes.append(f"read {piece.text!r} as {known[0].name!r}")
                return size, piece
        return None

    def _is_odd(self, place: int) -> bool:
        """Return whether a word is neither grammar nor in any name."""
        if place >= len(self.words):
            return False
        word = self.words[place]
        known = word.folded in _WORDS or word.folded in lexicon.FILLERS or word.folded in self.names.vocabulary
        return word.folded.isalpha() and not known

    def _hyphened(self, place: int) -> bool:
        return self.text[max(0, self.words[place].start - 1)] == "-" and place > 0

    def _may_look(self) -> bool:
        """Return whether the texts may be looked through once more for this question."""
        self._looks += 1
        return self._looks <= _MOST_LOOKS

    def _stands_alone(self, place: int) -> bool:
        """Return whether no other unknown word belongs to this one: "parsing", not "tweet parsing"."""
        piece = self._piece("unknown", place, 1)
        last = self.pieces[-1] if self.pieces else None
        return not (last is not None and last.tag in {"unknown", "plain"} and self._adjacent(last, piece))


def _year_range(kind: str, year: int) -> tuple[int | None, int | None]:
    return {
        "since": (year, None),
        "after": (year + 1, None),
        "before": (None, year - 1),
        "until": (None, year),
    }[kind]


_YEAR_LEADS: Final = (
    ("since", lexicon.SINCE),
    ("after", lexicon.AFTER),
    ("before", lexicon.BEFORE),
    ("until", lexicon.UNTIL),
)
_QUANTITIES: Final = (
    (">=", lexicon.AT_LEAST),
    (">", lexicon.MORE_THAN),
    ("<=", lexicon.AT_MOST),
    ("<", lexicon.FEWER_THAN),
    ("=", lexicon.EXACTLY),
)
_PHRASES: Final[tuple[tuple[str, Any], ...]] = (
    ("count", lexicon.COUNTS),
    ("per_year", lexicon.PER_YEAR),
    ("low_resource", lexicon.LOW_RESOURCE),
    ("high_resource", lexicon.HIGH_RESOURCE),
    ("order", lexicon.ORDERS),
    ("relation", lexicon.RELATIONS),
    ("type", lexicon.TYPES),
    ("generic", lexicon.GENERIC),
    ("negation", lexicon.NEGATIONS),
    ("such", lexicon.SUCH_AS),
    ("beyond", lexicon.BEYOND),
    ("who", lexicon.WHO),
    ("plain", lexicon.PLAIN),
    ("and", lexicon.AND),
    ("or", lexicon.OR),
    ("but", lexicon.BUT),
    ("preposition", lexicon.PREPOSITIONS),
)
_GRAMMAR_WORDS: Final = frozenset(phrase for _, phrases in _PHRASES for phrase in phrases)
_LONG_GRAMMAR: Final = 6
_WORDS: Final = frozenset(word for phrase in _GRAMMAR_WORDS for word in phrase.split())
_LONG_WORDS: Final = sorted(word for word in _WORDS if len(word) >= _LONG_GRAMMAR)
_RULES: Final = (Tagger._years, Tagger._quantity, Tagger._resource_class, Tagger._simple, Tagger._filler)  # noqa: SLF001

"""Languages as a source of spans: names, varieties, codes and groups, and what only looks like a language.

A common name counts wherever it is capitalised, unless it says where somebody or something comes from ("Chinese
companies", "Turkish authors") or stands in another name ("English Wikipedia" covers English; "Italian Renaissance" does
not). A rare name counts where the sentence speaks of languages; a name that is also an ordinary word ("Even", "Are",
"Label") only beside a word like "language". What qualifies a language ("Egyptian", "Medieval") counts alone only beside
a word like "dialect" or in a list with another variety, and only in a text that names the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.folding import fold_phrase, fold_word
from papergraph.extract.language_codes import CodeReader
from papergraph.extract.language_context import (
    is_listed,
    is_not_the_language,
    names_a_dialect,
    names_a_language,
    names_an_ordinary_word,
    speaks_of_dialects,
    speaks_of_languages,
    speaks_of_signs,
    with_dialect,
)
from papergraph.extract.language_groups import GroupReader
from papergraph.extract.languages import dialects, languages, last_word
from papergraph.extract.matcher import words_of
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from papergraph.extract.folding import Words
    from papergraph.extract.languages import LanguageEntry

SCORE = 0.95
_RARE_SCORE = 0.7
_DIALECT_WORDS = 3  # the longest name of a dialect before "dialect" or the name of its language

_DIALECT_HEADS = frozenset({"dialect", "variety", "accent", "vernacular"})
_JOINED_TO = re.compile(r"-([A-Z]\w+)")
_NAME_AFTER = re.compile(r"\s([A-Z]\w+)")
_PUNCTUATION = re.compile(r"[.,;:()\n]")
_OF_LANGUAGES = re.compile(r"\b(?:Arabic|dialect\w*|languages?|translat\w+|treebanks?|varieties)\b")
_SMALL_QUALIFIER = re.compile(
    r"(?:classical|medieval|ancient|modern standard|traditional|simplified|dialectal|colloquial|spoken|historical"
    r"|biblical|vernacular|early modern|romani[sz]ed|vulgar|late|quranic)$"
)
"""What careless writers leave small before the name of a language; "old" and "middle" are words like any other."""


class LanguageSource:
    """Finds languages and groups of languages."""

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[LanguageEntry, str]]] = {}
        self._qualifiers: dict[str, dict[str, LanguageEntry]] = {}
        heads: dict[str, str] = {}
        for entry in sorted(languages().values(), key=lambda entry: (entry.match != "", entry.id)):
            for name in (entry.name, *entry.aliases):
                if key := fold_phrase(name):
                    self._names.setdefault(key, []).append((entry, name))
            if entry.match == "" and " " not in entry.name:
                heads[entry.name] = fold_word(entry.name)
        for entry in languages().values():
            for name in (entry.name, *entry.aliases):
                head = last_word(name)
                if head in heads and head != name and entry.match == "":
                    qualifier = fold_phrase(name.removesuffix(head))
                    self._qualifiers.setdefault(qualifier, {}).setdefault(heads[head], entry)
        for qualifier in [q for q in self._qualifiers if q in self._names and not self._is_rare(q)]:
            del self._qualifiers[qualifier]  # "Swiss German" before "Sign Language" is a language
        self._heads = frozenset(heads.values())
        self._dialect_heads = self._heads | _DIALECT_HEADS
        self._varieties = frozenset(
            entry.id
            for entry in languages().values()
            if entry.parents or ((word := last_word(entry.name)) != entry.name and word in heads)
        )
        self._codes = CodeReader()
        self._groups = GroupReader()
        # A dictionary of first words loads three times as fast as spaCy's PhraseMatcher, which wants a document a name.
        self._phrases = frozenset({*self._names, *self._qualifiers, *self._groups.phrases})
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase.partition(" ")[0], set()).add(phrase.count(" ") + 1)
        self._lengths = {word: sorted(found) for word, found in lengths.items()}

    def _is_rare(self, key: str) -> bool:
        return all(entry.match for entry, _ in self._names[key])

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the languages and groups of a text."""
        words = words_of(doc)
        if not words.keys:
            return []
        text = text_of_doc(doc)
        sure: list[Candidate] = []
        doubtful: list[tuple[Candidate, str]] = []
        for first, last, key in self._known(words):
            start, end = words.starts[first], words.ends[last - 1]
            if group := self._groups.named(key, text, start, end):
                sure.append(group)
                continue
            for entry, name in self._names.get(key, ()):
                found = self._judge(text, start, end, entry, name)
                if found is not None:
                    need = entry.match or _need(entry, name)
                    (doubtful.append((found, need)) if need else sure.append(found))
                    break
            doubtful += [(c, "qualifier") for c in self._qualified(text, start, end, key, words)]
        sure += self._codes(text)
        sure += self._dialects(text, words)
        sure = self._vouched(text, sure, doubtful)
        named = [c for c in sure if c.type is ConceptType.LANGUAGE]
        groups = [c for c in sure if c.type is ConceptType.LANGUAGE_GROUP]
        headed = [*self._groups(text, words), *self._groups.mixed(text, named)]
        # "code-mixed languages of South Asia" names two groups with one word
        groups = [
            replace(g, start=max([g.start, *(h.end + 1 for h in headed if h.start < g.start < h.end)])) for g in groups
        ]
        groups = [*groups, *headed]
        # "sign language" in "Indian Sign Language" is no group
        rare = {(c.start, c.end) for c in named if c.rule == "language-rare"}
        inside = {span for span in rare for g in groups if g.start <= span[0] and span[1] <= g.end}
        named = [c for c in named if (c.start, c.end) not in inside]  # "Iberian languages" speaks of no Iberian
        return named + [g for g in groups if not any(_inside(g, c) for c in named)]

    def _known(self, words: Words) -> Iterator[tuple[int, int, str]]:
        """Yield the known phrases among the words: first word, the word behind the last, key."""
        for first, word in enumerate(words.keys):
            for count in self._lengths.get(word, ()):
                key = " ".join(words.keys[first : first + count])
                if key in self._phrases and first + count <= len(words.keys):
                    yield first, first + count, key

    def _vouched(self, text: str, sure: list[Candidate], doubtful: list[tuple[Candidate, str]]) -> list[Candidate]:
        """Return what is sure, and of the doubtful what its surroundings vouch for.

        A list vouches for its members one by one: in "Akan, Ewe, Ga and Hausa" each for the one before it.
        """
        found = list(sure)
        spans = {(c.start, c.end) for c in sure if c.type is ConceptType.LANGUAGE}
        varieties = {(c.start, c.end) for c in sure if c.vocabulary_id in self._varieties}
        while passed := [item for item in doubtful if _has_context(text, *item, spans, varieties)]:
            found += [candidate for candidate, _ in passed]
            spans |= {(candidate.start, candidate.end) for candidate, _ in passed}
            varieties |= {(c.start, c.end) for c, _ in passed if c.vocabulary_id in self._varieties}
            doubtful = [item for item in doubtful if item not in passed]
        return found

    def _judge(self, text: str, start: int, end: int, entry: LanguageEntry, name: str) -> Candidate | None:
        surface = text[start:end]
        if "\n" in surface or any(c in surface for c in ",;:()") or ". " in surface:
            return None
        if not _written_as(surface, name, entry):
            return None
        if name.isupper() and surface != name:
            return None
        if entry.match:
            plural = surface[-1] == "s" != name[-1]
            if plural or (len(surface) > 5 and surface.isupper()) or self._is_joined(text, start, end):
                return None
            return Candidate(start, end, ConceptType.LANGUAGE, _RARE_SCORE, "language-rare", entry.name, entry.id)
        if is_not_the_language(text, start, end) or (name == "Latin" and self._is_qualifying(text, end)):
            return None
        return Candidate(start, end, ConceptType.LANGUAGE, SCORE, "language", entry.name, entry.id)

    def _is_qualifying(self, text: str, end: int) -> bool:
        """Say whether a name stands before another language: "Latin Serbian" is Serbian in Latin script."""
        following = _NAME_AFTER.match(text[end : end + 30])
        return following is not None and fold_word(following.group(1)) in self._heads

    def _is_joined(self, text: str, start: int, end: int) -> bool:
        """Say whether a name is half of a longer one: "Malayo-Polynesian", but not "Chakavian-English"."""
        if text[max(0, start - 1) : start] == "-" and text[max(0, start - 2) : start - 1].islower():
            return True
        following = _JOINED_TO.match(text, end)
        return following is not None and fold_word(following.group(1)) not in self._heads

    def _qualified(self, text: str, start: int, end: int, key: str, words: Words) -> list[Candidate]:
        """Return the varieties that a qualifier alone can mean, of the languages that the text names."""
        if not text[start].isupper() or is_not_the_language(text, start, end):
            return []
        named = [entry for head, entry in sorted(self._qualifiers.get(key, {}).items()) if head in words.keys]
        end = with_dialect(text, end)
        return [
            Candidate(start, end, ConceptType.LANGUAGE, _RARE_SCORE, "language-variety", entry.name, entry.id)
            for entry in named[:1]
        ]

    def _dialects(self, text: str, words: Words) -> list[Candidate]:
        """Return Glottolog's dialects before "dialect" or the name of their language."""
        if not speaks_of_dialects(text):
            return []
        found: list[Candidate] = []
        known = dialects()
        for place, key in enumerate(words.keys):
            if place == 0 or key not in self._dialect_heads:
                continue
            for count in range(min(_DIALECT_WORDS, place), 0, -1):
                first = place - count
                start, end = words.starts[first], words.ends[place - 1]
                whole = " ".join(words.keys[first : place + 1])
                entries = known.get(" ".join(words.keys[first:place]), ()) + known.get(whole, ())
                surface = text[start : words.ends[place]]
                entries = tuple(
                    e for e in entries if fold_word(last_word(languages()[e.parents[0]].name)) in words.keys
                )
                if len(entries) == 1 and text[start].isupper() and not _PUNCTUATION.search(surface):
                    if key in self._heads:
                        end = words.ends[place]
                    entry = entries[0]
                    found.append(
                        Candidate(start, end, ConceptType.LANGUAGE, SCORE, "language-dialect", entry.name, entry.id)
                    )
                    break
        return found


_REGIONAL = frozenset(
    """Haitian Gothic Scots Mayan Lombard Fon Mari Shan Bodo Garo Dene Avar Laz Mapuche Seneca Innu Maasai Blin
    Alemannic Tiv Komi Sami Saami PIE Venetian Ligurian Sicilian Bavarian Neapolitan Hawaiian Samoan Tongan Tahitian
    Cherokee Ladin Ido Kas Banjar Naija MSA Dakota Batak Manx Libras Luo
    Shami Khaleeji Iban Bik Ewe Akan Afar Sheng Prussian Norman Tyrolean Valencian Edo Oriya""".split()
)
"""Names that are also regions, people, styles or abbreviations: they need a word of language in the text."""


_NOT_REGIONAL = re.compile(
    r"\s+(?:America|square|hypercube|script|alphabet|characters?|letters?|of\b|War|Coast|states)"
)


def _inside(group: Candidate, language: Candidate) -> bool:
    return (
        language.start <= group.start
        and group.end <= language.end
        and group.end - group.start < language.end - language.start
    )


def _need(entry: LanguageEntry, name: str) -> str:
    """Return what a common name wants around it: nothing, languages ("region") or signs."""
    if name.isupper() and entry.name.endswith(("Sign Language", "Sign Language of the Netherlands")):
        return "sign"
    return "region" if name in _REGIONAL else ""


def _written_as(surface: str, name: str, entry: LanguageEntry) -> bool:
    """Say whether a surface can be the name as far as its capitals go.

    "english tweets": careless writing of the few names that are nothing else; "medieval Latin" is usual.
    """
    if not name[0].isupper() or surface[0].isupper():
        return True
    if " " in name:
        qualifier, _, head = surface.rpartition(" ")
        return head[:1].isupper() and bool(_SMALL_QUALIFIER.match(qualifier))
    return not entry.match and entry.resource_class in {4, 5} and surface != "polish"


def _regional_context(text: str, start: int, end: int) -> bool:
    window = text[max(0, start - 250) : end + 250]
    return not _NOT_REGIONAL.match(text, end) and bool(_OF_LANGUAGES.search(window))


def _has_context(
    text: str, candidate: Candidate, need: str, spans: set[tuple[int, int]], varieties: set[tuple[int, int]]
) -> bool:
    start, end = candidate.start, candidate.end
    if need == "qualifier":
        loose = _SMALL_QUALIFIER.match(text[start:end].lower()) is not None
        return (not loose and names_a_dialect(text, start, end)) or is_listed(text, start, end, varieties)
    if need == "strict":
        return names_an_ordinary_word(text, start, end) or (
            text[start].isupper() and is_listed(text, start, end, spans)
        )
    if names_a_language(text, start, end) or is_listed(text, start, end, spans):
        return True
    if need == "sign":
        return speaks_of_signs(text)
    return _regional_context(text, start, end) if need == "region" else speaks_of_languages(text, start, end)

"""Languages by their codes: pairs ("DE-EN", "en→cs"), lists ("languages: sw, yo") and codes behind a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate
from papergraph.extract.languages import languages
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.extract.languages import LanguageEntry

_SCORE = 0.85

_CODE = r"(?:[A-Z]{2,3}|[A-Z][a-z]{1,2}|[a-z]{2,3})"
_PAIR = re.compile(
    rf"(?<![\w-])({_CODE})\s?(?:-+>?|[–—→⇒↔⟷⇔]|\$\\(?:left)?rightarrow\$|<-?>|\\?(?:left)?rightarrow|2(?=[A-Za-z]))\s?({_CODE})(?![\w-])"
)
_PAIR_TEXT = re.compile(
    r"\b(?:[Tt]ranslat\w+|[NS]?MT|WMT\s?\d*|IWSLT[\s\-]?\d*|MuST-C|Europarl|[Ff][Ll][Oo][Rr][Ee][Ss]\S*|OPUS\S*|CoVoST"
    r"|[Bb]ilingual|[Pp]arallel|[Pp]airs?|BLEU|[Mm]ultilingual|[Cc]ross-[Ll]ingual|[Cc]orpus)\b"
)
_PARENTHESISED_CODE = re.compile(r"\(([A-Z]{2}|[A-Z][a-z]|[a-z]{2,3})\)")
_JOIN = r"(?:\s*[,/]\s*(?:and\s+|or\s+|&\s+)?|\s+(?:and|or|&)\s+)"
_LIST = re.compile(rf"(?<![\w-]){_CODE}(?:{_JOIN}{_CODE})+(?![\w-])")
_LISTED_CODE = re.compile(rf"{_CODE}(?![A-Za-z])")
_LIST_BEFORE = re.compile(
    r"\b[Ll]anguages?(?:\s+(?:pairs?|codes?|covered|considered|used|tested|studied|supported|include[sd]?|are|were|is))*"
    r"\s*(?:[:(]|,?\s(?:namely|i\.e\.,?|such as))?\s*$"
)
_EXTRA = {"cn": "zho", "zh": "zho", "jp": "jpn", "cz": "ces", "gr": "ell", "kr": "kor", "ua": "ukr", "eng": "eng"}
_CONTESTED = frozenset({"ch"})  # Chamorro, and in many papers Chinese
_LARGE = 4  # the least resource class of a language whose code needs no name beside it
_NOT_CODES = frozenset({"co", "re", "to", "is", "it", "or", "so", "no", "as", "an", "am", "be", "he", "my", "da", "in"})
_ARROW = "rightarrow"
_WORDS = re.compile(rf"\b([A-Z][a-z]{{3,}})\\?(?:left)?{_ARROW}\s?([A-Z][a-z]{{3,}})\b")


class CodeReader:
    """Finds codes of ISO 639-1 and 639-3 where a text uses them as names."""

    def __init__(self) -> None:
        self._codes: dict[str, LanguageEntry] = {}
        for entry in sorted(languages().values(), key=lambda entry: (entry.match != "", entry.id)):
            if entry.iso639_1:
                self._codes[entry.iso639_1] = entry
            if entry.match == "" and entry.iso639_3:
                self._codes.setdefault(entry.iso639_3, entry)
        for code, iso in _EXTRA.items():
            self._codes[code] = languages()[f"language:{iso}"]
        self._names = {entry.name: entry for entry in languages().values() if entry.iso639_1}

    def __call__(self, text: str) -> list[Candidate]:
        """Return the codes of a text that stand for languages."""
        found = [*self._pairs(text), *self._lists(text), *self._behind_names(text)]
        return list({(candidate.start, candidate.end): candidate for candidate in found}.values())

    def _pairs(self, text: str) -> Iterator[Candidate]:
        about_pairs: bool | None = None
        for match in _PAIR.finditer(text):
            left, right = match.group(1), match.group(2)
            if _shape(left) != _shape(right) and _shape(left) + _shape(right) != "Aa":
                continue
            first, second = self._known(left, text), self._known(right, text)
            if first is None or second is None or first is second:
                continue
            # A hyphen joins other abbreviations, too; a pair of small languages wants the name of one in the text.
            if max(first.resource_class or 0, second.resource_class or 0) < _LARGE and not _named(text, first, second):
                continue
            if about_pairs is None:
                about_pairs = bool(_PAIR_TEXT.search(text))
            if not about_pairs or (left.lower() in _NOT_CODES and right.lower() in _NOT_CODES):
                continue
            yield _candidate(*match.span(1), first)
            yield _candidate(*match.span(2), second)
        for match in (
            _WORDS.finditer(text) if _ARROW in text else ()
        ):  # LaTeX arrows that lost their dollars: "EnglishrightarrowGerman"
            for group in (1, 2):
                if entry := self._names.get(match.group(group)):
                    yield _candidate(*match.span(group), entry)

    def _known(self, code: str, text: str) -> LanguageEntry | None:
        """Return the language of a code.

        A contested one, and a three-letter one of a language without a resource class,
        wants its name in the text.
        """
        entry = self._codes.get(code.lower())
        doubtful = entry is not None and (
            code.lower() in _CONTESTED or (len(code) > 2 and entry.resource_class is None)
        )
        return None if doubtful and entry is not None and not _named(text, entry) else entry

    def _lists(self, text: str) -> Iterator[Candidate]:
        for match in _LIST.finditer(text):
            codes = list(_LISTED_CODE.finditer(match.group()))
            entries = [self._known(code.group(), text) for code in codes if code.group() not in {"and", "or"}]
            codes = [code for code in codes if code.group() not in {"and", "or"}]
            if len(entries) < 2 or None in entries or len({_shape(code.group()) for code in codes}) > 1:
                continue
            before = text[max(0, match.start() - 60) : match.start()]
            listed = bool(_LIST_BEFORE.search(before))
            pair = len(codes) == 2 and "/" in match.group() and bool(_PAIR_TEXT.search(text))
            ordinary = sum(code.group().lower() in _NOT_CODES for code in codes)
            in_brackets = before.rstrip().endswith("(") and len(codes) > 2 and "anguage" in text
            if ordinary == len(codes) or not (listed or in_brackets or (pair and not ordinary)):
                continue
            for code, entry in zip(codes, entries, strict=True):
                if entry is not None:
                    yield _candidate(match.start() + code.start(), match.start() + code.end(), entry)

    def _behind_names(self, text: str) -> Iterator[Candidate]:
        for match in _PARENTHESISED_CODE.finditer(text):
            known = self._codes.get(match.group(1).lower())
            if known is not None and text[: match.start()].rstrip().endswith((known.name, *known.aliases)):
                yield _candidate(*match.span(1), known)


def _named(text: str, *entries: LanguageEntry) -> bool:
    return any(name in text for entry in entries for name in (entry.name, *entry.aliases))


def _candidate(start: int, end: int, entry: LanguageEntry) -> Candidate:
    return Candidate(start, end, ConceptType.LANGUAGE, _SCORE, "language-code", entry.name, entry.id)


def _shape(code: str) -> str:
    return "A" if code.isupper() else "a" if code.islower() else "Aa"

"""Languages as a source of spans: names, varieties, pair codes and groups, and what only looks like a language.

A common name counts wherever it is capitalised, unless it says where somebody or something comes from ("Chinese
companies", "Turkish authors") or stands in another name ("English Wikipedia" covers English; "Italian Renaissance" does
not). A rare name counts where the sentence speaks of languages; a name that is also an ordinary word ("Even", "Are",
"Label") only beside a word like "language".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.folding import fold_phrase
from papergraph.extract.languages import language_groups, languages
from papergraph.extract.matcher import keys_of, words_of
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from papergraph.extract.languages import LanguageEntry

SCORE = 0.95
_RARE_SCORE = 0.7
_CODE_SCORE = 0.85

# What a nationality says something of, and a language does not.
_NATIONAL = re.compile(
    r"(?:[\s\-](?:social|political|public|legal|national|central|federal|major|online|general|local|young"
    r"|large|big))?[\s\-]"
    r"(?:compan(?:y|ies)|authors?|government|politic\w*|econom\w+|societ(?:y|ies)|citizens?|culture|cultural"
    r"|history|people"
    r"|person|men|women|patients?|hospitals?|schools?|students?|universit\w+|cit(?:y|ies)|market|stocks?"
    r"|banks?|law|laws|courts?"
    r"|legislation|constitution|parliament\w*|elections?|president|army|military|state|states|republic|empire"
    r"|revolution"
    r"|renaissance|cuisine|food|restaurants?|medicine|herbal|philosophy|painting|room|chess|flag|border|census"
    r"|researchers?"
    r"|scientists?|users?|netizens?|learners|judges?|lawyers?|doctors?|football|athletes?|singers?|actors?|immigrants?"
    r"|community|communities|population|nationality|origin|descent|union|channel|bulldog|shepherd|wine|party|parties"
    r"|supreme|legal system|numerals?|startups?|fries|flu|dolls?|cheese|civil|criminal|tax|healthcare|railway"
    r"|companies|firms?|industr\w+|institutions?"
    r"|provinces?)\b",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(r"\b(?:native|Native|the|by|many|some|several)\s+$")
_PEOPLE_WORDS = frozenset({"Dutch", "French", "British", "Chinese", "Japanese", "Irish", "Welsh", "Spanish"})
_IN_CONTEXT = re.compile(
    r"\b(?:languages?|dialects?|translat\w+|bilingual|multilingual|monolingual|cross-?lingual|spoken|speakers?"
    r"|speech|corpus|corpora"
    r"|treebanks?|orthograph\w+|morpholog\w+|lexicons?|varieties|creoles?|endangered|low-resource|tokeniz\w+"
    r"|phonolog\w+"
    r"|documentation|transcri\w+)\b",
    re.IGNORECASE,
)
_LANGUAGE_AFTER = re.compile(
    r"(?:[\s\-]+(?:\([^)]{1,20}\)\s+)?(?:languages?|dialects?|speech|speakers?|variety|varieties|creole"
    r"|treebank|orthography|script"
    r"|grammar|morphology|texts?|corpus|translations?|to[\s\-]English|[–\-]English|sign language)\b)",
    re.IGNORECASE,
)
_LANGUAGE_BEFORE = re.compile(
    r"\b(?:language|dialect|speakers of|translation (?:from|into|to)|spoken in|variety of)[,:]?\s+$", re.IGNORECASE
)
_LIST_JOIN = re.compile(r"^(?:\s*\([^)]{1,12}\))?(?:,?\s+(?:and|or|to|into|as well as)\s+|,\s+|\s*[/&–→↔-]\s*)$")

_CODE = r"(?:[A-Z]{2,3}|[A-Z][a-z]{1,2}|[a-z]{2,3})"
_PAIR = re.compile(rf"(?<![\w-])({_CODE})\s?(?:-+>?|[–—→⇒↔⟷⇔]|\$\\(?:left)?rightarrow\$|<->)\s?({_CODE})(?![\w-])")
_PAIR_TEXT = re.compile(
    r"\b(?:translat\w+|[NS]?MT|WMT\s?\d*|bilingual|parallel|pairs?|BLEU|multilingual|cross-lingual|corpus)\b"
)
_PARENTHESISED_CODE = re.compile(r"\(([A-Z]{2}|[A-Z][a-z]|[a-z]{2})\)")
_CODES_EXTRA = {"cn": "zho", "zh": "zho", "jp": "jpn", "cz": "ces", "gr": "ell", "kr": "kor", "ua": "ukr", "eng": "eng"}
_NOT_CODES = frozenset({"co", "re", "to", "is", "it", "or", "so", "no", "as", "an", "am", "be", "he", "my", "da", "in"})
_COUNTED = re.compile(
    r"\b(?:\d[\d,]*\+?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|dozens of"
    r"|hundreds of|many|multiple)"
    r" (?:[a-z\-]+ ){0,2}languages\b"
)


class LanguageSource:
    """Finds languages and groups of languages."""

    def __init__(self, vocab: Vocab) -> None:
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415 - spaCy is loaded when a pipeline is built
        from spacy.tokens import Doc  # noqa: PLC0415

        self._vocab = vocab
        self._names: dict[str, list[tuple[LanguageEntry, str]]] = {}
        self._groups: dict[str, tuple[str, str]] = {}
        self._codes: dict[str, LanguageEntry] = {}
        for entry in sorted(languages().values(), key=lambda entry: (entry.match != "", entry.id)):
            for name in (entry.name, *entry.aliases):
                if key := fold_phrase(name):
                    self._names.setdefault(key, []).append((entry, name))
            if entry.iso639_1:
                self._codes[entry.iso639_1] = entry
            if entry.match == "" and entry.iso639_3:
                self._codes.setdefault(entry.iso639_3, entry)
        for code, iso in _CODES_EXTRA.items():
            self._codes[code] = languages()[f"language:{iso}"]
        for group in language_groups().values():
            for name in (group.name, *group.aliases):
                self._groups.setdefault(fold_phrase(name), (group.id, group.name))
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        phrases = sorted({*self._names, *self._groups})
        self._matcher.add("language", [Doc(vocab, words=key.split(" ")) for key in phrases])

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the languages and groups of a text."""
        words = words_of(doc)
        if not words.keys:
            return []
        text = text_of_doc(doc)
        sure: list[Candidate] = []
        doubtful: list[tuple[Candidate, str]] = []
        for _, first, last in self._matcher(keys_of(doc, self._vocab)):
            start, end = words.starts[first], words.ends[last - 1]
            surface = text[start:end]
            key = " ".join(words.keys[first:last])
            if (group := self._groups.get(key)) and "\n" not in surface and ". " not in surface:
                sure.append(
                    Candidate(start, end, ConceptType.LANGUAGE_GROUP, SCORE, "language-group", group[1], group[0])
                )
                continue
            for entry, name in self._names.get(key, ()):
                found = self._judge(text, start, end, entry, name)
                if found is not None:
                    need = entry.match or _need(text, start, end, name)
                    (doubtful.append((found, need)) if need else sure.append(found))
                    break
        sure += self._pair_codes(text)
        spans = {(c.start, c.end) for c in sure if c.type is ConceptType.LANGUAGE}
        # A list vouches for its members one by one: in "Akan, Ewe, Ga and Hausa" each for the one before it.
        while passed := [item for item in doubtful if _has_context(text, item[0], spans, strict=item[1] == "strict")]:
            sure += [candidate for candidate, _ in passed]
            spans |= {(candidate.start, candidate.end) for candidate, _ in passed}
            doubtful = [item for item in doubtful if item not in passed]
        return sure

    def _judge(self, text: str, start: int, end: int, entry: LanguageEntry, name: str) -> Candidate | None:
        surface = text[start:end]
        if "\n" in surface or any(c in surface for c in ",;:()") or ". " in surface:
            return None
        # "english tweets": careless writing of the few names that are nothing else.
        careless = name[0].isupper() and not surface[0].isupper()
        if careless and (entry.match or entry.resource_class not in {4, 5} or " " in name or surface == "polish"):
            return None
        if len(name) <= 4 and name.isupper() and surface != name:
            return None
        if entry.match:
            if len(surface) > 5 and surface.isupper():
                return None
            return Candidate(start, end, ConceptType.LANGUAGE, _RARE_SCORE, "language-rare", entry.name, entry.id)
        if self._elsewhere(text, start, end, surface, name):
            return None
        return Candidate(start, end, ConceptType.LANGUAGE, SCORE, "language", entry.name, entry.id)

    @staticmethod
    def _elsewhere(text: str, start: int, end: int, surface: str, name: str) -> bool:
        """Say whether a common name speaks of people, a place or something else that is not the language."""
        if _NATIONAL.match(text, end) or (name in _REGIONAL and _NOT_REGIONAL.match(text, end)):
            return True
        if surface == "Polish" and re.match(r"\s+(?:the|your|our|a)\b", text[end : end + 6]):
            return True
        before = text[max(0, start - 12) : start]
        if re.search(r"(?:non|Non|anti|pan|Anglo)[-‑ ]$", before):
            return True
        return (
            surface in _PEOPLE_WORDS
            and before.endswith("the ")
            and bool(re.match(r"\s+(?:are|were|have|people)\b", text[end:]))
        )

    def _pair_codes(self, text: str) -> list[Candidate]:
        found: list[Candidate] = []
        about_pairs = None
        for match in _PAIR.finditer(text):
            left, right = match.group(1), match.group(2)
            if _shape(left) != _shape(right) and _shape(left) + _shape(right) != "Aa":
                continue
            first, second = self._codes.get(left.lower()), self._codes.get(right.lower())
            if first is None or second is None or first is second:
                continue
            if about_pairs is None:
                about_pairs = bool(_PAIR_TEXT.search(text))
            if not about_pairs or (left.lower() in _NOT_CODES and right.lower() in _NOT_CODES):
                continue
            for group, entry in ((1, first), (2, second)):
                found.append(
                    Candidate(
                        *match.span(group), ConceptType.LANGUAGE, _CODE_SCORE, "language-code", entry.name, entry.id
                    )
                )
        for match in _PARENTHESISED_CODE.finditer(text):
            known = self._codes.get(match.group(1).lower())
            if known is not None and text[: match.start()].rstrip().endswith((known.name, *known.aliases)):
                found.append(
                    Candidate(*match.span(1), ConceptType.LANGUAGE, _CODE_SCORE, "language-code", known.name, known.id)
                )
        return found


_REGIONAL = frozenset(
    {
        "Egyptian",
        "Moroccan",
        "Iraqi",
        "Levantine",
        "Maghrebi",
        "Yemeni",
        "Haitian",
        "Gothic",
        "Scots",
        "Mayan",
        "Lombard",
        "Fon",
    }
    | {
        "Mari",
        "Shan",
        "Bodo",
        "Garo",
        "Dene",
        "Avar",
        "Laz",
        "Mapuche",
        "Seneca",
        "Innu",
        "Maasai",
        "Blin",
        "Alemannic",
        "Tiv",
    }
    | {
        "Komi",
        "Sami",
        "Saami",
        "PIE",
        "Classical",
        "Venetian",
        "Ligurian",
        "Sicilian",
        "Bavarian",
        "Neapolitan",
        "Taiwanese",
    }
    | {
        "Hawaiian",
        "Samoan",
        "Tongan",
        "Tahitian",
        "Cherokee",
        "Ladin",
        "Ido",
        "Kas",
        "Banjar",
        "Naija",
        "Latin",
        "MSA",
        "Dakota",
        "Gulf",
    }
    | {
        "Batak",
        "Manx",
        "ASL",
        "BSL",
        "DGS",
        "LSF",
        "NGT",
        "Libras",
        "Shami",
        "Khaleeji",
        "Iban",
        "Bik",
        "Ewe",
        "Akan",
        "Afar",
    }
)
"""Names that are also regions, people, styles or abbreviations: they need a word of language in the text."""


_NOT_REGIONAL = re.compile(
    r"\s+(?:America|square|hypercube|script|alphabet|characters?|letters?|of\b|War|Coast|states)"
)


def _need(text: str, start: int, end: int, name: str) -> str:
    """Return how much context a common name needs: none, or much where it may be a region or a people."""
    return "strict" if name in _REGIONAL and not _regional_context(text, start, end) else ""


def _regional_context(text: str, start: int, end: int) -> bool:
    window = text[max(0, start - 250) : end + 250]
    return bool(
        re.search(r"\b(?:Arabic|dialect\w*|languages?|translat\w+|treebanks?|varieties|sign language)\b", window)
    )


def _has_context(text: str, candidate: Candidate, spans: set[tuple[int, int]], *, strict: bool) -> bool:
    start, end = candidate.start, candidate.end
    if _LANGUAGE_AFTER.match(text, end) or _LANGUAGE_BEFORE.search(text, max(0, start - 30), start):
        return text[start].isupper()
    for left, right in spans:
        if right <= start and start - right < 24 and _LIST_JOIN.match(text[right:start]):
            return True
        if left >= end and left - end < 24 and _LIST_JOIN.match(text[end:left]):
            return True
    if strict:
        return False
    sentence_start = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    stop = text.find(". ", end)
    sentence = text[sentence_start : stop if stop >= 0 else len(text)]
    near = text[max(sentence_start, start - 60) : end + 60]
    return bool(_IN_CONTEXT.search(near)) and bool(re.search(r"\b[Ll]anguages?\b", sentence))


def _shape(code: str) -> str:
    return "A" if code.isupper() else "a" if code.islower() else "Aa"

"""Folding names of concepts: two names with one key are spellings of one name.

Folded away are case, accents, hyphens, spaces and slashes, plurals, British spelling, a leading article and a trailing
word that only repeats the type ("the SQuAD dataset"). Kept are `+`, `#`, `*` and the point inside a number, so that
DefSent+ is not DefSent and GPT-3.5 is not GPT-35.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from papergraph.values import ConceptType

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|[+#*]")
_ACRONYMS = re.compile(r"\b([A-Z][A-Za-z0-9]*[A-Z0-9])s\b")
_WHOLE_VERSION = re.compile(r"(\d)\.0+(?![\d.])")
_IRREGULAR = {
    "corpora": "corpus", "analyses": "analysis", "matrices": "matrix", "indices": "index", "vertices": "vertex",
    "hypotheses": "hypothesis", "theses": "thesis", "parentheses": "parenthesis", "axes": "axis", "queries": "query",
}  # fmt: skip
_NO_PLURAL = frozenset(
    "news series species lens always perhaps across less gas yes plus alias bias atlas canvas".split()
)
_BRITISH = (
    (re.compile(r"is(ations?|ational)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})is(e[dr]?|ers|es|ing|ings|able)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e[dr]?|ers|es|ing)$"), r"yz\1"),
    (re.compile(r"(behavi|fav|col|lab|hum|neighb|hon|arm|vap|endeav|harb|rig|rum|sav)our"), r"\1or"),
    (re.compile(r"(model|label|travel|signal|level|channel|cancel|counsel|parallel|fuel)l(ings?|ed|ers?)$"), r"\1\2"),
    (re.compile(r"(dial|catal|anal|mono|pro|epi)logue$|(dial|catal|anal)ogue$"), lambda m: m.group()[:-2]),
    (re.compile(r"centre"), "center"),
    (re.compile(r"judgement"), "judgment"),
    (re.compile(r"artefact"), "artifact"),
    (re.compile(r"defence$"), "defense"),
    (re.compile(r"grey"), "gray"),
)  # fmt: skip

_TYPE_WORDS: dict[ConceptType, frozenset[str]] = {
    ConceptType.MODEL: frozenset({"model", "checkpoint"}),
    ConceptType.DATASET: frozenset(
        {"dataset", "corpus", "benchmark", "collection", "leaderboard", "treebank", "testset"}
    ),
    ConceptType.METHOD: frozenset(
        {
            "method",
            "algorithm",
            "technique",
            "approach",
            "framework",
            "architecture",
            "strategy",
            "mechanism",
            "procedure",
        }
    ),
    ConceptType.TASK: frozenset({"task", "problem"}),
    ConceptType.LANGUAGE: frozenset({"language"}),
    ConceptType.LANGUAGE_GROUP: frozenset({"language"}),
}
# Of a term in lower case these words may go; "language model" and "rule-based approach" are terms with their noun.
_LOOSE_WORDS = frozenset({"algorithm", "technique", "task", "problem"})


@lru_cache(maxsize=1 << 18)
def name_key(name: str, kind: ConceptType | None = None) -> str:
    """Return the key under which spellings of one name meet; never empty."""
    return "".join(key_words(name, kind)) or name.casefold()


@lru_cache(maxsize=1 << 18)
def key_words(name: str, kind: ConceptType | None = None) -> tuple[str, ...]:
    """Return the folded words of a name, without an article or a word that repeats the type."""
    words = fold_name(name)
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    if kind is not None and len(words) > 1 and words[-1] in _TYPE_WORDS[kind]:
        rest = words[:-1]
        if kind is ConceptType.DATASET and rest[-1] == "data":
            rest = rest[:-1] or rest
        named = _is_proper(name)
        if (
            named
            or kind in (ConceptType.LANGUAGE, ConceptType.DATASET)
            or (words[-1] in _LOOSE_WORDS and len(rest) > 1)
        ):
            words = rest
    return words


@lru_cache(maxsize=1 << 18)
def fold_name(name: str) -> tuple[str, ...]:
    """Return a name's words folded for case, accents, plural and British spelling."""
    text = _ACRONYMS.sub(r"\1", unicodedata.normalize("NFKC", name))  # "LLMs", "T5s"
    text = _WHOLE_VERSION.sub(r"\1", text)  # "SQuAD 2.0" is "SQuAD 2"
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"['\u2019]s\b|['\u2019`]", "", text).replace("&", " and ")
    return tuple(fold_word(word) for word in _TOKEN.findall(text))


@lru_cache(maxsize=1 << 17)
def fold_word(word: str) -> str:
    """Return one lower-case word in American spelling and in the singular: `tokenisers` -> `tokenizer`."""
    if not word.isalpha() or len(word) < 4:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for pattern, to in _BRITISH:
        word = pattern.sub(to, word)
    if word in _NO_PLURAL or word.endswith(("ss", "us", "is", "ics", "as", "os")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")) and not word.endswith(("izes", "yzes", "caches", "axes")):
        return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    return word


def _is_proper(name: str) -> bool:
    """Whether a name has a capital inside a word, a digit, or is one capitalised word or an acronym."""
    return bool(re.search(r"\d|[A-Za-z][A-Z]|\b[A-Z][\w-]*\b", name.removeprefix("The ")))


def how_alike(left: str, right: str) -> str:
    """Say how two names of one key differ: the rule of the ledger."""
    if left.casefold() == right.casefold():
        return "case"
    bare = [re.sub(r"[\s\-\u2010-\u2015_/.]+", "", text).casefold() for text in (left, right)]
    if bare[0] == bare[1]:
        return "hyphen or space"
    if bare[0].rstrip("s") == bare[1].rstrip("s"):
        return "plural"
    if fold_name(left) == fold_name(right):
        return "spelling"
    return "word that repeats the type"

"""The vocabulary as a source of spans: spaCy's PhraseMatcher over folded words.

The matcher runs on a second document whose words are the keys of `folding`, so one pattern a name finds every plural,
hyphenation and spelling of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from papergraph.extract.candidates import OWN, Candidate, text_of_doc
from papergraph.extract.folding import Words, split_words
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from papergraph.extract.vocabulary import Entry, Vocabulary

_SAYS_WHAT = {
    ConceptType.DATASET: re.compile(
        r"[\s\-]*(?:\w+[\s\-]+){0,2}(?:data ?sets?|corpus|corpora|benchmarks?|treebanks?|collections?"
        r"|leaderboard|shared task)\b",
        re.IGNORECASE,
    ),
    ConceptType.MODEL: re.compile(
        r"[\s\-]*(?:\w+[\s\-]+){0,1}(?:models?|LLMs?|PLMs?|LMs?|architecture|checkpoints?|encoders?|[\d.]+[BM])\b",
        re.IGNORECASE,
    ),
}
_SAID_BEFORE = {
    ConceptType.DATASET: re.compile(
        r"\b(?:data ?sets?|corpus|corpora|benchmarks?)[,:(]?(?: such as| like| including)? [^.]{0,60}$"
    ),
    ConceptType.MODEL: re.compile(
        r"\b(?:models?|LLMs?|PLMs?|LMs?)[,:(]?(?: such as| like| including|,? e\.g\.,?) [^.]{0,60}$"
    ),
}
SCORE = 0.9
_TERM_SCORE = 0.75
TERM_SOURCE = "ACL Anthology abstracts"
"""The source of terms that were collected from a corpus; nobody checked them one by one."""
_ORDINARY = {
    "attention": re.compile(
        r"(?:(?:pa(?:y|ys|id|ying)|receiv\w+|attract\w*|gain\w*|draw\w*|drew|garner\w*|increas\w+|more|much"
        r"|little|less|considerable"
        r"|significant|great|growing|special|particular|wide|widespread|enough|limited|huge|substantial|our"
        r"|their|public|research"
        r"|of|scholarly|recent|human|model's|direct|the|any|calls?|call|visual|to|immense|tremendous|extensive"
        r"|critical|most|no"
        r"|scant|community|close|careful|some|selective|joint)\s+)$",
        re.IGNORECASE,
    ),
    "translation": re.compile(
        r"(?:\b(?:the|a|an|each|this|reference|human|its|their|correct|output|of|in"
        r"|professional|bible)\s+)$",
        re.IGNORECASE,
    ),
}
"""Names that are also ordinary words, with what stands before them then."""


def words_of(doc: Doc) -> Words:
    """Return the folded words of a document, split once a document."""
    words = doc.user_data.get("papergraph.words")
    if words is None:
        words = doc.user_data["papergraph.words"] = split_words(text_of_doc(doc))
    assert isinstance(words, Words)  # noqa: S101 - nobody else writes this key
    return words


def keys_of(doc: Doc, vocab: Vocab) -> Doc:
    """Return a document whose words are the keys of this one's, for spaCy's matchers; made once a document."""
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy is loaded when a pipeline is built

    keys = doc.user_data.get("papergraph.keys")
    if keys is None:
        keys = doc.user_data["papergraph.keys"] = Doc(vocab, words=words_of(doc).keys)
    assert isinstance(keys, Doc)  # noqa: S101 - nobody else writes this key
    return keys


class VocabularySource:
    """Finds the names of a vocabulary."""

    def __init__(self, vocab: Vocab, vocabulary: Vocabulary) -> None:
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415 - spaCy is loaded when a pipeline is built

        self._vocab = vocab
        self._vocabulary = vocabulary
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        # The hashes of words, which the matcher would look up in documents; to make these takes most of a second.
        number = vocab.strings.add
        phrases: list[Any] = [[number(word) for word in key.split(" ")] for key in vocabulary.phrases]
        self._matcher.add("name", phrases)

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return every known name in the text, overlapping ones too."""
        words = words_of(doc)
        if not words.keys:
            return []
        text = text_of_doc(doc)
        found: list[Candidate] = []
        for _, first, last in self._matcher(keys_of(doc, self._vocab)):
            start, end = words.starts[first], words.ends[last - 1]
            surface = text[start:end]
            hit = self._vocabulary.find(" ".join(words.keys[first:last]), surface)
            if hit is None or not _plain(surface) or not _whole(text, end):
                continue
            entry, alias = hit
            ordinary = _ORDINARY.get(alias)
            if alias == "attention" and text[start - 1 : start] in {"-", "‑"}:
                continue  # "position-attention" is a kind of its own
            if alias == "attention" and (match := _MECHANISM.match(text, end)):
                end = match.end()
                surface = text[start:end]
            elif ordinary and (ordinary.search(text, max(0, start - 24), start) or not _bare_noun(text, end, alias)):
                continue
            if "context" in entry.match and not _in_context(text, start, end, entry):
                continue
            score, rule = (_TERM_SCORE, "term") if entry.source == TERM_SOURCE else (SCORE, "vocabulary")
            if entry.own:
                score, rule = 1.0, OWN
            identifier = entry.id if entry.type else None
            found.append(Candidate(start, end, entry.type, score, rule, entry.name, identifier))
        return found


_NOT_THE_METHOD = re.compile(
    r"-| (?:weight|to |in recent|from|span|due|is |recently|for |mask|value|vector|window|level|layer|map|score|head"
    r"|pattern)"
)
_MECHANISM = re.compile(r" mechanisms?\b")


def _bare_noun(text: str, end: int, alias: str) -> bool:
    if text[end - 1] in "sS":
        return False
    after = text[end : end + 14].lower()
    if alias == "attention":
        return not _NOT_THE_METHOD.match(after)
    return after.startswith(
        (" task", " system", " model", " direction", " from ", ",", " and ", ".")
    ) and not after.startswith(" model-")


_BOUNDARY = re.compile(r"[\n()\[\]{};:!?\"“”]|[,.] ")


def _plain(surface: str) -> bool:
    # A name does not run over the end of a sentence, a bracket or the title.
    return _BOUNDARY.search(surface) is None


def _whole(text: str, end: int) -> bool:
    """Say whether a match is a whole name: "GPT" is not one in "GPT-4", nor "LLaMA" in "LLaMA-2"."""
    after = text[end : end + 2]
    return not (len(after) == 2 and after[0] in "-‑" and after[1].isdigit() and text[end - 1].isalpha())


def _in_context(text: str, start: int, end: int, entry: Entry) -> bool:
    if not text[start].isupper() or entry.type not in _SAYS_WHAT:
        return False
    if _SAYS_WHAT[entry.type].match(text, end):
        return True
    return bool(_SAID_BEFORE[entry.type].search(text, max(0, start - 90), start))

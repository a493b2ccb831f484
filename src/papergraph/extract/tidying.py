"""The encoder's mentions as candidates: spans cut to what can be a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import ENCODER, MIXED_CASE, Candidate
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from papergraph.extract.encoder import TextReading

_LEADING = re.compile(
    r"(?:\s+|[(\[,;:\"'“‘]|(?:an?|the|and|or|of|for|in|on|with|our|new|novel|proposed|popular|existing|standard|recent"
    r"|various|different|modified|improved|effective|efficient|simple|so-called)\s+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+|[)\],;:\"'”’.‘“](?<!\w\.)"
    r"|(?<=\w)\s+(?:and|or|of|for|in|on|with|to|by|as|the|an?|between|from|via|using"
    r"|(?<!shared )tasks?|algorithms?|techniques?|methods?|approach(?:es)?|ideas?|strateg(?:y|ies)|benchmarks?"
    r"|data ?sets?|prompts|setups?|settings?|schemes?|(?<!attention )mechanisms?))$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"-(?:based|aware|adaptive|driven|specific|dependent|wise|level|oriented|enhanced)$"
    r"|^(?:un|self-|semi-)?supervised$|^(?:generative|discriminative|multimodal|multilingual|cross-lingual|neural)$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s(?:large language |language )?(?:models?|LLMs?|systems?|frameworks?|corpus|corpora)$")


def encoder_candidates(reading: TextReading, text: str, version: str) -> list[Candidate]:
    """Return the encoder's mentions as candidates, with tidy ends; what it takes for generic is none."""
    return [
        Candidate(
            start,
            end,
            ConceptType(mention.kind),
            round(mention.score, 4),
            f"{ENCODER}-{version}",
            typed=False,
        )
        for mention in reading.mentions
        if mention.kind != "other"
        for start, end in tidy(text, mention.start, mention.end)
    ]


def tidy(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span that can be names: none crosses a line, none begins or ends with a loose word.

    "the novel attention algorithm" gives "attention", "BERT model" gives "BERT", "language model" stays; an adjective
    alone names nothing.
    """
    result = []
    for piece in re.finditer(r"[^\n]+", text[start:end]):
        left, right = start + piece.start(), start + piece.end()
        while match := _LEADING.match(text, left, right):
            left = match.end()
        while match := _TRAILING.search(text[left:right]):
            right = left + match.start()
        if (match := _AFTER_NAME.search(text[left:right])) and MIXED_CASE.search(text[left : left + match.start()]):
            right = left + match.start()
        if (closed := text.find(")", left, right)) >= 0 and "(" not in text[left:closed]:
            right = closed
        if right > left and not _ADJECTIVE.search(text[left:right]):
            result.append((left, right))
    return result

"""Sentences of a title and an abstract, and the part each plays in the argument.

Abstracts are short and written to a scheme, so the part is read from cue words and, failing them, from the sentence
before: background until "we" or "this paper" speaks, then the contribution, then results, then an outlook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a sentence is there for."""

    TITLE = "title"
    BACKGROUND = "background"
    CONTRIBUTION = "contribution"
    RESULT = "result"
    OUTLOOK = "outlook"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its character offsets, half-open, without surrounding white space, and its part."""

    start: int
    end: int
    part: Part


_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|\n")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|resp|approx|Fig|Figs|Tab|Sec|Eq|Eqs|No|Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd"
    r"|w\.r\.t|a\.k\.a"
    r"|U\.S|viz|incl|esp)|(?:^|[\s(])[A-Z])\.$"
)
_AUTHORS = (
    r"\b(?:we|our|ours|us|i|my|(?:in )?th(?:is|e present|e current) (?:paper|work|article|study|thesis|tutorial|report"
    r"|survey|research|submission|overview|shared task|demo|demonstration|system|dissertation|position paper"
    r"|chapter))\b"
)
_EXPERIMENTS = (
    r"|^(?:(?:extensive|comprehensive|empirical|thorough|initial|preliminary) )?"
    r"(?:experiment(?:s|al)|results|evaluations?)\b"
)
_OURS = re.compile(_AUTHORS + _EXPERIMENTS, re.IGNORECASE)
_RESULT = re.compile(
    r"\b(?:experiment(?:s|al)?|results?|outperform\w*|evaluat(?:e|ed|ion|ions|ing)|achiev(?:e|es|ed|ing)"
    r"|surpass\w*|demonstrat\w+"
    r"|show(?:s|n|ed|ing)? that|we (?:find|found|show|observe)|improv(?:e|es|ed|ement|ements) (?:over|by|of|on)"
    r"|state-of-the-art (?:results|performance)|ablation|yields?|exceeds?|gains? (?:of|over)|ranked|competitive)\b",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"\b(?:future (?:work|research|studies|directions?)|(?:will|plan to|hope to|would) (?:be )?(?:release"
    r"|extend|explore|investigate"
    r"|facilitate|inspire|pave)|in the future|remains? (?:an open|to be)|we hope|we (?:encourage|plan))\b",
    re.IGNORECASE,
)
_PRIOR = re.compile(
    r"\b(?:previous(?:ly)?|prior|existing|recent(?:ly)?|traditional(?:ly)?|conventional|most (?:current"
    r"|existing|previous|prior)"
    r"|has been|have been|have (?:shown|achieved|become|demonstrated|made|led)|has (?:shown|achieved|become|attracted"
    r"|received|made|led)|is (?:a|an|the) (?:\w+ ){0,3}(?:task|problem|challenge)|however|despite|widely used"
    r"|typically)\b",
    re.IGNORECASE,
)


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of `title + newline + abstract`; a text without a line break has no title."""
    bounds: list[tuple[int, int]] = []
    title_end = text.find("\n")
    begin = 0
    if title_end >= 0:
        if stripped := _strip(text, 0, title_end):
            bounds.append(stripped)
        begin = title_end + 1
    title_count = len(bounds)
    for match in _END.finditer(text, begin):
        if text[match.start()] == "." and _NO_END.search(text, max(begin, match.start() - 12), match.start() + 1):
            continue
        if stripped := _strip(text, begin, match.end()):
            bounds.append(stripped)
        begin = match.end()
    if stripped := _strip(text, begin, len(text)):
        bounds.append(stripped)
    sentences: list[Sentence] = []
    ours_seen = False
    for index, (start, end) in enumerate(bounds):
        if index < title_count:
            sentences.append(Sentence(start, end, Part.TITLE))
            continue
        part, ours = _part(text[start:end], ours_seen=ours_seen)
        ours_seen = ours_seen or ours
        sentences.append(Sentence(start, end, part))
    return sentences


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _part(sentence: str, *, ours_seen: bool) -> tuple[Part, bool]:
    """Return the part of a sentence, and whether the authors speak of their own work in it."""
    ours = bool(_OURS.search(sentence))
    if _OUTLOOK.search(sentence) and not _RESULT.search(sentence):
        return Part.OUTLOOK, ours
    if ours:
        return (Part.RESULT if _RESULT.search(sentence) else Part.CONTRIBUTION), True
    if ours_seen:
        if _RESULT.search(sentence):
            return Part.RESULT, False
        return (Part.BACKGROUND if _PRIOR.search(sentence) else Part.CONTRIBUTION), False
    return Part.BACKGROUND, False

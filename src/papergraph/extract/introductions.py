"""Names that a text introduces: "we propose X", "X: a ..." titles, "called X", "a new dataset, X".

The pattern gives the name, and `naming` the type. Every later occurrence of an introduced name is a candidate too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate, occurrences, text_of_doc
from papergraph.extract.headed import FUNCTION_WORDS
from papergraph.extract.naming import is_name, kind_of_name, trim_name
from papergraph.extract.shapes import EVENT_TITLE
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PART = r"[A-Za-zÀ-ɏΑ-ω0-9][\wÀ-ɏ.+\-‑*²³$^@/&']*[\w+*$²³]"
_WORD = r"(?:[A-Z][\w.+\-‑]*[\w+*]|[a-z]*[A-Z0-9]+[\w.+\-‑]*\w?)"
_TITLE = re.compile(rf"[\"“'`]*(?P<name>{_PART}(?: {_PART}){{0,3}})[\"”'’]*\s*(?::|\s[–—-]\s)\s*\S")
_VERB = (
    r"(?:propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|present(?:s|ed|ing)?|releas(?:e|es|ed|ing)|develop(?:s|ed|ing)?"
    r"|creat(?:e|es|ed|ing)|construct(?:s|ed|ing)?|buil[dt](?:s|ing)?|design(?:s|ed|ing)?|describ(?:e|es|ed)|offers?"
    r"|contributes?|publish(?:es|ed)?|unveil(?:s|ed)?|devis(?:e|es|ed)|curat(?:e|es|ed)|compil(?:e|es|ed)"
    r"|collect(?:s|ed)?"
    r"|train(?:s|ed)?|annotat(?:e|es|ed)|provid(?:e|es|ed)|formulat(?:e|es|ed)|open-sourc(?:e|es|ed))"
)
_SUBJECT = (
    r"(?:[Ww]e|[Tt]his (?:paper|work|article|study)|[Pp]aper|[Ww]ork|I|and|also|then|further|to|thus|hence|therefore)"
    r"(?: (?:[a-z]+ly|also|then|further|first|here|thus|next))?"
)
_OBJECT = re.compile(
    rf"\b{_SUBJECT} {_VERB}(?: and (?:release|evaluate|analyze|present|open-source|publish|make available))?"
    rf"(?:,? [a-z][a-z\-]*(?:-[A-Z][a-zA-Z\-]*)?){{0,9}}?,? [\"“'`]*(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
)
_CALLED = re.compile(
    r"\b(?:called|named|namely|dubbed|termed|coined|titled|entitled|denoted(?: as| by)?|referred to as"
    r"|known as|christened"
    r"|(?:which )?we (?:call|name|term|dub)(?: it| this \w+| the \w+)?|abbreviated(?: as| to)?)[,:]? (?:the |as )?"
    rf"[\"“'`]*(?P<name>{_WORD}(?: {_WORD}){{0,4}}|[a-z]+[A-Z]\w*)"
)
_NOUN_NAME = re.compile(
    r"\b(?:new|novel|our|large-scale|first|open-source|annotated|proposed|multilingual)\b[^.,;:\n()]{0,60}?\b"
    r"(?:data ?set"
    rf"|corpus|benchmark|framework|model|method|approach|system|algorithm|task|toolkit|architecture|technique|treebank)"
    rf",? [\"“'`]*(?P<name>{_WORD})(?=[\"”'’]*[\s,.:;(])"
)
_APPOSITION = re.compile(r", (?:an? (?:new|novel)|the first|our)\s")
_APPOSED = re.compile(rf"(?<![\w-])(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?: \([^()]{{1,80}}\))?{_APPOSITION.pattern}")
_SENTENCE_END = re.compile(r"[.!?] ")
_TITLED = re.compile(r"[A-Z][a-z]+(?:[- ](?:[A-Z][a-z]+|of|for|and|in))*[- ][A-Z][a-z]+")
_NEW_PHRASE = re.compile(
    r"\b(?:[Ww]e|[Pp]aper|[Ww]ork|[Ss]tudy|and|then|further|also) (?:[a-z]+ly |also |then |further |thus )?"
    r"(?:propose|introduce|present|develop|design|devise)s? (?:a|an|the|our) (?:(?:novel|new|simple|effective|efficient"
    r"|general|unified|first|yet|and|but|lightweight|flexible"
    r"|powerful|robust|generic) )*"
    r"(?P<name>(?:[\w\-]+ ){1,3}?)(?P<head>framework|method|approach|algorithm|mechanism|strategy|loss|network|module"
    r"|objective|layer|technique|scheme|architecture|paradigm|attack|pipeline|decoder|encoder|regularizer)\b"
)
_PART_OF_NAME = frozenset(
    {"mechanism", "loss", "network", "objective", "layer", "attack", "module", "decoder", "encoder"}
)
SCORE = 0.8


class IntroductionSource:
    """Finds introduced names, and every later occurrence of them."""

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the introduced names of a text."""
        text = text_of_doc(doc)
        title_end = max(text.find("\n"), 0)
        found: dict[tuple[int, int], str] = {}
        match = _TITLE.match(text, 0, title_end)
        # "Larks at SemEval-2023 Task 4: ..." names a team; the event is found by its shape.
        if (
            match
            and not EVENT_TITLE.match(text, 0, title_end)
            and _is_title_name(match.group("name"), text[title_end:])
        ):
            found[match.span("name")] = "title"
        patterns = [(_OBJECT, "object"), (_CALLED, "called"), (_NOUN_NAME, "noun-name")]
        if _APPOSITION.search(text, title_end):
            patterns.append((_APPOSED, "apposed"))
        for pattern, rule in patterns:
            for match in pattern.finditer(text, title_end):
                start, end = trim_name(text, *match.span("name"))
                if (
                    end > start
                    and not _SENTENCE_END.search(text, start, end)
                    and (is_name(text[start:end]) or (rule == "called" and _TITLED.fullmatch(text[start:end])))
                ):
                    found.setdefault((start, end), rule)
        return _with_occurrences(text, found) + _new_phrases(text, title_end)


def _is_title_name(name: str, rest: str) -> bool:
    if is_name(name) and name.count(" ") <= 2:
        return True
    return " " not in name and name[0].isupper() and re.search(rf"\b{re.escape(name)}\b", rest) is not None


def _with_occurrences(text: str, found: dict[tuple[int, int], str]) -> list[Candidate]:
    kinds = {text[start:end]: None for start, end in found}
    typed: dict[str, ConceptType | None] = {name: kind_of_name(text, name) for name in sorted(kinds)}
    candidates: list[Candidate] = []
    for name, kind in typed.items():
        shown = kind or ConceptType.METHOD
        for start, end in occurrences(text, name, number_after=False):
            rule = found.get((start, end))
            candidates.append(
                Candidate(
                    start,
                    end,
                    shown,
                    SCORE,
                    f"introduction-{rule or 'again'}",
                    introduced=rule is not None,
                    typed=kind is not None,
                )
            )
    return candidates


def _new_phrases(text: str, title_end: int) -> list[Candidate]:
    """Return what is introduced by a description only: "we propose a novel position-attention mechanism"."""
    found: list[Candidate] = []
    for match in _NEW_PHRASE.finditer(text, title_end):
        start, end = match.span("name")
        words = match.group("name").split()
        if match.group("head") in _PART_OF_NAME:
            end = match.end("head")
        else:
            end -= 1
        # "A modular approach", "a baseline pipeline" describe; "a position-attention mechanism" names.
        if len(words) == 1 and match.group("head") not in _PART_OF_NAME:
            continue
        if any(word.lower() in FUNCTION_WORDS for word in words) or words[0].endswith("ly"):
            continue
        found.append(
            Candidate(start, end, ConceptType.METHOD, 0.6, "introduction-phrase", introduced=True, typed=False)
        )
    return found

"""Names that a text introduces: "we propose X", "X: a ..." titles, "called X", "a new dataset, X".

The pattern gives the name, and the noun beside it the type: "X, a benchmark" is a dataset. Every later occurrence of an
introduced name is a candidate too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KINDS: tuple[tuple[re.Pattern[str], ConceptType], ...] = (
    (
        re.compile(
            r"\b(?:data ?sets?|corpus|corpora|benchmarks?|treebanks?|test ?(?:suite|set|bed)s?|leaderboard"
            r"|lexicon|database|knowledge base"
            r"|collection|shared task|challenge set|resource|evaluation suite|wordnet)\b",
            re.IGNORECASE,
        ),
        ConceptType.DATASET,
    ),
    (
        re.compile(
            r"\b(?:(?<!topic )models?|LLMs?|PLMs?|LMs?|VLMs?|MLLMs?|encoder|chatbot|foundation model"
            r"|transformer-based model|family of|series of"
            r"|BERT|checkpoints?)\b",
        ),
        ConceptType.MODEL,
    ),
    (
        re.compile(
            r"\b(?:framework|approach|method|algorithm|technique|strategy|paradigm|architecture|mechanism"
            r"|pipeline|toolkit|library|tool"
            r"|platform|network|objective|loss|procedure|scheme|attack|module|layer|regulari[sz]\w+"
            r"|optimi[sz]er|agent|recipe|metric"
            r"|interface|package|plugin|training|learning|tuning|pre-?training|prompting|decoding|adapter|system)\b",
            re.IGNORECASE,
        ),
        ConceptType.METHOD,
    ),
    (re.compile(r"\b(?:task|problem)\b"), ConceptType.TASK),
)
_PART = r"[A-Za-zÀ-ɏΑ-ω0-9][\wÀ-ɏ.+\-‑*²³$^@/&']*[\w+*$²³]"
_WORD = r"(?:[A-Z][\w.+\-‑]*[\w+*]|[a-z]*[A-Z0-9]+[\w.+\-‑]*\w?)"
_TITLE = re.compile(
    rf"^(?:[\"“'`]*)(?P<name>(?:{_PART})(?: {_PART}){{0,3}})[\"”'’]*\s*(?::|\s[–—-]\s)\s*(?P<rest>\S.*)$"
)
_VERB = (
    r"(?:propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|present(?:s|ed|ing)?|releas(?:e|es|ed|ing)|develop(?:s|ed|ing)?"
    r"|creat(?:e|es|ed|ing)|construct(?:s|ed|ing)?|buil[dt](?:s|ing)?|design(?:s|ed|ing)?|describ(?:e|es|ed)"
    r"|offer(?:s|ed)?|contribut(?:e|es|ed)"
    r"|publish(?:es|ed)?|unveil(?:s|ed)?|devis(?:e|es|ed)|curat(?:e|es|ed)|compil(?:e|es|ed)|collect(?:s|ed)?"
    r"|train(?:s|ed)?|annotat(?:e|es|ed)|provid(?:e|es|ed)"
    r"|formulat(?:e|es|ed))"
)
_OBJECT = re.compile(
    rf"\b(?:[Ww]e|[Tt]his (?:paper|work|article|study)|[Pp]aper|[Ww]ork|I|and|also|then|further|to|thus|hence"
    rf"|therefore)(?: (?:[a-z]+ly|also|then|further|first|here|thus|next))? {_VERB}"
    rf"(?: (?:and (?:release|evaluate|analyze|present|open-source|publish|make available)))?(?:,? (?:our|the|a"
    rf"|an|and|its|[a-z][a-z\-]+|[a-z]+-[a-zA-Z\-]+))*?,?\s+[\"“'`]*(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
)
_CALLED = re.compile(
    rf"\b(?:called|named|namely|dubbed|termed|coined|titled|entitled|denoted(?: as| by)?|referred to as"
    rf"|which we (?:call|name|term|dub)|we (?:call|name|term|dub)(?: it| this \w+| the \w+)?|known as"
    rf"|abbreviated(?: as| to)?|christened)[,:]?\s+(?:the\s+|as\s+)?[\"“'`]*(?P<name>{_WORD}(?: {_WORD}){{0,4}}"
    rf"|[a-z]+[A-Z]\w*)"
)
_APPOSED = re.compile(
    rf"(?<![\w-])(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?: \([^()]{{1,80}}\))?,?(?: is|,) (?:an?|the first|our"
    rf"|one of the first)\s(?P<rest>[^.;:\n]{{3,140}})"
)
_NOUN_NAME = re.compile(
    rf"\b(?:new|novel|our|large-scale|first|open-source|annotated|proposed|multilingual"
    rf"|manually annotated)\b[^.,;:\n()]{{0,60}}?"
    rf"\b(?:data ?set|corpus|benchmark|framework|model|method|approach|system|algorithm|task|toolkit"
    rf"|architecture|technique|treebank),? (?P<name>{_WORD})(?=[\s,.:;(])"
)
_STOP = frozenset(
    [
        "A",
        "An",
        "The",
        "This",
        "These",
        "Those",
        "We",
        "Our",
        "In",
        "On",
        "For",
        "With",
        "By",
        "From",
        "To",
        "Of",
        "And",
        "Or",
        "As",
        "At",
        "Is",
        "Are",
        "It",
        "Its",
        "However",
        "Moreover",
        "Furthermore",
        "Finally",
        "Experiments",
        "Experimental",
        "Extensive",
        "Results",
        "Although",
        "While",
        "When",
        "Since",
        "Recent",
        "Recently",
        "Unlike",
        "Based",
        "First",
        "Second",
        "Third",
        "Firstly",
        "Secondly",
        "Lastly",
        "Here",
        "There",
        "Existing",
        "Previous",
        "Many",
        "Most",
        "Such",
        "To",
        "Towards",
        "Toward",
        "Through",
        "Using",
        "Given",
        "Despite",
        "Due",
        "Both",
        "Each",
        "NLP",
        "NLU",
        "NLG",
        "AI",
        "ML",
        "LLM",
        "LLMs",
        "LLM-based",
        "PLM",
        "PLMs",
        "LM",
        "LMs",
        "GPU",
        "GPUs",
        "CPU",
        "API",
        "APIs",
        "QA",
        "MT",
        "NMT",
        "NER",
        "IR",
        "SOTA",
        "BLEU",
        "ROUGE",
        "F1",
        "Accuracy",
        "English",
        "Chinese",
        "Code",
        "Data",
        "Dataset",
        "Datasets",
        "Model",
        "Models",
        "URL",
        "GitHub",
        "I",
        "Abstract",
        "Introduction",
        "State-of-the-art",
        "End-to-end",
        "Large",
        "Language",
        "Natural",
        "Deep",
        "Neural",
        "Machine",
        "Additionally",
        "Specifically",
        "Namely",
        "Also",
        "Then",
        "Therefore",
        "Hence",
        "Thus",
        "Nevertheless",
        "Nonetheless",
        "Notably",
        "Importantly",
        "Empirically",
        "Theoretically",
        "Overall",
        "Beyond",
        "Across",
        "Internet",
        "Web",
        "Wikipedia",
    ]
)
SCORE = 0.8


def kind_of(text: str, *, window: int = 90) -> ConceptType | None:
    """Return the type that the first telling noun of a phrase gives; None where none tells."""
    best: tuple[int, ConceptType] | None = None
    clause = re.split(r"\b(?:that|which|for|to|with|of|by|using|where|in|on|from|based)\b", text[:window], maxsplit=1)[
        0
    ]
    for piece in (clause, text[:window]):
        for pattern, kind in _KINDS:
            found = [m.start() for m in pattern.finditer(piece)]
            # The head of an English noun phrase is its last noun: "language model benchmark" is a benchmark.
            if found and (best is None or found[-1] > best[0]):
                best = (found[-1], kind)
        if best:
            return best[1]
    return None


def is_name(text: str) -> bool:
    """Say whether a string is written as a proper name: capitals inside, digits with capitals, or several capitals."""
    first = text.split(" ", maxsplit=1)[0]
    if first in _STOP or text in _STOP or len(text) < 2:
        return False
    bare = text.removesuffix("s")
    capitals = sum(c.isupper() for c in bare)
    if capitals == 0:
        return False
    return bool(re.search(r"[a-z\d\-][A-Z]|[A-Z]{2}|[A-Za-z]-?\d", bare))


class IntroductionSource:
    """Finds introduced names, and every later occurrence of them."""

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the introduced names of a text."""
        text = doc.text
        title_end = text.find("\n")
        found: dict[tuple[int, int], tuple[ConceptType | None, str]] = {}
        title = text[:title_end] if title_end > 0 else ""
        if (match := _TITLE.match(title)) and _is_title_name(match.group("name"), text[title_end:]):
            found[match.span("name")] = (kind_of(match.group("rest")), "title")
        for pattern, rule in ((_OBJECT, "object"), (_CALLED, "called"), (_NOUN_NAME, "noun-name")):
            for match in pattern.finditer(text, max(title_end, 0)):
                start, end = _trim(text, *match.span("name"))
                if end <= start or not is_name(text[start:end]) or (start, end) in found:
                    continue
                before = text[max(match.start(), start - 90) : start]
                kind = _kind_after(text, end) or kind_of_before(before)
                found[start, end] = (kind, rule)
        for match in _APPOSED.finditer(text, max(title_end, 0)):
            start, end = _trim(text, *match.span("name"))
            if (
                end > start
                and is_name(text[start:end])
                and (kind := kind_of(match.group("rest")))
                and (start, end) not in found
            ):
                known = {text[a:b] for a, b in found}
                if text[start:end] in known:
                    found[start, end] = (kind, "apposed")
        return _with_occurrences(text, found)


def _is_title_name(name: str, rest: str) -> bool:
    words = name.split(" ")
    if is_name(name) and len(words) <= 3:
        return True
    return len(words) == 1 and words[0][0].isupper() and len(re.findall(rf"\b{re.escape(name)}\b", rest)) > 0


def kind_of_before(before: str) -> ConceptType | None:
    """Return the type that the nouns before a name give: the last telling one, "a novel framework called"."""
    best: tuple[int, ConceptType] | None = None
    for pattern, kind in _KINDS:
        for match in pattern.finditer(before):
            if best is None or match.start() > best[0]:
                best = (match.start(), kind)
    return best[1] if best else None


def _kind_after(text: str, end: int) -> ConceptType | None:
    after = text[end : end + 110]
    after = re.sub(r"^\s?\([^()]{1,80}\)", "", after)
    if match := re.match(r",? (?:is |as )?(?:an?|the|our|one of the)\s([^.;:\n]{3,100})", after):
        return kind_of(match.group(1))
    if match := re.match(r"[\s\-]+([\w\-]+(?: [\w\-]+)?)", after):
        return kind_of(match.group(1).split(" ")[0]) or (
            kind_of(match.group(1)) if match.group(1).split(" ")[0].islower() else None
        )
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in ".,:;-'":
        end -= 1
    for stop in _STOP:
        if text.startswith(stop + " ", start, end):
            start += len(stop) + 1
    return start, end


def _with_occurrences(text: str, found: dict[tuple[int, int], tuple[ConceptType | None, str]]) -> list[Candidate]:
    kinds: dict[str, ConceptType | None] = {}
    candidates: list[Candidate] = []
    for (start, end), (kind, _) in sorted(found.items()):
        name = text[start:end]
        if kinds.get(name) is None:
            kinds[name] = kind
    for (start, end), (_, rule) in sorted(found.items()):
        kind = kinds[text[start:end]]
        candidates.append(
            Candidate(
                start,
                end,
                kind or ConceptType.METHOD,
                SCORE,
                f"introduction-{rule}",
                introduced=True,
                typed=kind is not None,
            )
        )
    for name, kind in sorted(kinds.items()):
        for match in re.finditer(rf"(?<![\w\-]){re.escape(name)}(?![\w])(?!-\d)", text):
            if match.span() not in found:
                kind_or = kind or ConceptType.METHOD
                again = Candidate(*match.span(), kind_or, SCORE, "introduction-again", typed=kind is not None)
                candidates.append(again)
    return candidates

"""What a proper name names, by the words around it: "X, a benchmark" is a dataset, "our X model" a model.

Every occurrence of the name votes: the noun right after it, an apposition, the noun before it, the rest of a title
"X: ...", and, weakest, the name's own ending ("-Bench", "-LM"). A framework, approach or algorithm is a method; a
model, language model, encoder or system is a model.
"""

from __future__ import annotations

import re
from collections import defaultdict

from papergraph.extract.candidates import occurrences
from papergraph.values import ConceptType

_KINDS: tuple[tuple[re.Pattern[str], ConceptType], ...] = (
    (
        re.compile(
            r"\b(?:data ?sets?|corpus|corpora|benchmark(?:s|ing)?|treebanks?|test ?(?:suite|set|bed)s?"
            r"|leaderboard|lexicon"
            r"|database|knowledge base|collection|shared task|challenge set|resources?|evaluation suite|wordnet"
            r"|dictionary|challenge|dialogues? collected|annotated \w+ texts)\b",
            re.IGNORECASE,
        ),
        ConceptType.DATASET,
    ),
    (
        re.compile(
            r"\b(?:(?<!topic )(?<!translation )models?|Models?|LLMs?|PLMs?|LMs?|VLMs?|MLLMs?|encoder|chatbot|family of"
            r"|series of|system|System|BERT|checkpoints?|assistant|dLLM|Transformer model)\b",
        ),
        ConceptType.MODEL,
    ),
    (
        re.compile(
            r"\b(?:framework|approach|method(?:ology)?|algorithm|technique|strategy|paradigm|architecture"
            r"|mechanism|tuning"
            r"|pipeline|toolkit|library|tool|platform|network|objective|loss|procedure|scheme|attack|module|layer"
            r"|regulari[sz]\w+|optimi[sz]er|agent|recipe|metric|interface|package|plugin|training|learning|decoding"
            r"|pre-?training|prompting|adapter|distillation|augmentation|measure|protocol|formalism)\b",
            re.IGNORECASE,
        ),
        ConceptType.METHOD,
    ),
    (re.compile(r"\b(?:task|problem)\b"), ConceptType.TASK),
)
_CLAUSE = re.compile(
    r"\b(?:that|which|for|to|with|of|by|using|where|in|on|from|based|via|through|containing"
    r"|including)\b"
)
_APPOSED = re.compile(r",? (?:is |as |– |- )?(?:an?|the|our|one of the|two|three|the first)\s([^.;:\n]{3,100})")
_BRACKETED = re.compile(r"^[\"”'’]*(?:\s?\([^()]{1,80}\))?[\"”'’]*")
_NAMED = re.compile(r"(?:called|named|namely|dubbed|termed|,|—|–|-|\bas|:)\s*(?:the )?[\"“'`]*$")
_ENDING = (
    (
        re.compile(
            r"(?:QA|[Bb]ench|BENCH|Corpus|Eval|NLI|SQuAD|Bank|Set|Net\d*D|Data|Senti|NER|Dial|Summ|Wiki|-\d{4})$"
        ),
        ConceptType.DATASET,
    ),
    (
        re.compile(
            r"(?:BERT|Bert|GPT|LLaMA|Llama|LLM|LM|BART|T5|former|Former|[Ee]mbed|LaM|\d[BbM])(?:[-‑]?[\w.]{0,5})?$"
        ),
        ConceptType.MODEL,
    ),
    (
        re.compile(r"(?:RAG|CoT|LoRA|Prompt|Tune|RL|DPO|PO|Opt|Attack|KD|Adapter|Steer|Merge|Search|Agent)$"),
        ConceptType.METHOD,
    ),
)
_STOP = frozenset(
    """A An The This These Those We Our In On For With By From To Of And Or As At Is Are It Its However Moreover
    Furthermore Finally Experiments Experimental Extensive Results Although While When Since Recent
    Recently Unlike Based First Second Third Firstly Secondly Lastly Here There Existing Previous Many
    Most Such Towards Toward Through Using Given Despite Due Both Each NLP NLU NLG AI ML LLM LLMs
    LLM-based PLM PLMs LM LMs GPU GPUs CPU API APIs QA MT NMT NER IR SOTA BLEU ROUGE F1 Accuracy English
    Chinese Code Data Dataset Datasets Model Models URL GitHub I Abstract Introduction State-of-the-art
    End-to-end Large Language Natural Deep Neural Machine Additionally Specifically Namely Also Then
    Therefore Hence Thus Nevertheless Nonetheless Notably Importantly Empirically Theoretically Overall
    Beyond Across Named Introducing Building Current Efficient Improving
    Internet Web Wikipedia ASR TTS OCR AR RNN CNN RL KG KGs VLM VLMs MLLM MLLMs SFT""".split()
)
_ADJECTIVE = re.compile(
    r"[-‑](?:[a-z]{4,}|like|as|to|Specific|Centric|Augmented|Based|Aware|Agnostic|Free|Driven|Guided|Enhanced|Resource"
    r"|Shot|Bit|Level|Tuned|Trained|Oriented|Lingual|Modal|End)$"
)
_WRITTEN_AS_NAME = re.compile(r"[a-z\d\-][A-Z]|[A-Z]{2}|[A-Za-z]-?\d")
_TITLE_JOIN = re.compile(r"\s*(?:[:–—]| - )")
_NOUNS_AFTER = re.compile(r"[\s\-]+([a-z][\w\-]+)(?: ([a-z][\w\-]+))?")
_CLAUSE_END = re.compile(r"[.;:]\s")
_WORD_BEFORE = re.compile(r"\b(\w+) [\"“'`]*$")
_AMOUNT = re.compile(r"\d[\d.,]*[BMKbmk]?")


def is_name(text: str) -> bool:
    """Say whether a string is written as a proper name: capitals inside, digits with capitals, or several capitals."""
    first = text.split(" ", maxsplit=1)[0]
    if first in _STOP or text in _STOP or len(text) < 2 or _AMOUNT.fullmatch(first):
        return False
    if _ADJECTIVE.search(text) or _ADJECTIVE.search(first):
        return False
    bare = text.removesuffix("s")
    return bool(_WRITTEN_AS_NAME.search(bare)) and any(c.isupper() for c in bare)


def trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without punctuation at its end and ordinary words at its start."""
    while end > start and text[end - 1] in ".,:;-'":
        end -= 1
    while (space := text.find(" ", start, end)) > 0 and text[start:space] in _STOP:
        start = space + 1
    return start, end


def kind_of(phrase: str, *, window: int = 100) -> ConceptType | None:
    """Return the type that the head noun of a phrase gives; None where no noun tells.

    The head of an English noun phrase is its last noun before "for", "that" and the like: "language model benchmark
    for ..." is a benchmark.
    """
    for piece in (_CLAUSE.split(phrase[:window], maxsplit=1)[0], phrase[:window]):
        best = _last_kind(piece)
        if best is not None:
            return best
    return None


def _last_kind(piece: str) -> ConceptType | None:
    best: tuple[int, ConceptType] | None = None
    for pattern, kind in _KINDS:
        for match in pattern.finditer(piece):
            if best is None or match.start() > best[0]:
                best = (match.start(), kind)
    return best[1] if best else None


def _first_kind(piece: str) -> ConceptType | None:
    found = [(m.start(), kind) for pattern, kind in _KINDS if (m := pattern.search(piece))]
    return min(found)[1] if found else None


def kind_of_name(text: str, name: str) -> ConceptType | None:
    """Return the type for which most occurrences of a name vote; None where none does."""
    votes: defaultdict[ConceptType, float] = defaultdict(float)
    title_end = text.find("\n")
    for start, end in occurrences(text, name):
        ballots = _title_votes if end <= title_end else _text_votes
        for kind, weight in ballots(text, start, end, title_end):
            if kind is not None:
                votes[kind] += weight
    for pattern, kind in _ENDING:
        if pattern.search(name):
            votes[kind] += 1.0
    return max(sorted(votes), key=lambda kind: votes[kind]) if votes else None


def _title_votes(text: str, start: int, end: int, title_end: int) -> list[tuple[ConceptType | None, float]]:
    rest = text[end:title_end]
    if start > 2 or not _TITLE_JOIN.match(rest):
        return []
    return [(_last_kind(_CLAUSE.split(rest, maxsplit=1)[0]) or _first_kind(rest), 1.5)]


def _text_votes(text: str, start: int, end: int, title_end: int) -> list[tuple[ConceptType | None, float]]:
    found: list[tuple[ConceptType | None, float]] = []
    after = _BRACKETED.sub("", text[end : end + 150])
    if noun := _NOUNS_AFTER.match(after):
        found.append((_last_kind(noun.group(1)) or _last_kind(noun.group(2) or ""), 2.0))
    if apposed := _APPOSED.match(after):
        found.append((kind_of(apposed.group(1)), 3.0))
    clause = _CLAUSE_END.split(text[max(0, start - 110, title_end + 1) : start])[-1]
    if named := _NAMED.search(clause):
        found.append((_last_kind(clause[: named.start()]), 1.5))
    elif direct := _WORD_BEFORE.search(clause):
        found.append((_last_kind(direct.group(1)), 1.5))
    return found

"""Names told by their shape.

Members of model families ("RoBERTa-large", "LLaMA-2-7B") and of data series ("WMT19", "SemEval-2020 Task 5"), and
capitalised names before a word like "dataset" or "model".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate, occurrences, text_of_doc
from papergraph.extract.naming import is_name
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SIZE = (
    r"(?:[-‑ ]?(?:\d+(?:\.\d+)?[BMK]?|[xX]*[lL]arge|[bB]ase|[sS]mall|[tT]iny|[mM]ini|[mM]edium|XX?L"
    r"|[tT]urbo|Instruct|Chat|[iI]t|hf|o|v\d(?:\.\d)?|x\d+[BM]|uncased|cased|[pP]review|Pro|Flash|Ultra"
    r"|Opus|Sonnet|Haiku|Nano)\b)*"
)
_FAMILY = re.compile(
    r"(?<![\w.])(?=[a-z‑-]*[A-Z])(?:"  # every name has a capital: words without one are passed over at once
    r"(?:[A-Za-z]+[-‑])?(?:[A-Z][A-Za-z]*|[a-z]{1,3})?(?:BERT|Bert)(?:[-‑]?(?:[A-Z]\w*))?(?:[-‑][\w.]+)*"
    r"|(?:[A-Z][a-z]+)?(?:LLaMA|LLaMa|Llama|LLAMA|LlaMA)(?:[A-Z]\w*)?"
    + _SIZE
    + r"|(?:[A-Z][a-z]*|[a-z]{1,2})?GPT(?![-‑ ]?(?:based|like|style))(?:[-‑][A-Z]\w*)?"
    + _SIZE
    + r"|(?:[A-Z][a-z]+[-‑]?|[mt]|[Bb]y|Code|FLAN-|Flan-|FLAN|Flan|Long)?T5"
    + _SIZE
    + r"|(?:[mA-Z][A-Za-z]*)?BART"
    + _SIZE
    + r"|(?:Distil|Phil|Cam|XLM[-‑]?)?R[oO][bB][eE][rR][tT][aA](?:[-‑][\w.]+)*"
    r"|(?:Mistral|Mixtral|Qwen|QWen|Gemma|Gemini|Claude|Phi|Falcon|Vicuna|Yi|DeepSeek|Baichuan|InternLM|OLMo"
    r"|Pythia|BLOOMZ?|OPT|PaLM|Llava|LLaVA|InstructBLIP|BLIP)[-‑ ]?\d"
    + r"(?:\.\d+)?"
    + _SIZE
    + r"|XLM[-‑]?R(?:[-‑][\w.]+)?|XLM|(?:[A-Z][a-z]*)?ELECTRA(?:[-‑][\w.]+)*|GPT[-‑]?J(?:[-‑]6B)?|GPT[-‑]NeoX?"
    r"(?:[-‑][\d.]+B)?"
    r")(?![\w])"
)
_SERIES = re.compile(
    r"(?<![\w\-])(?:"
    r"WMT(?:['’ \-]?\d{2,4})(?:[ -][Tt]ask)?|SemEval[ -]?(?:20\d\d|['’]\d\d)(?:[ -]?[Tt]ask[ -]?\d+[A-C]?)?"
    r"|CoNLL[ -]?(?:20\d\d|['’]?\d\d)|TREC[ -]?(?:\d{1,4}|[A-Z][A-Za-z]+)"
    r"|MIMIC[ -]?(?:I{1,3}V?|IV|\d|CXR)(?:-\w+)?|SIGMORPHON[ -]\d{4}|IWSLT['’ \-]?\d{2,4}|FLORES[ -]?\d+"
    r"|VarDial[ -]?\d{4}|BioASQ(?:[ -]?\d+\w*)?|CLEF[ -]?\d{4}|NTCIR[ -]?\d+"
    r"|ImageNet(?:-\w+)?|CIFAR-?\d+|SQuAD[ -]?(?:v?\d\.\d)|MultiWOZ[ -]?\d\.\d|OntoNotes[ -]?(?:v?\d(?:\.\d)?)"
    r"|WikiText-?\d+|AMR ?\d\.0|LDC\d{4}[A-Z]\d+|ACE[ -]?(?:20)?0\d|TAC[ -]?KBP(?:[ -]?\d{4})?|DSTC ?-?\d+"
    r"|BEIR|MTEB|MMLU(?:-\w+)?|BIG-[Bb]ench(?: Hard)?|HumanEval\+?|GSM-?8[kK]|ARC-(?:[CE]\w*)|PubMed(?:QA)?"
    r")(?![\w])"
)
EVENT_TITLE = re.compile(
    r"(?P<team>[^:\n]{2,60}?)(?:@| at (?:the )?)(?P<event>[A-Z][\w\-’']*(?: ?[-@] ?[A-Z][\w\-]*| [A-Z][\w\-]*| \d{4})*"
    r"(?: [Tt]ask[ -]?\d+[A-Z]?)?)(?:,? (?:[Ss]hared [Tt]ask|\([^()]*\)|[Tt]ask \w+))*(?=:|$|\n| [–—-] )"
)
"""A title of a system in a competition: "Larks at NADI 2023 Shared Task: ..."; the data of the event are a dataset."""
_EVENT_NUMBER = re.compile(r"\d\d")
_DATA_NOUN = re.compile(
    r"(?<=[\w*+)])[ ](?:[a-z\-]+ ){0,1}(?:data ?sets?|corpus|corpora|benchmarks?|treebank|leaderboard"
    r"|test suite|challenge set)\b",
)
_BEFORE_NOUN = re.compile(
    r"(?:[A-Z][\w.+\-‑/&]*[\w+*]|[A-Z]\d?)(?: (?:[A-Z][\w.+\-‑/&]*|\d[\d.]*|of|the(?= [A-Z])))*(?:, (?=[A-Z])"
    r"|,? and (?=[A-Z])|(?= )|$)"
)
_MODEL_NOUN = re.compile(
    r"(?<=\w) (?:models?|LLMs?|LMs?|language models?|encoders?|checkpoints?|architecture|large language models?)\b"
)
_NAME_LIKE = re.compile(r"^\d|[A-Z]")
"""What the last word of a name has; the patterns below take longer to find that there is none."""
_NAME_END = re.compile(r"(?<![\w\-])([A-Z][\w.+\-‑/]*[\w+*](?: [A-Z0-9][\w.+\-‑]*){0,4})$")
_LIST = re.compile(
    r"((?:[A-Z][\w.+\-‑/]*[\w+*](?: [A-Z0-9][\w.+\-‑]*){0,3}(?:, (?:and )?| and | & ))+[A-Z][\w.+\-‑/]*[\w+*]"
    r"(?: [A-Z0-9][\w.+\-‑]*){0,3})$"
)
_LISTED = re.compile(r"[^,&]+?(?=, (?:and )?|,? and | & |$)")
_LIST_SIGN = re.compile(r"^(?:, ?|and | & |\s)+")
_FIELD = re.compile(r"\b(?:NLP|QA|NER|MT|AI|NLI|LLMs?|PLMs?|VLMs?|IR|RC)\b")
_HANGING = re.compile(
    r"[-‑](?:based|like|style|driven|powered|inspired|enhanced|specific|guided|generated|assisted|only"
    r"|encoded|initialized|induced|derived|models?|family|variants?|and|as|aware|finetuned|tuned|level)\b.*$",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?:pre|post|non|multi|all)[-‑](?=[A-Z])", re.IGNORECASE)
SCORE = 0.75


class ShapeSource:
    """Finds names by their shape."""

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the candidates of one document."""
        text = text_of_doc(doc)
        found = [
            Candidate(*_bare(text, m.start(), m.end()), ConceptType.MODEL, SCORE + 0.1, "model-family")
            for m in _FAMILY.finditer(text)
            if m.end() - m.start() > 1
        ]
        found += [Candidate(*m.span(), ConceptType.DATASET, SCORE + 0.1, "data-series") for m in _SERIES.finditer(text)]
        found += _events(text)
        found += self._before(text, _DATA_NOUN, ConceptType.DATASET)
        found += self._before(text, _MODEL_NOUN, ConceptType.MODEL)
        return found

    @staticmethod
    def _before(text: str, noun: re.Pattern[str], kind: ConceptType) -> list[Candidate]:
        found: list[Candidate] = []
        for match in noun.finditer(text):
            floor = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 120)
            window = text[floor : match.start()]
            if not _NAME_LIKE.search(window[window.rfind(" ") + 1 :]):
                continue
            pieces = _LIST.search(window) or _NAME_END.search(window)
            if not pieces:
                continue
            offset = floor + pieces.start(1)
            for part in _LISTED.finditer(pieces.group(1)):
                raw = part.group()
                name = _LIST_SIGN.sub("", raw)
                start = offset + part.start() + len(raw) - len(name)
                if is_name(name) and not _FIELD.search(name):
                    found.append(Candidate(start, start + len(name), kind, SCORE, f"before-{kind.value}-noun"))
        return found


def _events(text: str) -> list[Candidate]:
    title_end = max(text.find("\n"), 0)
    match = EVENT_TITLE.match(text, 0, title_end)
    if match is None or not _EVENT_NUMBER.search(match.group("event")):
        return []
    return [
        Candidate(start, end, ConceptType.DATASET, SCORE + 0.1, "event")
        for start, end in occurrences(text, match.group("event"), hyphen_before=True, number_after=False)
    ]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut what hangs on a name with a hyphen without being part of it: "BERT-based"."""
    name = text[start:end]
    cut = _HANGING.search(name)
    if cut and cut.start() > 0:
        end = start + cut.start()
    if other := _PREFIXED.match(text[start:end]):
        start += other.end()
    return start, end

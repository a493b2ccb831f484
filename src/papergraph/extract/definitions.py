"""Full forms that a text abbreviates: a name that the authors need again is a concept, "Structural Causal Model (SCM)".

The type is that of the head, or what the words around the abbreviation say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.abbreviations import abbreviations_of
from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.folding import fold_word
from papergraph.extract.headed import METHOD_HEADS, TASK_HEADS
from papergraph.extract.naming import kind_of_name
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from spacy.tokens import Doc

SCORE = 0.55
_NOT_A_NAME = re.compile(r"state[- ]of[- ]the[- ]art|[\w\-]+ed\s|ground[- ]truth", re.IGNORECASE)
# "We propose concept-guided decoding (CGD)" makes a method even of what ends like a task.
_MADE = re.compile(
    r"\b(?:propos|introduc|present|design|develop|devis|call|nam|dubb)(?:e|es|ed|ing|s)?\b(?! "
    r"(?:\w+ ){0,3}task)[^.;:]{0,40}$"
    r"|\b(?:techniques?|methods?|mechanisms?|strateg\w+|approach\w*|modules?|using|via|through"
    r"|efficient)\b[^.;:]{0,30}$"
)


class DefinitionSource:
    """Finds full forms of two words and more whose abbreviation comes again."""

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the candidates of one document."""
        text = text_of_doc(doc)
        found: list[Candidate] = []
        kinds: dict[str, ConceptType | None] = {}
        for item in abbreviations_of(doc):
            long, short = text[item.long_start : item.long_end], text[item.short_start : item.short_end]
            head = fold_word(long.rsplit(" ", 1)[-1].rsplit("-", 1)[-1])
            if (" " not in long and "-" not in long) or any(c in long for c in "()[],;:") or _NOT_A_NAME.match(long):
                continue
            kind = ConceptType.TASK if head in TASK_HEADS else ConceptType.METHOD if head in METHOD_HEADS else None
            if kind is ConceptType.TASK and _MADE.search(text, max(0, item.long_start - 70), item.long_start):
                kind = ConceptType.METHOD
            if kind is None:
                if short not in kinds:
                    kinds[short] = kind_of_name(text, short)
                kind = kinds[short]
            if kind is not None:
                found.append(Candidate(item.long_start, item.long_end, kind, SCORE, "definition"))
        return found

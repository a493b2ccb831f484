"""Words around a name that describe and do not name: "automatic", "pre-trained" before it, "strategy", "layers" after.

"Automatic sarcasm detection" and "sarcasm detection" are one task in a paper that writes both, "neural machine
translation" and "machine translation" are two in many. The words here are those that annotators of 938 papers let
pass as the same concept at least twice as often as they made two of it.
"""

from __future__ import annotations

import re

BEFORE = frozenset(
    """a an the automatic automatically automated end-to-end pre-trained pretrained unified manual novel new robust
    task-specific diverse dynamic flexible general direct advanced complex explicit learned large-scale downstream
    unweighted predefined precomputed trained innovative external individual detecting recognizing identifying
    generating measuring determining predicting assessing existing popular recent various effective efficient simple
    standard modern proposed off-the-shelf state-of-the-art vanilla plain""".split()
)
"""Words that describe what follows."""

AFTER = frozenset(
    """model task method approach strategy framework mechanism architecture algorithm system technique setting process
    layer objective network module scheme baseline classifier problem workflow variant family setup paradigm regime
    component procedure perspective""".split()
)
"""Nouns that say what the name before them is."""

_AFTER = "|".join(sorted(AFTER - {"process", "strategy", "family"}))
_NOUN = rf"(?:(?:{_AFTER})s?|process(?:es)?|strateg(?:y|ies)|famil(?:y|ies))"
_LEFT = re.compile(rf"(?:(?:{'|'.join(sorted(map(re.escape, BEFORE)))})[ ,]+)*", re.IGNORECASE)
_RIGHT = re.compile(rf"(?: (?:{_NOUN})){{0,2}}(?: (?:of|from|for|between|with)\b.*)?", re.IGNORECASE)
_ANY_NOUN = re.compile(r" [a-z]{3,}(?<!\bcorpus)(?<!\bset)")
_BASED = re.compile(r"[-‑ ](?:based|like|style)\b.*")
_TUNED = re.compile(r"[-‑](?:fine[-‑ ]?)?tuned?\b.*")


def describes(left: str, right: str, *, proper: bool) -> bool:
    """Say whether what stands before and after a name only describes it.

    `proper` marks a model or dataset, after whose name an ordinary word is never part of it: "WordNet relations".
    "LoRA-tuned" names LoRA, whatever that is.
    """
    if not _LEFT.fullmatch(left):
        return False
    if _RIGHT.fullmatch(right) or _TUNED.fullmatch(right):
        return True
    return proper and bool(_BASED.fullmatch(right) or _ANY_NOUN.fullmatch(right))

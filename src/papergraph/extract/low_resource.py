"""Whether a sentence calls a language low-resource."""

from __future__ import annotations

import re

from papergraph.extract.languages import LOW_RESOURCE_MAX_CLASS, languages

_LOW = (
    r"(?:(?:low|lower|under|less|lesser|scarce)[- ]?resourced?\b|\bresource-(?:poor|scarce|constrained|lean)\b"
    r"|\bunder-?(?:represented|served|studied)\b|\bendangered\b)"
)
_HIGH = r"(?:(?:high|higher|rich|well|better|mid|medium)[- ]resourced?\b|\bresource-rich\b)"
_LABEL = re.compile(rf"\b(?:(?P<low>{_LOW})|{_HIGH})", re.IGNORECASE)
_ITEM = r"[A-Z][\w'’-]+(?:\s\([^)]{1,12}\))?"
_SUCH_AS = r"(?:(?:such as|like|including|namely|e\.g\.,?|i\.e\.,?)\s+)?"
_APPOSED_BEFORE = re.compile(
    rf"(?i:{_LOW})[\s,]+(?:(?:[\w-]+\s){{0,3}}?"
    rf"(?:(?:languages|dialects|varieties)[\s,:(–-]*|(?:language|dialect|variety)\s+){_SUCH_AS})?"
    rf"(?:{_ITEM},?\s+(?:(?:and|or)\s+)?)*$"
)
_APPOSED_AFTER = re.compile(
    rf"^(?:\s*\([^)]{{1,20}}\))?(?:,|\s+\(|\s+(?:is|are|as|remains?)\b)\s*(?:both\s+)?(?:an?\s+|the\s+)?"
    rf"(?:[\w-]+[\s,]+){{0,3}}?(?i:{_LOW})"
)
_REACH = 200  # characters before a name that a list of languages can take


def says_low_resource(sentence: str, start: int, end: int, entry_id: str | None) -> bool:
    """Say whether a sentence calls the language at [start, end) low-resource.

    Of a language that its resource class does not call rich, any such word in the sentence speaks, unless the last one
    before the name says the contrary ("from high-resource Hindi to low-resource Magahi"). Of a rich language only what
    stands beside its name does ("low-resource German"): most sentences name English beside low-resource languages.

    Args:
        sentence: The sentence.
        start: Where the name starts in it.
        end: Where it ends.
        entry_id: Its entry in the language table.
    """
    labels = list(_LABEL.finditer(sentence))
    if not any(label["low"] for label in labels):
        return False
    before = sentence[max(0, start - _REACH) : start]
    if _APPOSED_BEFORE.search(before) or _APPOSED_AFTER.match(sentence[end : end + _REACH]):
        return True
    entry = languages().get(entry_id) if entry_id else None
    if entry is not None and entry.resource_class is not None and entry.resource_class > LOW_RESOURCE_MAX_CLASS:
        return False
    earlier = [label for label in labels if label.end() <= start]
    return not earlier or earlier[-1]["low"] is not None

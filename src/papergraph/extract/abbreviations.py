"""Abbreviations that a text defines: "Low-Rank Adaptation (LoRA)" and "LoRA (Low-Rank Adaptation)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003):
the letters of the short form are looked for backwards in the words before the bracket, the first one at the start of
a word. Added: the reverse order, plurals ("LLMs"), nested brackets, and definitions by "or", "i.e.", "aka".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.extract.candidates import text_of_doc

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,120})(?=[)\];,(])")
_SHORT = re.compile(r"[A-Za-zÀ-ɏ0-9][\w&/.+\-‑]{0,14}(?: [A-Z0-9][\w.+\-]{0,6})?\*?")
_LEAD = re.compile(
    r"(?:(?:i\.e\.|e\.g\.|aka|a\.k\.a\.|short for|abbreviated(?: as| to)?|henceforth|hereafter|called|termed"
    r"|dubbed|namely|or|denoted(?: as| by)?),? +)"
    r"|[\"“”'`]+"
)
_REACH = 300  # a full form stands within this many characters before its bracket
_LAST_WORD = re.compile(r"[\w&/.+\-‑]+$")
_PLURAL = re.compile(r"(?<=[A-Z0-9])s$")
_LETTERS = re.compile(r"[^\W_]+")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A definition: `text[long_start:long_end]` is abbreviated as `text[short_start:short_end]`."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Return the definitions in a text, in order of the brackets."""
    found: list[Abbreviation] = []
    for match in _BRACKET.finditer(text):
        inner_start, inner_end = match.span(1)
        lead = _LEAD.match(text, inner_start, inner_end)
        while lead and lead.end() > lead.start():
            inner_start = lead.end()
            lead = _LEAD.match(text, inner_start, inner_end)
        while inner_end > inner_start and text[inner_end - 1] in "\"“”'` ":
            inner_end -= 1
        inner = text[inner_start:inner_end]
        floor = max(0, match.start() - _REACH)
        before = text[floor : match.start()].rstrip(" ~\"”'`’")
        if _SHORT.fullmatch(inner) and _is_short(inner):
            sentence = max(before.rfind(". "), before.rfind("\n"), before.rfind("; ")) + 1
            if (start := long_form_start(before[sentence:], inner)) is not None:
                found.append(Abbreviation(floor + sentence + start, floor + len(before), inner_start, inner_end))
                continue
        # "LoRA (Low-Rank Adaptation)": the word before the bracket is the short form.
        word = _LAST_WORD.search(before)
        if (word and _is_short(word.group()) and " " in inner.strip()) or (
            word and _is_short(word.group()) and "-" in inner
        ):
            assert word is not None  # noqa: S101 - for the type checker
            start = long_form_start(inner, word.group())
            if start == 0:
                found.append(Abbreviation(inner_start, inner_end, floor + word.start(), floor + word.end()))
    return found


def _is_short(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if not 2 <= len(letters) <= 14 or not capitals:
        return False
    return capitals > 1 or any(c.isdigit() for c in word) or (capitals == 1 and not word[0].isupper())


def long_form_start(before: str, short: str) -> int | None:
    """Return where in `before`, at whose end it ends, the long form of `short` starts; None where there is none.

    The letters of the short form stand in the long form in order, the first at the start of a word; the long form has
    at most min(letters + 5, letters * 2) words.
    """
    core = _PLURAL.sub("", short)
    letters = [c.casefold() for c in core if c.isalnum()]
    if len(letters) < 2:
        return None
    limit = min(len(letters) + 5, len(letters) * 2)
    starts = [m.start() for m in _WORD_START.finditer(before)][-limit - 3 :]
    if not starts:
        return None
    lower = before.casefold()
    if len(lower) != len(before):
        return None
    # Prefer initials: each letter at the start of a word, as most definitions are made.
    initial = _by_initials(lower, starts, letters)
    if initial is not None:
        return initial
    position = len(lower)
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and not (
            lower[position] == letters[index] and (index > 0 or position == 0 or not lower[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    start = position
    words = len(_WORD_START.findall(before[start:]))
    if (
        words > limit
        or start < starts[0]
        or (words == 1 and "-" not in before[start:] and len(before) - start < 2 * len(core))
    ):
        return None
    if before[start:].casefold().startswith(("the ", "a ", "an ", "and ", "of ")):
        return None
    return start


_SKIPPED = frozenset(
    {"of", "the", "for", "and", "in", "on", "to", "with", "from", "by", "a", "an", "via", "as", "at", "or"}
)


def _by_initials(lower: str, starts: list[int], letters: list[str]) -> int | None:
    index = len(letters) - 1
    for start in reversed(starts):
        if index >= 0 and lower[start] == letters[index]:
            index -= 1
            if index < 0:
                return start
        elif _LETTERS.match(lower, start).group() in _SKIPPED:  # type: ignore[union-attr]  # a word starts here
            continue
        else:
            return None
    return None


def abbreviations_of(doc: Doc) -> list[Abbreviation]:
    """Return the definitions in a document, looked for once a document."""
    found: list[Abbreviation] | None = doc.user_data.get("papergraph.abbreviations")
    if found is None:
        found = doc.user_data["papergraph.abbreviations"] = find_abbreviations(text_of_doc(doc))
    return found

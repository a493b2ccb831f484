"""What the sources of spans hand to `spans`: candidates, and the protocol that every source follows.

A source reads the document (`doc.text`, or what an earlier component left) and returns candidates in any order, with
overlaps; it never decides between them. Sources: `vocabulary`, `language_source`, `abbreviations`, `introductions`,
`shapes`, `headed` and, where it is installed, the trained model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from papergraph.values import ConceptType


_OVERLONG = re.compile(r"[^\s]{100,}")
_BLANK = "\ufffc"  # the object replacement character: neither a letter nor white space


MIXED_CASE = re.compile(r"[A-Z].*[A-Z0-9]|[a-z\d][A-Z]|\d")
"""What a name has and an ordinary phrase has not: capitals or digits inside."""

ENCODER = "encoder"
"""Prefix of the rule of what the encoder found by itself."""

OWN = "own-name"
"""The rule of what stands in the user's own vocabulary."""


class Candidate(Struct, frozen=True, gc=False):
    """A span that may name a concept. Offsets are characters, half-open; `score` runs from 0 to 1.

    `type` is None for a generic expression ("large language models"): it takes part in deciding overlaps, so that
    nothing inside it becomes a concept, and is then dropped. `name` is the form a graph should show and
    `vocabulary_id` the entry that was recognised, where the source knows them. `introduced` says that the wording
    around the span introduces it ("we propose X"); `typed` that the type is read from the text, not a default.
    """

    start: int
    end: int
    type: ConceptType | None
    score: float
    rule: str
    name: str | None = None
    vocabulary_id: str | None = None
    introduced: bool = False
    typed: bool = True


def text_of_doc(doc: Doc) -> str:
    """Return the text that sources search: `doc.text`, with strings no name can have blanked out, offsets unchanged.

    No word has a hundred letters. Without them the time that patterns take grows with the length of a text, not with
    its square, whatever somebody puts into an abstract. It is put together once and kept on the document.
    """
    text = doc.user_data.get("papergraph.text")
    if text is None:
        text = doc.user_data["papergraph.text"] = searchable(doc.text)
    assert isinstance(text, str)  # noqa: S101 - nobody else writes this key
    return text


def searchable(text: str) -> str:
    """Return a text of the same length in which overlong words are blanks that no pattern matches."""
    return _OVERLONG.sub(lambda match: _BLANK * len(match.group()), text)


def occurrences(
    text: str, name: str, *, hyphen_before: bool = False, number_after: bool = True, plural: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where a name stands as a whole word, in order, without overlap; quicker than a pattern for each name.

    Args:
        text: The text.
        name: What to look for, not empty.
        hyphen_before: Take what a hyphen joins to something before it, too.
        number_after: Take what a hyphen and a digit follow, too: "GPT" in "GPT-4".
        plural: Take a name with an s behind it, too; the s belongs to the span.
    """
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if plural and text[end : end + 1] == "s" and not _in_word(text[end + 1 : end + 2]):
            end += 1
        before, after = text[start - 1 : start], text[end : end + 1]
        whole = (
            not (_in_word(before) or _in_word(after))
            and (hyphen_before or before != "-")
            and (number_after or after != "-" or not text[end + 1 : end + 2].isdecimal())
        )
        if whole:
            yield start, end
        start = text.find(name, end if whole else start + 1)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class SpanSource(Protocol):
    """Anything that finds candidates in a document; the same text must give the same candidates."""

    def __call__(self, doc: Doc) -> Sequence[Candidate]:
        """Return the candidates of one document."""
        ...

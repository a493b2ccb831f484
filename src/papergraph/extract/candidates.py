"""What the sources of spans hand to `spans`: candidates, and the protocol that every source follows.

A source reads the document (`doc.text`, or what an earlier component left) and returns candidates in any order, with
overlaps; it never decides between them. Sources: `vocabulary`, `language_source`, `abbreviations`, `introductions`,
`shapes`, `headed` and, where it is installed, the trained model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@dataclass(frozen=True, slots=True)
class Candidate:
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


class SpanSource(Protocol):
    """Anything that finds candidates in a document; the same text must give the same candidates."""

    def __call__(self, doc: Doc) -> Sequence[Candidate]:
        """Return the candidates of one document."""
        ...

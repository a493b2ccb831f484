"""From tagged pieces to a question: which words form one condition, and what it says of what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.queries.ask.on_names import ON_NAMES
from papergraph.queries.ask.on_words import ON_WORDS
from papergraph.queries.ask.question import Question
from papergraph.queries.ask.reading import Reading
from papergraph.queries.ask.settle import settle
from papergraph.queries.ask.tag import Tagger

if TYPE_CHECKING:
    from papergraph.queries.ask.link import Names

_ON = {**ON_WORDS, **ON_NAMES}


def parse(text: str, names: Names) -> Question:
    """Return what a question asks for; what could not be understood is listed in it."""
    tagger = Tagger(text, names)
    pieces = tagger.run()
    reading = Reading(Question(notes=tagger.notes), pieces, names, tagger.text)
    for reading.place, piece in enumerate(pieces):
        _ON[piece.tag](reading, piece)
    settle(reading)
    return reading.question

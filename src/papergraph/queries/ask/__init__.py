"""`ask`: a question in English becomes Cypher, without a language model.

Words are tagged (`tag`), linked to the graph's own names (`link`), read as conditions (`parse`) and composed into one
statement (`compose`). Nothing is dropped in silence: a word that is neither grammar nor a name of the graph is listed
as not understood, and searched for as plain text. Where nothing answers a question, a wider reading does (`widen`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papergraph.errors import UsageError
from papergraph.queries.ask.compose import compose
from papergraph.queries.ask.describe import describe
from papergraph.queries.ask.link import Known, Names
from papergraph.queries.ask.parse import parse
from papergraph.queries.ask.question import Condition, Item, Question
from papergraph.queries.ask.widen import wider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.stores.base import GraphStore, Result

LONGEST_QUESTION = 1_000
"""Characters; a longer text is no question."""

__all__ = ["Answer", "Condition", "Item", "Known", "Names", "Question", "ask", "compose", "parse"]


@dataclass(frozen=True)
class Answer:
    """An answer with how it was found.

    Attributes:
        question: The question as understood.
        understood: The same as a sentence.
        cypher: The statement that was run.
        result: Its rows.
        not_understood: Words of the question that are neither grammar nor names of the graph.
        nearest: Such a word -> the names of the graph that are most like it.
    """

    question: Question
    understood: str
    cypher: str
    result: Result
    not_understood: tuple[str, ...]
    nearest: Mapping[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what `papergraph ask --json` prints."""
        return {
            "cypher": self.cypher,
            "columns": list(self.result.columns),
            "rows": self.result.objects(),
            "not_understood": list(self.not_understood),
            "understood": self.understood,
            "nearest": dict(self.nearest),
        }


def _run(store: GraphStore, question: Question, timeout: float | None) -> tuple[str, Result]:
    cypher = compose(question)
    return cypher, store.query(cypher, timeout=timeout)


def _nothing(question: Question, result: Result) -> bool:
    return not result.rows or (question.count and len(result.rows) == 1 and result.rows[0][0] == 0)


def ask(store: GraphStore, text: str, *, names: Names | None = None, timeout: float | None = None) -> Answer:
    """Answer a question in English.

    Args:
        store: The graph to ask.
        text: The question.
        names: The graph's names, where they were read before (`Names.of`).
        timeout: Seconds after which the statement is stopped; a wider reading has only what is left of them.

    Raises:
        UsageError: No question, or too long a text.
        StoreError: As `GraphStore.query`.
    """
    if not any(character.isalnum() for character in text):
        raise UsageError("no question")
    if len(text) > LONGEST_QUESTION:
        raise UsageError(f"a question has at most {LONGEST_QUESTION} characters")
    names = names or Names.of(store)
    question = parse(text, names)
    began = time.monotonic()
    cypher, result = _run(store, question, timeout)
    if _nothing(question, result):
        for other in wider(question):
            left = timeout - (time.monotonic() - began) if timeout else None
            if left is not None and left <= 0:
                break
            other_cypher, more = _run(store, other, left)
            if not _nothing(other, more):
                question, cypher, result = other, other_cypher, more
                break
    missing = tuple(dict.fromkeys(question.not_understood))
    nearest = {word: found for word in missing if (found := names.nearest(word))}
    return Answer(question, describe(question), cypher, result, missing, nearest)

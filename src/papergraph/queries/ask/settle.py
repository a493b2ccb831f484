"""What is decided once all of a question is read: the target, unsaid relations, how many rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.question import Condition

if TYPE_CHECKING:
    from papergraph.queries.ask.reading import Reading

DEFAULT_TOP = 10
"""How many "the most used models" are, where the question gives no number."""


def settle(reading: Reading) -> None:
    """Complete the question of a reading whose pieces are all read."""
    _settle_denial(reading)
    reading.end_clause(last=True)
    _settle(reading)


def _settle_denial(reading: Reading) -> None:
    """Take "mentions GPT-4 but does not use it": a denied verb at the end is about the last name."""
    denied = reading.negated and reading.fresh_negation and reading.pending and reading.verb and not reading.items
    if not denied or reading.target not in {None, "Paper"} or reading.relation is None:
        return
    last = reading.last_condition
    if last is not None and last.items[0].kind == "concept":
        reading.question.conditions.append(Condition(reading.relation, last.items, last.either, negated=True))
    else:
        reading.question.not_understood.append(f"not {reading.pieces[-1].text}")
    reading.pending = False


def _asks_for_use(reading: Reading) -> bool:
    """Return whether the question is "What is Whisper used for?"."""
    rest = [piece for piece in reading.pieces if piece.tag != "order"]
    if len(rest) > 1 and rest[-1].tag == "preposition" and rest[-1].text.lower() in {"for", "to", "on", "in"}:
        rest.pop()
        return rest[-1].tag == "relation" and rest[-1].value == "use" and rest[0].tag == "concept"
    return False


def _settle(reading: Reading) -> None:
    question = reading.question
    if reading.target is None and _asks_for_use(reading):
        reading.target = "Task"
        question.conditions = [replace(c, relation="use") for c in question.conditions]
        question.relation = None
    question.target = reading.target or _unnamed_target(reading)
    if question.target == "Author" and not reading.names.has_authors:
        question.target = "Paper"
        question.notes.append("the graph names no authors: their papers instead")
    if reading.quantity is not None:
        question.not_understood.append(f"{reading.quantity[0]} {reading.quantity[1]}")
    concept = question.target in CONCEPT_LABELS or question.target == "Family"
    question.conditions = [_completed(condition, concept=concept) for condition in question.conditions]
    if question.order in {"most", "least", "cited"} and question.limit is None and not question.per_year:
        question.limit = 1 if reading.singular else DEFAULT_TOP
    if question.order in {"newest", "oldest"} and question.limit is None and reading.singular:
        question.limit = 1
    if question.order == "most" and question.target == "Paper":
        # "the most popular papers": of papers only citations can be counted.
        question.order = "cited"


def _unnamed_target(reading: Reading) -> str:
    relations = {condition.relation for condition in reading.question.conditions}
    for condition in reading.question.conditions:
        if condition.relation in {"variant", "subtask", "member"} and condition.items[0].labels:
            label = condition.items[0].labels[0]
            return "Language" if condition.relation == "member" else label
    deeds = relations & {"use", "build", "introduce", "evaluate", "compare"}
    works = relations & {"about", "written", "cite", "cover"} and not deeds
    if reading.who and (works or reading.question.relation == "written"):
        return "Author"
    return "Paper"


def _completed(condition: Condition, *, concept: bool) -> Condition:
    """Give a condition whose relation no word said the usual one."""
    if condition.relation == "by":
        return replace(condition, relation="about")
    if condition.relation:
        return condition
    techniques = all(set(item.labels) <= {"Model", "Method"} and item.labels for item in condition.items)
    return replace(condition, relation="use" if concept and techniques else "about")

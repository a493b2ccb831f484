"""What is decided once all of a question is read: the target, unsaid relations, how many rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.question import Condition
from papergraph.text import fold_words

if TYPE_CHECKING:
    from papergraph.queries.ask.question import Item
    from papergraph.queries.ask.reading import Reading

DEFAULT_TOP = 10
"""How many "the most used models" are, where the question gives no number."""


_WHAT = re.compile(r"what (?:do|does|did|has|have|is|are|was|were|can|could|should|else) ")
_ASKED_OF = {
    "compare": ("Model", "Method"),
    "use": ("Model", "Method", "Dataset"),
    "build": ("Model", "Method"),
    "evaluate": ("Dataset", "Task"),
    "introduce": ("Model", "Dataset", "Method", "Task"),
    "cover": ("Language",),
}
"""What "what do papers on X compare with" asks for, by its verb."""


def settle(reading: Reading) -> None:
    """Complete the question of a reading whose pieces are all read."""
    _settle_denial(reading)
    _settle_trailing_denial(reading)
    _settle_what(reading)
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


def _settle_trailing_denial(reading: Reading) -> None:
    """Take "GPT-4 was used but BERT was not": a denial at the end is of the last name."""
    if not reading.pieces or reading.pieces[-1].tag != "negation":
        return
    last = reading.last_condition
    if last is None or last.negated:
        reading.question.not_understood.append(reading.pieces[-1].text)
    else:
        reading.question.conditions[-1] = replace(last, negated=True, negation=reading.negation)
    reading.negated = reading.fresh_negation = False


def _settle_what(reading: Reading) -> None:
    """Take "what do papers on X compare with": the verb at the end has the thing asked for as its object.

    Also "what do people use for X", where the verb is followed by no object.
    """
    asked = _WHAT.match(fold_words(reading.text)) and not _asks_for_use(reading)
    if not asked or reading.target not in {None, "Paper"}:
        return
    for verb, following in zip(reading.pieces, [*reading.pieces[1:], None], strict=False):
        alone = following is not None and following.tag in {"preposition", "years"}
        joined = verb.tag == "and" and following is None and verb.text.lower().endswith("with")
        relation = "use" if joined else verb.value
        if (joined or (verb.tag == "relation" and alone)) and not reading.negated and relation in _ASKED_OF:
            if following is not None and following.text.lower() in {"with", "on", "by", "to", "as"}:
                return
            reading.target, reading.question.relation = "|".join(_ASKED_OF[relation]), relation
            return
    trailing = reading.pending and reading.verb and not reading.items and not reading.negated
    labels = _ASKED_OF.get(reading.relation or "")
    if trailing and labels:
        reading.target, reading.question.relation = "|".join(labels), reading.relation
        reading.pending = False


def _settle_comparison(reading: Reading) -> None:
    """Take "which of A and B is used more": a row for each of the things named."""
    question = reading.question
    for place, condition in enumerate(question.conditions):
        named = [item for item in condition.items if item.kind == "concept"]
        for label in CONCEPT_LABELS:
            among = [item for item in named if label in item.labels]
            if len(among) < 2 or reading.target not in {None, "Paper", label} or condition.negated:
                continue
            rest = tuple(item for item in condition.items if item not in among)
            question.conditions[place : place + 1] = [replace(condition, items=rest)] if rest else []
            question.among = tuple(_with_narrower(reading, item) for item in among)
            reading.target = "|".join(dict.fromkeys(label for item in among for label in item.labels))
            return


def _with_narrower(reading: Reading, item: Item) -> Item:
    return replace(item, versions=tuple(known.id for known in reading.names.narrower(item.ids)))


def _asks_for_use(reading: Reading) -> bool:
    """Return whether the question is "What is Whisper used for?", or "... used for in papers on Swahili"."""
    rest = [piece for piece in reading.pieces if piece.tag != "order"]
    if not rest or rest[0].tag != "concept":
        return False
    for verb, word, following in zip(rest, rest[1:], [*rest[2:], None], strict=False):
        used = verb.tag == "relation" and verb.value == "use" and word.tag == "preposition"
        if used and (following is None or (following.tag == "preposition" and word.text.lower() == "for")):
            return following is not None or word.text.lower() in {"for", "to", "on", "in"}
    return False


def _settle(reading: Reading) -> None:
    question = reading.question
    if reading.target is None and _asks_for_use(reading):
        reading.target = "Task"
        question.conditions = [replace(c, relation="use") for c in question.conditions]
        question.relation = None
    two = fold_words(reading.text).startswith("which of ") and question.order in {"most", "least"}
    if reading.comparing or two:
        _settle_comparison(reading)
    question.target = reading.target or _unnamed_target(reading)
    if question.target == "Author" and not reading.names.has_authors:
        question.target = "Paper"
        question.notes.append("the graph names no authors: their papers instead")
    if reading.quantity is not None:
        question.not_understood.append(f"{reading.quantity[0]} {reading.quantity[1]}")
    concept = question.target.partition("|")[0] in CONCEPT_LABELS or question.target == "Family"
    question.conditions = [_completed(condition, concept=concept) for condition in question.conditions]
    ranked = question.order in {"most", "least", "cited"} and not question.per_year and not question.among
    if ranked and question.limit is None:
        question.limit = 1 if reading.singular else DEFAULT_TOP
    one = reading.singular or (question.order == "oldest" and (reading.uncounted or reading.target is None))
    if question.order in {"newest", "oldest"} and question.limit is None and one:
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

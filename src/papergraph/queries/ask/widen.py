"""Wider readings of a question that nothing answers. Each says what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.queries.ask.question import Condition, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIST = 3
"""So many names joined by commas and "and" may have been meant one by one."""


def wider(question: Question) -> Iterator[Question]:
    """Yield wider readings, the nearest first; none where nothing could be left out."""
    for widen in (_without_unknown, _compared, _one_by_one):
        if (found := widen(question)) is not None:
            yield found


def _without_unknown(question: Question) -> Question | None:
    """Leave out words that were not understood, unless nothing else would be left.

    Words with capitals stay: they name something that the graph does not have.
    """
    unknown = {words for words in question.not_understood if words == words.lower()}
    kept: list[Condition] = []
    dropped: list[str] = []
    for condition in question.conditions:
        items = tuple(item for item in condition.items if item.kind != "text" or item.text not in unknown)
        dropped += [item.text for item in condition.items if item not in items]
        kept += [replace(condition, items=items)] if items else []
    if not dropped or not any(item.kind != "text" and not c.negated for c in kept for item in c.items):
        return None
    return _noted(question, kept, f"nothing has it all: left out {', '.join(map(repr, dropped))}")


def _compared(question: Question) -> Question | None:
    """Take "A compared with B" as "A and B compared": either may be the baseline, or both."""
    for place, condition in enumerate(question.conditions[1:], 1):
        before = question.conditions[place - 1]
        two = (before, condition)
        if condition.relation != "compare" or any(c.negated or len(c.items) != 1 for c in two):
            continue
        if {*before.items[0].labels} & {*condition.items[0].labels}:
            both = Condition("compare", (*before.items, *condition.items))
            kept = [*question.conditions[: place - 1], both, *question.conditions[place + 1 :]]
            return _noted(question, kept, "either may be what the other is compared with")
    return None


def _one_by_one(question: Question) -> Question | None:
    """Take a list of languages or the like as any of them."""
    kept = [
        replace(condition, either=True)
        if len(condition.items) >= _LIST and all(item.kind == "concept" for item in condition.items)
        else condition
        for condition in question.conditions
    ]
    return None if kept == question.conditions else _noted(question, kept, "nothing has all of them: any of them")


def _noted(question: Question, conditions: list[Condition], note: str) -> Question:
    return replace(question, conditions=conditions, notes=[*question.notes, note])

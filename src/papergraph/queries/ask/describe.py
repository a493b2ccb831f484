"""Saying how a question was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papergraph.queries.ask.question import Condition, Item, Question

_PLURALS = {
    "Paper": "papers",
    "LanguageGroup": "language groups",
    "Family": "language families",
    "Year": "years",
    "Author": "authors",
    "Venue": "venues",
}
_VERBS = {
    "use": "using",
    "introduce": "introducing",
    "evaluate": "evaluated on",
    "compare": "compared with",
    "about": "about",
    "cover": "covering",
    "mention": "mentioning",
    "cite": "citing",
    "cited_by": "cited by",
    "builds_on_paper": "citing",
    "build": "building on",
    "except": "other than",
    "written": "by",
    "author": "by",
    "venue": "published in",
    "variant": "variants of",
    "subtask": "special cases of",
    "member": "belonging to",
}
_SHOWN = 3
"""How many of the narrower concepts are named."""

_ORDERS = {
    "most": "most papers first",
    "least": "fewest papers first",
    "cited": "most cited first",
    "newest": "newest first",
    "oldest": "oldest first",
}


def describe(question: Question) -> str:
    """Return one sentence, for example `papers; using LoRA (method); about low-resource languages; since 2023`."""
    target = " or ".join(_PLURALS.get(label, f"{label.lower()}s") for label in question.target.split("|"))
    if question.only_low_resource:
        target = f"low-resource {target}"
    parts = [f"the number of {target}" if question.count else target]
    if question.relation and question.relation in _VERBS:
        parts.append(f"that papers are {_VERBS[question.relation]}" if question.target != "Paper" else "")
    parts += [f"that no paper is {_VERBS.get(relation, relation)}" for relation in question.never]
    parts += [f"only {' and '.join(map(_item, question.among))}, a row each"] if question.among else []
    parts += [_condition(condition) for condition in question.conditions]
    years = _years(question)
    by_year = question.target == "Paper" and question.order in {"newest", "oldest"}
    parts += [years, "papers of unknown year left out"] if years or by_year else []
    parts += ["a row a year"] if question.per_year else []
    parts += [f"in at least {question.min_papers} papers"] if question.min_papers is not None else []
    parts += [f"in at most {question.max_papers} papers"] if question.max_papers is not None else []
    parts.append(_ORDERS.get(question.order or "", ""))
    parts += [f"the first {question.limit}"] if question.limit is not None else []
    parts += question.notes
    return "; ".join(part for part in parts if part)


def _condition(condition: Condition) -> str:
    verb = _VERBS.get(condition.relation, condition.relation)
    joined = (" or " if condition.either or condition.negated else " and ").join(map(_item, condition.items))
    number = f"{condition.compare} {condition.number} " if condition.compare else ""
    return f"{'not ' if condition.negated else ''}{verb} {number}{joined}"


def _item(item: Item) -> str:
    if item.kind == "concept":
        return f"{item.text} ({'/'.join(_PLURALS.get(x, x).lower().rstrip('s') for x in item.labels)}{_wider(item)})"
    if item.kind == "headed":
        return f"any task that ends in {item.text!r}"
    if item.kind == "text":
        return f"the words {' or '.join(map(repr, (item.text, *item.also)))}"
    if item.kind == "type":
        return f"any {'/'.join(label.lower() for label in item.labels)}"
    return f"the {item.text} family" if item.kind == "family" else item.text


def _wider(item: Item) -> str:
    """Return what counts as the concept besides itself."""
    if not item.narrower:
        return ""
    shown = ", ".join(item.narrower[:_SHOWN])
    rest = len(item.narrower) - _SHOWN
    return f", with {shown}" + (f" and {rest} more" if rest > 0 else "")


def _years(question: Question) -> str:
    first, last = question.first_year, question.last_year
    if first is not None and first == last:
        return f"in {first}"
    if first is not None and last is not None:
        return f"from {first} to {last}"
    if first is not None:
        return f"since {first}"
    return f"until {last}" if last is not None else ""

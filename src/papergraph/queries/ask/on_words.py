"""Reading the grammar of a question: types, verbs, prepositions, negations, numbers and years."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.lexicon import EXCEPT, GENERIC, ORDERS_OF_TWO, SUFFIXES
from papergraph.queries.ask.on_names import LANGUAGE_TAGS, on_generic, only
from papergraph.queries.ask.question import Condition, Item
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from papergraph.queries.ask.reading import Reading
    from papergraph.queries.ask.tag import Piece

_KEPT_BY: Final = {
    "evaluate": {"on", "for", "in", "of", "across", "over"},
    "compare": {"with", "to", "on", "of", "against"},
    "about": {"on", "in", "of", "for", "to", "with"},
    "cover": {"in", "of", "for"},
    "cite": {"to"},
    "variant": {"of", "to"},
    "subtask": {"of"},
    "member": {"of", "to"},
    "mention": {"of", "to"},
}
"""Prepositions that belong to a verb before its object: "evaluated on", "compared with"."""

_EXPLICIT: Final = frozenset({"introduce", "use", "build", "evaluate", "compare", "mention"})
_HAVING: Final = re.compile(r"\b(?:has|have|having|there (?:is|are|was|were))(?: (?:an?|any|some|its|their))*\s*$")


def _on_type(reading: Reading, piece: Piece) -> None:
    label = piece.value
    before = reading.beside(-1)
    adjective = reading.text[piece.end :].lower().startswith(tuple(f"-{suffix}" for suffix in SUFFIXES))
    conditions = reading.items or reading.question.conditions
    if fold_words(piece.text) in GENERIC and reading.target is None and (conditions or adjective):
        # "quantization of LLMs", "LLM-based translation"
        on_generic(reading, piece)
        return
    if _says_nothing(reading, label):
        return
    if reading.quantity is not None and (label == "Paper" or reading.target is None):
        _at_least_papers(reading, *reading.quantity)
    if reading.number is not None and (reading.target is None or label == reading.target):
        reading.question.limit, reading.number = reading.number, None
    if reading.target is None:
        reading.flush()
        reading.target = label
        reading.uncounted = piece.text.lower().endswith(("work", "research"))
        reading.singular = not (reading.uncounted or piece.text.lower().endswith(("s", "corpora", "people", "data")))
        reading.pending = reading.pending and reading.verb
        if reading.pending and label != "Paper":
            reading.end_clause()
        if not reading.pending:
            reading.relation = None
        return
    grouped = before is not None and before.text.lower().endswith(("by", "per", "for each"))
    if grouped and reading.question.count and reading.target == "Paper" and label != "Paper":
        reading.question.count = False
        if label == "Year":
            reading.question.per_year = True
        else:
            reading.target = label
        return
    if label in {"Paper", "Year", "Family", "Author", "Venue"}:
        reading.end_clause()
        # "languages with no papers on X": what follows is what no paper does.
        none = reading.fresh_negation and label == "Paper" and reading.target != "Paper"
        reading.relation, reading.negated, reading.fresh_negation, reading.pending = None, none, none, False
        return
    if "|" in label or (label == reading.target and reading.quantity is None):
        return
    _object_type(reading, piece, label)


def _says_nothing(reading: Reading, label: str) -> bool:
    """Pass over "people" of "what do people use" and "in one paper" after what the paper is to be about."""
    if label == "Author":
        return reading.target is None and fold_words(reading.text).startswith(("what do ", "what did "))
    alone = label == "Paper" and reading.number == 1 and reading.last_condition is not None
    if alone:
        reading.number, reading.relation, reading.pending = None, None, False
    return alone


def _object_type(reading: Reading, piece: Piece, label: str) -> None:
    adjective = reading.items and not reading.either
    if adjective and any(label in item.labels for item in reading.items if item.kind == "concept"):
        reading.items = [only(item, label) for item in reading.items]
        return
    if label in {"Language", "LanguageGroup"} and reading.quantity is None and not reading.negated:
        _widen_text(reading, piece)
        return
    weak = label in {"Model", "Method"} and reading.relation != "introduce"
    if weak and reading.quantity is None and not reading.negated:
        # "compare their approach with", "use models": a text that names none would be lost for nothing.
        if fold_words(piece.text) in GENERIC:
            on_generic(reading, piece)
        return
    verb = reading.relation
    if adjective:
        reading.relation = "about"
        negated = reading.negated
        # "no Hausa dataset" is nothing in Hausa without a dataset.
        reading.negated = negated and reading.target in CONCEPT_LABELS
        reading.flush()
        reading.relation, reading.negated = verb, negated
    has = _HAVING.search(reading.text[: piece.start].lower())
    if verb not in _EXPLICIT and reading.quantity is None and not reading.negated and not has:
        reading.pending = verb is not None and not adjective
        return
    reading.flush()
    sign, number = reading.quantity or (None, None)
    reading.quantity = None
    item = Item("type", piece.text, labels=(label,))
    reading.question.conditions.append(
        Condition(verb or "about", (item,), False, reading.negated, reading.negation, sign, number)
    )
    reading.implicit, reading.pending, reading.fresh_negation = None, False, False


def _widen_text(reading: Reading, piece: Piece) -> None:
    """Take in "language" of "sign language": what was not understood includes the word after it."""
    if reading.joins_text():
        whole = f"{reading.items[-1].text} {piece.text}"
        reading.items[-1] = replace(reading.items[-1], text=whole)
        reading.name_unknown(whole)


def _at_least_papers(reading: Reading, sign: str, number: int) -> None:
    if sign in {">=", "="}:
        reading.question.min_papers = number
    if sign in {"<=", "="}:
        reading.question.max_papers = number
    reading.quantity = None


def _on_relation(reading: Reading, piece: Piece) -> None:
    before, following = reading.beside(-1), reading.beside()
    if piece.value == "written" and reading.target is None and following is not None and following.tag == "type":
        # "number of papers by language", "papers by year"
        reading.target = "Paper"
        reading.question.count = reading.question.count or following.value not in {"Author", "Paper"}
        return
    if before is not None and before.tag == "or" and not reading.items:
        reading.question.not_understood.append(f"or {piece.text}")
    if piece.text.lower() in {"vs", "versus"} and reading.items:
        reading.relation = "compare"  # "BERT vs RoBERTa": either may be the baseline
        return
    if reading.items or not reading.pending:
        reading.end_clause()
        if not reading.fresh_negation:
            reading.negated = False
    elif reading.verb and reading.relation != piece.value and reading.target not in {None, "Paper"}:
        # "used to evaluate X": the first verb is of what is asked for.
        reading.question.relation = reading.question.relation or reading.relation
    if piece.value == "introduce" and piece.text.lower() in {"new", "novel"} and reading.relation == "introduce":
        return
    if "baseline" in piece.text.lower() and _as_baseline(reading, piece):
        return
    reading.relation, reading.pending, reading.verb = piece.value, True, True
    if piece.value == "build" and reading.target in {"Model", "Method", "Dataset"}:
        reading.question.relation = reading.question.relation or "introduce"


def _as_baseline(reading: Reading, piece: Piece) -> bool:
    """Take "using QLoRA as a baseline", "models that serve as baselines": the role comes after the name."""
    if reading.target in {"Model", "Method"} and not reading.question.conditions and piece.text.lower().endswith("s"):
        reading.question.relation, reading.pending = "compare", False
        return True
    last = reading.last_condition
    if last is None or last.items[0].kind != "concept" or not last.items[0].labels:
        return False
    reading.question.conditions[-1] = replace(last, relation="compare")
    reading.pending, reading.implicit = False, None
    return True


def _on_preposition(reading: Reading, piece: Piece) -> None:
    word = piece.text.lower()
    if word == "of" and reading.place == 0:
        return  # "which of the African languages"
    if reading.items:
        if reading.relation == "compare" and word in {"with", "to"}:
            return
        reading.verb = False
        tested = reading.relation == "evaluate" and all(set(i.labels) & {"Model", "Method"} for i in reading.items)
        reading.flush()
        reading.negated = reading.negated and reading.target in CONCEPT_LABELS
        # "evaluating GPT-4 on MMLU": the verb has two objects.
        verb = "evaluate" if tested and word == "on" else "use" if word == "with" else "about"
        reading.relation, reading.pending = verb, True
        return
    if reading.pending and word in _KEPT_BY.get(reading.relation or "", ()):
        return
    if reading.pending and reading.relation in {"use", "build", "introduce", "evaluate", "written", "cover"}:
        if word == "to" or (reading.relation in {"use", "build"} and word in {"with", "on"} and reading.target is None):
            return
        if not (reading.negated and reading.fresh_negation):
            reading.end_clause()
    reading.verb = False
    baselines = reading.question.relation == "compare" and word == "on"
    reading.relation, reading.pending = (
        ({"with": "use", "by": "by"}.get(word, "evaluate" if baselines else "about")),
        True,
    )


def _on_negation(reading: Reading, piece: Piece) -> None:
    verb, waiting = reading.relation, reading.pending and not reading.items
    reading.flush()
    reading.excepting = fold_words(piece.text) in EXCEPT
    reading.negated, reading.fresh_negation = True, True
    reading.negation += 1
    reading.relation = verb
    reading.pending = waiting
    if piece.text.lower() in {"no", "none"} and verb == "by":
        reading.relation = None


def _on_such(reading: Reading, _piece: Piece) -> None:
    reading.either = True


def _on_beyond(reading: Reading, piece: Piece) -> None:
    reading.question.not_understood.append(piece.text)


def _on_but(reading: Reading, _piece: Piece) -> None:
    reading.end_clause()
    reading.negated = False


def _on_joint(_reading: Reading, _piece: Piece) -> None:
    """Go on: "and" and a comma leave the condition open."""


def _on_or(reading: Reading, _piece: Piece) -> None:
    following = reading.beside()
    if following is not None and following.tag in {
        "concept",
        "unknown",
        "paper",
        "author",
        "venue",
        *LANGUAGE_TAGS,
    }:
        reading.either = True


def _on_order(reading: Reading, piece: Piece) -> None:
    order, reading.comparing = ORDERS_OF_TWO.get(piece.value, piece.value), piece.value in ORDERS_OF_TWO
    following = reading.beside()
    if order in {"most", "least"} and following is not None and following.tag == "quantity":
        return
    reading.question.order = reading.question.order or order
    if reading.number is not None:
        reading.question.limit, reading.number = reading.number, None
    words = piece.text.lower().split()
    if "used" in words:
        reading.question.relation = reading.question.relation or "only_use"


def _on_number(reading: Reading, piece: Piece) -> None:
    before, following = reading.beside(-1), reading.beside()
    ordered = before is not None and before.tag == "order"
    if ordered or (following is not None and following.tag == "order"):
        reading.question.limit = piece.value
    elif following is not None and following.tag == "type":
        if reading.target is None or following.value == reading.target:
            reading.number = piece.value
        else:
            reading.quantity = (">=", piece.value)
    else:
        reading.question.not_understood.append(piece.text)


def _on_quantity(reading: Reading, piece: Piece) -> None:
    following = reading.beside()
    if following is not None and following.tag in {"type", "low_resource", "high_resource"}:
        reading.quantity = piece.value
    elif following is None or following.tag != "relation":
        reading.question.not_understood.append(piece.text)


def _on_count(reading: Reading, _piece: Piece) -> None:
    reading.question.count = True


def _on_per_year(reading: Reading, _piece: Piece) -> None:
    reading.end_clause()
    reading.question.per_year = True


def _on_years(reading: Reading, piece: Piece) -> None:
    first, last = piece.value
    if reading.negated and reading.fresh_negation:
        reading.question.not_understood.append(f"not {piece.text}")
        return
    reading.end_clause()
    if first is not None:
        reading.question.first_year = max(first, reading.question.first_year or first)
    if last is not None:
        reading.question.last_year = min(last, reading.question.last_year or last)


def _on_who(reading: Reading, _piece: Piece) -> None:
    reading.who = True


ON_WORDS: Final[Mapping[str, Callable[[Reading, Piece], None]]] = {
    "type": _on_type,
    "relation": _on_relation,
    "preposition": _on_preposition,
    "negation": _on_negation,
    "such": _on_such,
    "beyond": _on_beyond,
    "but": _on_but,
    "and": _on_joint,
    "comma": _on_joint,
    "or": _on_or,
    "order": _on_order,
    "number": _on_number,
    "quantity": _on_quantity,
    "count": _on_count,
    "per_year": _on_per_year,
    "years": _on_years,
    "who": _on_who,
}
"""Tag of a piece -> what it does to the question."""

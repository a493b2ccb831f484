"""Reading what a question names: concepts, groups and classes of languages, people, papers, plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from papergraph.queries.ask.lexicon import GENERIC
from papergraph.queries.ask.question import Condition, Item
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from papergraph.queries.ask.reading import Reading
    from papergraph.queries.ask.tag import Piece

LANGUAGE_TAGS: Final = frozenset({"low_resource", "high_resource", "resource_class", "family"})


def _on_concept(reading: Reading, piece: Piece) -> None:
    if groups := [known for known in piece.known if known.label == "LanguageGroup"]:
        group = Item("concept", groups[0].name, tuple(known.id for known in groups), ("LanguageGroup",))
        if _asks_for_languages(reading, piece):
            _ask_for(reading, group)
            return
        free = piece.value == "place" or (reading.relation is None and not reading.verb)
        if reading.target == "Language" and not reading.items and free:
            # "Which languages are Slavic?", "languages spoken in India"
            _be_member(reading, group)
            return
    item = _concept_item(reading, piece)
    if reading.negated and reading.excepting and reading.target in item.labels and not reading.items:
        reading.question.conditions.append(Condition("except", (only(item, reading.target or ""),)))
        following = reading.beside()
        if following is None or following.tag not in {"and", "or", "comma"}:
            reading.negated = reading.fresh_negation = False
        return
    reading.take(item)


def _concept_item(reading: Reading, piece: Piece) -> Item:
    labels = tuple(sorted({known.label for known in piece.known}))
    ids = tuple(known.id for known in piece.known)
    if labels == ("LanguageGroup",) and (family := reading.names.family_named(piece.text)):
        return Item("family", family, ids, labels)
    quoted = piece.text != piece.text.strip("\"'“”«»")
    narrower = [] if quoted else reading.names.narrower(ids)
    versions = [known for known in narrower if known.label != "Task" and known.label in labels]
    return Item(
        "concept",
        max(piece.known, key=lambda known: known.papers).name,
        ids,
        labels,
        versions=tuple(known.id for known in versions),
        narrower=tuple(known.name for known in narrower),
        papers=sum(known.papers for known in (*piece.known, *narrower)),
    )


def _on_headed(reading: Reading, piece: Piece) -> None:
    known = reading.names.headed(piece.value)
    reading.question.notes.append(f"{piece.text!r} means every task whose name ends so")
    reading.take(Item("headed", piece.value, labels=("Task",), papers=sum(k.papers for k in known)))


def _asks_for_languages(reading: Reading, piece: Piece) -> bool:
    """Return whether "(which) Indic languages" is what is asked for, not a condition."""
    following = reading.beside()
    plural = piece.text.lower().endswith(("languages", "dialects", "language"))
    free = not reading.items and reading.relation is None and not reading.negated
    adjective = following is not None and following.tag in {"type", "concept"} and following.start == piece.end + 1
    return reading.target is None and plural and free and not adjective


def _ask_for(reading: Reading, item: Item) -> None:
    """Take languages of a kind for what is asked for."""
    reading.target = "Language"
    reading.question.conditions.append(Condition("member", (item,)))


def _be_member(reading: Reading, item: Item) -> None:
    """Take languages of a kind for what those asked for are, or are not, some of."""
    reading.question.conditions.append(Condition("member", (item,), negated=reading.negated))
    reading.relation, reading.pending = None, False


def _on_low_resource(reading: Reading, piece: Piece) -> None:
    if _asks_for_languages(reading, piece):
        reading.target, reading.question.only_low_resource = "Language", True
        return
    bare = not piece.text.lower().endswith(("languages", "language")) and reading.beside() is None
    if reading.target == "Language" and bare and not reading.negated and reading.relation is None:
        reading.question.only_low_resource = True
        return
    if reading.quantity is not None:
        sign, number = reading.quantity
        reading.quantity = None
        low = Item("low_resource", "low-resource languages", labels=("Language",))
        reading.question.conditions.append(
            Condition("cover", (low,), False, reading.negated, reading.negation, sign, number)
        )
        reading.pending = reading.fresh_negation = False
        return
    reading.take(Item("low_resource", "low-resource languages", labels=("Language",)))


def _on_high_resource(reading: Reading, piece: Piece) -> None:
    item = Item("high_resource", "high-resource languages", labels=("Language",))
    if _asks_for_languages(reading, piece):
        _ask_for(reading, item)
        return
    reading.take(item)


def _on_resource_class(reading: Reading, piece: Piece) -> None:
    item = Item("resource_class", f"class {piece.value} languages", labels=("Language",), number=piece.value)
    _of_language(reading, item)


def _of_language(reading: Reading, item: Item) -> None:
    """Take a property of languages: of those asked for ("languages of class 0"), else of those covered."""
    bare = reading.target == "Language" and not reading.items and not reading.verb and not reading.question.conditions
    if not bare:
        reading.take(item)
        return
    _be_member(reading, item)


def _on_family(reading: Reading, piece: Piece) -> None:
    item = Item("family", piece.value, labels=("Language",))
    if _asks_for_languages(reading, piece):
        _ask_for(reading, item)
        return
    _of_language(reading, item)


def _on_author(reading: Reading, piece: Piece) -> None:
    _named(reading, "author", piece)


def _on_venue(reading: Reading, piece: Piece) -> None:
    _named(reading, "venue", piece)


def _on_paper(reading: Reading, piece: Piece) -> None:
    reading.take(Item("paper", piece.text, tuple(piece.value)))


def _named(reading: Reading, kind: str, piece: Piece) -> None:
    if reading.items and reading.items[-1].kind != kind:
        reading.end_clause()
    if reading.relation not in {"cite", "cited_by"}:
        if reading.pending and reading.relation not in {"by", "about", "written"}:
            reading.end_clause()
        reading.relation = kind
    reading.take(Item(kind, piece.text, tuple(piece.value)))


def on_generic(reading: Reading, piece: Piece) -> None:
    """Take a word too general to be a concept: it is searched for, and that is said."""
    words = GENERIC[fold_words(piece.text)]
    if words and reading.joins_text():
        # "small language models" stand together
        item = reading.items[-1]
        lead = item.text
        text, *also = (f"{lead} {word}" for word in words)
        reading.items[-1] = replace(item, text=text, also=tuple(also))
        reading.name_unknown(f"{lead} {piece.text}")
    elif words:
        reading.question.notes.append(f"{piece.text!r} is no one concept: searched for in titles and abstracts")
        reading.take(Item("text", words[0], also=words[1:]))


def _on_plain(reading: Reading, piece: Piece) -> None:
    """Take a word that is no name of the graph and yet known: it is searched for, and nothing need be said."""
    reading.take(Item("text", piece.text))


def _on_unknown(reading: Reading, piece: Piece) -> None:
    reading.question.not_understood.append(piece.text)
    if piece.value != "relative":
        reading.take(Item("text", piece.text))


def only(item: Item, label: str) -> Item:
    """Return a concept item without the concepts of other labels: "the LoRA method"."""
    prefix = f"{label.lower()}:"
    kept = tuple(key for key in item.ids if key.startswith(prefix))
    return replace(item, ids=kept, labels=(label,)) if kept else item


ON_NAMES: Final[Mapping[str, Callable[[Reading, Piece], None]]] = {
    "concept": _on_concept,
    "headed": _on_headed,
    "low_resource": _on_low_resource,
    "high_resource": _on_high_resource,
    "resource_class": _on_resource_class,
    "family": _on_family,
    "author": _on_author,
    "venue": _on_venue,
    "paper": _on_paper,
    "generic": on_generic,
    "plain": _on_plain,
    "unknown": _on_unknown,
}
"""Tag of a piece -> what it does to the question."""

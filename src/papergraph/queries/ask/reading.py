"""The state of reading a question: the condition that grows until a word starts the next one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.question import Condition, Item, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papergraph.queries.ask.link import Names
    from papergraph.queries.ask.tag import Piece


@dataclass
class Reading:
    """A walk over the pieces of a question, and what is known of it so far.

    Attributes:
        question: What is understood.
        pieces: All of the question.
        names: The graph's names.
        text: The question as written.
        place: The piece that is read.
        target: What is asked for, None until a word says so.
        singular: The target was named in the singular; `uncounted`, by a word like "work".
        comparing: The things named are compared: "which is used more, A or B".
        who: "who" was read.
        relation: The verb or preposition in force; `verb`, that it is a verb; `pending`, that its object is to come.
        items: Objects of the relation; `either`, that any of them will do; `negated`, that none may.
        negation: How many negations were read.
        fresh_negation: The negation has no object yet; `excepting`, that it leaves something out: "other than".
        quantity: "at least three" before what is counted; `number`, a bare one.
        implicit: The last condition, where no word said its relation.
    """

    question: Question
    pieces: Sequence[Piece]
    names: Names
    text: str
    place: int = 0
    target: str | None = None
    singular: bool = False
    uncounted: bool = False
    comparing: bool = False
    who: bool = False
    relation: str | None = None
    verb: bool = False
    pending: bool = False
    items: list[Item] = field(default_factory=list)
    either: bool = False
    negated: bool = False
    negation: int = 0
    fresh_negation: bool = False
    excepting: bool = False
    quantity: tuple[str, int] | None = None
    number: int | None = None
    implicit: Condition | None = None

    def beside(self, offset: int = 1) -> Piece | None:
        """Return the piece that far from the one that is read."""
        place = self.place + offset
        return self.pieces[place] if 0 <= place < len(self.pieces) else None

    @property
    def last_condition(self) -> Condition | None:
        """The last condition that was closed."""
        return self.question.conditions[-1] if self.question.conditions else None

    def joins_text(self) -> bool:
        """Return whether the piece that is read stands right after words that are searched for as they are."""
        before = self.beside(-1)
        adjacent = before is not None and before.end + 1 == self.pieces[self.place].start
        return adjacent and bool(self.items) and self.items[-1].kind == "text"

    def name_unknown(self, words: str) -> None:
        """Say of the word before, where it was not understood, that it is part of longer words."""
        before = self.beside(-1)
        if before is not None and before.tag == "unknown" and self.question.not_understood:
            self.question.not_understood[-1] = words

    def take(self, item: Item) -> None:
        """Add an object to the condition that grows."""
        self.items.append(item)
        self.pending = self.fresh_negation = False

    def flush(self) -> None:
        """Close the condition that grows."""
        if not self.items:
            return
        condition = Condition(self.relation or "", tuple(self.items), self.either, self.negated, self.negation)
        self.question.conditions.append(condition)
        self.implicit = condition if self.relation is None else None
        self.items, self.either, self.pending = [], False, False
        self.fresh_negation = False

    def end_clause(self, *, last: bool = False) -> None:
        """Close the condition; a verb without an object says something of what is asked for, or of the name before it.

        Args:
            last: The question ends here.
        """
        self.flush()
        if not self.pending or self.relation is None:
            return
        self.pending = False
        if last and not self.verb and self.target in CONCEPT_LABELS:
            return  # "languages no one has applied Whisper to"
        if self.target not in {None, "Paper", "Author", "Venue", "Year"}:
            if self.negated and self.fresh_negation:
                # "models that were never evaluated"
                self.question.never.append(self.relation)
                self.fresh_negation = False
                return
            self.question.relation = self.question.relation or self.relation
        elif self.implicit is not None and self.last_condition is self.implicit:
            self.question.conditions[-1] = replace(
                self.implicit, relation=self.relation, negated=self.implicit.negated or self.negated
            )
            self.implicit = None
        elif last and self.relation == "written":
            self.question.relation = "written"

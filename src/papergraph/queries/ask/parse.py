"""From tagged pieces to a question: which words form one condition, and what it says of what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.graph.schema import CONCEPT_LABELS
from papergraph.queries.ask.lexicon import EXCEPT, GENERIC
from papergraph.queries.ask.question import Condition, Item, Question
from papergraph.queries.ask.tag import Piece, Tagger
from papergraph.text import fold_words

if TYPE_CHECKING:
    from papergraph.queries.ask.link import Names

DEFAULT_TOP = 10
"""How many "the most used models" are, where the question gives no number."""

_KEPT_BY = {
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

_EXPLICIT = {"introduce", "use", "build", "evaluate", "compare", "mention"}
_LANGUAGE_TAGS = {"low_resource", "high_resource", "resource_class", "family"}


def parse(text: str, names: Names) -> Question:
    """Return what a question asks for; what could not be understood is listed in it."""
    tagger = Tagger(text, names)
    pieces = tagger.run()
    question = Question(notes=tagger.notes)
    _Reader(question, pieces, names, tagger.text).read()
    return question


class _Reader:
    """A walk over the pieces. A condition grows until a word starts the next one."""

    def __init__(self, question: Question, pieces: list[Piece], names: Names, text: str) -> None:
        self.question = question
        self.names = names
        self.text = text
        self.pieces = pieces
        self.target: str | None = None
        self.singular = False
        self.who = False
        self.relation: str | None = None  # the verb or preposition in force
        self.verb = False  # it came from a verb
        self.pending = False  # it still waits for its object
        self.items: list[Item] = []
        self.either = False
        self.negated = False
        self.fresh_negation = False
        self.excepting = False  # the negation leaves something out: "other than"
        self.quantity: tuple[str, int] | None = None
        self.number: int | None = None
        self.implicit: Condition | None = None  # the last condition, if no word said its relation
        self.place = 0

    def read(self) -> None:
        """Read all pieces into the question."""
        for place, piece in enumerate(self.pieces):
            self.place = place
            getattr(self, f"_on_{piece.tag}")(piece)
        self._settle_denial()
        self._end_clause(last=True)
        self._settle()

    def _settle_denial(self) -> None:
        """Take "mentions GPT-4 but does not use it": a denied verb at the end is about the last name."""
        denied = self.negated and self.fresh_negation and self.pending and self.verb and not self.items
        if not denied or self.target not in {None, "Paper"} or self.relation is None:
            return
        last = self.question.conditions[-1] if self.question.conditions else None
        if last is not None and last.items[0].kind == "concept":
            self.question.conditions.append(Condition(self.relation, last.items, last.either, negated=True))
        else:
            self.question.not_understood.append(f"not {self.pieces[-1].text}")
        self.pending = False

    def _next(self, offset: int = 1) -> Piece | None:
        place = self.place + offset
        return self.pieces[place] if 0 <= place < len(self.pieces) else None

    # the condition that grows

    def _flush(self) -> None:
        """Close the condition that grows."""
        if not self.items:
            return
        condition = Condition(self.relation or "", tuple(self.items), self.either, self.negated)
        self.question.conditions.append(condition)
        self.implicit = condition if self.relation is None else None
        self.items, self.either, self.pending = [], False, False
        self.fresh_negation = False

    def _take(self, item: Item) -> None:
        self.items.append(item)
        self.pending = False
        self.fresh_negation = False

    def _end_clause(self, *, last: bool = False) -> None:
        """A verb without an object says something of what is asked for, or of the name before it."""
        self._flush()
        if not self.pending or self.relation is None:
            return
        self.pending = False
        asked = self.target
        if asked not in {None, "Paper", "Author", "Venue", "Year"}:
            if self.negated and self.fresh_negation:
                # "models that were never evaluated": the opposite would be worse than no answer
                self.question.not_understood.append(f"not {self.relation}")
                return
            self.question.relation = self.question.relation or self.relation
        elif self.implicit is not None and self.question.conditions and self.question.conditions[-1] is self.implicit:
            self.question.conditions[-1] = replace(
                self.implicit, relation=self.relation, negated=self.implicit.negated or self.negated
            )
            self.implicit = None
        elif last and self.relation == "written":
            self.question.relation = "written"

    # pieces

    def _on_type(self, piece: Piece) -> None:
        label = piece.value
        before = self._next(-1)
        if fold_words(piece.text) in GENERIC and self.target is None and (self.items or self.question.conditions):
            # "quantization of LLMs"
            self._on_generic(piece)
            return
        if self.quantity is not None and (label == "Paper" or self.target is None):
            self._at_least_papers(*self.quantity)
        if self.number is not None and (self.target is None or label == self.target):
            self.question.limit, self.number = self.number, None
        if self.target is None:
            self._flush()
            self.target = label
            self.singular = not piece.text.lower().endswith(("s", "corpora", "people", "work", "research", "data"))
            self.pending = self.pending and self.verb
            if self.pending and label != "Paper":
                self._end_clause()
            if not self.pending:
                self.relation = None
            return
        grouped = before is not None and before.text.lower().endswith(("by", "per", "for each"))
        if grouped and self.question.count and self.target == "Paper" and label != "Paper":
            self.question.count = False
            if label == "Year":
                self.question.per_year = True
            else:
                self.target = label
            return
        if label in {"Paper", "Year", "Family", "Author", "Venue"}:
            self._end_clause()
            # "languages with no papers on X": what follows is what no paper does.
            none = self.fresh_negation and label == "Paper" and self.target != "Paper"
            self.relation, self.negated, self.fresh_negation, self.pending = None, none, none, False
            return
        if label == self.target and self.quantity is None:
            return
        self._object_type(piece, label)

    def _object_type(self, piece: Piece, label: str) -> None:
        adjective = self.items and not self.either
        if adjective and any(label in item.labels for item in self.items if item.kind == "concept"):
            self.items = [_only(item, label) for item in self.items]
            return
        if label in {"Language", "LanguageGroup"} and self.quantity is None and not self.negated:
            self._widen_text(piece)
            return
        weak = label in {"Model", "Method"} and self.relation != "introduce"
        if weak and self.quantity is None and not self.negated:
            # "compare their approach with", "use models": a text that names none would be lost for nothing.
            if fold_words(piece.text) in GENERIC:
                self._on_generic(piece)
            return
        verb = self.relation
        if adjective:
            self.relation = "about"
            negated, self.negated = self.negated, False
            self._flush()
            self.relation, self.negated = verb, negated
        has = re.search(r"\b(?:has|have|having)(?: (?:an?|any|some|its|their))*\s*$", self.text[: piece.start].lower())
        if verb not in _EXPLICIT and self.quantity is None and not self.negated and not has:
            self.pending = verb is not None and not adjective
            return
        self._flush()
        sign, number = self.quantity or (None, None)
        self.quantity = None
        item = Item("type", piece.text, labels=(label,))
        self.question.conditions.append(
            Condition(verb or "about", (item,), negated=self.negated, compare=sign, number=number)
        )
        self.implicit, self.pending, self.fresh_negation = None, False, False

    def _widen_text(self, piece: Piece) -> None:
        """Take in "language" of "sign language": what was not understood includes the word after it."""
        before = self._next(-1)
        if self.items and self.items[-1].kind == "text" and before is not None and before.end + 1 == piece.start:
            whole = f"{self.items[-1].text} {piece.text}"
            self.items[-1] = replace(self.items[-1], text=whole)
            if self.question.not_understood and before.tag == "unknown":
                self.question.not_understood[-1] = whole

    def _at_least_papers(self, sign: str, number: int) -> None:
        if sign in {">=", "="}:
            self.question.min_papers = number
        if sign in {"<=", "="}:
            self.question.max_papers = number
        self.quantity = None

    def _on_relation(self, piece: Piece) -> None:
        before, following = self._next(-1), self._next()
        if piece.value == "written" and self.target is None and following is not None and following.tag == "type":
            # "number of papers by language", "papers by year"
            self.target = "Paper"
            self.question.count = self.question.count or following.value not in {"Author", "Paper"}
            return
        if before is not None and before.tag == "or" and not self.items:
            self.question.not_understood.append(f"or {piece.text}")
        if self.items or not self.pending:
            self._end_clause()
            if not self.fresh_negation:
                self.negated = False
        elif self.verb and self.relation != piece.value and self.target not in {None, "Paper"}:
            # "used to evaluate X": the first verb is of what is asked for.
            self.question.relation = self.question.relation or self.relation
        if piece.value == "introduce" and piece.text.lower() in {"new", "novel"} and self.relation == "introduce":
            return
        if "baseline" in piece.text.lower() and self._as_baseline(piece):
            return
        self.relation, self.pending, self.verb = piece.value, True, True
        if piece.value == "build" and self.target in {"Model", "Method", "Dataset"}:
            self.question.relation = self.question.relation or "introduce"

    def _as_baseline(self, piece: Piece) -> bool:
        """Take "using QLoRA as a baseline", "models that serve as baselines": the role comes after the name."""
        if self.target in {"Model", "Method"} and not self.question.conditions and piece.text.lower().endswith("s"):
            self.question.relation, self.pending = "compare", False
            return True
        last = self.question.conditions[-1] if self.question.conditions else None
        if last is None or last.items[0].kind != "concept" or not last.items[0].labels:
            return False
        self.question.conditions[-1] = replace(last, relation="compare")
        self.pending, self.implicit = False, None
        return True

    def _on_preposition(self, piece: Piece) -> None:
        word = piece.text.lower()
        if self.items:
            if self.relation == "compare" and word in {"with", "to"}:
                return
            self.verb = False
            tested = self.relation == "evaluate" and all(set(i.labels) & {"Model", "Method"} for i in self.items)
            self._flush()
            self.negated = False
            # "evaluating GPT-4 on MMLU": the verb has two objects.
            verb = "evaluate" if tested and word == "on" else "use" if word == "with" else "about"
            self.relation, self.pending = verb, True
            return
        if self.pending and word in _KEPT_BY.get(self.relation or "", ()):
            return
        if self.pending and self.relation in {"use", "build", "introduce", "evaluate", "written", "cover"}:
            if word == "to" or (self.relation in {"use", "build"} and word in {"with", "on"} and self.target is None):
                return
            waiting = self.fresh_negation
            self._end_clause()
            self.fresh_negation = waiting
        self.verb = False
        baselines = self.question.relation == "compare" and word == "on"
        self.relation, self.pending = (
            ({"with": "use", "by": "by"}.get(word, "evaluate" if baselines else "about")),
            True,
        )

    def _on_negation(self, piece: Piece) -> None:
        verb, waiting = self.relation, self.pending and not self.items
        self._flush()
        self.excepting = fold_words(piece.text) in EXCEPT
        self.negated, self.fresh_negation = True, True
        self.relation = verb
        self.pending = waiting
        if piece.text.lower() in {"no", "none"} and verb == "by":
            self.relation = None

    def _on_but(self, _piece: Piece) -> None:
        self._end_clause()
        self.negated = False

    def _on_and(self, _piece: Piece) -> None:
        return

    def _on_comma(self, _piece: Piece) -> None:
        return

    def _on_or(self, _piece: Piece) -> None:
        following = self._next()
        if following is not None and following.tag in {
            "concept",
            "unknown",
            "paper",
            "author",
            "venue",
            *_LANGUAGE_TAGS,
        }:
            self.either = True

    def _on_order(self, piece: Piece) -> None:
        order = piece.value
        following = self._next()
        if order in {"most", "least"} and following is not None and following.tag == "quantity":
            return
        self.question.order = self.question.order or order
        if self.number is not None:
            self.question.limit, self.number = self.number, None
        words = piece.text.lower().split()
        if "used" in words:
            self.question.relation = self.question.relation or "only_use"

    def _on_number(self, piece: Piece) -> None:
        before, following = self._next(-1), self._next()
        ordered = before is not None and before.tag == "order"
        if ordered or (following is not None and following.tag == "order"):
            self.question.limit = piece.value
        elif following is not None and following.tag == "type":
            if self.target is None or following.value == self.target:
                self.number = piece.value
            else:
                self.quantity = (">=", piece.value)
        else:
            self.question.not_understood.append(piece.text)

    def _on_quantity(self, piece: Piece) -> None:
        following = self._next()
        if following is not None and following.tag in {"type", "low_resource", "high_resource"}:
            self.quantity = piece.value
        elif following is None or following.tag != "relation":
            self.question.not_understood.append(piece.text)

    def _on_count(self, _piece: Piece) -> None:
        self.question.count = True

    def _on_per_year(self, _piece: Piece) -> None:
        self._end_clause()
        self.question.per_year = True

    def _on_years(self, piece: Piece) -> None:
        first, last = piece.value
        if self.negated and self.fresh_negation:
            self.question.not_understood.append(f"not {piece.text}")
            return
        self._end_clause()
        if first is not None:
            self.question.first_year = max(first, self.question.first_year or first)
        if last is not None:
            self.question.last_year = min(last, self.question.last_year or last)

    def _on_who(self, _piece: Piece) -> None:
        self.who = True

    def _on_concept(self, piece: Piece) -> None:
        groups = [known for known in piece.known if known.label == "LanguageGroup"]
        if groups and self._asks_for_languages(piece):
            self.target = "Language"
            item = Item("concept", groups[0].name, tuple(known.id for known in groups), ("LanguageGroup",))
            self.question.conditions.append(Condition("member", (item,)))
            return
        if groups and self.target == "Language" and not self.items and self.relation is None and not self.verb:
            # "Which languages are Slavic?"
            item = Item("concept", groups[0].name, tuple(known.id for known in groups), ("LanguageGroup",))
            self.question.conditions.append(Condition("member", (item,), negated=self.negated))
            return
        item = self._concept_item(piece)
        if self.negated and self.excepting and self.target in item.labels and not self.items:
            self.question.conditions.append(Condition("except", (_only(item, self.target or ""),)))
            following = self._next()
            if following is None or following.tag not in {"and", "or", "comma"}:
                self.negated = self.fresh_negation = False
            return
        self._take(item)

    def _concept_item(self, piece: Piece) -> Item:
        labels = tuple(sorted({known.label for known in piece.known}))
        ids = tuple(known.id for known in piece.known)
        quoted = piece.text != piece.text.strip("\"'“”«»")
        narrower = [] if quoted else self.names.narrower(ids)
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

    def _on_headed(self, piece: Piece) -> None:
        known = self.names.headed(piece.value)
        self.question.notes.append(f"{piece.text!r} means every task whose name ends so")
        self._take(Item("headed", piece.value, labels=("Task",), papers=sum(k.papers for k in known)))

    def _asks_for_languages(self, piece: Piece) -> bool:
        """Return whether "(which) Indic languages" is what is asked for, not a condition."""
        following = self._next()
        plural = piece.text.lower().endswith(("languages", "dialects", "language"))
        free = not self.items and self.relation is None and not self.negated
        adjective = following is not None and following.tag in {"type", "concept"} and following.start == piece.end + 1
        return self.target is None and plural and free and not adjective

    def _on_low_resource(self, piece: Piece) -> None:
        if self._asks_for_languages(piece):
            self.target, self.question.only_low_resource = "Language", True
            return
        bare = not piece.text.lower().endswith(("languages", "language")) and self._next() is None
        if self.target == "Language" and bare and not self.negated and self.relation is None:
            self.question.only_low_resource = True
            return
        if self.quantity is not None:
            self.question.not_understood.append(f"{self.quantity[0]} {self.quantity[1]} {piece.text}")
            self.quantity = None
        self._take(Item("low_resource", "low-resource languages", labels=("Language",)))

    def _on_high_resource(self, piece: Piece) -> None:
        item = Item("high_resource", "high-resource languages", labels=("Language",))
        if self._asks_for_languages(piece):
            self.target = "Language"
            self.question.conditions.append(Condition("member", (item,)))
            return
        self._take(item)

    def _on_resource_class(self, piece: Piece) -> None:
        item = Item("resource_class", f"class {piece.value} languages", labels=("Language",), number=piece.value)
        self._of_language(item)

    def _of_language(self, item: Item) -> None:
        """Take a property of languages: of those asked for ("languages of class 0"), else of those covered."""
        bare = self.target == "Language" and not self.items and not self.verb and not self.question.conditions
        if not bare:
            self._take(item)
            return
        self.question.conditions.append(Condition("member", (item,), negated=self.negated))
        self.pending, self.relation = False, None

    def _on_family(self, piece: Piece) -> None:
        item = Item("family", piece.value, labels=("Language",))
        if self._asks_for_languages(piece):
            self.target = "Language"
            self.question.conditions.append(Condition("member", (item,)))
            return
        self._of_language(item)

    def _on_author(self, piece: Piece) -> None:
        self._named("author", piece)

    def _on_venue(self, piece: Piece) -> None:
        self._named("venue", piece)

    def _on_paper(self, piece: Piece) -> None:
        self._take(Item("paper", piece.text, tuple(piece.value)))

    def _named(self, kind: str, piece: Piece) -> None:
        if self.items and self.items[-1].kind != kind:
            self._end_clause()
        if self.relation not in {"cite", "cited_by"}:
            if self.pending and self.relation not in {"by", "about", "written"}:
                self._end_clause()
            self.relation = kind
        self._take(Item(kind, piece.text, tuple(piece.value)))

    def _on_generic(self, piece: Piece) -> None:
        """Take a word too general to be a concept: it is searched for, and that is said."""
        words = GENERIC[fold_words(piece.text)]
        before = self._next(-1)
        if (
            words
            and self.items
            and self.items[-1].kind == "text"
            and before is not None
            and before.end + 1 == piece.start
        ):
            # "small language models" stand together
            lead = self.items[-1].text
            self.items[-1] = replace(
                self.items[-1], text=f"{lead} {words[0]}", also=tuple(f"{lead} {word}" for word in words[1:])
            )
            if before.tag == "unknown" and self.question.not_understood:
                self.question.not_understood[-1] = f"{before.text} {piece.text}"
        elif words:
            self.question.notes.append(f"{piece.text!r} is no one concept: searched for in titles and abstracts")
            self._take(Item("text", words[0], also=words[1:]))

    def _on_plain(self, piece: Piece) -> None:
        """Take a word that is no name of the graph and yet known: it is searched for, and nothing need be said."""
        self._take(Item("text", piece.text))

    def _on_unknown(self, piece: Piece) -> None:
        self.question.not_understood.append(piece.text)
        if piece.value != "relative":
            self._take(Item("text", piece.text))

    # at the end

    def _asks_for_use(self) -> bool:
        """Return whether the question is "What is Whisper used for?"."""
        rest = [piece for piece in self.pieces if piece.tag != "order"]
        if len(rest) > 1 and rest[-1].tag == "preposition" and rest[-1].text.lower() in {"for", "to", "on", "in"}:
            rest.pop()
            return rest[-1].tag == "relation" and rest[-1].value == "use" and rest[0].tag == "concept"
        return False

    def _settle(self) -> None:
        question = self.question
        if self.target is None and self._asks_for_use():
            self.target = "Task"
            question.conditions = [replace(c, relation="use") for c in question.conditions]
            question.relation = None
        question.target = self.target or self._unnamed_target()
        if question.target == "Author" and not self.names.has_authors:
            question.target = "Paper"
            question.notes.append("the graph names no authors: their papers instead")
        if self.quantity is not None:
            question.not_understood.append(f"{self.quantity[0]} {self.quantity[1]}")
        concept = question.target in CONCEPT_LABELS or question.target == "Family"
        question.conditions = [self._completed(condition, concept=concept) for condition in question.conditions]
        if question.order in {"most", "least", "cited"} and question.limit is None and not question.per_year:
            question.limit = 1 if self.singular else DEFAULT_TOP
        if question.order in {"newest", "oldest"} and question.limit is None and self.singular:
            question.limit = 1
        if question.order == "most" and question.target == "Paper":
            # "the most popular papers": of papers only citations can be counted.
            question.order = "cited"

    def _unnamed_target(self) -> str:
        relations = {condition.relation for condition in self.question.conditions}
        for condition in self.question.conditions:
            if condition.relation in {"variant", "subtask", "member"} and condition.items[0].labels:
                label = condition.items[0].labels[0]
                return "Language" if condition.relation == "member" else label
        deeds = relations & {"use", "build", "introduce", "evaluate", "compare"}
        works = relations & {"about", "written", "cite", "cover"} and not deeds
        if self.who and (works or self.question.relation == "written"):
            return "Author"
        return "Paper"

    @staticmethod
    def _completed(condition: Condition, *, concept: bool) -> Condition:
        """Give a condition whose relation no word said the usual one."""
        if condition.relation == "by":
            return replace(condition, relation="about")
        if condition.relation:
            return condition
        techniques = all(set(item.labels) <= {"Model", "Method"} and item.labels for item in condition.items)
        return replace(condition, relation="use" if concept and techniques else "about")


def _only(item: Item, label: str) -> Item:
    """Return a concept item without the concepts of other labels: "the LoRA method"."""
    prefix = f"{label.lower()}:"
    kept = tuple(key for key in item.ids if key.startswith(prefix))
    return replace(item, ids=kept, labels=(label,)) if kept else item

"""What a question asks for, once its words are understood."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """Something a condition names.

    `kind` is concept, headed (every task whose name ends in the text), type, low_resource, high_resource,
    resource_class, family, text, author, venue or paper; `ids` are node ids, `labels` the labels of concepts, `text`
    what a person reads (or the words to search for). `versions` are the ids of what counts as the concept: LLaMA-2-7B
    is LLaMA, Egyptian Arabic is Arabic. `narrower` are names of those and of its special cases, to be told. `papers`
    is about how many papers name it; `also` are other words to search for.
    """

    kind: str
    text: str
    ids: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    number: int | None = None
    versions: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    papers: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation to items: to all of them, or with `either` to one of them; `negated`: to none."""

    relation: str
    items: tuple[Item, ...]
    either: bool = False
    negated: bool = False
    compare: str | None = None  # ">=", "<=" or "=" with `number`: how many of a type
    number: int | None = None


@dataclass
class Question:
    """A question as understood.

    `target` is Paper, a concept label, Author, Venue, Family or Year. `relation` is what its papers do with a concept
    that is asked for, None where the question does not say.
    """

    target: str = "Paper"
    relation: str | None = None
    conditions: list[Condition] = field(default_factory=list)
    first_year: int | None = None
    last_year: int | None = None
    count: bool = False
    per_year: bool = False
    order: str | None = None
    limit: int | None = None
    min_papers: int | None = None
    max_papers: int | None = None
    only_low_resource: bool = False
    not_understood: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

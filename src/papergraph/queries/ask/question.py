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
    """A relation to items: to all of them, or with `either` to one of them; `negated`: to none.

    Conditions of one `negation` are denied together: "no dataset in Yoruba" denies neither all datasets nor all Yoruba.
    """

    relation: str
    items: tuple[Item, ...]
    either: bool = False
    negated: bool = False
    negation: int = 0
    compare: str | None = None  # ">=", "<=" or "=" with `number`: how many of a type
    number: int | None = None


@dataclass
class Question:
    """A question as understood.

    `target` is Paper, concept labels joined by `|`, Author, Venue, Family or Year. `among` are the only concepts that
    are asked for, a row each with what counts as it. `relation` is what its papers do with a concept
    that is asked for, None where the question does not say; `never` are relations that no paper has to it.
    """

    target: str = "Paper"
    relation: str | None = None
    among: tuple[Item, ...] = ()
    never: list[str] = field(default_factory=list)
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

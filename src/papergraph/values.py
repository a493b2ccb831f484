"""The frozen values that the steps hand to each other.

sources -> Record | Skipped -> papers -> Paper -> extract -> ConceptReading -> concepts -> Concept -> graph -> tables

Unknown is None, never 0 or "". Offsets are character offsets, half-open, into `Paper.text`. Scores run from 0 to 1.
What is made by the million while reading is a `msgspec.Struct`, made several times as quickly as a dataclass; its
`replace` and `asdict` are those of `msgspec.structs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from msgspec import Struct


class ConceptType(StrEnum):
    """What kind of thing a concept is; the value is the word that `extract` prints."""

    MODEL = "model"
    DATASET = "dataset"
    LANGUAGE = "language"
    METHOD = "method"
    TASK = "task"
    LANGUAGE_GROUP = "language_group"

    @property
    def label(self) -> str:
        """The node label of the graph schema: `Model`, `LanguageGroup`."""
        return "".join(word.capitalize() for word in self.value.split("_"))


class RelationType(StrEnum):
    """What a paper does with a concept, strongest first; the value is the relationship type of the graph schema."""

    INTRODUCES = "INTRODUCES"
    USES = "USES"
    EVALUATES_ON = "EVALUATES_ON"
    COVERS = "COVERS"
    COMPARES_WITH = "COMPARES_WITH"
    MENTIONS = "MENTIONS"

    @property
    def word(self) -> str:
        """The word that `extract` prints: `introduces`, `compares`."""
        return "compares" if self is RelationType.COMPARES_WITH else self.value.lower()


class Author(Struct, frozen=True, gc=False):
    """An author as a source gives it. `ids` are prefixed, for example `orcid:0000-0002-1825-0097`."""

    name: str
    orcid: str | None = None
    ids: tuple[str, ...] = ()


class Reference(Struct, frozen=True, gc=False):
    """A work that a record cites. `ids` are normalised (`doi:10.1/x`, `arxiv:2101.00001`, `acl:N19-1423`)."""

    ids: tuple[str, ...] = ()
    title: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    raw: str | None = None


class Record(Struct, frozen=True, gc=False):
    """One entry of one file. `file` is relative to the input as given; `line` counts from 1; `id` is the source's own.

    `doi`, `arxiv_id` and `acl_id` are normalised and bare (`10.1/x`, `2101.00001`, `N19-1423`); `other_ids` are
    prefixed. `references` is None where the source carries no reference list, () where it carries an empty one.
    `date` is an ISO date, as far as known (`2024-12-19`, `2024-12`). `extra` keeps what else the entry held.
    """

    file: str
    line: int
    title: str
    format: str
    id: str | None = None
    abstract: str | None = None
    year: int | None = None
    date: str | None = None
    venue: str | None = None
    authors: tuple[Author, ...] = ()
    doi: str | None = None
    arxiv_id: str | None = None
    acl_id: str | None = None
    other_ids: tuple[str, ...] = ()
    url: str | None = None
    references: tuple[Reference, ...] | None = None
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """`file:line`, as it stands in `Paper.records` and in messages."""
        return f"{self.file}:{self.line}"


class Skipped(Struct, frozen=True, gc=False):
    """What could not be read, where, and why. `line` is None where the whole file is meant."""

    file: str
    line: int | None
    reason: str

    @property
    def place(self) -> str:
        """`file:line`, or the file alone."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def kind(self) -> str:
        """The reason without what it says of this entry alone, which stands after a colon."""
        return self.reason.partition(": ")[0]


class LostCitations(Skipped, frozen=True, gc=False):
    """Citations of a table whose citing paper is in no input: how many, and whether the cited paper is in one."""

    count: int = 1
    cited_known: bool = True

    @property
    def kind(self) -> str:
        """Which ends of the citations are missing."""
        return "the citing paper is in no input" if self.cited_known else "neither paper of a citation is in any input"


@dataclass(frozen=True)
class Paper:
    """One work, with all its records. `id` is its strongest identifier, `other_ids` the rest (prefixed, sorted)."""

    id: str
    title: str
    abstract: str | None = None
    other_ids: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    acl_id: str | None = None
    url: str | None = None
    in_corpus: bool = True
    records: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    references: tuple[Reference, ...] | None = None
    formats: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The text that extraction reads and all offsets refer to."""
        return text_of(self.title, self.abstract)


def text_of(title: str, abstract: str | None) -> str:
    """Return title and abstract as the one text that offsets refer to: title, a newline, abstract or nothing."""
    return f"{title}\n{abstract or ''}"


@dataclass(frozen=True, slots=True)
class Merge:
    """A row of the merge ledger: `merged` was joined into `kept`. Both are names or places a reader can find."""

    kind: str  # "paper" or "concept"
    kept: str
    merged: str
    rule: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text: `text` is exactly what stands at [start, end). `rule` says which rule found it."""

    start: int
    end: int
    text: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says the paper does with a concept, with its sentence.

    `start` and `end` are the offsets of the mention inside the whole text that carries the claim.
    """

    relation: RelationType
    confidence: float
    evidence: str
    start: int
    end: int
    rule: str
    hedged: bool = False
    negated: bool = False
    said_low_resource: bool = False


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """One concept as one paper's text gives it.

    `claims` holds at most one claim a relation, strongest first, never empty; the first is the primary one.
    `vocabulary_id` names the entry of the vocabulary that was recognised, where one was (`language:deu`).
    """

    type: ConceptType
    name: str
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    vocabulary_id: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that papers speak of. `label` is its node label; `aliases` are the other names met, sorted.

    `paper_count` counts papers of the corpus; `first_year` is the earliest year of one that has a year. The rest is
    for languages only: None for others and where it is not known.
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    paper_count: int = 0
    first_year: int | None = None
    iso639_3: str | None = None
    glottocode: str | None = None
    family: str | None = None
    resource_class: int | None = None
    low_resource: bool | None = None

"""The graph schema: labels, relationship types, properties and tables. Tables, stores, query lint and docs read it.

Every node has exactly one label and a string `id` that is unique in the graph. A property that is unknown is absent
from the node (null in a table and in Cypher). Property types are those that every engine stores alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from papergraph.values import ConceptType, RelationType

SCHEMA_VERSION: Final = 2
"""Raised with every change after which older readers would misread a folder."""


class PropertyType(StrEnum):
    """The type of a property's value; the value is the word that the documentation uses."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    STRINGS = "list of strings"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship, or a column of a table. `required` means never null."""

    name: str
    type: PropertyType
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class NodeLabel:
    """A node label; `table` is the table that holds its nodes."""

    label: str
    table: str
    doc: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A relationship type; `sources` and `targets` are the labels that it may start from and lead to."""

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    doc: str
    properties: tuple[Property, ...]


_STRING, _BOOLEAN, _INTEGER = PropertyType.STRING, PropertyType.BOOLEAN, PropertyType.INTEGER
_FLOAT, _STRINGS = PropertyType.FLOAT, PropertyType.STRINGS

_COMMUNITY = Property("community", _INTEGER, "community (Leiden) of papers and concepts, 0 the largest; null alone")

_PAPER = (
    Property("id", _STRING, "strongest identifier: `doi:`, `arxiv:`, `acl:`, else `title:` and a hash", required=True),
    Property("other_ids", _STRINGS, "the work's other identifiers, prefixed, sorted", required=True),
    Property("title", _STRING, "title as its source gives it", required=True),
    Property("abstract", _STRING, "abstract as its source gives it"),
    Property("year", _INTEGER, "year of publication"),
    Property("date", _STRING, "ISO date as far as known: `2024-12-19`, `2024-12`"),
    Property("venue", _STRING, "venue as its source names it"),
    Property("doi", _STRING, "DOI without resolver, lower case"),
    Property("arxiv_id", _STRING, "arXiv id without version"),
    Property("acl_id", _STRING, "ACL Anthology id"),
    Property("url", _STRING, "address of the paper"),
    Property("in_corpus", _BOOLEAN, "false for a work that is only cited", required=True),
    Property("records", _STRINGS, "`file:line` of every record merged into the paper", required=True),
    Property("pagerank", _FLOAT, "PageRank over citations, summing to 1; null where it neither cites nor is cited"),
    Property("betweenness", _FLOAT, "share of shortest citation paths between others through it; null as above"),
    Property("main_path", _INTEGER, "place on the main path of citations, 1 the oldest work; null elsewhere"),
    _COMMUNITY,
)
_CONCEPT = (
    Property("id", _STRING, "kind and slug of the preferred name: `method:lora`", required=True),
    Property("name", _STRING, "preferred name", required=True),
    Property("aliases", _STRINGS, "the other names it was met by or is known by, sorted", required=True),
    Property("paper_count", _INTEGER, "papers of the corpus that name it", required=True),
    Property("first_year", _INTEGER, "earliest year among those papers"),
    _COMMUNITY,
    Property("rise", _FLOAT, "growth of its share of papers to the last three years from those before, where it grew"),
)
_LANGUAGE = (
    Property("iso639_3", _STRING, "ISO 639-3 code"),
    Property("glottocode", _STRING, "Glottolog code"),
    Property("family", _STRING, "top-level language family"),
    Property("resource_class", _INTEGER, "resource class of Joshi et al. 2020, 0 (least) to 5"),
    Property("low_resource", _BOOLEAN, "resource class at or below the bound (3 unless set); null without a class"),
)
_AUTHOR = (
    Property("id", _STRING, "`orcid:...`, else `author:` and another identifier or a slug", required=True),
    Property("name", _STRING, "name as its sources give it", required=True),
    Property("orcid", _STRING, "ORCID iD"),
    Property("other_ids", _STRINGS, "other identifiers of the person, prefixed, sorted", required=True),
)
_VENUE = (
    Property("id", _STRING, "`venue:` and the slug of the name", required=True),
    Property("name", _STRING, "name as its sources give it", required=True),
)

NODE_LABELS: Final[dict[str, NodeLabel]] = {
    node.label: node
    for node in (
        NodeLabel("Paper", "papers", "A work: a paper of the corpus, or one that a paper of the corpus cites.", _PAPER),
        NodeLabel("Model", "concepts", "A trained model or family of models.", _CONCEPT),
        NodeLabel("Dataset", "concepts", "A dataset, corpus, benchmark or treebank.", _CONCEPT),
        NodeLabel("Language", "concepts", "A human language, dialect or historical stage.", _CONCEPT + _LANGUAGE),
        NodeLabel("Method", "concepts", "A method, technique or architecture.", _CONCEPT),
        NodeLabel("Task", "concepts", "A task that systems are built for and evaluated on.", _CONCEPT),
        NodeLabel("LanguageGroup", "concepts", 'A group: "low-resource languages", "Indic languages".', _CONCEPT),
        NodeLabel("Author", "authors", "An author, where the source names one.", _AUTHOR),
        NodeLabel("Venue", "venues", "A conference, journal or workshop, where the source names one.", _VENUE),
    )
}

CONCEPT_LABELS: Final = tuple(kind.label for kind in ConceptType)
"""The labels of concepts: what a text can name."""

_CONFIDENCE = Property("confidence", _FLOAT, "0 to 1, two decimals", required=True)
_RULE = Property("rule", _STRING, "the rule or model version that decided", required=True)
_CLAIM = (
    _CONFIDENCE,
    Property("evidence", _STRING, "the sentence that says so", required=True),
    Property("start", _INTEGER, "where the mention starts: characters of title + newline + abstract", required=True),
    Property("end", _INTEGER, "where the mention ends, half-open", required=True),
    _RULE,
    Property("hedged", _BOOLEAN, "the sentence hedges", required=True),
    Property("primary", _BOOLEAN, "the paper's strongest relationship to the concept", required=True),
)
_SAID = Property("said_low_resource", _BOOLEAN, "the text itself calls the language low-resource", required=True)
_NEGATED = Property("negated", _BOOLEAN, "the text says that it does not", required=True)

CONCEPT_RELATIONSHIPS: Final = tuple(kind.value for kind in RelationType)
"""The relationship types from a paper to a concept, strongest first."""


def _claim(name: str, doc: str, *, extra: tuple[Property, ...] = ()) -> RelationshipType:
    targets = ("Language", "LanguageGroup") if name == "COVERS" else CONCEPT_LABELS
    return RelationshipType(name, ("Paper",), targets, doc, _CLAIM + extra)


RELATIONSHIP_TYPES: Final[dict[str, RelationshipType]] = {
    relationship.type: relationship
    for relationship in (
        _claim("INTRODUCES", "Proposes, releases or builds it."),
        _claim("USES", "Applies it, builds on it, trains with it, or studies it as its subject."),
        _claim("EVALUATES_ON", "Reports results on it (datasets, tasks)."),
        _claim("COMPARES_WITH", "Names it only as a baseline."),
        _claim("COVERS", "The work is about the language or group, or handles it.", extra=(_SAID,)),
        _claim("MENTIONS", "Background, negated or future work; only where there is no other.", extra=(_NEGATED,)),
        RelationshipType(
            "CITES",
            ("Paper",),
            ("Paper",),
            "Has it in its list of references.",
            (Property("origin", _STRING, "formats whose reference list says so, joined by `+`"),),
        ),
        RelationshipType(
            "BUILDS_ON",
            ("Paper",),
            ("Paper",),
            "Inferred: uses a concept that the other introduces.",
            (
                Property("via", _STRINGS, "ids of the concepts, sorted", required=True),
                Property("confidence", _FLOAT, "the best, over the concepts, of the weaker claim's", required=True),
            ),
        ),
        RelationshipType(
            "WROTE",
            ("Author",),
            ("Paper",),
            "Is an author of the paper.",
            (Property("position", _INTEGER, "place in the list of authors, from 1", required=True),),
        ),
        RelationshipType("PUBLISHED_IN", ("Paper",), ("Venue",), "Appeared there.", ()),
        RelationshipType(
            "VARIANT_OF", CONCEPT_LABELS, CONCEPT_LABELS, "Is a version, size or offspring of it.", (_RULE,)
        ),
        RelationshipType("SUBTASK_OF", ("Task",), ("Task",), "Is a special case of the task.", (_RULE,)),
        RelationshipType("MEMBER_OF", ("Language",), ("LanguageGroup",), "Belongs to the group.", (_RULE,)),
    )
}


def _relation_columns() -> tuple[Property, ...]:
    """Return source, type, target and every property of every type once; a type's missing properties are null."""
    columns = {
        "source": Property("source", _STRING, "id of the node it starts from", required=True),
        "type": Property("type", _STRING, "relationship type", required=True),
        "target": Property("target", _STRING, "id of the node it leads to", required=True),
    }
    for relationship in RELATIONSHIP_TYPES.values():
        for part in relationship.properties:
            columns.setdefault(part.name, Property(part.name, part.type, part.doc))
    return tuple(columns.values())


TABLES: Final[dict[str, tuple[Property, ...]]] = {
    "papers": _PAPER,
    "concepts": (_CONCEPT[0], Property("label", _STRING, "node label", required=True), *_CONCEPT[1:], *_LANGUAGE),
    "authors": _AUTHOR,
    "venues": _VENUE,
    "relations": _relation_columns(),
    "mentions": (
        Property("paper", _STRING, "id of the paper", required=True),
        Property("concept", _STRING, "id of the concept", required=True),
        Property("text", _STRING, "exactly what stands in the text", required=True),
        Property("start", _INTEGER, "first character, in title + newline + abstract", required=True),
        Property("end", _INTEGER, "end, half-open", required=True),
        Property("relation", _STRING, "what the paper does with the concept here", required=True),
        Property("rule", _STRING, "the rule or model version that found it", required=True),
        Property("confidence", _FLOAT, "0 to 1, two decimals", required=True),
    ),
    "records": (
        Property("place", _STRING, "`file:line`, as in `Paper.records`", required=True),
        Property("paper", _STRING, "id of the paper that it is, or is part of", required=True),
        Property("format", _STRING, "format that it was read as", required=True),
        Property("id", _STRING, "what its source calls it: a citation key, a number"),
        Property("title", _STRING, "title as it stands there"),
        Property("extra", _STRING, "fields that have no place in a paper: a JSON object of texts"),
    ),
    "merges": (
        Property("kind", _STRING, "`paper` or `concept`", required=True),
        Property("kept", _STRING, "what remains", required=True),
        Property("merged", _STRING, "what was joined into it", required=True),
        Property("rule", _STRING, "the rule that joined them", required=True),
        Property("score", _FLOAT, "0 to 1", required=True),
        Property("evidence", _STRING, "what the rule saw", required=True),
    ),
}
"""Table -> its columns, in order. Each table is the file `<name>.parquet` of a graph folder."""

"""Nodes and relationships with one value a property, for formats that have no lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.graph import properties
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES, PropertyType

if TYPE_CHECKING:
    from papergraph.graph import Node, Relation

Scalar = str | bool | int | float

LIST_SEPARATOR = "; "

XML_TYPES = {
    PropertyType.STRING: "string",
    PropertyType.STRINGS: "string",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
}
"""What GraphML and GEXF call the types."""

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def name_of(node: Node) -> str:
    """Return what a reader calls a node: a paper's title, else its name."""
    return getattr(node, "title", None) or getattr(node, "name", None) or node.id


def flat(element: Node | Relation) -> dict[str, Scalar]:
    """Return the known properties; a list becomes one text, its parts joined by `; `."""
    return {
        name: LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value
        for name, value in properties(element).items()
    }


def node_columns() -> dict[str, PropertyType]:
    """Return every property of every label but `id`, with its type, in the order of the schema."""
    return {part.name: part.type for label in NODE_LABELS.values() for part in label.properties if part.name != "id"}


def relation_columns() -> dict[str, PropertyType]:
    """Return every property of every relationship type, with its type, in the order of the schema."""
    return {part.name: part.type for kind in RELATIONSHIP_TYPES.values() for part in kind.properties}


def xml_text(value: Scalar) -> str:
    """Return a value as text that XML can hold: booleans in lower case, characters that XML forbids left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", value) if isinstance(value, str) else repr(value)

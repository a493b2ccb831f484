"""Nodes and relationships with one value a property, for formats that have no lists."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from lxml import etree

from papergraph.exporters.outputs import new_file
from papergraph.graph import properties
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    """Return `type` and every property of every label but `id`, with its type, in the order of the schema."""
    given = {part.name: part.type for label in NODE_LABELS.values() for part in label.properties if part.name != "id"}
    return {"type": PropertyType.STRING, **given}


def node_values(node: Node) -> dict[str, Scalar]:
    """Return a node's label of the schema under `type`, and its known properties but `id`."""
    return {"type": node.label, **{name: value for name, value in flat(node).items() if name != "id"}}


def relation_columns() -> dict[str, PropertyType]:
    """Return every property of every relationship type, with its type, in the order of the schema."""
    return {part.name: part.type for kind in RELATIONSHIP_TYPES.values() for part in kind.properties}


def weight_of(relation: Relation) -> float:
    """Return how much an edge counts in a layout or a measure: its confidence where it has one, else 1."""
    return 1.0 if relation.confidence is None else relation.confidence


@contextlib.contextmanager
def new_xml_file(path: Path) -> Iterator[etree.xmlfile]:
    """Open a file for XML that is written element by element; it takes its place when the block ends without an error.

    Raises:
        ExportError: The file cannot be written.
    """
    with new_file(path) as stream, etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        yield xml


def xml_text(value: Scalar) -> str:
    """Return a value as text that XML can hold: booleans in lower case, characters that XML forbids left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", value) if isinstance(value, str) else repr(value)

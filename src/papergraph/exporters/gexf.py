"""GEXF 1.3, for Gephi and Gephi Lite.

Labels are titles and names. An edge's `kind` is its relationship type, so that Gephi keeps several between two nodes
apart; its weight is its confidence, or 1. A node's colour shows its type, its size how many relationships it has, so
that the file is drawn as something on opening.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from papergraph.exporters.flat import (
    XML_TYPES,
    flat,
    name_of,
    new_xml_file,
    node_columns,
    node_values,
    relation_columns,
    weight_of,
    xml_text,
)
from papergraph.graph.schema import PropertyType

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.exporters.flat import Scalar
    from papergraph.graph import Graph

_NAMESPACE = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_COLOURS = {
    # Paul Tol's "muted" palette, which colour-blind readers can tell apart.
    "Paper": (221, 221, 221), "Model": (51, 34, 136), "Dataset": (136, 204, 238), "Language": (17, 119, 51),
    "Method": (204, 102, 119), "Task": (221, 204, 119), "LanguageGroup": (68, 170, 153), "Author": (170, 68, 153),
    "Venue": (153, 153, 51),
}  # fmt: skip


def write(graph: Graph, path: Path) -> None:
    """Write the whole graph.

    Raises:
        ExportError: The file cannot be written.
    """
    nodes = node_columns()
    edges = {"relation": PropertyType.STRING} | relation_columns()
    degrees = Counter(end for relation in graph.relations for end in (relation.source, relation.target))
    root = {None: _NAMESPACE, "viz": _VIZ}
    with new_xml_file(path) as xml, xml.element("gexf", nsmap=root, version="1.3"):
        with xml.element("meta"):
            xml.write(_with_text("creator", "papergraph"))
        with xml.element("graph", defaultedgetype="directed", mode="static"):
            xml.write(_attributes("node", nodes))
            xml.write(_attributes("edge", edges))
            with xml.element("nodes"):
                for node in graph.nodes():
                    attributes = {"id": xml_text(node.id), "label": xml_text(name_of(node))}
                    element = _element("node", attributes, node_values(node), nodes)
                    _drawn(element, node.label, degrees[node.id])
                    xml.write(element)
                    xml.write("\n")
            with xml.element("edges"):
                for number, relation in enumerate(graph.relations):
                    attributes = {
                        "id": str(number),
                        "source": xml_text(relation.source),
                        "target": xml_text(relation.target),
                        "label": relation.type,
                        "kind": relation.type,
                        "weight": xml_text(weight_of(relation)),
                    }
                    xml.write(_element("edge", attributes, {"relation": relation.type, **flat(relation)}, edges))
                    xml.write("\n")


def _attributes(scope: str, columns: dict[str, PropertyType]) -> etree._Element:
    element = etree.Element("attributes", {"class": scope})
    for number, (name, kind) in enumerate(columns.items()):
        etree.SubElement(element, "attribute", {"id": str(number), "title": name, "type": XML_TYPES[kind]})
    return element


def _element(
    tag: str, attributes: dict[str, str], known: dict[str, Scalar], columns: dict[str, PropertyType]
) -> etree._Element:
    element = etree.Element(tag, attributes)
    numbers = {name: str(number) for number, name in enumerate(columns)}
    values = etree.SubElement(element, "attvalues")
    for name, value in known.items():
        etree.SubElement(values, "attvalue", {"for": numbers[name], "value": xml_text(value)})
    return element


def _drawn(element: etree._Element, label: str, degree: int) -> None:
    """Add colour and size; the area grows with the number of relationships."""
    red, green, blue = _COLOURS[label]
    etree.SubElement(element, f"{{{_VIZ}}}color", {"r": str(red), "g": str(green), "b": str(blue)})
    etree.SubElement(element, f"{{{_VIZ}}}size", {"value": f"{4 + 2 * degree**0.5:.1f}"})


def _with_text(tag: str, text: str) -> etree._Element:
    element = etree.Element(tag)
    element.text = text
    return element

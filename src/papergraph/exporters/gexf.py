"""GEXF 1.3, for Gephi and Gephi Lite: labels are titles and names, `kind` on an edge is its relationship type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from papergraph.exporters.flat import flat, name_of, node_columns, relation_columns, xml_text
from papergraph.exporters.outputs import new_file
from papergraph.graph.schema import PropertyType

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.exporters.flat import Scalar
    from papergraph.graph import Graph

_NAMESPACE = "http://gexf.net/1.3"
_TYPES = {
    PropertyType.STRING: "string",
    PropertyType.STRINGS: "string",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
}


def write(graph: Graph, path: Path) -> None:
    """Write the whole graph.

    Raises:
        ExportError: The file cannot be written.
    """
    nodes = {"type": PropertyType.STRING} | node_columns()
    edges = {"relation": PropertyType.STRING} | relation_columns()
    with new_file(path) as stream, etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("gexf", nsmap={None: _NAMESPACE}, version="1.3"):
            with xml.element("meta"):
                xml.write(_with_text("creator", "papergraph"))
            with xml.element("graph", defaultedgetype="directed", mode="static"):
                xml.write(_attributes("node", nodes))
                xml.write(_attributes("edge", edges))
                with xml.element("nodes"):
                    for node in graph.nodes():
                        known = {"type": node.label, **flat(node)}
                        known.pop("id", None)
                        label = xml_text(name_of(node))
                        xml.write(_element("node", {"id": xml_text(node.id), "label": label}, known, nodes))
                        xml.write("\n")
                with xml.element("edges"):
                    for number, relation in enumerate(graph.relations):
                        attributes = {
                            "id": str(number),
                            "source": xml_text(relation.source),
                            "target": xml_text(relation.target),
                            "label": relation.type,
                            "kind": relation.type,
                        }
                        known = {"relation": relation.type, **flat(relation)}
                        xml.write(_element("edge", attributes, known, edges))
                        xml.write("\n")


def _attributes(scope: str, columns: dict[str, PropertyType]) -> etree._Element:
    element = etree.Element("attributes", {"class": scope})
    for number, (name, kind) in enumerate(columns.items()):
        etree.SubElement(element, "attribute", {"id": str(number), "title": name, "type": _TYPES[kind]})
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


def _with_text(tag: str, text: str) -> etree._Element:
    element = etree.Element(tag)
    element.text = text
    return element

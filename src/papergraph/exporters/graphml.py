"""GraphML, for Gephi, Cytoscape, yEd, igraph and networkx.

A node's `label` is its title or name and its `type` the label of our schema; an edge's `label` is its relationship
type. Every edge has an id of its own, as Cytoscape wants it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from papergraph.exporters.flat import XML_TYPES, flat, name_of, node_columns, relation_columns, xml_text
from papergraph.exporters.outputs import new_file
from papergraph.graph.schema import PropertyType

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.exporters.flat import Scalar
    from papergraph.graph import Graph

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write(graph: Graph, path: Path) -> None:
    """Write the whole graph.

    Raises:
        ExportError: The file cannot be written.
    """
    nodes = {"label": PropertyType.STRING, "type": PropertyType.STRING} | node_columns()
    edges = {"label": PropertyType.STRING} | relation_columns()
    with new_file(path) as stream, etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", nsmap={None: _NAMESPACE}):
            for scope, prefix, columns in (("node", "n", nodes), ("edge", "e", edges)):
                for name, kind in columns.items():
                    attributes = {
                        "id": f"{prefix}_{name}",
                        "for": scope,
                        "attr.name": name,
                        "attr.type": XML_TYPES[kind],
                    }
                    xml.write(etree.Element("key", attributes))
                    xml.write("\n")
            with xml.element("graph", edgedefault="directed"):
                for node in graph.nodes():
                    known = {"label": name_of(node), "type": node.label, **flat(node)}
                    known.pop("id", None)
                    xml.write(_element("node", {"id": xml_text(node.id)}, "n", known))
                    xml.write("\n")
                for number, relation in enumerate(graph.relations):
                    ends = {"source": xml_text(relation.source), "target": xml_text(relation.target)}
                    known = {"label": relation.type, **flat(relation)}
                    xml.write(_element("edge", {"id": f"e{number}", **ends}, "e", known))
                    xml.write("\n")


def _element(tag: str, attributes: dict[str, str], prefix: str, known: dict[str, Scalar]) -> etree._Element:
    element = etree.Element(tag, attributes)
    for name, value in known.items():
        etree.SubElement(element, "data", {"key": f"{prefix}_{name}"}).text = xml_text(value)
    return element

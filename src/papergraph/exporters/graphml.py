"""GraphML, for Gephi, Cytoscape, yEd, igraph and networkx.

A node's `type` is the label of our schema, an edge's `weight` its confidence, or 1. What a node or an edge is called
stands twice, as programs look for it under different names: Gephi and yEd under `label`, Cytoscape under `name` and
`interaction`. There `name` replaces the id, which `node_id` repeats. Every edge has an id of its own.
"""

from __future__ import annotations

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

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_STRING = PropertyType.STRING


def write(graph: Graph, path: Path) -> None:
    """Write the whole graph.

    Raises:
        ExportError: The file cannot be written.
    """
    nodes = {"label": _STRING, "node_id": _STRING} | node_columns()
    edges = {"label": _STRING, "interaction": _STRING, "weight": PropertyType.FLOAT} | relation_columns()
    with new_xml_file(path) as xml, xml.element("graphml", nsmap={None: _NAMESPACE}):
        for scope, prefix, columns in (("node", "n", nodes), ("edge", "e", edges)):
            for name, kind in columns.items():
                attributes = {"id": f"{prefix}_{name}", "for": scope, "attr.name": name, "attr.type": XML_TYPES[kind]}
                xml.write(etree.Element("key", attributes))
                xml.write("\n")
        with xml.element("graph", id="papergraph", edgedefault="directed"):
            for node in graph.nodes():
                label = name_of(node)
                known = {"label": label, "node_id": node.id, **node_values(node), "name": label}
                xml.write(_element("node", {"id": xml_text(node.id)}, "n", known))
                xml.write("\n")
            for number, relation in enumerate(graph.relations):
                ends = {"source": xml_text(relation.source), "target": xml_text(relation.target)}
                called = {"label": relation.type, "interaction": relation.type}
                known = {**called, "weight": weight_of(relation), **flat(relation)}
                xml.write(_element("edge", {"id": f"e{number}", **ends}, "e", known))
                xml.write("\n")


def _element(tag: str, attributes: dict[str, str], prefix: str, known: dict[str, Scalar]) -> etree._Element:
    element = etree.Element(tag, attributes)
    for name, value in known.items():
        etree.SubElement(element, "data", {"key": f"{prefix}_{name}"}).text = xml_text(value)
    return element

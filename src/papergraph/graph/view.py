"""The graph as a networkx graph, for people and for measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.graph.model import Graph, Node, Relation, properties

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def to_networkx(graph: Graph) -> MultiDiGraph:
    """Return the graph as a `networkx.MultiDiGraph`.

    A node's key is its id; its attributes are `label` and the schema's properties. A relationship's key and attribute
    `type` is its type. What is unknown is absent. Lists are Python lists. Nodes and edges are in the tables' order.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415 - a second of start-up that few commands need

    view = MultiDiGraph(title=graph.manifest.get("title"), schema_version=graph.manifest.get("schema_version"))
    for node in graph.nodes():
        view.add_node(node.id, label=node.label, **_plain(node))
    for relation in graph.relations:
        view.add_edge(relation.source, relation.target, key=relation.type, type=relation.type, **_plain(relation))
    return view


def _plain(element: Node | Relation) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties(element).items()}

"""The graph: its schema, its values, and the folder that a build leaves."""

from papergraph.graph.folder import read_folder, read_manifest, replacing, save, write_folder
from papergraph.graph.model import (
    AuthorNode,
    ConceptNode,
    Graph,
    MentionRow,
    Node,
    PaperNode,
    RecordRow,
    Relation,
    Value,
    VenueNode,
    properties,
)
from papergraph.graph.view import to_networkx

__all__ = [
    "AuthorNode",
    "ConceptNode",
    "Graph",
    "MentionRow",
    "Node",
    "PaperNode",
    "RecordRow",
    "Relation",
    "Value",
    "VenueNode",
    "properties",
    "read_folder",
    "read_manifest",
    "replacing",
    "save",
    "to_networkx",
    "write_folder",
]

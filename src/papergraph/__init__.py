"""papergraph: a citation-and-concept knowledge graph of research papers."""

__version__ = "0.1.0"

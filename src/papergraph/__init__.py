"""papergraph: a citation-and-concept knowledge graph of research papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from networkx import MultiDiGraph

__version__ = "0.1.0"


def load(directory: str | os.PathLike[str]) -> MultiDiGraph:
    """Return the graph of a folder that `papergraph build` left, as a `networkx.MultiDiGraph`.

    Nodes are keyed by id and carry `label` and the properties of the schema; edges are keyed by relationship type.

    Raises:
        GraphFolderError: no graph folder, one of another schema, or a damaged one.
    """
    from papergraph.graph import read_folder, to_networkx  # noqa: PLC0415 - `import papergraph` loads nothing

    return to_networkx(read_folder(directory))

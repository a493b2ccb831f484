"""The graph as a `pyvis.network.Network`: nodes, links and vis-network's options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyvis.network import Network

SHAPES: Final = {
    "Paper": "dot",
    "Model": "square",
    "Dataset": "hexagon",
    "Language": "triangle",
    "Method": "diamond",
    "Task": "star",
    "LanguageGroup": "triangleDown",
    "Author": "dot",
    "Venue": "square",
}
"""A shape for each label, so that colour alone tells nothing."""

OPTIONS: Final = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "multiselect": False,
        "selectConnectedEdges": False,
        "keyboard": False,
        "tooltipDelay": 200,
    },
    "nodes": {"borderWidth": 1},
    "edges": {"smooth": False, "width": 0.6, "selectionWidth": 1.5, "hoverWidth": 0.5},
}
"""Positions are given and nothing moves by itself."""

_LABEL_LENGTH: Final = 32


def build_network(core: Mapping[str, Any], title: str) -> Network:
    """Return the network of a page's data; a node's id is its number there and a link's id the link's number."""
    from pyvis.network import Network  # noqa: PLC0415 - it imports IPython

    # Directed, because pyvis compares each undirected link with all before it.
    network = Network(height="100%", width="100%", directed=True, heading=title, cdn_resources="in_line")
    nodes, edges, labels = core["nodes"], core["edges"], core["labels"]
    for number, name in enumerate(nodes["name"]):
        label = labels[nodes["label"][number]]
        network.add_node(
            number,
            label=name if len(name) <= _LABEL_LENGTH else name[: _LABEL_LENGTH - 1].rstrip() + "…",
            shape=SHAPES[label],
            group=label,
            size=nodes["size"][number],
            x=nodes["x"][number],
            y=nodes["y"][number],
        )
    for number, (source, target) in enumerate(zip(edges["s"], edges["t"], strict=True)):
        network.add_edge(source, target, id=number, arrows="")
    network.set_options(json.dumps(OPTIONS))
    return network

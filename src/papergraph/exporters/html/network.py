"""The graph as a `pyvis.network.Network`: nodes, links and vis-network's options."""

from __future__ import annotations

import json
import math
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


def node_sizes(core: Mapping[str, Any]) -> list[float]:
    """Return the radius of each node: a concept grows with its papers, a paper with its citations in the graph."""
    nodes, edges, types = core["nodes"], core["edges"], core["types"]
    paper = core["labels"].index("Paper")
    weight = [0] * len(nodes["id"])
    for source, target, kind in zip(edges["s"], edges["t"], edges["r"], strict=True):
        if nodes["label"][target] == paper:
            weight[target] += types[kind] == "CITES"
        elif types[kind] != "MENTIONS":
            weight[target] += 1
        if nodes["label"][source] != paper:
            weight[source] += 1
    return [
        round(min(30.0, 6.0 + (1.8 if label == paper else 2.6) * math.sqrt(count)), 1)
        for label, count in zip(nodes["label"], weight, strict=True)
    ]


def build_network(core: Mapping[str, Any], title: str) -> Network:
    """Return the network of a page's data; a node's id is its number there and a link's id the link's number."""
    from pyvis.network import Network  # noqa: PLC0415 - it imports IPython

    # Directed, because pyvis compares each undirected link with all before it.
    network = Network(height="100%", width="100%", directed=True, heading=title, cdn_resources="in_line")
    nodes, edges, labels = core["nodes"], core["edges"], core["labels"]
    sizes = node_sizes(core)
    for number, name in enumerate(nodes["name"]):
        label = labels[nodes["label"][number]]
        network.add_node(
            number,
            label=name if len(name) <= _LABEL_LENGTH else name[: _LABEL_LENGTH - 1].rstrip() + "…",
            shape=SHAPES[label],
            group=label,
            size=sizes[number],
            x=nodes["x"][number],
            y=nodes["y"][number],
        )
    for number, (source, target) in enumerate(zip(edges["s"], edges["t"], strict=True)):
        network.add_edge(source, target, id=number, arrows="")
    network.set_options(json.dumps(OPTIONS))
    return network

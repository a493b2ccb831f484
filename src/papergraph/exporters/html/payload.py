"""The graph as the page reads it: columns of numbers and strings, ready for JSON.

Everything a paper or a file name says travels as data. Offsets are counted in UTF-16 units, as JavaScript counts them.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from papergraph import __version__
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papergraph.exporters.html.layout import Layout
    from papergraph.graph import Graph, Node, PaperNode, Relation

FORMAT: Final = 1
HEDGED, NEGATED, SAID_LOW_RESOURCE, PRIMARY = 1, 2, 4, 8
"""Bits of an edge's flags."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Payload:
    """What the page parses when it opens (`core`) and what it parses when a text is first shown (`texts`)."""

    core: dict[str, Any]
    texts: dict[str, Any]


def script_json(value: object) -> str:
    """Return JSON that can stand inside a `<script type="application/json">` element whatever it holds.

    No `<` stays, so nothing can close the element or open a comment; lone surrogates, which no encoding can carry,
    become U+FFFD.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _SURROGATE.sub("\ufffd", text)


class Offsets:
    """Character offsets of one text in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, character in enumerate(text) if ord(character) > 0xFFFF]

    def __call__(self, offset: int) -> int:
        """Return the UTF-16 offset of a character offset."""
        return offset + bisect_right(self._wide, offset - 1)


def build_payload(graph: Graph, layout: Layout, *, title: str, part: str | None = None) -> Payload:
    """Return the page's data; nodes stand in the order papers, concepts, authors, venues.

    `part` says of what a page of a part is a part (see `parts.Part`); None for the whole graph.
    """
    nodes = list(graph.nodes())
    index = {node.id: at for at, node in enumerate(nodes)}
    labels = list(NODE_LABELS)
    core: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "title": title,
        "part": part,
        "labels": labels,
        "types": list(RELATIONSHIP_TYPES),
        "nodes": {
            "id": [node.id for node in nodes],
            "label": [labels.index(node.label) for node in nodes],
            "name": [_name(node) for node in nodes],
            "x": [layout.x[node.id] for node in nodes],
            "y": [layout.y[node.id] for node in nodes],
            "group": [layout.group[node.id] for node in nodes],
        },
        "groups": [
            {"name": group.name, "x": group.x, "y": group.y, "r": group.radius, "size": group.size}
            for group in layout.groups
        ],
        "papers": _papers(graph.papers),
        "concepts": [
            _known(
                aliases=list(concept.aliases),
                count=concept.paper_count,
                first=concept.first_year,
                iso=concept.iso639_3,
                glotto=concept.glottocode,
                family=concept.family,
                resource=concept.resource_class,
                low=concept.low_resource,
            )
            for concept in graph.concepts
        ],
        "authors": [_known(orcid=author.orcid) for author in graph.authors],
    }
    texts = {paper.id: paper.text for paper in graph.papers}
    offsets = {paper.id: Offsets(paper.text) for paper in graph.papers}
    core["edges"] = _edges(graph.relations, index, texts, offsets)
    core["nodes"]["size"] = _sizes(core)
    return Payload(core, _texts(graph, index, offsets))


def _sizes(core: Mapping[str, Any]) -> list[float]:
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


def _name(node: Node) -> str:
    return str(getattr(node, "title", None) or getattr(node, "name", "") or node.id)


def _known(**values: object) -> dict[str, object]:
    """Return the values that say something."""
    return {key: value for key, value in values.items() if value is not None and value != []}


def _papers(papers: Sequence[PaperNode]) -> dict[str, Any]:
    files = sorted({record.rpartition(":")[0] for paper in papers for record in paper.records})
    place = {file: at for at, file in enumerate(files)}
    return {
        "files": files,
        "rows": [
            _known(
                year=paper.year,
                date=paper.date,
                venue=paper.venue,
                doi=paper.doi,
                arxiv=paper.arxiv_id,
                acl=paper.acl_id,
                url=paper.url,
                ids=list(paper.other_ids),
                cited=None if paper.in_corpus else 1,
            )
            | {"at": [[place[record.rpartition(":")[0]], record.rpartition(":")[2]] for record in paper.records]}
            for paper in papers
        ],
    }


def _edges(
    relations: Iterable[Relation], index: Mapping[str, int], texts: Mapping[str, str], offsets: Mapping[str, Offsets]
) -> dict[str, Any]:
    """Return the relationships as columns; -1 stands for unknown, sparse columns are keyed by the edge's number."""
    types = list(RELATIONSHIP_TYPES)
    rules: dict[str, int] = {}
    columns: dict[str, list[int]] = {name: [] for name in ("s", "t", "r", "c", "f", "a", "b", "m", "n", "u")}
    via: dict[int, list[int]] = {}
    said: dict[int, str] = {}
    origin: dict[int, str] = {}
    position: dict[int, int] = {}
    for number, relation in enumerate(relations):
        start, end, from_, to = -1, -1, -1, -1
        if relation.start is not None and relation.end is not None and relation.source in offsets:
            offset = offsets[relation.source]
            start, end = offset(relation.start), offset(relation.end)
            found = _sentence(texts[relation.source], relation)
            if found >= 0:
                from_, to = offset(found), offset(found + len(relation.evidence or ""))
        if relation.evidence and from_ < 0:
            said[number] = relation.evidence
        if relation.via:
            via[number] = [index[name] for name in relation.via if name in index]
        if relation.origin:
            origin[number] = relation.origin
        if relation.position is not None:
            position[number] = relation.position
        flags = (
            (HEDGED if relation.hedged else 0)
            | (NEGATED if relation.negated else 0)
            | (SAID_LOW_RESOURCE if relation.said_low_resource else 0)
            | (PRIMARY if relation.primary else 0)
        )
        row = {
            "s": index[relation.source],
            "t": index[relation.target],
            "r": types.index(relation.type),
            "c": -1 if relation.confidence is None else round(relation.confidence * 100),
            "f": flags,
            "a": from_,
            "b": to,
            "m": start,
            "n": end,
            "u": -1 if relation.rule is None else rules.setdefault(relation.rule, len(rules)),
        }
        for name, value in row.items():
            columns[name].append(value)
    return {**columns, "rules": list(rules), "via": via, "said": said, "origin": origin, "p": position}


def _sentence(text: str, relation: Relation) -> int:
    """Return where the evidence stands in the text: around the mention, else anywhere, else -1."""
    if not relation.evidence:
        return -1
    assert relation.start is not None  # noqa: S101 - the caller looked
    at = text.rfind(relation.evidence, 0, relation.start + len(relation.evidence))
    return at if at >= 0 else text.find(relation.evidence)


def _texts(graph: Graph, index: Mapping[str, int], offsets: Mapping[str, Offsets]) -> dict[str, Any]:
    """Return every paper's abstract and its mentions as flat triples: concept, start, end."""
    spans: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for mention in graph.mentions:
        offset = offsets[mention.paper]
        spans[mention.paper].append((offset(mention.start), offset(mention.end), index[mention.concept]))
    return {
        "abstracts": [paper.abstract for paper in graph.papers],
        "spans": [
            [value for start, end, concept in sorted(spans.get(paper.id, ())) for value in (concept, start, end)]
            for paper in graph.papers
        ],
    }

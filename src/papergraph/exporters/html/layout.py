"""Where each node stands: groups of what belongs together, laid out as islands. Computed once, when the page is built.

The same graph gives the same coordinates: nodes are taken in order of id, igraph draws from a seeded generator, and
coordinates are rounded to integers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from papergraph.clusters import UnionFind
from papergraph.graph.measures import seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from papergraph.graph import Graph

SPACING: Final = 44.0
"""Distance between neighbouring nodes in an island, in layout units; the unit is about a pixel at full size."""

_SEED: Final = 20
_WEIGHTS: Final = {"MENTIONS": 0.3, "BUILDS_ON": 0.3, "CITES": 0.7}
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
_STRETCH: Final = 1.15  # windows are wider than tall
_SMALLEST_GROUP: Final = 4  # fewer nodes make no island worth a name
_EXACT_LAYOUT: Final = 400  # above, Fruchterman-Reingold gets fewer rounds: its cost grows with the square


@dataclass(frozen=True, slots=True)
class Group:
    """A community of the graph. `name` joins its most telling concepts; `size` counts its papers and concepts."""

    name: str
    x: int
    y: int
    radius: int
    size: int


@dataclass(frozen=True)
class Layout:
    """Coordinates by node id, and the groups; `group` is -1 for a node of no group."""

    x: dict[str, int] = field(default_factory=dict)
    y: dict[str, int] = field(default_factory=dict)
    group: dict[str, int] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()


def lay_out(graph: Graph) -> Layout:
    """Return a place for every node.

    Communities are found with the Leiden algorithm (Traag et al. 2019) on papers and concepts, each is laid out by
    Fruchterman-Reingold, and the islands are set by the links between them without overlap. Authors and venues stand
    amid their papers.
    """
    ids = [paper.id for paper in graph.papers] + [concept.id for concept in graph.concepts]
    place = {node: at for at, node in enumerate(ids)}
    weights: Counter[tuple[int, int]] = Counter()
    for relation in graph.relations:
        if relation.source in place and relation.target in place and relation.source != relation.target:
            ends = sorted((place[relation.source], place[relation.target]))
            weights[ends[0], ends[1]] += _WEIGHTS.get(relation.type, 1.0)  # type: ignore[assignment]  # weights add up
    pairs = sorted(weights)
    with seeded(_SEED):
        members = _communities(len(ids), pairs, [weights[pair] for pair in pairs])
        local = [_island(nodes, pairs_in, weights) for nodes, pairs_in in _inside(members, pairs, len(ids))]
        radii = [SPACING * math.sqrt(len(nodes)) * 0.72 + SPACING for nodes in members]
        centres = _set_islands(members, radii, pairs, weights, len(ids))
    layout = Layout()
    for number, nodes in enumerate(members):
        named = len(nodes) >= _SMALLEST_GROUP
        for node, (dx, dy) in zip(nodes, local[number], strict=True):
            layout.x[ids[node]] = round(centres[number][0] + dx * radii[number])
            layout.y[ids[node]] = round(centres[number][1] + dy * radii[number])
            layout.group[ids[node]] = number if named else -1
    _place_the_rest(graph, layout)
    groups = [
        Group(name, round(centres[number][0]), round(centres[number][1]), round(radii[number]), len(members[number]))
        for number, name in enumerate(_names(graph, layout, members))
        if len(members[number]) >= _SMALLEST_GROUP
    ]
    return Layout(layout.x, layout.y, layout.group, tuple(groups))


def _communities(count: int, pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[list[int]]:
    """Return the communities, largest first; what has no neighbour is one community of its own at the end."""
    import igraph  # noqa: PLC0415 - heavy

    linked = sorted({end for pair in pairs for end in pair})
    place = {node: at for at, node in enumerate(linked)}
    found: list[list[int]] = []
    if linked:
        network = igraph.Graph(n=len(linked), edges=[(place[a], place[b]) for a, b in pairs])
        parts = network.community_leiden(
            objective_function="modularity", weights=list(weights), resolution=1.0, n_iterations=5
        )
        found = _without_singles([sorted(linked[at] for at in part) for part in parts], pairs, weights)
    found.sort(key=lambda nodes: (-len(nodes), nodes[0]))
    alone = sorted(set(range(count)) - set(linked))
    # The lonely ones stand last and apart; they are a disc, not an island.
    return found + [[node] for node in alone]


def _without_singles(
    parts: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]], weights: Sequence[float]
) -> list[list[int]]:
    """Return the communities with each node that was left as one of its own added to that of its closest neighbour.

    Modularity can leave such a node alone although it has neighbours; on its own it would stand far out.
    """
    joined = UnionFind(node for nodes in parts for node in nodes)
    for nodes in parts:
        for node in nodes[1:]:
            joined.union(nodes[0], node)
    closest: dict[int, tuple[float, int]] = {nodes[0]: (0.0, 0) for nodes in parts if len(nodes) == 1}
    for (a, b), weight in zip(pairs, weights, strict=True):
        for node, other in ((a, b), (b, a)):
            if node in closest:
                closest[node] = max(closest[node], (weight, -other))
    for node, (_, other) in sorted(closest.items()):
        joined.union(node, -other)
    return [sorted(nodes) for nodes in joined.groups()]


def _inside(
    members: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]], count: int
) -> Iterator[tuple[Sequence[int], list[tuple[int, int]]]]:
    group = [0] * count
    for number, nodes in enumerate(members):
        for node in nodes:
            group[node] = number
    within: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in pairs:
        if group[a] == group[b]:
            within[group[a]].append((a, b))
    for number, nodes in enumerate(members):
        yield nodes, within[number]


def _sunflower(count: int) -> list[tuple[float, float]]:
    """Return points spread evenly over the unit disc, from the middle outwards."""
    return [
        (
            math.sqrt((at + 0.5) / count) * math.cos(at * _GOLDEN_ANGLE),
            math.sqrt((at + 0.5) / count) * math.sin(at * _GOLDEN_ANGLE),
        )
        for at in range(count)
    ]


def _island(
    nodes: Sequence[int], pairs: Sequence[tuple[int, int]], weights: Mapping[tuple[int, int], float]
) -> list[tuple[float, float]]:
    """Return a place in the unit disc for each node of one community."""
    import igraph  # noqa: PLC0415 - heavy

    if len(nodes) < 3:
        return [(0.0, 0.0)] if len(nodes) == 1 else [(-0.4, 0.0), (0.4, 0.0)]
    place = {node: at for at, node in enumerate(nodes)}
    network = igraph.Graph(n=len(nodes), edges=[(place[a], place[b]) for a, b in pairs])
    # The most connected start in the middle, so that they stay there.
    order = sorted(range(len(nodes)), key=lambda at: (-network.degree(at), at))
    start = [(0.0, 0.0)] * len(nodes)
    for at, point in zip(order, _sunflower(len(nodes)), strict=True):
        start[at] = (point[0] * math.sqrt(len(nodes)), point[1] * math.sqrt(len(nodes)))
    rounds = 300 if len(nodes) <= _EXACT_LAYOUT else max(30, round(300 * (_EXACT_LAYOUT / len(nodes)) ** 1.5))
    points: list[Any] = network.layout_fruchterman_reingold(
        seed=start,
        niter=rounds,
        weights=[weights[pair] for pair in pairs] or None,
        start_temp=math.sqrt(len(nodes)) / 8,
    ).coords
    return _even_disc(points)


def _even_disc(points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return the points in the unit disc: direction kept, distance mostly by rank, so that none crowd the middle."""
    mx = sum(point[0] for point in points) / len(points)
    my = sum(point[1] for point in points) / len(points)
    polar = [(math.hypot(x - mx, y - my), math.atan2(y - my, x - mx)) for x, y in points]
    farthest = max(distance for distance, _ in polar) or 1.0
    rank = {at: n for n, at in enumerate(sorted(range(len(polar)), key=lambda at: (round(polar[at][0], 6), at)))}
    even = [
        0.75 * math.sqrt((rank[at] + 0.5) / len(polar)) + 0.25 * distance / farthest
        for at, (distance, _) in enumerate(polar)
    ]
    return [(r * math.cos(angle), r * math.sin(angle)) for r, (_, angle) in zip(even, polar, strict=True)]


def _set_islands(
    members: Sequence[Sequence[int]],
    radii: Sequence[float],
    pairs: Sequence[tuple[int, int]],
    weights: Mapping[tuple[int, int], float],
    count: int,
) -> list[tuple[float, float]]:
    """Return the centre of each island: linked ones near each other, none overlapping."""
    import igraph  # noqa: PLC0415 - heavy

    group = [0] * count
    for number, nodes in enumerate(members):
        for node in nodes:
            group[node] = number
    between: Counter[tuple[int, int]] = Counter()
    for a, b in pairs:
        if group[a] != group[b]:
            ends = sorted((group[a], group[b]))
            between[ends[0], ends[1]] += weights[a, b]  # type: ignore[assignment]  # weights add up
    linked = [number for number, nodes in enumerate(members) if len(nodes) > 1]
    keys = sorted(between)
    start = _sunflower(len(linked))
    spread = math.sqrt(sum(radii[number] ** 2 for number in linked)) or 1.0
    wanted = [(x * spread, y * spread) for x, y in start]
    if len(linked) > 2:
        network = igraph.Graph(n=len(linked), edges=keys)
        drawn = network.layout_fruchterman_reingold(
            seed=start, niter=400, weights=[math.log1p(between[key]) for key in keys] or None
        ).coords
        wanted = _spread([(x, y) for x, y in drawn], [radii[number] for number in linked], spread)
    centres = _pack(wanted, [radii[number] for number in linked])
    edge = max((math.hypot(x, y) + radii[n] for n, (x, y) in enumerate(centres)), default=0.0) + 2 * SPACING
    # Nodes without a neighbour stand in rings around everything else.
    lonely = len(members) - len(linked)
    rings: list[tuple[float, float]] = []
    while len(rings) < lonely:
        fits = min(lonely - len(rings), max(1, int(2 * math.pi * edge / SPACING)))
        rings.extend(
            (edge * math.cos(2 * math.pi * at / fits), edge * math.sin(2 * math.pi * at / fits)) for at in range(fits)
        )
        edge += SPACING
    return centres + rings


def _spread(drawn: Sequence[tuple[float, float]], radii: Sequence[float], spread: float) -> list[tuple[float, float]]:
    """Return the points over an ellipse that the circles about fill.

    The direction from the middle is kept and the order of the distances; the distances themselves are not, because what
    is not linked to the rest drifts far away and would leave everything else a small part of the drawing.
    """
    mx = sum(x for x, _ in drawn) / len(drawn)
    my = sum(y for _, y in drawn) / len(drawn)
    polar = [(math.hypot(x - mx, y - my), math.atan2(y - my, x - mx)) for x, y in drawn]
    filled, total = 0.0, sum(radius**2 for radius in radii)
    placed: dict[int, tuple[float, float]] = {}
    for at in sorted(range(len(polar)), key=lambda at: (round(polar[at][0], 6), at)):
        distance = spread * math.sqrt((filled + radii[at] ** 2 / 2) / total)
        filled += radii[at] ** 2
        angle = polar[at][1]
        placed[at] = (distance * _STRETCH * math.cos(angle), distance / _STRETCH * math.sin(angle))
    return [placed[at] for at in range(len(polar))]


def _pack(wanted: Sequence[tuple[float, float]], radii: Sequence[float]) -> list[tuple[float, float]]:
    """Return centres near the wanted ones, larger circles first, so that no two circles overlap.

    Each circle goes to the first free place on a spiral around where it wants to be.
    """
    placed: list[tuple[float, float, float]] = []
    for (x, y), radius in zip(wanted, radii, strict=True):
        step = max(radius / 3, SPACING / 2)
        at, cx, cy = 0, x * 0.8, y * 0.8
        while any(math.hypot(cx - px, cy - py) < (radius + other) * 1.04 for px, py, other in placed):
            at += 1
            distance = step * math.sqrt(at)
            cx, cy = (
                x * 0.8 + distance * math.cos(at * _GOLDEN_ANGLE),
                y * 0.8 + distance * math.sin(at * _GOLDEN_ANGLE),
            )
        placed.append((cx, cy, radius))
    return [(x, y) for x, y, _ in placed]


def _place_the_rest(graph: Graph, layout: Layout) -> None:
    """Place authors and venues amid their papers, a little aside so that they cover nobody."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for relation in graph.relations:
        if relation.type == "WROTE":
            near[relation.source].append(relation.target)
        elif relation.type == "PUBLISHED_IN":
            near[relation.target].append(relation.source)
    rest = [author.id for author in graph.authors] + [venue.id for venue in graph.venues]
    for number, node in enumerate(rest):
        papers = near[node]
        angle = number * _GOLDEN_ANGLE
        x = sum(layout.x[paper] for paper in papers) / len(papers) if papers else 0.0
        y = sum(layout.y[paper] for paper in papers) / len(papers) if papers else 0.0
        layout.x[node] = round(x + SPACING * 0.7 * math.cos(angle))
        layout.y[node] = round(y + SPACING * 0.7 * math.sin(angle))
        layout.group[node] = layout.group[papers[0]] if papers else -1


def _names(graph: Graph, layout: Layout, members: Sequence[Sequence[int]]) -> list[str]:
    """Return a name for each community: the two or three concepts that say most about its papers."""
    names = {concept.id: concept.name for concept in graph.concepts if concept.label != "LanguageGroup"}
    inside: Counter[tuple[int, str]] = Counter()
    total: Counter[str] = Counter()
    for relation in graph.relations:
        if relation.target in names and relation.confidence is not None:
            total[relation.target] += 1
            if (group := layout.group.get(relation.source, -1)) >= 0:
                inside[group, relation.target] += 1
    ranked: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    for (group, concept), count in inside.items():
        if layout.group[concept] == group:
            ranked[group].append((-count * count / total[concept], concept))
    return [" · ".join(names[concept] for _, concept in sorted(ranked[number])[:3]) for number in range(len(members))]

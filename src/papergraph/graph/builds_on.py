"""`BUILDS_ON`: a paper uses a concept that another paper introduces."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from papergraph.graph.model import PaperNode, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_CONFIDENCE = 0.5
"""A claim below it, or a hedged one, is not taken for an introduction or a use. Chosen, not measured."""

MAX_INTRODUCERS = 3
"""A name that more papers claim to introduce is a common word, or several things: nobody builds on one of them by it.
Chosen, not measured."""


def builds_on(papers: Iterable[PaperNode], claims: Iterable[Relation]) -> Iterator[Relation]:
    """Yield a relationship from each paper that uses a concept to each paper that introduces it.

    A paper that itself introduces the concept does not build on another by it, nor does one that is older. One
    relationship joins two papers; `via` names the concepts, and `confidence` is the weaker claim's for the concept
    where it is best.

    Args:
        papers: the papers, for their years.
        claims: the relationships from papers to concepts.
    """
    years = {paper.id: paper.year for paper in papers}
    introduced: dict[str, dict[str, float]] = defaultdict(dict)
    used: dict[str, dict[str, float]] = defaultdict(dict)
    for claim in claims:
        if claim.confidence is None or claim.confidence < MIN_CONFIDENCE or claim.hedged:
            continue
        if claim.type == "INTRODUCES":
            introduced[claim.target][claim.source] = claim.confidence
        elif claim.type == "USES":
            used[claim.target][claim.source] = claim.confidence
    joined: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for concept, introducers in introduced.items():
        if len(introducers) > MAX_INTRODUCERS:
            continue
        for user, use in used[concept].items():
            for introducer, introduction in introducers.items():
                if user not in introducers and not _is_older(years[user], years[introducer]):
                    joined[user, introducer][concept] = min(use, introduction)
    for (user, introducer), concepts in sorted(joined.items()):
        yield Relation(user, "BUILDS_ON", introducer, via=tuple(sorted(concepts)), confidence=max(concepts.values()))


def _is_older(year: int | None, than: int | None) -> bool:
    return year is not None and than is not None and year < than

"""`BUILDS_ON`: a paper uses a concept that another paper introduces.

A text that says "we introduce a LoRA-based method" is easily read as introducing LoRA, and a famous name would then
join hundreds of papers to the wrong one. So an introduction counts only where something beside the sentence speaks for
it: the title opens with the name ("LoRA: ..."), or the paper is the only one that claims it and nobody older knows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from papergraph.graph.model import MentionRow, PaperNode, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MIN_CONFIDENCE = 0.5
"""A claim below it, or a hedged one, is not taken for an introduction or a use. Chosen, not measured."""

MAX_INTRODUCERS = 3
"""A name that opens more titles is a common word, or several things: nobody builds on one of them by it. Chosen, not
measured."""

_BEFORE_NAME = re.compile(r"\W*(?:(?:the|introducing|presenting|meet)\s+)?\W*", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\W{0,2}(?:\s*\([^)]*\))?\s*(?::|\s[-–—]\s|—)")


def builds_on(
    papers: Iterable[PaperNode], claims: Sequence[Relation], mentions: Iterable[MentionRow]
) -> Iterator[Relation]:
    """Yield a relationship from each paper that uses a concept to each paper that introduces it.

    A paper that itself introduces the concept does not build on another by it, nor does one that is older. One
    relationship joins two papers; `via` names the concepts, and `confidence` is the weaker claim's for the concept
    where it is best.

    Args:
        papers: the papers, for their titles and years.
        claims: the relationships from papers to concepts.
        mentions: the mentions of the concepts, for those in titles.
    """
    by_id = {paper.id: paper for paper in papers}
    years = {paper.id: paper.year for paper in by_id.values()}
    opens = {(row.paper, row.concept) for row in mentions if _opens_title(by_id[row.paper].title, row)}
    known: dict[str, set[str]] = defaultdict(set)
    introduced: dict[str, dict[str, float]] = defaultdict(dict)
    used: dict[str, dict[str, float]] = defaultdict(dict)
    for claim in claims:
        known[claim.target].add(claim.source)
        if claim.confidence is None or claim.confidence < MIN_CONFIDENCE or claim.hedged:
            continue
        if claim.type == "INTRODUCES":
            introduced[claim.target][claim.source] = claim.confidence
        elif claim.type == "USES":
            used[claim.target][claim.source] = claim.confidence
    joined: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for concept, introducers in introduced.items():
        for introducer in _credible(concept, introducers, known[concept], opens, years):
            for user, use in used[concept].items():
                if user not in introducers and not _is_older(years[user], years[introducer]):
                    joined[user, introducer][concept] = min(use, introducers[introducer])
    for (user, introducer), concepts in sorted(joined.items()):
        yield Relation(user, "BUILDS_ON", introducer, via=tuple(sorted(concepts)), confidence=max(concepts.values()))


def _opens_title(title: str, mention: MentionRow) -> bool:
    """Whether a title is the mention and then a colon or dash: `The Pile: an 800 GB dataset`."""
    before, after = title[: mention.start], title[mention.end :]
    return mention.end <= len(title) and bool(_BEFORE_NAME.fullmatch(before) and _AFTER_NAME.match(after))


def _credible(
    concept: str,
    introducers: Mapping[str, float],
    known: Iterable[str],
    opens: set[tuple[str, str]],
    years: Mapping[str, int | None],
) -> list[str]:
    """Return the papers whose claim to have introduced the concept is to be believed."""
    titled = [paper for paper in introducers if (paper, concept) in opens]
    if titled:
        return titled if len(titled) <= MAX_INTRODUCERS else []
    if len(introducers) > 1:
        return []
    (only,) = introducers
    if years[only] is None or any(_is_older(years[other], years[only]) for other in known):
        return []
    return [only]


def _is_older(year: int | None, than: int | None) -> bool:
    return year is not None and than is not None and year < than

"""The measures of a graph as properties of its nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.graph import measures

if TYPE_CHECKING:
    from papergraph.graph.model import Graph

RISE_YEARS = 3
"""Concepts rise from the three years before the last three to these."""


def measured(graph: Graph) -> Graph:
    """Return the graph with its measures; for each property see the schema.

    Values are rounded to six digits, so that the last bits of an algorithm decide no byte.
    """
    linked = {end for pair in graph.citations for end in pair}
    pagerank = measures.pagerank(graph) if linked else {}
    betweenness = dict(measures.bridges(graph, limit=None))
    places = {paper: place for place, paper in enumerate(measures.main_path(graph), 1)}
    community = measures.communities(graph)
    years = {paper.year for paper in graph.papers if paper.in_corpus and paper.year is not None}
    rise = {}
    if len(years) > 1:
        rises = measures.rising_concepts(graph, since=max(years) - RISE_YEARS + 1, years=RISE_YEARS)
        rise = {each.concept: _rounded(each.growth) for each in rises}
    papers = (
        replace(
            paper,
            pagerank=_rounded(pagerank[paper.id]) if paper.id in linked else None,
            betweenness=_rounded(betweenness.get(paper.id, 0.0)) if paper.id in linked else None,
            main_path=places.get(paper.id),
            community=community.get(paper.id),
        )
        for paper in graph.papers
    )
    concepts = (
        replace(concept, community=community.get(concept.id), rise=rise.get(concept.id)) for concept in graph.concepts
    )
    return replace(graph, papers=tuple(papers), concepts=tuple(concepts))


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")

"""Choosing papers of a graph for exports that hold a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.errors import ExportError
from papergraph.graph.schema import CONCEPT_RELATIONSHIPS
from papergraph.text import fold_words

if TYPE_CHECKING:
    from papergraph.graph import Graph, PaperNode


@dataclass(frozen=True, slots=True)
class Selection:
    """Which papers to take; every condition that is given must hold.

    Attributes:
        papers: Ids, or other identifiers of the papers.
        concepts: Ids, names or aliases; a paper must have a relationship to each.
        relations: Relationship types that count for `concepts`; all but `MENTIONS` when empty.
        since: First year; papers without a year do not pass.
        until: Last year; papers without a year do not pass.
        cited: Take works that are only cited, too.
    """

    papers: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    cited: bool = False


def select(graph: Graph, selection: Selection = Selection()) -> tuple[PaperNode, ...]:
    """Return the papers of a selection in the order of the graph.

    Raises:
        ExportError: A concept or a paper is not in the graph.
    """
    wanted = [_papers_of(graph, name, selection.relations) for name in selection.concepts]
    named = set(selection.papers)
    known = {each for paper in graph.papers for each in (paper.id, *paper.other_ids)}
    if missing := sorted(named - known):
        raise ExportError(f"no paper {missing[0]} in this graph")
    return tuple(
        paper
        for paper in graph.papers
        if (paper.in_corpus or selection.cited or paper.id in named)
        and (not named or named.intersection((paper.id, *paper.other_ids)))
        and all(paper.id in ids for ids in wanted)
        and _in_years(paper.year, selection)
    )


def _papers_of(graph: Graph, name: str, relations: tuple[str, ...]) -> set[str]:
    folded = fold_words(name)
    concepts = {
        concept.id
        for concept in graph.concepts
        if concept.id == name or folded in {fold_words(each) for each in (concept.name, *concept.aliases)}
    }
    if not concepts:
        raise ExportError(f"no concept {name!r} in this graph")
    types = set(relations) or set(CONCEPT_RELATIONSHIPS) - {"MENTIONS"}
    return {each.source for each in graph.relations if each.target in concepts and each.type in types}


def _in_years(year: int | None, selection: Selection) -> bool:
    if selection.since is None and selection.until is None:
        return True
    if year is None:
        return False
    return (selection.since or year) <= year <= (selection.until or year)

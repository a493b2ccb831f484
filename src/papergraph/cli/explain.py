"""`papergraph explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli import one_line
from papergraph.cli.store import DEFAULT_GRAPH
from papergraph.errors import GraphFolderError
from papergraph.text import json_text
from papergraph.values import RelationType

if TYPE_CHECKING:
    from papergraph.graph import ConceptNode, Graph
    from papergraph.graph.model import PaperNode

_STRENGTH = tuple(kind.value for kind in RelationType)


@click.command("explain")
@click.argument("name", metavar="ID-or-NAME")
@click.option("--graph", "directory", type=click.Path(path_type=Path), default=DEFAULT_GRAPH, show_default=True)
@click.option("--top", type=click.IntRange(min=0), default=5, show_default=True, help="Sentences and papers shown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def explain(name: str, directory: Path, top: int, as_json: bool) -> None:
    r"""Tell why a concept or paper is what it is: names, merges with their reasons, links, and sentences.

    \b
    Example:
      papergraph explain "LoRA"
    """
    from papergraph.graph import read_folder  # noqa: PLC0415 - help must not wait for it

    stories = tell(read_folder(directory), name, top)
    if not stories:
        raise GraphFolderError(f"{directory}: no concept or paper is called {one_line(name)!r}")
    if as_json:
        click.echo(json_text(stories))
        return
    for number, story in enumerate(stories):
        if number:
            click.echo("")
        _print(story)


def tell(graph: Graph, name: str, top: int = 5) -> list[dict[str, Any]]:
    """Return the story of each concept and paper that a name means: by id, by name, else by other names."""
    from papergraph.text import fold_words  # noqa: PLC0415

    wanted = fold_words(name)
    concepts = [concept for concept in graph.concepts if concept.id == name]
    papers = [paper for paper in graph.papers if name == paper.id or name in paper.other_ids or name in paper.records]
    if not concepts and not papers:
        concepts = [concept for concept in graph.concepts if fold_words(concept.name) == wanted]
        papers = [paper for paper in graph.papers if fold_words(paper.title) == wanted]
    if not concepts and not papers:
        concepts = [one for one in graph.concepts if any(fold_words(alias) == wanted for alias in one.aliases)]
    return [_concept(graph, one, top) for one in concepts] + [_paper(graph, one, top) for one in papers]


def _concept(graph: Graph, concept: ConceptNode, top: int) -> dict[str, Any]:
    titles = {paper.id: paper.title for paper in graph.papers}
    links = [one for one in graph.relations if concept.id in (one.source, one.target)]
    said = [one for one in links if one.type in _STRENGTH and one.target == concept.id and one.evidence]
    said.sort(key=lambda one: (_STRENGTH.index(one.type), -(one.confidence or 0), one.source))
    return {
        "id": concept.id,
        "kind": concept.label,
        "name": concept.name,
        "other_names": list(concept.aliases),
        "papers": concept.paper_count,
        "first_year": concept.first_year,
        "merges": _merges(graph, concept.id),
        "links": [
            {"source": one.source, "type": one.type, "target": one.target, "rule": one.rule}
            for one in links
            if one.type not in _STRENGTH
        ],
        "sentences": [
            {
                "paper": one.source,
                "title": titles.get(one.source),
                "relation": one.type,
                "confidence": one.confidence,
                "rule": one.rule,
                "evidence": one.evidence,
            }
            for one in said[:top]
        ],
    }


def _paper(graph: Graph, paper: PaperNode, top: int) -> dict[str, Any]:
    said = [one for one in graph.relations if one.source == paper.id and one.type in _STRENGTH]
    said.sort(key=lambda one: (_STRENGTH.index(one.type), -(one.confidence or 0), one.target))
    return {
        "id": paper.id,
        "kind": "Paper",
        "name": paper.title,
        "other_names": list(paper.other_ids),
        "records": list(paper.records),
        "merges": _merges(graph, paper.id),
        "links": [
            {"source": one.source, "type": one.type, "target": one.target, "rule": one.rule}
            for one in graph.relations
            if one.type == "BUILDS_ON" and paper.id in (one.source, one.target)
        ],
        "sentences": [
            {
                "concept": one.target,
                "relation": one.type,
                "confidence": one.confidence,
                "rule": one.rule,
                "evidence": one.evidence,
            }
            for one in said[:top]
        ],
    }


def _merges(graph: Graph, kept: str) -> list[dict[str, Any]]:
    keys = ("merged", "rule", "score", "evidence")
    return [{key: getattr(merge, key) for key in keys} for merge in graph.merges if merge.kept == kept]


def _print(story: dict[str, Any]) -> None:
    click.echo(f"{story['kind']} {one_line(story['name'])}  ({story['id']})")
    if "papers" in story:
        since = f", first in {story['first_year']}" if story["first_year"] else ""
        click.echo(f"  {story['papers']} papers{since}")
    for place in story.get("records", ()):
        click.echo(f"  record {one_line(place)}")
    if not story["merges"] and story["other_names"]:
        click.echo(f"  also {one_line(', '.join(story['other_names']))}")
    for merge in story["merges"]:
        click.echo(
            f"  also {one_line(merge['merged'])}: {merge['rule']} ({merge['score']:.2f}), {one_line(merge['evidence'])}"
        )
    for link in story["links"]:
        rule = f" ({one_line(link['rule'])})" if link["rule"] else ""
        click.echo(f"  {link['source']} {link['type']} {link['target']}{rule}")
    for one in story["sentences"]:
        where = one_line(one["title"] or one["paper"]) if "paper" in one else one["concept"]
        click.echo(
            f"  {one['relation']} {where} ({one['confidence']}, {one['rule']}): {one_line(one['evidence'] or '')}"
        )

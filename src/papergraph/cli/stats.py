"""`papergraph stats`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli import one_line
from papergraph.cli.build import citation_line
from papergraph.text import json_text

if TYPE_CHECKING:
    from papergraph.graph import Graph

_TOP = 5


@click.command("stats")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path), default=Path("exports/graph"))
@click.option("--top", type=click.IntRange(min=0), default=_TOP, show_default=True, help="Concepts listed per label.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def stats(directory: Path, top: int, as_json: bool) -> None:
    r"""Print what the graph folder DIR holds: counts, years, and the concepts with most papers.

    \b
    Example:
      papergraph stats exports/graph
    """
    from papergraph.graph import read_folder  # noqa: PLC0415 - help must not wait for it

    found = statistics(read_folder(directory), top)
    if as_json:
        click.echo(json_text(found, indent=2))
        return
    papers = found["papers"]
    click.echo(f"{papers['in_corpus']} papers, {papers['only_cited']} only cited")
    click.echo(f"  {papers['with_abstract']} with an abstract, {papers['with_concepts']} with a concept")
    if years := found["years"]:
        known = sum(years.values())
        click.echo(f"  {min(years)} to {max(years)}; {papers['in_corpus'] - known} without a year")
    else:
        click.echo("  no year is known")
    for title, counts in (("nodes", found["nodes"]), ("relationships", found["relationships"])):
        click.echo(f"{sum(counts.values())} {title}")
        for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            click.echo(f"  {number:>7} {name}")
    if found["citations"].get("given"):
        click.echo(citation_line(found["citations"]))
    elif not found["relationships"].get("CITES"):
        click.echo("No citations were given by the inputs.")
    for label, concepts in found["top"].items():
        names = ", ".join(f"{one_line(one['name'])} ({one['paper_count']})" for one in concepts)
        click.echo(f"most papers, {label}: {names}")


def statistics(graph: Graph, top: int = _TOP) -> dict[str, Any]:
    """Return the figures that `stats` prints. Papers are papers of the corpus unless the key says otherwise."""
    corpus = [paper for paper in graph.papers if paper.in_corpus]
    linked = {mention.paper for mention in graph.mentions}
    labels = Counter(node.label for node in graph.nodes())
    by_label: dict[str, list[dict[str, Any]]] = {}
    for concept in sorted(graph.concepts, key=lambda one: (one.label, -one.paper_count, one.id)):
        listed = by_label.setdefault(concept.label, [])
        if len(listed) < top and concept.paper_count:
            listed.append({"id": concept.id, "name": concept.name, "paper_count": concept.paper_count})
    return {
        "papers": {
            "in_corpus": len(corpus),
            "only_cited": len(graph.papers) - len(corpus),
            "with_abstract": sum(paper.abstract is not None for paper in corpus),
            "with_concepts": sum(paper.id in linked for paper in corpus),
        },
        "years": dict(sorted(Counter(paper.year for paper in corpus if paper.year is not None).items())),
        "nodes": dict(sorted(labels.items())),
        "relationships": dict(sorted(Counter(relation.type for relation in graph.relations).items())),
        "citations": graph.manifest.get("counts", {}).get("citations", {}),
        "top": {label: listed for label, listed in by_label.items() if listed},
    }

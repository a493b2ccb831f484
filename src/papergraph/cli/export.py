"""`papergraph export FORMAT`: a graph folder as files of other kinds; each format is a sub-command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from papergraph.cli import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

GRAPH = click.option(
    "--graph",
    "directory",
    type=click.Path(path_type=Path),
    default=Path("exports/graph"),
    show_default=True,
    help="The graph folder.",
)
"""The option by which every format is given its graph."""


@click.group("export")
def export() -> None:
    r"""Write a graph folder as files of another format.

    \b
    Example:
      papergraph export html --graph exports/graph --out reading-list.html
    """


@export.command("html")
@GRAPH
@click.option("--out", type=click.Path(path_type=Path), default=Path("exports/page.html"), show_default=True)
@click.option("--title", help="The page's heading.")
@click.option(
    "--renderer",
    type=click.Choice(["auto", "pyvis", "webgl"]),
    default="auto",
    show_default=True,
    help="What draws the graph: pyvis up to a size, WebGL above.",
)
@click.option("--concept", help="Only what lies around this concept (name, other name or id).")
@click.option("--hops", type=click.IntRange(1), default=2, show_default=True, help="How far around --concept.")
@click.option("--query", "query_name", metavar="NAME", help="Only the papers that this named query finds.")
@click.option("--param", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter of --query.")
@click.option("--max-nodes", type=click.IntRange(1), help="Only so many nodes, the most connected.")
@click.pass_obj
def html(
    settings: dict[str, int],
    directory: Path,
    out: Path,
    title: str | None,
    renderer: str,
    concept: str | None,
    hops: int,
    query_name: str | None,
    pairs: tuple[str, ...],
    max_nodes: int | None,
) -> None:
    r"""Write one self-contained page that opens in any browser and loads nothing.

    A page of a part of the graph says of what it is a part.

    \b
    Example:
      papergraph export html --title "My reading list" --out reading-list.html
      papergraph export html --concept LoRA --hops 2 --out lora.html
      papergraph export html --query who-introduced --param concept=BERT --out bert.html
    """
    from papergraph.exporters.html import parts, write_page  # noqa: PLC0415 - heavy
    from papergraph.graph import read_folder  # noqa: PLC0415 - heavy

    if concept and query_name:
        raise click.UsageError("--concept and --query exclude each other")
    if pairs and not query_name:
        raise click.UsageError("--param needs --query")
    graph = read_folder(directory)
    part = parts.Part(graph, "")
    if concept:
        part = parts.around_concept(graph, concept, hops)
    elif query_name:
        part = parts.of_papers(
            graph, _found(query_name, pairs, directory), f"the query {query_name} {' '.join(pairs)}".strip()
        )
    if max_nodes:
        part = parts.most_connected(part, max_nodes, graph)
    write_page(part.graph, out, title=title, renderer=renderer, part=part.text or None)  # type: ignore[arg-type]  # click checked the renderer
    if settings["verbosity"] >= 0:
        click.echo(f"wrote {out}", err=True)


def _found(name: str, pairs: tuple[str, ...], directory: Path) -> list[str]:
    """Return what could be a node's id in the rows of a named query; the page keeps those that are."""
    from papergraph.cli.store import open_store, parse_parameters  # noqa: PLC0415 - heavy
    from papergraph.queries.library import get_query  # noqa: PLC0415 - heavy

    query = get_query(name)
    values = query.values(parse_parameters(pairs, guess=False))
    with open_store(directory, None, None, None) as store:
        result = store.query(query.text, values)
    return [value for row in result.rows for value in row if isinstance(value, str)]


_FILES = {
    "graphml": ("graph.graphml", "GraphML, for Gephi, Cytoscape, yEd and igraph."),
    "gexf": ("graph.gexf", "GEXF, for Gephi and Gephi Lite."),
    "jsonld": ("graph.jsonld", "JSON-LD in the terms of schema.org."),
    "csv": ("csv", "A folder of CSV tables for spreadsheets; no cell becomes a formula."),
    "neo4j-admin": ("neo4j-import", "A folder of files for neo4j-admin's bulk import, with the command."),
    "parquet": ("parquet", "A folder with the Parquet tables as they are."),
}
_SELECTIONS = {
    "bibtex": ("papers.bib", "BibTeX of a selection of papers."),
    "csl-json": ("papers.json", "CSL-JSON of a selection of papers, for Zotero and Pandoc."),
    "obsidian": ("vault", "An Obsidian vault: a note for each paper and each concept."),
}


def _write(format: str, directory: Path, out: Path, quiet: bool, **options: object) -> None:
    import importlib  # noqa: PLC0415 - beside its use

    from papergraph.exporters import FORMATS  # noqa: PLC0415
    from papergraph.graph import read_folder  # noqa: PLC0415 - heavy

    module, _, attribute = FORMATS[format].partition(":")
    notes = getattr(importlib.import_module(module), attribute)(read_folder(directory), out, **options)
    if not quiet:
        for note in notes or ():
            click.echo(f"note: {one_line(note)}", err=True)
        click.echo(f"wrote {out}", err=True)


def _whole(format: str, default: str, summary: str) -> click.Command:
    @click.pass_obj
    def command(settings: dict[str, int], directory: Path, out: Path) -> None:
        _write(format, directory, out, settings["verbosity"] < 0)

    command.__doc__ = f"{summary}\n\n\b\nExample:\n  papergraph export {format} --graph exports/graph --out {default}"
    options = [GRAPH, _out(default)]
    for option in reversed(options):
        command = option(command)
    return click.command(format)(command)


def _selected(format: str, default: str, summary: str) -> click.Command:
    @click.pass_obj
    def command(
        settings: dict[str, int],
        directory: Path,
        out: Path,
        papers: tuple[str, ...],
        concepts: tuple[str, ...],
        relations: tuple[str, ...],
        since: int | None,
        until: int | None,
        cited: bool,
    ) -> None:
        from papergraph.exporters.selection import Selection  # noqa: PLC0415

        selection = Selection(papers, concepts, tuple(each.upper() for each in relations), since, until, cited)
        _write(format, directory, out, settings["verbosity"] < 0, selection=selection)

    command.__doc__ = (
        f"{summary}\n\n\b\nExample:\n  papergraph export {format} --concept LoRA --since 2022 --out {default}"
    )
    options = [
        GRAPH,
        _out(default),
        click.option("--paper", "papers", multiple=True, help="An identifier of a paper; may be given several times."),
        click.option("--concept", "concepts", multiple=True, help="Papers on a concept: its name, alias or id."),
        click.option("--relation", "relations", multiple=True, help="What counts for --concept: uses, introduces ..."),
        click.option("--since", type=int, help="First year."),
        click.option("--until", type=int, help="Last year."),
        click.option("--cited", is_flag=True, help="Take works that are only cited, too."),
    ]
    for option in reversed(options):
        command = option(command)
    return click.command(format)(command)


def _out(default: str) -> Callable[[F], F]:
    path = Path("exports") / default
    return click.option(
        "--out", type=click.Path(path_type=Path), default=path, show_default=True, help="What to write."
    )


for _name, (_default, _summary) in _FILES.items():
    export.add_command(_whole(_name, _default, _summary))
for _name, (_default, _summary) in _SELECTIONS.items():
    export.add_command(_selected(_name, _default, _summary))

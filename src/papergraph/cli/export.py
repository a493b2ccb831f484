"""`papergraph export FORMAT`: a graph folder as files of other kinds; each format is a sub-command."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.pass_obj
def html(settings: dict[str, int], directory: Path, out: Path, title: str | None, renderer: str) -> None:
    r"""Write one self-contained page that opens in any browser and loads nothing.

    \b
    Example:
      papergraph export html --title "My reading list" --out reading-list.html
    """
    from papergraph.exporters.html import write_page  # noqa: PLC0415 - heavy
    from papergraph.graph import read_folder  # noqa: PLC0415 - heavy

    write_page(read_folder(directory), out, title=title, renderer=renderer)  # type: ignore[arg-type]  # click checked it
    if settings["verbosity"] >= 0:
        click.echo(f"wrote {out}", err=True)

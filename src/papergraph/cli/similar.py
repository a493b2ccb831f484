"""`papergraph similar`: papers like a given one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from papergraph.cli.store import graph_options, open_store, output_options, write_result

if TYPE_CHECKING:
    from pathlib import Path


@click.command("similar")
@click.argument("paper")
@click.option("--limit", type=click.IntRange(1, 1_000), default=10, show_default=True, help="How many.")
@graph_options
@output_options
def similar_command(
    paper: str,
    limit: int,
    directory: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    timeout: float | None,  # noqa: ARG001 - a few quick statements
) -> None:
    r"""List papers like PAPER, given by an id or its title, and say why they are alike.

    \b
    Example:
      papergraph similar arxiv:2106.09685
    """
    from papergraph.queries.similar import similar_papers  # noqa: PLC0415 - heavy

    with open_store(directory, uri, user, database) as store:
        result = similar_papers(store, paper, limit=limit)
    write_result(result, "json" if as_json else form, output)

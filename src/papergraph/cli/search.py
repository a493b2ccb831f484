"""`papergraph search`: full text over titles, abstracts and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from papergraph.cli.store import graph_options, open_store, output_options, write_result

if TYPE_CHECKING:
    from pathlib import Path


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--names", is_flag=True, help="Search names and aliases of concepts instead of papers.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many.")
@graph_options
@output_options
def search_command(
    words: tuple[str, ...],
    names: bool,
    limit: int,
    directory: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    timeout: float | None,  # noqa: ARG001 - an index answers at once
) -> None:
    r"""Search titles and abstracts for WORDS, best match first.

    \b
    Example:
      papergraph search low-rank adaptation speech
      papergraph search --names bert
    """
    from papergraph.queries.search import search_names, search_papers  # noqa: PLC0415 - heavy

    find = search_names if names else search_papers
    with open_store(directory, uri, user, database) as store:
        result = find(store, " ".join(words), limit=limit)
    write_result(result, "json" if as_json else form, output)

"""`papergraph query`: list and run the named queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from papergraph.cli.store import graph_options, open_store, output_options, parse_parameters, write_result
from papergraph.queries.library import get_query, list_queries
from papergraph.text import json_text

if TYPE_CHECKING:
    from pathlib import Path


@click.command("query")
@click.argument("name", required=False)
@click.argument("pairs", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--show", is_flag=True, help="Print the query instead of running it.")
@graph_options
@output_options
def query_command(
    name: str | None,
    pairs: tuple[str, ...],
    show: bool,
    directory: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    timeout: float | None,
) -> None:
    r"""Run the named query NAME, or list all of them.

    \b
    Example:
      papergraph query
      papergraph query papers-using-method-on-low-resource-languages method=LoRA
      papergraph query who-introduced concept=BERT --json
    """
    if name is None:
        _list(as_json=as_json or form == "json")
        return
    query = get_query(name)
    if show:
        click.echo(query.text, nl=not query.text.endswith("\n"))
        return
    values = query.values(parse_parameters(pairs, guess=False))
    with open_store(directory, uri, user, database) as store:
        result = store.query(query.text, values, timeout=timeout)
    write_result(result, "json" if as_json else form, output)


def _list(*, as_json: bool) -> None:
    queries = list_queries()
    if as_json:
        click.echo(json_text([query.as_json() for query in queries], indent=2))
        return
    for group in sorted({query.group for query in queries}):
        click.echo(f"{group}:")
        for query in queries:
            if query.group == group:
                click.echo(f"  {query.name}")
                click.echo(f"      {query.question}")
                for parameter in query.parameters:
                    click.echo(
                        f"      {parameter.name}={json.dumps(parameter.default, ensure_ascii=False)}: {parameter.doc}"
                    )

"""`papergraph load`: load a graph folder into Neo4j."""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.store import DEFAULT_GRAPH, server_auth
from papergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from papergraph.stores.load import LoadReport, Progress


@click.command("load")
@click.argument("directory", type=click.Path(path_type=Path), default=DEFAULT_GRAPH, metavar="[DIR]")
@click.option("--uri", envvar="NEO4J_URI", required=True, help="Address of the server; NEO4J_URI.")
@click.option("--user", help="User on the server; NEO4J_USERNAME, else neo4j.")
@click.option("--database", help="Database on the server; the user's default one unless given.")
@click.option("--name", default="papergraph", show_default=True, help="Name of this graph on the server.")
@click.option("--prune", is_flag=True, help="Delete what an earlier load put there and the graph no longer holds.")
@click.option("--replace", is_flag=True, help="Delete what earlier loads of this graph put there, then load.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would change.")
@click.option("--batch-size", type=click.IntRange(1, 100_000), default=2_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def load_command(
    directory: Path,
    uri: str,
    user: str | None,
    database: str | None,
    name: str,
    prune: bool,
    replace: bool,
    dry_run: bool,
    batch_size: int,
    as_json: bool,
) -> None:
    r"""Load the graph folder DIR into a Neo4j server.

    Only nodes and relationships of the graph of that name are ever touched, so a server can be shared. Loading again
    changes nothing that has not changed; an interrupted load is finished by the same command. The password comes from
    NEO4J_PASSWORD or a prompt.

    \b
    Example:
      NEO4J_PASSWORD=... papergraph load exports/graph --uri bolt://localhost:7687
    """
    if prune and replace:
        raise UsageError("--replace leaves nothing to --prune: give one of them")
    from papergraph.graph.folder import read_folder  # noqa: PLC0415 - heavy
    from papergraph.stores.load import load_graph  # noqa: PLC0415 - heavy
    from papergraph.stores.neo4j import Neo4jStore  # noqa: PLC0415 - heavy

    graph = read_folder(directory)
    total = sum(1 for _ in graph.nodes()) + len(graph.relations)
    with Neo4jStore(uri, server_auth(uri, user), database) as store, _progress(total) as progress:
        report = load_graph(
            graph,
            store,
            name=name,
            replace=replace,
            prune=prune,
            dry_run=dry_run,
            batch_size=batch_size,
            progress=progress,
        )
    click.echo(json.dumps(dataclasses.asdict(report) | {"changes": report.changes}) if as_json else _told(report))


def _told(report: LoadReport) -> str:
    would = "would be " if report.dry_run else ""
    parts = [
        f"{count:,} {what} {would}{verb}"
        for what in ("nodes", "relationships")
        for verb in ("created", "updated", "deleted")
        if (count := getattr(report, f"{what}_{verb}"))
    ]
    if report.nodes_kept:
        parts.append(f"{report.nodes_kept:,} nodes kept that others have tied to theirs")
    rate = report.rows / report.seconds if report.seconds else 0.0
    return f"{', '.join(parts) or '0 changes'} ({report.rows:,} rows in {report.seconds:.1f} s, {rate:,.0f} a second)"


@contextmanager
def _progress(total: int) -> Iterator[Progress | None]:
    """Show rows, rate and time left on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=total, label="loading", file=sys.stderr, show_eta=True) as bar:
        yield _teller(bar.update, lambda text: setattr(bar, "label", text))


def _teller(advance: Callable[[int], None], show: Callable[[str], None]) -> Progress:
    started = time.monotonic()
    seen: dict[str, int] = {}
    finished = 0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal finished
        # The same type comes once for each pair of labels, from 0 each time.
        step = done - seen.get(what, 0)
        seen[what] = 0 if done == total else done
        finished += step
        show(f"loading {what} ({finished / max(time.monotonic() - started, 1e-9):,.0f}/s)")
        advance(step)

    return tell

"""What the commands that ask a graph share: which graph, parameters, and how rows are printed."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from papergraph.cli import raise_swallowed_interrupt
from papergraph.errors import StoreError, UsageError
from papergraph.text import json_text

if TYPE_CHECKING:
    from papergraph.stores.base import GraphStore, Result

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_GRAPH = Path("exports/graph")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
FORMATS = ("table", "json", "jsonl", "csv", "parquet")
_SENTENCE = 60
"""Characters; in a table an item of a list that is longer has a line of its own."""


def graph_options(command: Command) -> Command:
    """Add `--graph`, `--uri`, `--user` and `--database`."""
    for option in (
        click.option("--database", help="Database on the server; the user's default one unless given."),
        click.option("--user", help="User on the server; NEO4J_USERNAME, else neo4j."),
        click.option("--uri", help="A Neo4j server instead of a folder; the password comes from NEO4J_PASSWORD."),
        click.option(
            "--graph",
            "directory",
            type=click.Path(path_type=Path),
            default=DEFAULT_GRAPH,
            show_default=True,
            help="Graph folder to ask.",
        ),
    ):
        command = option(command)
    return command


def output_options(command: Command) -> Command:
    """Add `--format`, `--json`, `--output` and `--timeout`."""
    for option in (
        click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Stop after so many seconds."),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead."
        ),
        click.option("--json", "as_json", is_flag=True, help="Same as --format json."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    ):
        command = option(command)
    return command


def open_store(
    directory: Path, uri: str | None, user: str | None, database: str | None, *, brief: bool = True
) -> GraphStore:
    """Return the store that the options name, its statements stopped by Ctrl-C.

    Args:
        directory: The graph folder, asked unless a server is named.
        uri: Address of a server.
        user: User there.
        database: Database there.
        brief: The command ends after a question or two; see `EmbeddedStore`.

    Raises:
        PapergraphError: It cannot be opened.
    """
    from papergraph.stores.interrupt import Stoppable  # noqa: PLC0415 - heavy

    opened = Stoppable(_opened(directory, uri, user, database, brief=brief))
    raise_swallowed_interrupt()
    return opened


def _opened(directory: Path, uri: str | None, user: str | None, database: str | None, *, brief: bool) -> GraphStore:
    if uri is None:
        from papergraph.stores.embedded import EmbeddedStore  # noqa: PLC0415 - heavy

        return EmbeddedStore(directory, notice=lambda text: click.echo(f"papergraph: {text}", err=True), brief=brief)
    from papergraph.stores.neo4j import Neo4jStore  # noqa: PLC0415 - heavy

    return Neo4jStore(uri, server_auth(uri, user), database)


def server_auth(uri: str, user: str | None) -> tuple[str, str] | None:
    """Return user and password: NEO4J_PASSWORD, else a prompt on a terminal, else None (no authentication)."""
    if "@" in uri:
        raise UsageError("no user or password in --uri: a process list shows it; use NEO4J_USERNAME and NEO4J_PASSWORD")
    user = user or os.environ.get("NEO4J_USERNAME") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None and sys.stdin.isatty():
        password = click.prompt(f"Password of {user} (empty for none)", hide_input=True, err=True, default="")
    return (user, password) if password else None


def parse_parameters(pairs: Sequence[str], *, guess: bool) -> dict[str, Any]:
    """Return `name=value` pairs as a dictionary; with `guess`, values that are JSON are read as such.

    Raises:
        UsageError: A pair without `=`.
    """
    parameters: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError(f"a parameter is written name=value, not {pair!r}")
        parameters[name] = _guessed(value) if guess else value
    return parameters


def _guessed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def write_result(result: Result, form: str, output: Path | None) -> None:
    """Print rows, or write them to a file.

    Raises:
        StoreError: The file cannot be written.
    """
    if form == "table" and output is None:
        _print_table(result)
        return
    if form == "parquet":
        data = _parquet(result)
    else:
        text = {"json": as_json, "jsonl": _as_json_lines}.get(form, _as_csv)(result)
        if output is None:
            click.echo(text, nl=False)
            return
        data = text.encode()
    if output is None:
        if sys.stdout.isatty():
            raise UsageError("Parquet is binary: name a file with --output")
        sys.stdout.buffer.write(data)
        return
    beside = output.with_name(f".{output.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(output)
    except OSError as error:
        raise StoreError(f"{output}: cannot be written: {error.strerror or error}") from error


def as_json(result: Result) -> str:
    """Return the rows as a JSON list of objects."""
    return json_text(result.objects(), indent=2) + "\n"


def _as_json_lines(result: Result) -> str:
    return "".join(json_text(row) + "\n" for row in result.objects())


def _as_csv(result: Result) -> str:
    import csv  # noqa: PLC0415 - only for this format
    import io  # noqa: PLC0415

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell_for_spreadsheet(column) for column in result.columns])
    for row in result.rows:
        writer.writerow([_cell_for_spreadsheet(value) for value in row])
    return text.getvalue()


def _cell_for_spreadsheet(value: Any) -> str:
    """Return a cell's text without control characters; what is no number cannot become a formula."""
    from papergraph.exporters.csv_tables import defused  # noqa: PLC0415 - only for this format

    text = _CONTROL.sub(" ", cell(value))
    return text if isinstance(value, int | float) else defused(text)


def _parquet(result: Result) -> bytes:
    import io  # noqa: PLC0415 - heavy

    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

    columns = {}
    for position, name in enumerate(result.columns):
        values = [row[position] for row in result.rows]
        try:
            columns[name] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of mixed types
            columns[name] = pa.array([None if value is None else cell(value) for value in values])
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def cell(value: Any) -> str:
    """Return a value as the text of one table cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(cell(item) for item in value)
    if isinstance(value, Mapping):
        return json_text(value)
    return str(value)


def _print_table(result: Result) -> None:
    from rich.console import Console  # noqa: PLC0415 - only for tables
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if result.columns:
        table = Table(show_edge=False, pad_edge=False)
        for column in result.columns:
            table.add_column(Text(_printable(column)), overflow="fold")
        for row in result.rows:
            # Text, not markup: a title may hold `[red]` or an escape sequence.
            table.add_row(*(Text(_lines(value)) for value in row))
        console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
        console.print(table)
    count = len(result.rows)
    changed = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in result.changes.items())
    click.echo(changed or f"{count} row{'' if count == 1 else 's'}", err=True)


def _lines(value: Any) -> str:
    """Return a cell for people: a list that has sentences with one item a line."""
    if isinstance(value, list) and any(len(cell(item)) > _SENTENCE for item in value):
        return "\n".join(_printable(cell(item)) for item in value)
    return _printable(cell(value))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)

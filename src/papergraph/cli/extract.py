"""`papergraph extract`: each record by itself, as JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from papergraph.extract import ExtractSettings, read_all
from papergraph.extract.rows import to_row
from papergraph.text import json_text
from papergraph.values import Record


@click.command("extract")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--vocabulary",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Names of your own (TSV or YAML); can be repeated.",
)
@click.option(
    "--extractor",
    type=click.Choice(["accurate", "fast"]),
    default="accurate",
    show_default=True,
    help="Rules and the trained reader together, or the rules alone.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes to use.  [default: by cores and texts]"
)
@click.option(
    "--format", "format_name", default=None, help="The format of the inputs, where it cannot be told from the content."
)
def extract_command(
    inputs: tuple[Path, ...],
    vocabulary: tuple[Path, ...],
    extractor: Literal["accurate", "fast"],
    workers: int | None,
    format_name: str | None,
) -> None:
    r"""Read titles and abstracts and print what they name, one JSON object a record.

    \b
    Example:
      papergraph extract papers.jsonl > concepts.jsonl
    """
    from papergraph import sources  # noqa: PLC0415 - readers are loaded when they are used

    records: list[Record] = []
    for item in sources.read(inputs, format=format_name):
        if isinstance(item, Record):
            records.append(item)
        else:
            click.echo(f"{item.place}: skipped, {item.reason}", err=True)
    texts = [(record.title, record.abstract) for record in records]
    settings = ExtractSettings(vocabulary=tuple(vocabulary), extractor=extractor)
    for record, readings in zip(records, read_all(texts, settings, workers=workers), strict=True):
        row: dict[str, Any] = to_row(record.id or record.place, record.title, readings)
        click.echo(json_text(row))

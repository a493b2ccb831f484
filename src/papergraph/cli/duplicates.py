"""`papergraph duplicates`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli import one_line
from papergraph.errors import UsageError
from papergraph.text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papergraph.overrides import Overrides
    from papergraph.papers import Versions
    from papergraph.values import Record

FIELDS = ("id", "title", "abstract", "year", "date", "venue", "authors", "doi", "arxiv_id", "acl_id", "url")


def parse_columns(values: Sequence[str]) -> dict[str, str]:
    """Return field -> column from `field=column` options.

    Raises:
        UsageError: for another form, or a field there is not.
    """
    columns = {}
    for value in values:
        field, equals, column = value.partition("=")
        if not equals or not column or field.strip() not in FIELDS:
            raise UsageError(f"--column {one_line(value)!r}: expected FIELD=COLUMN with a field of {', '.join(FIELDS)}")
        columns[field.strip()] = column.strip()
    return columns


@click.command("duplicates")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(path_type=Path))
@click.option(
    "--versions",
    type=click.Choice(["merge", "separate"]),
    default="merge",
    show_default=True,
    help="Join preprint, proceedings and journal version, or keep works of different venues or years apart.",
)
@click.option("--overrides", "file", type=click.Path(path_type=Path), metavar="FILE", help="Your decisions, YAML.")
@click.option("--format", "format_", help="Read every file as this format.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column of a table holds a field. Repeat."
)
@click.option("--all", "every", is_flag=True, help="Also print papers with one record.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list instead of JSON lines.")
@click.pass_context
def duplicates(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    versions: Any,
    file: Path | None,
    format_: str | None,
    columns: tuple[str, ...],
    every: bool,
    as_json: bool,
) -> None:
    r"""Print the groups of records that are one paper, with the reasons, as JSON lines.

    \b
    Example:
      papergraph duplicates library.bib export.csv --column title=Name
    """
    from papergraph.overrides import load_overrides  # noqa: PLC0415 - help must not wait for it

    quiet = (ctx.obj or {}).get("verbosity", 0) < 0
    mapped = parse_columns(columns)
    overrides = load_overrides(file) if file else None
    records, notes = read_records(inputs, format=format_, columns=mapped)
    rows = groups(records, versions=versions, overrides=overrides, every=every)
    if as_json:
        click.echo(json_text(rows))
    else:
        for row in rows:
            click.echo(json_text(row))
    if quiet:
        return
    joined = [row for row in rows if len(row["records"]) > 1]
    paper_count = len(records) - sum(len(row["records"]) - 1 for row in joined)
    notes.append(f"{len(records)} records are {paper_count} papers; {len(joined)} have several records")
    notes += [f"an override matched nothing: {line}" for line in (overrides.unused() if overrides else [])]
    for note in notes:
        click.echo(one_line(note), err=True)


def read_records(
    inputs: Sequence[Path], *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> tuple[list[Record], list[str]]:
    """Return the records of the inputs, and notes: which columns were taken for what, and what was skipped."""
    from papergraph.sources import find_files, read  # noqa: PLC0415
    from papergraph.values import Record  # noqa: PLC0415

    notes = [note for one in find_files(inputs) if (note := _columns_note(one.name, _header(one.path), columns or {}))]
    records = []
    for item in read(inputs, format=format, columns=columns):
        if isinstance(item, Record):
            records.append(item)
        else:
            notes.append(f"skipped {item.place}: {item.reason}")
    return records, notes


def _header(path: Path) -> list[str]:
    """Return the names of the columns of a CSV or TSV file; [] for another file."""
    from papergraph.sources import table  # noqa: PLC0415

    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return []
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = file.readline(1 << 16).strip()
    except OSError:
        return []
    delimiter = table.delimiter_of(header)
    return [part.strip().strip('"') for part in header.split(delimiter)] if delimiter else []


def _columns_note(name: str, header: Sequence[str], columns: Mapping[str, str]) -> str | None:
    """Return what the columns of a table were taken for; None for what is no table."""
    from papergraph.sources import table  # noqa: PLC0415

    said = [f"{field} from {column!r}" for field, column in columns.items() if column in header]
    known = {field for field, column in columns.items() if column in header}
    guessed = {field: column for field, column in table.fields_of(header).items() if field not in known}
    if not said and "title" not in guessed:
        return None
    return f"{name}: " + ", ".join(
        [*said, *(f"{field} from {column!r} (guessed)" for field, column in guessed.items())]
    )


def groups(
    records: Sequence[Record], *, versions: Versions = "merge", overrides: Overrides | None = None, every: bool = False
) -> list[dict[str, Any]]:
    """Return an object for each paper with several records (or any): its id, its records, and why they are one."""
    from papergraph.papers import group_records, title_ids  # noqa: PLC0415

    found = group_records(records, versions=versions, overrides=overrides)
    rows: list[dict[str, Any]] = []
    for paper_id, group, matches in zip(title_ids(found.groups), found.groups, found.matches, strict=True):
        if len(group) < 2 and not every:
            continue
        own: list[dict[str, Any]] = [{"file": one.file, "line": one.line, "id": one.id} for one in group]
        reasons = [f"{left.place} = {right.place}: {match.rule} ({match.evidence})" for left, right, match in matches]
        rows.append(
            {
                "paper": paper_id,
                "records": sorted(own, key=lambda one: (one["file"], one["line"])),
                "reasons": reasons,
            }
        )
    return sorted(rows, key=lambda row: row["paper"])

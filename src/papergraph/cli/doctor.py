"""`papergraph doctor`."""

from __future__ import annotations

import importlib.metadata
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph import __version__
from papergraph.cli import one_line
from papergraph.text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES = ("spacy", "pyarrow", "networkx", "neo4j", "pyvis", "arcadedb-embedded")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `problem` is None where all is well."""

    check: str
    detail: str
    problem: str | None = None


@click.command("doctor")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def doctor(ctx: click.Context, directory: Path | None, as_json: bool) -> None:
    r"""Check the installation and, where DIR is given, a graph folder: tables, database, page.

    Exits with 1 when something is wrong.

    \b
    Example:
      papergraph doctor exports/graph
    """
    findings = list(_installation())
    if directory is not None:
        findings.extend(_folder(directory))
    if as_json:
        click.echo(json_text([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            said = (
                f"{'ok' if finding.problem is None else 'BAD':<4}{finding.check}: {finding.problem or finding.detail}"
            )
            click.echo(one_line(said))
    if any(finding.problem for finding in findings):
        ctx.exit(1)


def _installation() -> Iterator[Finding]:
    yield Finding("papergraph", __version__)
    yield Finding("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for package in _PACKAGES:
        try:
            yield Finding(package, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            absent = "not installed"
            if package == "arcadedb-embedded":
                # It has no wheel for every platform; Cypher then needs a Neo4j.
                yield Finding(package, f"{absent}: queries need --uri and a Neo4j")
            else:
                yield Finding(package, "", problem=absent)


def _folder(directory: Path) -> Iterator[Finding]:
    from papergraph.errors import PapergraphError  # noqa: PLC0415 - these load pyarrow
    from papergraph.graph.folder import PAGE, read_folder, strays  # noqa: PLC0415

    try:
        graph = read_folder(directory)
    except PapergraphError as error:
        yield Finding("tables", "", problem=str(error))
        return
    counts = graph.manifest["counts"]
    yield Finding("tables", f"{counts['papers']} papers, {sum(counts['relationships'].values())} relationships, whole")
    problems = graph.problems()
    more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    yield Finding("schema", "every relationship fits", problem="; ".join(problems[:_SHOWN]) + more or None)
    yield _database(directory)
    page = directory / PAGE
    yield Finding("page", f"{page.stat().st_size} bytes" if page.is_file() else "none (built with --no-page)")
    foreign = strays(directory)
    yield Finding(
        "other files",
        "none",
        problem=f"not ours, a rebuild will refuse: {', '.join(foreign[:_SHOWN])}" if foreign else None,
    )


def _database(directory: Path) -> Finding:
    from papergraph.errors import PapergraphError  # noqa: PLC0415
    from papergraph.stores.embedded import EmbeddedStore, problem_of  # noqa: PLC0415 - the engine is loaded with it

    if problem := problem_of(directory):
        return Finding("database", "", problem=f"{problem}; the next query rebuilds it from the tables")
    try:
        with EmbeddedStore(directory, brief=True) as store:
            count = store.query("MATCH (p:Paper) RETURN count(p) AS papers").rows[0][0]
    except PapergraphError as error:
        return Finding("database", "", problem=str(error))
    return Finding("database", f"opens, {count} papers")

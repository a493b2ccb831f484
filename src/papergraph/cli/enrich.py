"""`papergraph enrich`: look the papers of a graph up at an open service, into a file that later builds read."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli import one_line
from papergraph.cli.build import progress_bar
from papergraph.text import json_text

if TYPE_CHECKING:
    from papergraph.workflow import Progress


@click.command("enrich")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    type=click.Choice(["openalex", "crossref", "semantic-scholar", "arxiv", "acl"]),
    required=True,
    help="The service.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to add to.  [default: DIR-SERVICE.jsonl, beside DIR]"
)
@click.option("--limit", type=click.IntRange(min=1), help="Ask for so many papers at most.")
@click.option("--base-url", help="Another address of the service: a mirror or a proxy.")
@click.option(
    "--files",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="With --from acl: a folder of the Anthology's XML files, in place of the network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def enrich_command(
    ctx: click.Context,
    directory: Path,
    source: str,
    out: Path | None,
    limit: int | None,
    base_url: str | None,
    files: Path | None,
    as_json: bool,
) -> None:
    r"""Look the papers of the graph folder DIR up, and save what the service says beside it.

    No build uses the network. The file is an input like any other; the next build joins it to the papers.
    A run that ends early goes on where it ended. PAPERGRAPH_CONTACT, an address of yours, is sent along, as the
    services ask; keys come from OPENALEX_API_KEY and SEMANTIC_SCHOLAR_API_KEY.

    \b
    Example:
      papergraph enrich exports/graph --from openalex
      papergraph build library.bib exports/graph-openalex.jsonl
      papergraph enrich exports/graph --from acl --files acl-anthology/data/xml
    """
    from papergraph.enrich import SERVICES, enrich  # noqa: PLC0415 - heavy
    from papergraph.enrich.anthology import Folder  # noqa: PLC0415 - heavy
    from papergraph.graph import read_folder  # noqa: PLC0415 - heavy

    if files and source != "acl":
        raise click.UsageError("--files goes with --from acl")
    path = out or directory.with_name(f"{directory.name}-{source}.jsonl")
    papers = [paper for paper in read_folder(directory).papers if paper.in_corpus]
    client = Folder(files) if files else None
    with progress_bar(wanted=ctx.obj["verbosity"] >= 0) as tell:
        progress = partial(_tell, tell, f"asking {source}", len(papers)) if tell else None
        report = enrich(
            papers, SERVICES[source], path, base_url=base_url, limit=limit, client=client, progress=progress
        )
    if as_json:
        click.echo(json_text(asdict(report) | {"file": str(path)}))
    elif ctx.obj["verbosity"] >= 0:
        counts = (
            f"{report.found} found, {report.not_found} not found, {report.known} known before, {report.failed} failed"
        )
        click.echo(f"{counts}; saved in {path}", err=True)
        for problem in report.problems[:10]:
            click.echo(f"  {one_line(problem)}", err=True)
        if len(report.problems) > 10:
            click.echo(f"  and {len(report.problems) - 10} more; run again to ask for them", err=True)
    if report.stopped:
        click.echo(f"papergraph: stopped: {one_line(report.stopped)}", err=True)
    if report.stopped or (report.failed and not report.found):
        ctx.exit(1)


def _tell(tell: Progress, step: str, total: int, done: int) -> None:
    tell(step, done, total)

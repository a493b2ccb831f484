"""`papergraph build`."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from papergraph.cli import one_line as shown
from papergraph.cli.duplicates import parse_columns
from papergraph.text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from papergraph.values import Skipped
    from papergraph.workflow import BuildReport, Progress

_SHOWN_SKIPS = 10
_SHOWN_PLACES = 3


@click.command("build")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("exports/graph"), show_default=True, metavar="DIR",
    help="The graph folder: absent, empty, or an older graph folder, which is replaced whole.",
)  # fmt: skip
@click.option("--title", help="Title of the graph, on its page.")
@click.option("--format", "format_", metavar="NAME", help="Format of all inputs.  [default: by each file's content]")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column of a table holds a field. Repeat."
)
@click.option(
    "--extractor", type=click.Choice(["accurate", "fast"]), default="accurate", show_default=True,
    help="Which extractor reads the texts.",
)  # fmt: skip
@click.option(
    "--vocabulary", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Your own names, YAML or TSV; can be given more than once.",
)  # fmt: skip
@click.option("--overrides", type=click.Path(path_type=Path), metavar="FILE", help="Your decisions on merges, YAML.")
@click.option(
    "--versions", type=click.Choice(["merge", "separate"]), default="merge", show_default=True,
    help="Whether preprint, proceedings and journal version of a work are one paper.",
)  # fmt: skip
@click.option(
    "--min-cited", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
    help="Keep a work outside the corpus that N papers cite.",
)  # fmt: skip
@click.option(
    "--low-resource-max-class", type=click.IntRange(0, 5), default=3, show_default=True, metavar="0-5",
    help="Highest resource class (Joshi et al. 2020) of a low-resource language.",
)  # fmt: skip
@click.option("--no-measures", is_flag=True, help="Leave PageRank, communities and the other measures out.")
@click.option("--no-page", is_flag=True, help="Leave the page out.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that extract.  [default: by cores and texts]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def build(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    *,
    out: Path,
    title: str | None,
    format_: str | None,
    columns: tuple[str, ...],
    extractor: Literal["accurate", "fast"],
    vocabulary: tuple[Path, ...],
    overrides: Path | None,
    versions: Literal["merge", "separate"],
    min_cited: int,
    low_resource_max_class: int,
    no_measures: bool,
    no_page: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    r"""Build a graph folder from INPUT: files or folders in any known format.

    What cannot be read is skipped, counted and named; the rest goes on. A build that fails or is killed leaves the
    folder as it was.

    \b
    Example:
      papergraph build library.bib listings/ --out exports/graph
    """
    from papergraph.workflow import BuildSettings, build_graph  # noqa: PLC0415 - help must not wait for it

    settings = BuildSettings(
        title=title,
        format=format_,
        columns=tuple(sorted(parse_columns(columns).items())),
        versions=versions,
        min_cited=min_cited,
        extractor=extractor,
        vocabulary=vocabulary,
        overrides=overrides,
        low_resource_max_class=low_resource_max_class,
        workers=workers,
        measures=not no_measures,
        page=not no_page,
    )
    verbosity = ctx.obj["verbosity"]
    with progress_bar(wanted=verbosity >= 0) as progress:
        report = build_graph(inputs, out, settings, progress)
        if importlib.util.find_spec("arcadedb_embedded"):
            from papergraph.stores.archive import make_archive  # noqa: PLC0415 - the engine runs already

            if progress:
                progress("preparing a quick start of later commands", 0, None)
            make_archive()
    if as_json:
        click.echo(json_text(_as_json(report), indent=2))
    if verbosity >= 0:
        _say_skipped(report, everything=verbosity > 0)
        for note in report.notes:
            click.echo(f"note: {shown(note)}", err=True)
        if not as_json:
            _summarise(report, page=settings.page, by_file=verbosity > 0)


def _summarise(report: BuildReport, *, page: bool, by_file: bool) -> None:
    counts = report.counts
    nodes, relationships = counts["nodes"], counts["relationships"]
    concepts = {label: number for label, number in nodes.items() if label not in {"Paper", "Author", "Venue"}}
    joined = counts["records"] - counts["papers"]
    others = "no record joined another" if not joined else f"{_number(joined, 'record')} joined to others"
    click.echo(
        f"{_number(counts['papers'], 'paper')} from {_number(counts['records'], 'record')} ({others}), "
        f"{counts['skipped']} skipped"
    )
    for file in report.inputs if by_file else ():
        click.echo(f"  {shown(file['name'])}: {_number(file['records'], 'record')}, {file['skipped']} skipped")
    if len(formats := counts["records_by_format"]) > 1:
        click.echo("records: " + _listed(formats))
    if several := counts["papers_in_several_files"]:
        mixed = {name: number for name, number in counts["papers_by_formats"].items() if "+" in name}
        click.echo(f"{_number(several, 'paper')} in more than one file" + _in_formats(mixed))
    if cited := counts["papers_only_cited"]:
        click.echo(f"{_number(cited, 'work')} only cited")
    if (citations := counts["citations"])["given"]:
        click.echo(citation_line(citations))
    click.echo(f"{_number(sum(concepts.values()), 'concept')}: " + _listed(concepts))
    click.echo(f"{_number(sum(relationships.values()), 'relationship')}: " + _listed(relationships))
    directory = shown(str(report.directory))
    click.echo(f"The graph is in {directory}.")
    if page:
        click.echo(f"Open {shown(str(report.directory / 'index.html'))} in a browser, or ask:")
    else:
        click.echo("Ask it:")
    click.echo(f'  papergraph ask "papers using LoRA on low-resource languages" --graph {directory}')


def _in_formats(mixed: Mapping[str, int]) -> str:
    if not mixed:
        return ""
    return f", {sum(mixed.values())} in more than one format: " + _listed(mixed, most=5)


def citation_line(counts: Mapping[str, int]) -> str:
    """Return what became of the citations that the inputs give, on one line; the numbers add up to the first."""
    told = [f"{number} {text}" for name, text in _FATES.items() if (number := counts.get(name, 0))]
    return f"{_number(counts['given'], 'citation')} given: " + ", ".join(told)


_FATES = {
    "to_corpus": "of papers of the corpus",
    "to_cited_only": "of works only cited",
    "without_citing_paper": "whose citing paper is in no input",
    "without_both_papers": "whose citing and cited papers are in no input",
    "repeated": "given before",
    "self": "of a paper by itself",
    "between_records": "between records of one paper",
    "below_min_cited": "of works that too few papers cite",
    "unidentified": "that name no work",
}
"""Count of citations -> what it says."""


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _listed(counts: Mapping[str, int], most: int | None = None) -> str:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    more = sum(number for _, number in ordered[most:]) if most else 0
    return ", ".join(f"{number} {name}" for name, number in ordered[:most]) + (f" and {more} more" if more else "")


def _say_skipped(report: BuildReport, *, everything: bool) -> None:
    """Name each entry that was skipped; where there are many, how many for each reason, and the first places."""
    if everything or len(report.skipped) <= _SHOWN_SKIPS:
        for one in report.skipped:
            click.echo(f"skipped {shown(one.place)}: {shown(one.reason)}", err=True)
        return
    by_reason: dict[str, list[Skipped]] = {}
    for one in report.skipped:
        by_reason.setdefault(one.kind, []).append(one)
    ordered = sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    for reason, group in ordered[:_SHOWN_SKIPS]:
        places = ", ".join(shown(one.place) for one in group[:_SHOWN_PLACES])
        more = f" and {len(group) - _SHOWN_PLACES} more" if len(group) > _SHOWN_PLACES else ""
        click.echo(f"skipped {len(group)}, {shown(reason)}: {places}{more}", err=True)
    if rest := sum(len(group) for _, group in ordered[_SHOWN_SKIPS:]):
        click.echo(f"skipped {rest} more for other reasons", err=True)
    click.echo("the manifest lists each one that was skipped, `papergraph -v build` prints them", err=True)


def _as_json(report: BuildReport) -> dict[str, Any]:
    return {
        "graph": str(report.directory),
        "counts": report.counts,
        "inputs": list(report.inputs),
        "skipped": [{"file": one.file, "line": one.line, "reason": one.reason} for one in report.skipped],
        "notes": list(report.notes),
    }


@contextlib.contextmanager
def progress_bar(*, wanted: bool) -> Iterator[Progress | None]:
    """Yield what draws a bar on a terminal, or None where standard error is none."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - for terminals only
    from rich.progress import Progress as Bars  # noqa: PLC0415

    with Bars(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def tell(step: str, done: int, total: int | None) -> None:
            bars.update(task, description=step, completed=done, total=total)

        yield tell

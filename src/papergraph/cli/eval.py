"""`papergraph eval`: measures against annotated data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli import one_line
from papergraph.errors import SourceError
from papergraph.evaluation import concepts, relations, reliability
from papergraph.extract import ExtractSettings, load_extractor
from papergraph.extract.rows import to_row

if TYPE_CHECKING:
    from collections.abc import Callable

_GOLD = click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
_OPTIONS = (
    click.option(
        "--predicted",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Rows of `papergraph extract`; without it the texts of GOLD are read now.",
    ),
    click.option("--extractor", type=click.Choice(["accurate", "fast"]), default=None, help="Which extractor reads."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return _GOLD(command)


@click.group("eval")
def eval_command() -> None:
    r"""Measure what is read against annotated data.

    \b
    Example:
      papergraph eval concepts dev.jsonl --errors 20
      papergraph eval relations dev.jsonl
      papergraph eval build exports/graph --sample 100 --out sheet.csv
    """


@eval_command.command("concepts")
@_options
@click.option("--errors", default=0, help="Also list this many wrong and missed names, on standard error.")
@click.option("--reliability", "with_bands", is_flag=True, help="Also show how often each confidence is right.")
def concepts_command(
    gold: tuple[Path, ...], predicted: Path | None, extractor: Any, as_json: bool, errors: int, with_bands: bool
) -> None:
    r"""Score concepts against annotated papers: a row a type, relations, and all together.

    \b
    Example:
      papergraph eval concepts dev.jsonl --errors 20
    """
    result = _score(gold, predicted, extractor)
    click.echo(json.dumps(concepts.as_json(result)) if as_json else concepts.format_table(result))
    if with_bands and not as_json:
        click.echo(reliability.format_bands(reliability.reliability(result.outcomes)))
    for label, names in (("wrong", result.wrong_names), ("missed", result.missed_names)) if errors else ():
        listed = sorted(names.items(), key=lambda item: (-item[1], item[0]))[:errors]
        click.echo(f"{label}: " + "; ".join(f"{kind} {name} ({n})" for (kind, name), n in listed), err=True)


@eval_command.command("relations")
@_options
def relations_command(gold: tuple[Path, ...], predicted: Path | None, extractor: Any, as_json: bool) -> None:
    r"""Score relations of the concepts that were found, and show which relation is taken for which.

    \b
    Example:
      papergraph eval relations dev.jsonl
    """
    result = _score(gold, predicted, extractor)
    click.echo(json.dumps(relations.as_json(result)) if as_json else relations.format_confusion(result))


def _score(gold: tuple[Path, ...], predicted: Path | None, extractor: Any) -> concepts.ConceptScore:
    papers = [row for path in gold for row in concepts.read_gold(path)]
    if predicted is not None:
        rows = {row["id"]: row["concepts"] for row in concepts.read_predicted(predicted)}
    else:
        reader = load_extractor(ExtractSettings(extractor=extractor) if extractor else ExtractSettings())
        rows = {
            p["id"]: to_row(p["id"], p["title"], reader.read(p["title"], p["abstract"]))["concepts"] for p in papers
        }
    return concepts.score(papers, rows)


@eval_command.command("papers")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(exists=True, path_type=Path))
@click.option("--versions", type=click.Choice(["merge", "separate"]), default="merge", show_default=True)
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field. Repeat.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def papers_command(
    gold: Path, inputs: tuple[Path, ...], versions: Any, columns: tuple[str, ...], as_json: bool
) -> None:
    r"""Score which records of INPUT are one paper against GOLD: pairs of record ids, or groups as JSON lines.

    \b
    Example:
      papergraph eval papers pairs.csv dblp.csv acm.csv --versions separate
    """
    from papergraph.cli.duplicates import parse_columns, read_records  # noqa: PLC0415
    from papergraph.evaluation.papers import read_gold, score_groups  # noqa: PLC0415
    from papergraph.papers import group_records  # noqa: PLC0415

    truth = read_gold(gold)
    records, _ = read_records(inputs, columns=parse_columns(columns))
    result = score_groups(truth, group_records(records, versions=versions).groups)
    click.echo(json.dumps(result.as_json()) if as_json else result.row("papers"))


@eval_command.command("aliases")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--graph", "directory", type=click.Path(path_type=Path), help="Look the names up in this graph folder.")
@click.option("--errors", default=0, help="Also list this many wrong and missed pairs, on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def aliases_command(gold: Path, directory: Path | None, errors: int, as_json: bool) -> None:
    r"""Score which names are one concept against GOLD: left, right, label (same or different) and type.

    The names are resolved all together; with --graph those that it has are looked up there.

    \b
    Example:
      papergraph eval aliases benchmarks/aliases/test.tsv
    """
    from papergraph.evaluation import aliases  # noqa: PLC0415

    pairs = aliases.read_pairs(gold)
    joined = aliases.join_names(pairs)
    unknown = 0
    if directory is not None:
        from papergraph.graph import read_folder  # noqa: PLC0415

        known = aliases.look_up(pairs, read_folder(directory).concepts)
        unknown = sum(one is None for one in known)
        joined = [alone if one is None else one for one, alone in zip(known, joined, strict=True)]
    kinds = sorted({pair.type.value for pair in pairs if pair.type})
    rows = {}
    for kind in kinds:
        own = [number for number, pair in enumerate(pairs) if pair.type == kind]
        rows[kind] = aliases.score([pairs[number] for number in own], [joined[number] for number in own])
    rows["all"] = aliases.score(pairs, joined)
    if as_json:
        click.echo(json.dumps({name: row.as_json() for name, row in rows.items()} | {"not_in_graph": unknown}))
    else:
        for name, row in rows.items():
            click.echo(row.row(name))
        if directory is not None:
            click.echo(f"{unknown} of {len(pairs)} pairs have a name that the graph has not; these by name alone")
    wrong = [(pair, one) for pair, one in zip(pairs, joined, strict=True) if pair.same is not one][:errors]
    for pair, one in wrong:
        click.echo(f"{'joined' if one else 'missed'}: {pair.left} | {pair.right}", err=True)


@eval_command.command("build")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", type=click.IntRange(min=1), help="Draw this many relationships for judging.")
@click.option("--seed", default=0, show_default=True, help="Another seed draws another sample.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new .csv, .tsv or .jsonl file.")
@click.option(
    "--labels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A filled-in sheet: print the precision that it shows.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def build_command(
    directory: Path, sample: int | None, seed: int, out: Path | None, labels: Path | None, as_json: bool
) -> None:
    r"""Estimate how precise the graph in DIR is, from a sample of it that you judge.

    --sample writes a sheet: each row is a relationship of a paper and a concept, with its sentence. Open it in a
    spreadsheet and write yes or no into `correct` (the text names this concept, and it is of this type) and
    `relation_correct` (the paper does this with it). --labels reads it back and prints the precision with its 95 %
    interval: in all, by type, by relation and by confidence.

    \b
    Example:
      papergraph eval build exports/graph --sample 100 --out sheet.csv
      papergraph eval build exports/graph --labels sheet.csv
    """
    from papergraph.evaluation import precision, sheet  # noqa: PLC0415
    from papergraph.graph import read_folder  # noqa: PLC0415

    if (sample is None) == (labels is None):
        raise click.UsageError("give --sample N to draw a sheet, or --labels FILE to read one back")
    if labels is not None and out is not None:
        raise click.UsageError("--out goes with --sample")
    graph = read_folder(directory)
    if sample is not None:
        rows = sheet.draw(graph, sample, seed=seed)
        suffix = out.suffix.lower() if out else ".jsonl" if as_json else ".csv"
        text = sheet.format_sheet(rows, suffix)
        if out is None:
            click.echo(text, nl=False)
            return
        sheet.write_sheet(out, text)
        click.echo(f"{len(rows)} relationships to judge in {one_line(str(out))}")
        return
    assert labels is not None  # noqa: S101 - one of the two is given
    rows = sheet.read_sheet(labels)
    gone = sheet.count_gone(rows, graph)
    if gone == len(rows):
        raise SourceError(
            str(labels), f"none of its {len(rows)} rows is in {directory}; was it drawn from another graph?"
        )
    if as_json:
        click.echo(json.dumps(precision.as_json(rows) | {"rows": len(rows), "not_in_graph": gone}))
        return
    click.echo(precision.format_report(rows))
    if gone:
        click.echo(f"{gone} of {len(rows)} rows are no longer in {directory}; they count all the same", err=True)

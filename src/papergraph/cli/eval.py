"""`papergraph eval`: measures against annotated data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from papergraph.evaluation import concepts
from papergraph.extract import ExtractSettings, load_extractor
from papergraph.extract.rows import to_row


@click.group("eval")
def eval_command() -> None:
    r"""Measure what is read against annotated data.

    \b
    Example:
      papergraph eval concepts dev.jsonl --errors 20
    """


@eval_command.command("concepts")
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--predicted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rows of `papergraph extract`; without it the texts of GOLD are read now.",
)
@click.option("--errors", default=0, help="Also list this many wrong and missed names, on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--extractor", type=click.Choice(["rules", "fast", "accurate"]), default=None, help="Which extractor reads."
)
def concepts_command(
    gold: tuple[Path, ...], predicted: Path | None, errors: int, as_json: bool, extractor: Any
) -> None:
    r"""Score concepts against annotated papers: a row a type, relations, and all together.

    \b
    Example:
      papergraph eval concepts dev.jsonl --errors 20
    """
    papers = [row for path in gold for row in concepts.read_rows(path)]
    if predicted is not None:
        rows = {row["id"]: row["concepts"] for row in concepts.read_rows(predicted)}
    else:
        reader = load_extractor(ExtractSettings(extractor=extractor) if extractor else ExtractSettings())
        rows = {
            p["id"]: to_row(p["id"], p["title"], reader.read(p["title"], p["abstract"]))["concepts"] for p in papers
        }
    result = concepts.score(papers, rows)
    if as_json:
        kinds = {kind: result.counts(kind) for kind in concepts.TYPES} | {"all": result.counts()}
        table = {
            k: {
                "precision": c.precision,
                "recall": c.recall,
                "f1": c.f1,
                "right": c.right,
                "wrong": c.wrong,
                "missed": c.missed,
            }
            for k, c in kinds.items()
        }
        click.echo(
            json.dumps(
                {
                    "concepts": table,
                    "relation_accuracy": result.relation_accuracy,
                    "relation_macro_f1": result.relation_macro_f1,
                }
            )
        )
    else:
        click.echo(concepts.format_table(result))
    if errors:
        for label, names in (("wrong", result.wrong_names), ("missed", result.missed_names)):
            listed = sorted(names.items(), key=lambda item: (-item[1], item[0]))[:errors]
            click.echo(f"{label}: " + "; ".join(f"{kind} {name} ({n})" for (kind, name), n in listed), err=True)

"""`papergraph eval`: measures against annotated data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.evaluation import concepts, relations
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
    click.option(
        "--extractor", type=click.Choice(["rules", "fast", "accurate"]), default=None, help="Which extractor reads."
    ),
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
    """


@eval_command.command("concepts")
@_options
@click.option("--errors", default=0, help="Also list this many wrong and missed names, on standard error.")
def concepts_command(
    gold: tuple[Path, ...], predicted: Path | None, extractor: Any, as_json: bool, errors: int
) -> None:
    r"""Score concepts against annotated papers: a row a type, relations, and all together.

    \b
    Example:
      papergraph eval concepts dev.jsonl --errors 20
    """
    result = _score(gold, predicted, extractor)
    click.echo(json.dumps(concepts.as_json(result)) if as_json else concepts.format_table(result))
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

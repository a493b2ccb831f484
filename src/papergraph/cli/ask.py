"""`papergraph ask`: a question in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from papergraph.cli.store import graph_options, open_store, write_result
from papergraph.text import json_text

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.queries.ask import Answer


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print Cypher, columns, rows and what was not understood.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Stop after so many seconds.")
@graph_options
def ask_command(
    question: tuple[str, ...],
    as_json: bool,
    timeout: float | None,
    directory: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
) -> None:
    r"""Answer a QUESTION in English, without a language model.

    It says how it understood the question and which Cypher it ran. Words that it does not know are named, and searched
    for in titles and abstracts; where nothing has them all, they are left out, and that is said.

    \b
    Example:
      papergraph ask "Which papers use LoRA on low-resource languages since 2023?"
    """
    from papergraph.queries.ask import ask  # noqa: PLC0415 - heavy

    with open_store(directory, uri, user, database) as store:
        answer = ask(store, " ".join(question), timeout=timeout)
    if as_json:
        click.echo(json_text(answer.as_json(), indent=2))
        return
    _tell(answer)
    write_result(answer.result, "table", None)


def _tell(answer: Answer) -> None:
    click.echo(f"understood: {answer.understood}", err=True)
    for line in answer.cypher.splitlines():
        click.echo(f"  {line}", err=True)
    for words in answer.not_understood:
        near = ", ".join(answer.nearest.get(words, []))
        hint = f"; nearest names: {near}" if near else ""
        click.echo(f"not understood: {words!r}{hint}", err=True)

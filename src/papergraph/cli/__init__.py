"""The command line: arguments, messages and exit codes only. Each command is a module of this folder."""

from __future__ import annotations

import importlib
import signal
import sys
from typing import Any

import click

from papergraph import __version__
from papergraph.errors import PapergraphError, UsageError

COMMANDS: dict[str, str] = {
    "build": "papergraph.cli.build:build",
    "export": "papergraph.cli.export:export",
    "duplicates": "papergraph.cli.duplicates:duplicates",
    "cypher": "papergraph.cli.cypher:cypher_command",
    "query": "papergraph.cli.query:query_command",
    "ask": "papergraph.cli.ask:ask_command",
    "search": "papergraph.cli.search:search_command",
    "similar": "papergraph.cli.similar:similar_command",
    "explain": "papergraph.cli.explain:explain",
    "merges": "papergraph.cli.merges:merges",
    "load": "papergraph.cli.load:load_command",
    "serve": "papergraph.cli.serve:serve_command",
    "extract": "papergraph.cli.extract:extract_command",
    "eval": "papergraph.cli.eval:eval_command",
    "stats": "papergraph.cli.stats:stats",
    "enrich": "papergraph.cli.enrich:enrich_command",
    "doctor": "papergraph.cli.doctor:doctor",
}
"""Command name -> `module:attribute`; a module is imported only when its command runs, so that help stays quick."""


STOPPED = 130
"""Exit code after Ctrl-C, as shells have it: 128 and the number of the signal."""


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for, and turns our errors into one line and an exit code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_example_lines(self)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands in the order in which the help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, or None for a name we do not have."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake of ours, not of the user
        keep_example_lines(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, naming the nearest one for a mistyped name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from rapidfuzz import process  # noqa: PLC0415 - only for a mistyped name

            near = process.extractOne(args[0], list(COMMANDS), score_cutoff=60)
            if near is None:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours becomes one line on standard error and exit code 1 (2 for usage)."""
        try:
            return super().invoke(ctx)
        except PapergraphError as error:
            click.echo(f"papergraph: {one_line(str(error))}", err=True)
            ctx.exit(2 if isinstance(error, UsageError) else 1)
        except KeyboardInterrupt:
            click.echo("papergraph: stopped", err=True)
            ctx.exit(STOPPED)


def keep_example_lines(command: click.Command) -> None:
    r"""Let the `\b` of a raw docstring mean to click what it does in a plain one: keep the paragraph's line breaks."""
    command.help = command.help and command.help.replace("\\b\n", "\b\n")
    if isinstance(command, click.Group):
        for below in command.commands.values():
            keep_example_lines(below)


def one_line(text: str) -> str:
    """Return the text without line breaks or control characters: a message must not steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_INTERRUPTS: list[int] = []


def interrupted(number: int, _frame: object) -> None:
    """Handle Ctrl-C as Python does, and remember it: an import now and then swallows the exception.

    Raises:
        KeyboardInterrupt: Always.
    """
    _INTERRUPTS.append(number)
    raise KeyboardInterrupt


def raise_swallowed_interrupt() -> None:
    """Raise again what an import swallowed.

    Raises:
        KeyboardInterrupt: The user pressed Ctrl-C since this process began.
    """
    if _INTERRUPTS:
        raise KeyboardInterrupt


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="papergraph")
@click.option("-v", "--verbose", count=True, help="Say more; twice for everything.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def cli(ctx: click.Context, verbose: int, quiet: bool) -> None:
    r"""Build and ask a citation-and-concept knowledge graph of research papers.

    \b
    Example:
      papergraph build listings/ --out exports/graph
      papergraph query papers-using-method-on-low-resource-languages method=LoRA
    """
    ctx.obj = {"verbosity": -1 if quiet else verbose}


def main() -> None:
    """Run the command line; the entry point of the `papergraph` script."""
    signal.signal(signal.SIGINT, interrupted)
    # A terminal in the C locale must not crash us, nor half of a surrogate pair.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    cli()

"""`papergraph cypher`: run a Cypher statement on a graph folder or on Neo4j."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papergraph.cli.store import graph_options, open_store, output_options, parse_parameters, write_result
from papergraph.errors import QueryError, UsageError


@click.command("cypher")
@click.argument("statement", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Read it from a file.")
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter; JSON or text.")
@click.option("--no-check", is_flag=True, help="Do not compare labels, types and properties with the schema.")
@click.option("--write", is_flag=True, help="Allow the statement to change the graph.")
@graph_options
@output_options
def cypher_command(
    statement: str | None,
    file: Path | None,
    pairs: tuple[str, ...],
    no_check: bool,
    write: bool,
    directory: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    timeout: float | None,
) -> None:
    r"""Run a Cypher STATEMENT on a graph folder, or on Neo4j with --uri.

    Without STATEMENT it is read from --file or from standard input; on a terminal a shell opens, with history,
    completion and statements over several lines.

    \b
    Example:
      papergraph cypher "MATCH (m:Model) RETURN m.name, m.paper_count AS papers ORDER BY papers DESC LIMIT 5"
      papergraph cypher --graph exports/graph
      papergraph cypher --param name=LoRA "MATCH (m:Method) WHERE m.name = \$name RETURN m.aliases"
    """
    parameters = parse_parameters(pairs, guess=True)

    def check(text: str) -> None:
        if not no_check:
            _check(text, server=uri is not None)

    if statement is None and file is None and output is None and sys.stdin.isatty() and sys.stdout.isatty():
        from papergraph.cli.shell import Shell  # noqa: PLC0415 - only on a terminal

        with open_store(directory, uri, user, database, brief=False) as store:
            shell = Shell(store, check=check, timeout=timeout, write=write)
            shell.parameters.update(parameters)
            shell.run()
        return
    text = _statement(statement, file)
    check(text)
    with open_store(directory, uri, user, database) as store:
        result = store.query(text, parameters, timeout=timeout, write=write)
    write_result(result, "json" if as_json else form, output)


def _check(text: str, *, server: bool) -> None:
    """Refuse what the schema does not have; on a server, which may hold other data too, only warn.

    Raises:
        QueryError: The graph has no such label, type or property.
    """
    from papergraph.stores.check import portability_problems, schema_problems  # noqa: PLC0415 - only where needed

    problems = schema_problems(text)
    if problems and not server:
        raise QueryError("; ".join(problem.told(text) for problem in problems))
    warnings = problems if server else portability_problems(text)
    for problem in warnings:
        click.echo(f"papergraph: warning: {problem.told(text)}", err=True)


def _statement(statement: str | None, file: Path | None) -> str:
    if statement is not None and file is not None:
        raise UsageError("give a statement or --file, not both")
    if file is not None:
        try:
            statement = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if statement is None:
        statement = sys.stdin.read()
    if not statement.strip():
        raise UsageError("no statement")
    return statement

"""`papergraph serve`: a graph folder for browsers, scripts, assistants and Neo4j clients, read-only."""

from __future__ import annotations

import os
import secrets
import signal
from pathlib import Path
from typing import NoReturn

import click

from papergraph.cli import one_line
from papergraph.cli.store import DEFAULT_GRAPH
from papergraph.errors import UsageError

PORT = 8321
BOLT_PORT = 7687
_PASSWORD = "PAPERGRAPH_BOLT_PASSWORD"  # noqa: S105 - the name of a variable


@click.command("serve")
@click.option("--graph", "directory", type=click.Path(path_type=Path), default=DEFAULT_GRAPH, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; this machine only.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen at, 0 for any free one; {PORT}, with --bolt {BOLT_PORT}.",
)
@click.option("--mcp", is_flag=True, help="Serve tools for an assistant over standard input and output instead.")
@click.option("--bolt", is_flag=True, help=f"Serve Neo4j clients over Bolt instead; password from {_PASSWORD}.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A name by which browsers may call this server."
)
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="A site whose scripts may read the answers."
)
@click.option("--allow-cypher", is_flag=True, help="Run reading Cypher statements of clients at /api/cypher.")
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(0, 3600, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds a statement may take.",
)
@click.option(
    "--rows", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Rows of an answer at most."
)
def serve_command(
    directory: Path,
    host: str,
    port: int | None,
    mcp: bool,
    bolt: bool,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    allow_cypher: bool,
    seconds: float,
    rows: int,
) -> None:
    r"""Serve a graph folder, read-only: the page at / and JSON below /api.

    The address is printed on standard output. The folder stays free for builds and queries; when a build replaces it,
    the answers follow. HTTP and --mcp need an optional part: pip install 'papergraph-kg[serve]'.

    \b
    Example:
      papergraph serve --graph exports/graph
      curl "http://127.0.0.1:8321/api/ask?q=papers+using+LoRA"
      papergraph serve --mcp --graph exports/graph
    """
    if mcp and bolt:
        raise UsageError("--mcp or --bolt, not both")
    if (mcp or bolt) and (hosts or origins or allow_cypher):
        raise UsageError("--allow-host, --allow-origin and --allow-cypher are for HTTP only")
    if mcp:
        _serve_tools(directory, seconds, rows)
    elif bolt:
        _serve_bolt(directory, host, BOLT_PORT if port is None else port, seconds)
    else:
        from papergraph.serve.answers import Limits  # noqa: PLC0415 - heavy, as all of this
        from papergraph.serve.http import Settings, application  # noqa: PLC0415
        from papergraph.serve.listen import address_of, bound, http_server, serve_http  # noqa: PLC0415
        from papergraph.serve.snapshot import LiveGraph  # noqa: PLC0415

        settings = Settings(Limits(seconds, rows), hosts=hosts, origins=origins, cypher=allow_cypher)
        with bound(host, PORT if port is None else port) as listening:
            graph = LiveGraph(directory, notice=_say)
            try:
                server = http_server(application(graph, settings))
                name, number = address_of(listening)
                click.echo(f"http://{name}:{number}/")
                _say(f"serving {directory}; Ctrl-C stops it")
                serve_http(server, listening)
            finally:
                graph.close()


def _serve_tools(directory: Path, seconds: float, rows: int) -> None:
    from papergraph.serve.answers import Limits  # noqa: PLC0415 - heavy, as all of this
    from papergraph.serve.snapshot import LiveGraph  # noqa: PLC0415
    from papergraph.serve.tools import tool_server  # noqa: PLC0415

    graph = LiveGraph(directory, notice=_say)

    def leave(*_: object) -> NoReturn:
        # A thread waits for the next line of standard input, and nothing but that line or its end would wake it.
        graph.close()
        os._exit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    try:
        tool_server(graph, Limits(seconds, rows)).run("stdio")
    finally:
        graph.close()


def _serve_bolt(directory: Path, host: str, port: int, seconds: float) -> None:
    from papergraph.serve.bolt import USER, BoltServer  # noqa: PLC0415 - heavy, as all of this
    from papergraph.serve.listen import wait_for_signal, web_host  # noqa: PLC0415

    given = os.environ.get(_PASSWORD)
    password = given or secrets.token_urlsafe(18)
    with BoltServer(directory, host=host, port=port, password=password, seconds=seconds) as server:
        click.echo(f"bolt://{web_host(server.host)}:{server.port}")
        known = f"the password of {_PASSWORD}" if given else f"password {password}"
        _say(f"serving {directory} as it is now; user {USER}, {known}; Ctrl-C stops it")
        wait_for_signal()


def _say(text: str) -> None:
    click.echo(f"papergraph: {one_line(text)}", err=True)

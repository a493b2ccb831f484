"""The interactive shell of `papergraph cypher`: history, completion, statements over several lines."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any, Final

import click

from papergraph.cli import one_line
from papergraph.cli.complete import COMMANDS, completions
from papergraph.cli.store import parse_parameters, write_result
from papergraph.errors import PapergraphError, UsageError
from papergraph.queries.library import get_query, list_queries, split_values
from papergraph.text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings

    from papergraph.stores.base import GraphStore, Result

_PROMPT: Final = "papergraph> "
_PLACE: Final = re.compile(r"\bline (\d+), column (\d+)")


class Shell:
    """Reads statements and commands until the user leaves.

    Args:
        store: The graph to ask, as `open_store` returns it: Ctrl-C stops its statements.
        check: Raises for a statement that the schema does not allow, or warns.
        timeout: Seconds a statement may take; None for no limit.
        write: Whether statements may change the graph.
        history: Where the lines are kept; None for the file of the user.
    """

    def __init__(
        self,
        store: GraphStore,
        *,
        check: Callable[[str], None],
        timeout: float | None = None,
        write: bool = False,
        history: Path | None = None,
    ) -> None:
        self._store = store
        self._check = check
        self._timeout = timeout
        self._write = write
        self._history = history
        self.parameters: dict[str, Any] = {}

    def run(self) -> None:
        """Read and answer until Ctrl-D or `:quit`."""
        # The Java machine takes Ctrl-C for the end of the process; here it clears the line or stops a statement.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo(
            "Statements end with ; and may take several lines. :help lists the commands, Ctrl-D leaves.", err=True
        )
        session = self._session()
        while True:
            try:
                text = session.prompt(_PROMPT)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            try:
                if not self.answer(text):
                    return
            except KeyboardInterrupt:
                click.echo("papergraph: stopped", err=True)
            except PapergraphError as error:
                for line in pointed(text, str(error)):
                    click.echo(line, err=True)

    def answer(self, text: str) -> bool:
        """Run one statement or command; return whether to go on.

        Raises:
            PapergraphError: It is wrong, or was refused.
            KeyboardInterrupt: The user stopped it.
        """
        text = text.strip()
        if text.startswith(":"):
            return self._command(text)
        text = text.rstrip("; \t\r\n")
        if text:
            self._check(text)
            self._print(self._store.query(text, self.parameters, timeout=self._timeout, write=self._write))
        return True

    def _print(self, result: Result) -> None:
        write_result(result, "table", None)

    def _command(self, text: str) -> bool:
        name, _, rest = text.rstrip("; \t\r\n").partition(" ")
        match name:
            case ":quit" | ":exit" | ":q":
                return False
            case ":help":
                self._help()
            case ":schema":
                self._schema()
            case ":queries":
                for query in list_queries():
                    click.echo(f"{query.name}\n    {query.question}")
            case ":run":
                self._run_query(rest)
            case ":params":
                self._set(rest)
            case _:
                raise UsageError(f"no command {one_line(name)}; :help lists them")
        return True

    def _help(self) -> None:
        width = max(map(len, COMMANDS))
        for name, doc in COMMANDS.items():
            click.echo(f"{name:<{width}}  {doc}")
        click.echo("Tab completes labels, relationship types, properties, parameters, queries and keywords.")

    def _schema(self) -> None:
        from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES  # noqa: PLC0415 - only for this

        for node in NODE_LABELS.values():
            click.echo(f"(:{node.label})  {', '.join(part.name for part in node.properties)}")
        for kind in RELATIONSHIP_TYPES.values():
            ends = f"(:{'|'.join(kind.sources)})-[:{kind.type}]->(:{'|'.join(kind.targets)})"
            properties = ", ".join(part.name for part in kind.properties)
            click.echo(f"{ends}  {properties}".rstrip())

    def _run_query(self, rest: str) -> None:
        name, *pairs = split_values(rest) or [""]
        if not name:
            raise UsageError(":run NAME parameter=value; :queries lists the names")
        query = get_query(name)
        values = query.values(parse_parameters(pairs, guess=False))
        self._print(self._store.query(query.text, values, timeout=self._timeout))

    def _set(self, rest: str) -> None:
        """Set parameters, take one away that has no value (`name=`), or list them."""
        if rest.strip() == "clear":
            self.parameters.clear()
        elif rest.strip():
            self.parameters.update(parse_parameters([rest.strip()], guess=True))
        for name, value in sorted(self.parameters.items()):
            click.echo(f"{one_line(name)}={one_line(json_text(value))}")

    def _session(self) -> PromptSession[str]:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - heavy
        from prompt_toolkit.lexers import PygmentsLexer  # noqa: PLC0415
        from pygments.lexers.graph import CypherLexer  # noqa: PLC0415

        return PromptSession(
            history=_history(self._history),
            completer=_completer(self.parameters),
            complete_while_typing=False,
            lexer=PygmentsLexer(CypherLexer),
            multiline=True,
            prompt_continuation=lambda width, *_: "... ".rjust(width),
            key_bindings=_bindings(),
        )


def finished(text: str) -> bool:
    """Return whether Enter sends the text: a command, nothing, or a statement that ends with `;` outside a string."""
    from papergraph.stores.syntax import tokens  # noqa: PLC0415 - only in the shell

    stripped = text.strip()
    if not stripped or stripped.startswith(":"):
        return True
    parts = tokens(text)
    return bool(parts) and parts[-1].text == ";"


def pointed(text: str, message: str) -> Iterator[str]:
    """Yield an error as lines: the message, and where it names a place, that line of the statement with a mark."""
    yield f"papergraph: {one_line(message)}"
    match = _PLACE.search(message)
    if match and not text.lstrip().startswith(":"):
        number, column = int(match[1]), int(match[2])
        lines = text.strip().split("\n")
        if 0 < number <= len(lines) and column <= len(lines[number - 1]) + 1:
            line = "".join(character if character.isprintable() else " " for character in lines[number - 1])
            yield f"    {line}"
            yield f"    {' ' * (column - 1)}^"


def _bindings() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415 - heavy

    bindings = KeyBindings()

    @bindings.add("enter")
    def _enter(event: Any) -> None:
        buffer = event.current_buffer
        if finished(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.newline()

    return bindings


def _completer(parameters: Mapping[str, Any]) -> Completer:
    from prompt_toolkit.completion import Completer, Completion  # noqa: PLC0415 - heavy

    class GraphCompleter(Completer):
        def get_completions(self, document: Any, _event: Any) -> Iterator[Completion]:
            typed, found = completions(document.text_before_cursor, parameters)
            for text in found:
                yield Completion(text, start_position=-len(typed))

    return GraphCompleter()


def _history(path: Path | None) -> History:
    """Return the history in the user's own folder for such files, or one in memory where that cannot be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415 - heavy

    if path is None:
        from platformdirs import user_state_path  # noqa: PLC0415 - only in the shell

        path = user_state_path("papergraph", appauthor=False) / "cypher-history"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8"):
            path.chmod(0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)

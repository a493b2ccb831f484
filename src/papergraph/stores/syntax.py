"""A tokenizer for Cypher, enough to tell where labels, types, properties, clauses and columns stand.

It is not a parser: the engines judge whether a statement is right. It never fails; what it does not know is a symbol.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<string>'(?:\\.|[^'\\])*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z))
    | (?P<name>`(?:``|[^`])*(?:`|\Z)|[^\W\d]\w*)
    | (?P<parameter>\$(?:`(?:``|[^`])*`|\w+))
    | (?P<number>0[xo][0-9a-fA-F]+|(?:\d+(?:\.(?=\d))?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<symbol><>|<=|>=|=~|\+=|\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITING = frozenset({"CREATE", "MERGE", "DELETE", "SET", "REMOVE", "DROP", "FOREACH", "ALTER", "GRANT", "DENY"})
_BEFORE_NAMES = frozenset({".", ":", "|", "&", "!", "(", "[", "AS", "RETURN", "BY"})
_SUBQUERIES = frozenset({"COUNT", "EXISTS", "COLLECT", "CALL"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_AFTER_RETURN = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION", "FINISH"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement; `text` is what stands at [start, end) and `kind` the name of its group above."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The upper-case word of an unquoted name, else ''."""
        return self.text.upper() if self.kind == "name" and not self.text.startswith("`") else ""

    @property
    def name(self) -> str:
        """The name that an identifier stands for, without back-quotes."""
        return self.text[1:-1].replace("``", "`") if self.text.startswith("`") else self.text


def tokens(text: str) -> list[Token]:
    """Return the tokens of a statement without white space and comments."""
    found = (Token(match.lastgroup or "", match.group(), *match.span()) for match in _TOKEN.finditer(text))
    return [token for token in found if token.kind != "space"]


def writes(text: str) -> bool:
    """Return whether the statement has a writing clause, wherever one can stand."""
    parts = tokens(text)
    for position, token in enumerate(parts):
        if token.word not in _WRITING:
            continue
        before = parts[position - 1].text if position else ""
        after = parts[position + 1].text if position + 1 < len(parts) else ""
        # Not `n.set`, `:SET`, `(set)`, `set = 1` or `AS set`: there it is a name.
        if before.upper() not in _BEFORE_NAMES and after not in {".", "=", ",", "]"}:
            return True
    return False


def returned_columns(text: str) -> tuple[str, ...] | None:
    """Return the names of the columns of the statement, or None where it does not say (`RETURN *`, procedures)."""
    parts = tokens(text)
    depth = 0
    start = None
    for position, token in enumerate(parts):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and token.word == "RETURN" and (position == 0 or parts[position - 1].text != "."):
            start = position + 1
    if start is None:
        return None
    if start < len(parts) and parts[start].word == "DISTINCT":
        start += 1
    items = _items(parts[start:])
    names = []
    for item in items:
        if not item or item[0].text == "*":
            return None
        if len(item) >= 3 and item[-2].word == "AS":
            names.append(item[-1].name)
        elif len(item) > 1 and item[0].kind == "name" and item[1].text == "{" and item[0].word not in _SUBQUERIES:
            names.append(item[0].name)  # a map projection is named for its variable
        else:
            names.append(text[item[0].start : item[-1].end])
    return tuple(names) or None


def _items(parts: Sequence[Token]) -> list[list[Token]]:
    """Split what follows RETURN at its commas, up to the clause after it."""
    items: list[list[Token]] = [[]]
    depth = 0
    for token in parts:
        if depth == 0 and (token.word in _AFTER_RETURN or token.text == ";"):
            break
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and token.text == ",":
            items.append([])
        else:
            items[-1].append(token)
    return items


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of a position in the statement, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def pointed_at(text: str, offset: int) -> str:
    """Return the place for a message: `line 1, column 5`."""
    line, column = line_and_column(text, offset)
    return f"line {line}, column {column}"


_PLACES = (
    re.compile(r"^Syntax error at line (?P<line>\d+):(?P<column>\d+) - (?P<message>.*)$", re.DOTALL),
    re.compile(r"^(?P<message>.*) \(line (?P<line>\d+), column (?P<column>\d+) \(offset: \d+\)\)$", re.DOTALL),
)


def in_words(message: str) -> str:
    """Return an engine's message with its place first, the same way for every engine: `line 1, column 16: ...`."""
    message = " ".join(message.split())
    for number, pattern in enumerate(_PLACES):
        if match := pattern.match(message):
            column = int(match["column"]) + (number == 0)  # ArcadeDB counts columns from 0
            return f"line {match['line']}, column {column}: {match['message']}"
    return message

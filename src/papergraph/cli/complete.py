"""What Tab offers in the shell: labels, relationship types, properties, parameters, named queries, keywords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from papergraph.errors import UsageError
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.queries.library import get_query, list_queries
from papergraph.stores.syntax import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from papergraph.stores.syntax import Token

COMMANDS: Final = {
    ":help": "this list",
    ":schema": "labels and relationship types with their properties",
    ":queries": "the named queries",
    ":run": "NAME parameter=value: run a named query",
    ":params": "name=value: set a parameter; alone: list them; clear: forget them",
    ":quit": "leave (Ctrl-D)",
}
KEYWORDS: Final = (
    "MATCH,OPTIONAL MATCH,WHERE,WITH,RETURN,DISTINCT,ORDER BY,DESC,SKIP,LIMIT,UNWIND,UNION,CALL,YIELD,AND,OR,NOT,IN,"
    "IS NULL,IS NOT NULL,STARTS WITH,ENDS WITH,CONTAINS,EXISTS,CASE,WHEN,THEN,ELSE,END,AS,count(,collect(,any(,none(,"
    "all(,head(,size(,toLower(,toString(,coalesce(,labels(,type(,min(,max(,avg(,sum(,shortestPath("
).split(",")
_PARTIAL: Final = re.compile(r"\w*\Z")
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_PROPERTIES: Final = {name: [part.name for part in entry.properties] for name, entry in NODE_LABELS.items()} | {
    name: [part.name for part in entry.properties] for name, entry in RELATIONSHIP_TYPES.items()
}


def completions(text: str, parameters: Mapping[str, object] | None = None) -> tuple[str, list[str]]:
    """Return what stands half-written at the end of the text, and what it can become, sorted."""
    if text.lstrip().startswith(":"):
        return _for_command(text.lstrip())
    match = _PARTIAL.search(text)
    typed = match.group() if match else ""
    before = text[: len(text) - len(typed)]
    parts = tokens(before)
    if parts and parts[-1].kind == "string" and not _closed(parts[-1].text):
        return typed, []
    last = before[-1:]
    if last == "$":
        return typed, _starting(typed, parameters or {})
    if last == ".":
        return typed, _starting(typed, _properties(parts))
    if last in {":", "|"} and (place := _bracket(parts)) in {"(", "["}:
        return typed, _starting(typed, RELATIONSHIP_TYPES if place == "[" else NODE_LABELS)
    return typed, _starting(typed, KEYWORDS) if typed else []


def _for_command(text: str) -> tuple[str, list[str]]:
    name, space, rest = text.partition(" ")
    if not space:
        return name, _starting(name, COMMANDS)
    if name != ":run":
        return "", []
    *said, typed = rest.split(" ")
    if not said:
        return typed, _starting(typed, (query.name for query in list_queries()))
    try:
        known = get_query(said[0]).parameters
    except UsageError:
        return typed, []
    return typed, _starting(typed, (f"{one.name}=" for one in known))


def _starting(typed: str, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.lower().startswith(typed.lower()) and name != typed)


def _closed(text: str) -> bool:
    return len(text) > 1 and text[-1] == text[0] and not re.search(r"(?<!\\)(?:\\\\)*\\.\Z", text)


def _bracket(parts: list[Token]) -> str:
    """Return the innermost bracket that is still open, or ''."""
    stack: list[str] = []
    for part in parts:
        if part.text in {"(", "[", "{"}:
            stack.append(part.text)
        elif part.text in _OPENING and stack and stack[-1] == _OPENING[part.text]:
            stack.pop()
    return stack[-1] if stack else ""


def _properties(parts: list[Token]) -> list[str]:
    """Return the properties of the variable before the last dot: those of its labels or types, else all."""
    variable = parts[-2].text if len(parts) > 1 else ""
    owners: set[str] = set()
    for place, part in enumerate(parts[:-1]):
        if part.text == variable and parts[place + 1].text == ":":
            for name in parts[place + 2 :]:
                if name.kind == "name":
                    owners.add(name.name)
                elif name.text not in {"|", "&", ":"}:
                    break
    found = [_PROPERTIES[owner] for owner in owners if owner in _PROPERTIES] or list(_PROPERTIES.values())
    return sorted({name for names in found for name in names})

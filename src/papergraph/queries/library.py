"""The library of named queries: the files of `cypher/`, each with a header that says what it answers.

// title: Papers using a method on low-resource languages
// question: Which papers use METHOD on a low-resource language?
// parameter method: string = "LoRA" -- name or alias of a model or method
// example: method=QLoRA
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from papergraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.stores.base import GraphStore, Result

_HEADER = re.compile(r"//\s*(title|question|example|group)\s*:\s*(.*\S)")
_PARAMETER = re.compile(
    r"//\s*parameter\s+(\w+)\s*:\s*(string|integer|float|boolean|strings)\s*=\s*(.*?)\s+--\s+(.*\S)"
)
_TYPES: Final = {"string": str, "integer": int, "float": float, "boolean": bool, "strings": list}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `type` is string, integer, float, boolean or strings (a list)."""

    name: str
    type: str
    default: str | int | float | bool | tuple[str, ...]
    doc: str

    def value(self, given: object) -> Any:
        """Return a value given as text, or already of the type.

        Raises:
            UsageError: It is not of the type.
        """
        if isinstance(given, tuple | list) and self.type == "strings":
            return [str(item) for item in given]
        if not isinstance(given, str):
            if isinstance(given, _TYPES[self.type]) and not (self.type == "integer" and isinstance(given, bool)):
                return given
            raise UsageError(f"{self.name} must be a {self.type}, not {given!r}")
        try:
            return self._parsed(given)
        except ValueError as error:
            raise UsageError(f"{self.name} must be a {self.type}, not {given!r}") from error

    def _parsed(self, text: str) -> Any:
        if self.type == "integer":
            number = int(text)
            if abs(number) >= 2**63:
                raise ValueError(text)
            return number
        if self.type == "float":
            return float(text)
        if self.type == "boolean":
            return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower()) is True or _false(text)
        if self.type == "strings":
            return [part.strip() for part in text.split(",") if part.strip()]
        return text


def _false(text: str) -> bool:
    if text.lower() not in {"false", "no"}:
        raise ValueError(text)
    return False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library. `text` is the whole file, comments included; it runs as it is on every store."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    group: str
    text: str

    def values(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Return a value for each parameter, the default where none is given.

        Raises:
            UsageError: An unknown parameter, or a value of another type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(given) - set(known)):
            names = ", ".join(known) or "none"
            raise UsageError(f"{self.name} has no parameter {unknown[0]!r}; it has: {names}")
        return {name: parameter.value(given.get(name, parameter.default)) for name, parameter in known.items()}

    def as_json(self) -> dict[str, Any]:
        """Return what it answers and takes, as JSON can hold it; its text is left out."""
        parameters = [
            {
                "name": one.name,
                "type": one.type,
                "default": list(one.default) if isinstance(one.default, tuple) else one.default,
                "doc": one.doc,
            }
            for one in self.parameters
        ]
        return {
            "name": self.name,
            "title": self.title,
            "question": self.question,
            "group": self.group,
            "parameters": parameters,
            "example": dict(self.example),
        }


def parse_query(name: str, text: str) -> NamedQuery:
    """Return the named query in a file's text.

    Raises:
        ValueError: The header is not complete.
    """
    fields: dict[str, str] = {}
    parameters = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        if match := _PARAMETER.fullmatch(line):
            default = json.loads(match.group(3))
            parameters.append(
                Parameter(
                    match.group(1),
                    match.group(2),
                    tuple(default) if isinstance(default, list) else default,
                    match.group(4),
                )
            )
        elif match := _HEADER.fullmatch(line):
            fields[match.group(1)] = match.group(2)
        elif line.startswith("// parameter"):
            raise ValueError(f"{name}: not a parameter line: {line}")
    if missing := {"title", "question", "group"} - fields.keys():
        raise ValueError(f"{name}: the header has no {', '.join(sorted(missing))}")
    example = dict(part.split("=", 1) for part in split_values(fields.get("example", "")))
    return NamedQuery(name, fields["title"], fields["question"], tuple(parameters), example, fields["group"], text)


def split_values(text: str) -> list[str]:
    """Split `method=LoRA task="question answering"` at the spaces outside quotation marks."""
    return [part.replace('"', "") for part in re.findall(r'(?:[^\s"]|"[^"]*")+', text)]


def queries_folder() -> Path:
    """Return the folder of the library: inside an installed package, else `cypher/` of the checkout."""
    inside = Path(str(files("papergraph.queries"))) / "cypher"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "cypher"


@cache
def _library() -> dict[str, NamedQuery]:
    paths = sorted(queries_folder().glob("*.cypher"))
    return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def list_queries() -> list[NamedQuery]:
    """Return every named query, by name."""
    return list(_library().values())


def get_query(name: str) -> NamedQuery:
    """Return the query of that name.

    Raises:
        UnknownNameError: There is none; the message names the nearest.
    """
    try:
        return _library()[name]
    except KeyError:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for a mistyped name

        near = process.extractOne(name, list(_library()), scorer=fuzz.WRatio, score_cutoff=50)
        hint = f"; did you mean {near[0]!r}?" if near else "; `papergraph query` lists them"
        raise UnknownNameError(f"no named query {name!r}{hint}") from None


def run(store: GraphStore, name: str, **parameters: object) -> Result:
    """Run a named query.

    Raises:
        UnknownNameError: No such query.
        UsageError: No such parameter, or a value of another type.
        StoreError: As `GraphStore.query`.
    """
    query = get_query(name)
    return store.query(query.text, query.values(parameters))

"""Reading the rows of the embedded engine: whole batches over the bridge to Java, converted only where needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from papergraph.stores.base import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PART = 1_000
"""Rows that cross at once; past some hundreds the crossing costs nothing beside the rows."""

_MARK = "\\u0001"
"""What the bridge writes as the key of a value that JSON cannot carry: a node, a date, a set."""


def read_rows(result: Any, columns: tuple[str, ...] | None, limit: int | None) -> Result:
    """Return the rows of a result of the engine as plain values, and close it.

    The package's own `to_list` calls back into Python for every row, and leaves nodes and dates to be converted; that
    took a third of the time of a question with thousands of rows.

    Args:
        result: The package's result set, not yet read.
        columns: The names that the statement gives its columns, in order; None where it does not say.
        limit: How many rows are read at most; None for all.

    Raises:
        arcadedb_embedded.ArcadeDBError: The engine failed or was stopped while it worked on a row.
    """
    rows: list[tuple[Any, ...]] = []
    for found, plain in _batches(result, limit):
        if columns is None and found:
            columns = tuple(found[0])
        names = columns or ()
        rows += [_in_order(names, row) for row in found] if plain else [_converted(names, row) for row in found]
    return Result(columns or (), rows)


def _batches(result: Any, limit: int | None) -> Iterator[tuple[list[dict[str, Any]], bool]]:
    """Yield batches of rows, each with whether all of its values are plain already."""
    import jpype  # noqa: PLC0415 - heavy
    from arcadedb_embedded import ArcadeDBError  # noqa: PLC0415 - heavy
    from arcadedb_embedded.results import _typed_hook  # noqa: PLC0415 - heavy

    bridge = jpype.JClass("com.arcadedb.python.TypedRows")
    java = result._java_result_set  # noqa: SLF001 - the package offers whole batches only with its own conversion
    left = limit
    try:
        while left is None or left > 0:
            try:
                batch = bridge.nextRows(java, _PART if left is None else min(left, _PART))
            except jpype.JException as error:
                raise ArcadeDBError(f"Reading the result set failed: {error}") from error
            text = str(batch[0])
            marked = _MARK in text
            found = json.loads(text, object_hook=_typed_hook(batch[1])) if marked else json.loads(text)
            yield found, not marked
            if batch[2]:
                return
            left = None if left is None else left - len(found)
    finally:
        result.close()


def _in_order(columns: tuple[str, ...], found: Mapping[str, Any]) -> tuple[Any, ...]:
    values = tuple(found.values())
    if tuple(found) == columns:
        return values
    # Where the engine spells an unnamed column otherwise, the order is the same.
    return tuple(found[column] for column in columns) if set(columns) <= found.keys() else values


def _converted(columns: tuple[str, ...], found: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_value(value) for value in _in_order(columns, found))


def _value(value: Any) -> Any:
    """Return a plain value for what the engine returns; see `Result`."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    if hasattr(value, "getTypeName"):
        from arcadedb_embedded.type_conversion import convert_java_to_python  # noqa: PLC0415 - heavy

        kind = "_label" if "Vertex" in str(value.getClass().getSimpleName()) else "_type"
        names = [str(name) for name in value.getPropertyNames()]
        return {kind: str(value.getTypeName())} | {
            name: _value(convert_java_to_python(value.get(name))) for name in sorted(names)
        }
    if hasattr(value, "getVertices") and hasattr(value, "getEdges"):
        nodes, between = list(value.getVertices()), list(value.getEdges())
        path = [_value(nodes[0])] if nodes else []
        for relationship, node in zip(between, nodes[1:], strict=True):
            path += [_value(relationship), _value(node)]
        return path
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)

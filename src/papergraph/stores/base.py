"""What every graph database behind papergraph offers, and the plain values that it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of a statement.

    Values are plain: None, bool, int, float, str, lists and dictionaries of them. A node is a dictionary of its
    properties with its label under `_label`, a relationship one with its type under `_type`, a path the list of its
    nodes and relationships in order, a temporal value its ISO string.

    Attributes:
        columns: Names in the order of the RETURN clause; () for a statement that returns nothing.
        rows: One tuple a row, as long as `columns`.
        changes: What a writing statement changed, where the engine says so (`nodes_created`, ...).
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    changes: Mapping[str, int] = field(default_factory=dict)

    def objects(self) -> list[dict[str, Any]]:
        """Return each row as a dictionary from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class GraphStore(Protocol):
    """An open graph database. It is a context manager; leaving it closes it."""

    @property
    def name(self) -> str:
        """What messages call it: `the embedded engine`, `Neo4j`."""

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        write: bool = False,
        limit: int | None = None,
    ) -> Result:
        """Run one Cypher statement and return all its rows.

        Args:
            cypher: The statement.
            parameters: Values for its `$names`.
            timeout: Seconds after which it is stopped.
            write: Whether it may change the graph.
            limit: How many rows are read at most.

        Raises:
            QueryError: The statement is wrong, writes without leave, or was stopped at its limit.
            StoreError: The database cannot be reached or refuses.
        """

    def close(self) -> None:
        """Close the database; closing twice is fine."""

    def __enter__(self) -> Self:
        """Return the store."""

    def __exit__(self, *error: object) -> None:
        """Close it."""


def comparable(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return rows in a form that is equal whenever two engines returned the same rows, in whatever order.

    The order inside lists counts; floats are compared to 12 significant digits.
    """
    return sorted(repr([_comparable(value) for value in row]) for row in rows)


def _comparable(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, Mapping):
        return {key: _comparable(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_comparable(item) for item in value]
    return value

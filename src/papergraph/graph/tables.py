"""Graph values to and from Parquet, byte for byte the same for the same values.

Rows are sorted, columns and writer options are fixed, and nothing of the machine or the clock is written.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from papergraph.errors import GraphFolderError
from papergraph.graph.model import AuthorNode, ConceptNode, Graph, MentionRow, PaperNode, RecordRow, Relation, VenueNode
from papergraph.graph.schema import TABLES, Property, PropertyType
from papergraph.values import Merge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Row: TypeAlias = Any
"""A frozen dataclass whose fields are the columns of its table."""

_ROW_TYPES: Mapping[str, Callable[..., Row]] = {
    "papers": PaperNode,
    "concepts": ConceptNode,
    "authors": AuthorNode,
    "venues": VenueNode,
    "relations": Relation,
    "mentions": MentionRow,
    "records": RecordRow,
    "merges": Merge,
}

_SORT_KEYS: Mapping[str, tuple[str, ...]] = {
    "papers": ("id",),
    "concepts": ("id",),
    "authors": ("id",),
    "venues": ("id",),
    "relations": ("source", "type", "target"),
    "mentions": ("paper", "start", "end", "concept", "rule", "relation", "confidence"),
    "records": ("place", "paper", "format"),
    "merges": ("kind", "kept", "merged", "rule", "score", "evidence"),
}

_BATCH_ROWS = 65_536
"""Rows converted and written at a time; part of the file's bytes, as each batch is a row group."""


def arrow_schema(columns: Sequence[Property]) -> Any:
    """Return the pyarrow schema of a table."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and a question to a database does not need it

    types = _arrow_types()
    return pa.schema([pa.field(part.name, types[part.type], nullable=not part.required) for part in columns])


@cache
def _arrow_types() -> Mapping[PropertyType, Any]:
    import pyarrow as pa  # noqa: PLC0415 - as above

    return {
        PropertyType.STRING: pa.string(),
        PropertyType.BOOLEAN: pa.bool_(),
        PropertyType.INTEGER: pa.int64(),
        PropertyType.FLOAT: pa.float64(),
        PropertyType.STRINGS: pa.list_(pa.string()),
    }


def sort_rows(table: str, rows: Sequence[Row]) -> list[Row]:
    """Return a table's rows in the order in which they are written."""
    return sorted(rows, key=attrgetter(*_SORT_KEYS[table]))


def write_table(table: str, rows: Sequence[Row], path: Path) -> None:
    """Write a table, its rows sorted.

    Raises:
        OSError: the file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = TABLES[table]
    schema = arrow_schema(columns)
    # Each option that could change the bytes is said here, so that a new default of pyarrow does not change them.
    with pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    ) as writer:
        ordered = sort_rows(table, rows)
        for first in range(0, len(ordered), _BATCH_ROWS):
            batch = ordered[first : first + _BATCH_ROWS]
            arrays = [
                pa.array([getattr(row, part.name) for row in batch], type=field.type)
                for part, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=_BATCH_ROWS)


def parse_table(table: str, content: bytes, *, place: str) -> tuple[Row, ...]:
    """Return a table's rows; `place` names the file in messages.

    Raises:
        GraphFolderError: the content is no Parquet, or has other columns than the schema says.
    """
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = arrow_schema(TABLES[table])
    try:
        data = pq.ParquetFile(pa.BufferReader(content)).read()
    except (OSError, pa.ArrowException) as error:
        raise GraphFolderError(f"{place}: not a readable table: {error}") from error
    if not data.schema.equals(schema, check_metadata=False):
        raise GraphFolderError(f"{place}: its columns are not those of this version; build the folder again")
    names = [part.name for part in TABLES[table]]
    make = _ROW_TYPES[table]
    lists = [part.name for part in TABLES[table] if part.type is PropertyType.STRINGS]
    rows: list[Row] = []
    for batch in data.to_batches(max_chunksize=_BATCH_ROWS):
        values = {name: batch.column(name).to_pylist() for name in names}
        for name in lists:
            values[name] = [None if item is None else tuple(item) for item in values[name]]
        rows.extend(make(**dict(zip(names, row, strict=True))) for row in zip(*values.values(), strict=True))
    return tuple(rows)


def table_rows(graph: Graph, table: str) -> Sequence[Row]:
    """Return the rows of one table of a graph."""
    rows: Sequence[Row] = getattr(graph, table)
    return rows

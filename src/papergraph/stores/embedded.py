"""The embedded Cypher engine (ArcadeDB): a database in the graph folder, no server.

The tables are the truth; the database is built from them and can be rebuilt at any time. Its own manifest names the
tables it was built from and the size of each file, because the engine opens a truncated file without a word.
"""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from papergraph.errors import QueryError, QueryStoppedError, StoreError
from papergraph.graph.folder import DATABASE, MANIFEST, read_folder, read_manifest
from papergraph.graph.model import properties
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.stores.base import Result
from papergraph.stores.batches import ahead, batches
from papergraph.stores.jvm import engine, later_interrupt
from papergraph.stores.rows import read_rows
from papergraph.stores.syntax import in_words, returned_columns, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from papergraph.graph.model import Graph, Node, Relation

_ENGINE = "engine"
"""Folder of the engine's files, inside the database's own; a rebuilt one grows beside it."""

_MANIFEST = "papergraph-database.json"
_FORMAT = 1
_PART = 10_000
"""Rows handed over at once; the engine's own sizes overrun the heap at 300,000 relationships."""

_DEFERRED = 100_000
"""Relationships whose far ends wait in memory."""

_FULL_TEXT = {"Paper": ("title", "abstract")}
_PASSING = {"database.lck", "statistics.json"}
"""Files that come and go: the engine takes the second away while it is open, and a killed process leaves none."""


def build_database(graph: Graph, directory: Path) -> None:
    """Build the database of a graph in `directory / "database"`, replacing the one that is there.

    The new one is built beside and renamed, so that a reader sees the old or the new one. Call it when the tables
    are written: it notes which tables it was built from.

    Args:
        graph: What goes in.
        directory: The graph folder.

    Raises:
        StoreError: No engine for this platform, or it cannot write there.
    """
    place = directory / DATABASE
    final, beside, old = (place / name for name in (_ENGINE, f"{_ENGINE}.new", f"{_ENGINE}.old"))
    arcade = engine(brief=True)
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{place}: cannot be written: {error.strerror or error}") from error
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        database = arcade.create_database(str(beside))
        try:
            with _unscanned():
                counts = _fill(database, graph)
        finally:
            database.close()
        _write_manifest(beside, directory, counts)
    except arcade.ArcadeDBError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise StoreError(f"{directory}: the embedded engine could not write its database: {_reason(error)}") from error
    if final.exists():
        final.rename(old)
    beside.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def _fill(database: Any, graph: Graph) -> dict[str, int]:
    for label in NODE_LABELS:
        database.command("sql", f"CREATE VERTEX TYPE {label}")
        database.command("sql", f"CREATE PROPERTY {label}.id STRING")
    for kind in RELATIONSHIP_TYPES:
        database.command("sql", f"CREATE EDGE TYPE {kind}")
    places: dict[str, str] = {}
    counts: dict[str, int] = defaultdict(int)
    by_label: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes():
        by_label[node.label].append(node)
    by_type: dict[str, list[Relation]] = defaultdict(list)
    for relation in graph.relations:
        by_type[relation.type].append(relation)
    # Flushing on more threads costs more in waiting than it brings on the few cores that such a build has.
    sizes = {"batch_size": _PART, "commit_every": _PART, "max_deferred_incoming_edges": _DEFERRED}
    with database.graph_batch(**sizes, parallel_flush=False) as batch:
        for label, nodes in by_label.items():
            counts[label] = len(nodes)
            places.update(_create_vertices(batch, label, nodes))
        for kind, relations in by_type.items():
            counts[kind] = len(relations)
            _create_edges(batch, kind, relations, places)
    # Indexes after the rows: building one in bulk is quicker than keeping it up to date.
    for label in NODE_LABELS:
        database.command("sql", f"CREATE INDEX ON {label} (id) UNIQUE")
    for label, names in _FULL_TEXT.items():
        for name in names:
            database.command("sql", f"CREATE PROPERTY {label}.{name} STRING")
        database.command("sql", f"CREATE INDEX ON {label} ({', '.join(names)}) FULL_TEXT")
    return dict(counts)


def _create_vertices(batch: Any, label: str, nodes: Sequence[Node]) -> dict[str, str]:
    """Create vertices and return the record id of each node id.

    The package sends rows as one JSON text only where no value is a list, and is many times slower otherwise; the Java
    side takes lists as well (the store tests read every value back).
    """
    import jpype  # noqa: PLC0415 - heavy

    bulk = jpype.JClass("com.arcadedb.python.VertexBatcher")
    made: list[str] = []
    for text in ahead(json.dumps([_plain(properties(node)) for node in part]) for part in batches(nodes, _PART)):
        made += str(bulk.createVerticesJson(batch._java_graph_batch, label, text)).split(";")  # noqa: SLF001 - see above
    return dict(zip((node.id for node in nodes), made, strict=True))


def _create_edges(batch: Any, kind: str, relations: Sequence[Relation], places: Mapping[str, str]) -> None:
    import jpype  # noqa: PLC0415 - heavy

    def row(relation: Relation) -> dict[str, Any]:
        ends = {"_src": places[relation.source], "_dst": places[relation.target]}
        return ends | _plain(properties(relation))

    bulk = jpype.JClass("com.arcadedb.python.EdgeBatcher")
    for text in ahead(json.dumps([row(relation) for relation in part]) for part in batches(relations, _PART)):
        bulk.newEdgesJson(batch._java_graph_batch, kind, text)  # noqa: SLF001 - as for vertices


@contextmanager
def _unscanned() -> Iterator[None]:
    """Keep what exists out of Python's garbage collection: the bridge runs a full one after every one of Java's.

    With 300,000 relationships in memory those took more time than the engine's own work.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _write_manifest(database: Path, directory: Path, counts: Mapping[str, int]) -> None:
    manifest = {
        "format": _FORMAT,
        "tables": _tables_key(directory),
        "counts": dict(sorted(counts.items())),
        "files": _file_sizes(database),
    }
    (database / _MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _file_sizes(database: Path) -> dict[str, int]:
    return {
        path.name: path.stat().st_size
        for path in sorted(database.iterdir())
        if path.is_file() and path.name not in {_MANIFEST, *_PASSING} and path.suffix != ".wal"
    }


def _tables_key(directory: Path) -> str | None:
    """Return a digest of the tables' manifest, which holds their own, or None where there are no tables."""
    manifest = directory / MANIFEST
    if not manifest.exists():
        return None
    return hashlib.sha256(manifest.read_bytes()).hexdigest()


def problem_of(directory: Path) -> str | None:
    """Return in a few words why the database of a graph folder cannot be used as it is, or None when it can."""
    database = directory / DATABASE / _ENGINE
    try:
        manifest = json.loads((database / _MANIFEST).read_text(encoding="utf-8"))
        built_from, sizes, layout = manifest["tables"], manifest["files"], manifest["format"]
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError, KeyError, TypeError):
        return "damaged: its manifest cannot be read"
    if layout != _FORMAT:
        return "of another version"
    if built_from != _tables_key(directory):
        return "older than the tables"
    there = _file_sizes(database)
    for name, size in sizes.items():
        if name not in _PASSING and there.get(name, -1) < size:
            return f"damaged: {name} is missing or cut short"
    return None


def engine_files(directory: Path) -> Path:
    """Return the folder, in a graph folder, of the engine's own files."""
    return directory / DATABASE / _ENGINE


class EmbeddedStore:
    """The database of a graph folder, open in this process; only one process at a time can hold it.

    Args:
        directory: The graph folder. Its database is rebuilt from the tables when missing, stale or damaged.
        notice: Told in one line when it is rebuilt.
        brief: This process asks little and ends soon; see `jvm.engine`.

    Raises:
        GraphFolderError: It is not a graph folder.
        StoreError: Another process holds the database, or there is no engine for this platform.
    """

    name = "the embedded engine"

    def __init__(self, directory: Path, *, notice: Callable[[str], None] | None = None, brief: bool = False) -> None:
        self._database: Any = None
        read_manifest(directory)
        arcade = engine(brief=brief)
        if problem := problem_of(directory):
            if notice:
                notice(f"the embedded database is {problem}; building it from the tables")
            build_database(read_folder(directory), directory)
        self._error: type[Exception] = arcade.ArcadeDBError
        self._directory = directory
        try:
            with later_interrupt():
                self._database = arcade.open_database(str(directory / DATABASE / _ENGINE))
        except self._error as error:
            if "LockException" in str(error) or "locked" in str(error):
                raise StoreError(
                    f"{directory}: another papergraph process is using this graph; wait for it, or query Neo4j with "
                    "--uri"
                ) from error
            raise StoreError(f"{directory}: the embedded database cannot be opened: {_reason(error)}") from error

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        write: bool = False,
        limit: int | None = None,
    ) -> Result:
        """Run one statement; see `GraphStore.query`."""
        if writes(cypher) and not write:
            raise QueryError("the statement writes; allow it with --write")
        arguments = [dict(parameters)] if parameters else []

        columns = returned_columns(cypher)
        try:
            with _limited(timeout), _unscanned():
                if write:
                    with self._database.transaction():
                        result = self._database.command("opencypher", cypher, *arguments)
                        found = read_rows(result, columns, None) if result is not None else Result((), [])
                else:
                    found = read_rows(self._database.query("opencypher", cypher, *arguments), columns, limit)
        except self._error as error:
            if timeout is not None and "TimeoutException" in str(error):
                raise QueryStoppedError(
                    f"stopped after {timeout:g} s; narrow the question or raise --timeout"
                ) from error
            if "QueryTerminatedException" in str(error):
                raise QueryStoppedError("stopped on demand") from error
            raise QueryError(_reason(error)) from error
        return found

    def close(self) -> None:
        """Close the database; closing twice is fine."""
        if self._database is not None and self._database.is_open():
            with later_interrupt():
                self._database.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Let the engine stop this thread's statements after so many seconds."""
    if seconds is None:
        yield
        return
    import jpype  # noqa: PLC0415 - heavy

    override = jpype.JClass("com.arcadedb.query.sql.executor.CommandTimeoutOverride")
    override.set(max(1, round(seconds * 1000)))
    try:
        yield
    finally:
        override.clear()


def _reason(error: BaseException) -> str:
    """Return the engine's message without its Java class names."""
    text = str(error)
    for lead in ("Query failed: ", "Command failed: ", "Reading the result set failed: "):
        text = text.removeprefix(lead)
    head, _, rest = text.partition(": ")
    if head.startswith(("com.arcadedb.", "java.")) and rest:
        text = rest
    return in_words(text.partition(" (caused by ")[0])

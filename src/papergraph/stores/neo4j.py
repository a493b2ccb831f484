"""A Neo4j server as a store, over Bolt with the official driver."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from papergraph.errors import QueryError, QueryStoppedError, StoreError
from papergraph.stores.base import Result
from papergraph.stores.syntax import in_words, writes

if TYPE_CHECKING:
    import neo4j

OWNER = "papergraph"
"""Property of nodes and relationships that names the graph they belong to; never part of a returned node."""

DIGEST = "papergraph_digest"
"""Property that holds a digest of what was loaded, to tell what has changed."""

_SCHEMES = {f"{scheme}{security}" for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc")}


class Neo4jStore:
    """A database of a Neo4j server.

    Args:
        uri: `bolt://host:7687`, `neo4j://host`, `neo4j+s://host`.
        auth: User and password, or None for a server without authentication.
        database: Name of the database; None for the user's default one.

    Raises:
        StoreError: Nothing answers there, or it refuses the user or password.
    """

    name = "Neo4j"

    def __init__(self, uri: str, auth: tuple[str, str] | None = None, database: str | None = None) -> None:
        import neo4j  # noqa: PLC0415 - heavy

        if uri.partition("://")[0] not in _SCHEMES:
            raise StoreError(f"{uri}: not an address of a Neo4j server; it starts with bolt:// or neo4j://")
        # What goes wrong is raised and told in one line; without a handler Python prints the driver's log beside it.
        if not (log := logging.getLogger("neo4j")).handlers:
            log.addHandler(logging.NullHandler())
        self._neo4j = neo4j
        self._uri = uri
        self.database = database
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.driver = neo4j.GraphDatabase.driver(
                    uri,
                    auth=auth,
                    notifications_min_severity="OFF",
                    connection_timeout=10,
                    connection_acquisition_timeout=20,
                    max_transaction_retry_time=60,
                )
        except (ValueError, neo4j.exceptions.ConfigurationError) as error:
            raise StoreError(f"{uri}: not an address of a Neo4j server: {first_line(error)}") from error
        try:
            self.driver.verify_connectivity()
        except Exception as error:
            self.driver.close()
            if translated := self._translated(error):
                raise translated from error
            raise

    def session(self, *, write: bool) -> neo4j.Session:
        """Return a new session of the driver; the server refuses writes in one that is not for writing."""
        mode = self._neo4j.WRITE_ACCESS if write else self._neo4j.READ_ACCESS
        return self.driver.session(database=self.database, default_access_mode=mode)

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
        try:
            with self.session(write=write) as session:
                # The text is the user's own statement; values go in as parameters.
                query = self._neo4j.Query(cypher, timeout=timeout)
                result = session.run(query, dict(parameters or {}))
                columns = tuple(result.keys())
                rows = [tuple(self._value(value) for value in record.values()) for record in islice(result, limit)]
                counters = result.consume().counters
        except Exception as error:
            if translated := self._translated(error, timeout):
                raise translated from error
            raise
        changes = {key: value for key, value in vars(counters).items() if isinstance(value, int) and value}
        return Result(columns, rows, {key: value for key, value in changes.items() if not key.startswith("_")})

    def close(self) -> None:
        """Close the connections; closing twice is fine."""
        self.driver.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()

    def _translated(self, error: Exception, timeout: float | None = None) -> StoreError | None:
        """Return our error for one of the driver's, or None for what is a bug."""
        known = self._neo4j.exceptions
        if isinstance(error, UnicodeEncodeError):
            return QueryError("the statement or a parameter holds half a character (a lone surrogate)")
        if isinstance(error, known.AuthError):
            return StoreError(f"{self._uri}: Neo4j refused the user or the password (NEO4J_USERNAME, NEO4J_PASSWORD)")
        if isinstance(error, known.ServiceUnavailable | known.SessionExpired | OSError):
            return StoreError(f"{self._uri}: nothing answers there; is Neo4j running? ({first_line(error)})")
        if isinstance(error, known.ClientError | known.TransientError | known.DatabaseError):
            code = error.code or ""
            if "Database.DatabaseNotFound" in code:
                return StoreError(f"{self._uri}: there is no database {self.database!r}")
            if any(end in code for end in ("TransactionTimedOut", "TransactionTerminated", "Transaction.Terminated")):
                limit = f" after {timeout:g} s" if timeout is not None else ""
                return QueryStoppedError(f"stopped{limit}; narrow the question or raise --timeout")
            return QueryError(in_words(first_line(error.message or error)))
        if isinstance(error, known.Neo4jError | known.DriverError):
            return StoreError(f"{self._uri}: {first_line(error)}")
        return None

    def _value(self, value: Any) -> Any:
        graph = self._neo4j.graph
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, list | tuple | set):
            return [self._value(item) for item in value]
        if isinstance(value, graph.Node):
            return {"_label": ":".join(sorted(value.labels))} | self._properties(value)
        if isinstance(value, graph.Relationship):
            return {"_type": value.type} | self._properties(value)
        if isinstance(value, graph.Path):
            path = [self._value(value.nodes[0])]
            for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
                path += [self._value(relationship), self._value(node)]
            return path
        if isinstance(value, Mapping):
            return {str(key): self._value(item) for key, item in value.items()}
        if hasattr(value, "iso_format"):
            return value.iso_format()
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    def _properties(self, entity: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self._value(entity[key]) for key in sorted(entity.keys()) if key not in {OWNER, DIGEST}}


def first_line(error: object) -> str:
    """Return the first line of a message."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]

"""Stopping a statement from another thread: for a shell's Ctrl-C, and for a client that went away."""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, Any

from papergraph.errors import PapergraphError
from papergraph.stores.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.stores.base import GraphStore, Result

_FIND = (
    "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery ENDS WITH $mark RETURN transactionId AS id"
)
_STOP = "TERMINATE TRANSACTIONS $ids YIELD transactionId RETURN transactionId AS id"


class Running:
    """One statement that another thread may stop.

    Args:
        store: The store that it runs on.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._mark = f"// {uuid.uuid4().hex}"
        self._registered: Any = None
        if isinstance(store, EmbeddedStore):
            import jpype  # noqa: PLC0415 - heavy

            registry = jpype.JClass("com.arcadedb.query.RunningQueryRegistry")()
            nobody = jpype.JClass("com.arcadedb.query.RunningQuery$Client").NONE
            self._registered = registry.register("graph", "papergraph", "papergraph", "opencypher", "", nobody)

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> Result:
        """Run the statement; as `GraphStore.query`.

        Raises:
            QueryStoppedError: `stop` was called.
            StoreError: As `GraphStore.query`.
        """
        if self._registered is None:
            # A server is asked to stop the statement that ends with the mark.
            return self._store.query(f"{cypher}\n{self._mark}", parameters, **options)
        binding = self._registered.bind()
        try:
            return self._store.query(cypher, parameters, **options)
        finally:
            binding.close()
            self._registered.close()

    def stop(self) -> None:
        """Ask the engine to stop it; the engine does so at the next row it works on."""
        if self._registered is not None:
            self._registered.terminate("the user")
            return
        with contextlib.suppress(PapergraphError):
            found = self._store.query(_FIND, {"mark": self._mark})
            if ids := [row[0] for row in found.rows]:
                # Not a change of the graph, but not a reading statement to the driver's routing either.
                self._store.query(_STOP, {"ids": ids}, write=True)

"""Stopping a statement from another thread: for Ctrl-C, and for a client that went away."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any, Self

from papergraph.errors import PapergraphError
from papergraph.stores.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papergraph.stores.base import GraphStore, Result

_FIND = (
    "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery ENDS WITH $mark RETURN transactionId AS id"
)
_LOOK_SECONDS = 0.1
"""How often a wait looks up: some systems deliver Ctrl-C between waits only."""

_PATIENCE_SECONDS = 10.0
"""How long a stopped statement may take to end, before it is left behind: its server may have fallen silent."""

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


class Stoppable:
    """A store whose statements Ctrl-C stops, wherever the main thread asks them.

    The main thread cannot see Ctrl-C while it is inside Java, so each statement runs in a thread of its own.

    Args:
        store: The store that is asked; closing this one closes it.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.name = store.name
        self._left: threading.Event | None = None  # set when the statement that was left behind ends

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> Result:
        """Run one statement; as `GraphStore.query`.

        Raises:
            KeyboardInterrupt: The user stopped it. It has ended, or was left behind after some seconds.
            StoreError: As `GraphStore.query`.
        """
        running = Running(self._store)
        results: list[Result] = []
        errors: list[BaseException] = []
        # Not `Thread.join`: interrupted, it takes the thread for ended up to Python 3.12 (bpo-45274).
        ended = threading.Event()

        def work() -> None:
            try:
                results.append(running.query(cypher, parameters, **options))
            except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that asked
                errors.append(error)
            finally:
                ended.set()

        threading.Thread(target=work, daemon=True).start()
        try:
            while not ended.wait(_LOOK_SECONDS):
                pass
        except KeyboardInterrupt:
            with contextlib.suppress(KeyboardInterrupt):  # a second one: do not wait for it either
                self._stop(running, ended)
            if not ended.is_set():
                self._left = ended
            raise
        if errors:
            raise errors[0]
        return results[0]

    @staticmethod
    def _stop(running: Running, ended: threading.Event) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not ended.is_set() and time.monotonic() < until:
            running.stop()  # again and again: a server may not have begun with it
            ended.wait(2 * _LOOK_SECONDS)

    def close(self) -> None:
        """Close the store, unless a statement that does not stop still works on it; that ends with the process."""
        if self._left is None or self._left.is_set():
            self._store.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()

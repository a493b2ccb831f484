"""The Bolt door: the embedded engine's own server on a copy of the graph, for any Neo4j client.

Three things keep it reading only: the user may read and nothing else, the database is a copy that is thrown away, and
the statement that reads files is switched off. The engine's other protocols do not listen.
"""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from papergraph.errors import StoreError, UsageError
from papergraph.serve.listen import bound
from papergraph.serve.snapshot import copy_folder
from papergraph.stores.embedded import engine_files
from papergraph.stores.jvm import engine

if TYPE_CHECKING:
    from types import TracebackType

USER: Final = "papergraph"
DATABASE_NAME: Final = "papergraph"
SHORTEST_PASSWORD: Final = 8
_READERS: Final = {
    "resultSetLimit": -1,
    "readTimeout": -1,
    "access": [],
    "types": {"*": {"access": ["readRecord"]}},
}
_ADMINISTRATORS: Final = {
    "resultSetLimit": -1,
    "readTimeout": -1,
    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
}


class BoltServer:
    """A running server; a context manager that stops it and removes the copy.

    Args:
        directory: The graph folder; its state of now is served until the end.
        host: Where it listens.
        port: Its port; 0 for any free one (`port` then says which).
        password: Password of the user `papergraph`.
        seconds: How long a statement may take.

    Raises:
        GraphFolderError: It is not a graph folder.
        StoreError: The server cannot start, or the port is taken.
        UsageError: The password is too short.
    """

    def __init__(self, directory: Path, *, host: str, port: int, password: str, seconds: float) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise UsageError(f"a password has at least {SHORTEST_PASSWORD} characters")
        with bound(host, port) as listening:  # says in our words where the address or the port cannot be had
            self.host, self.port = host, listening.getsockname()[1]
        self._server: Any = None
        self._root = Path(tempfile.mkdtemp(prefix="papergraph-serve-"))
        try:
            self._lay_out(directory)
            self._start(password, seconds)
        except BaseException:
            self.close()
            raise

    def _lay_out(self, directory: Path) -> None:
        copy = self._root / "copy"
        copy.mkdir()
        copy_folder(directory, copy)
        (self._root / "databases").mkdir()
        engine_files(copy).rename(self._root / "databases" / DATABASE_NAME)
        shutil.rmtree(copy)
        groups = {"version": 1, "databases": {"*": {"groups": {"admin": _ADMINISTRATORS, "readers": _READERS}}}}
        (self._root / "config").mkdir()
        (self._root / "config" / "server-groups.json").write_text(json.dumps(groups), encoding="utf-8")

    def _start(self, password: str, seconds: float) -> None:
        arcade = engine()
        import jpype  # noqa: PLC0415 - heavy

        jpype.JClass("com.arcadedb.GlobalConfiguration").COMMAND_TIMEOUT.setValue(max(1, round(seconds * 1000)))
        with bound("127.0.0.1", 0) as free:
            web = free.getsockname()[1]
        self._server = arcade.create_server(
            root_path=str(self._root),
            root_password=secrets.token_hex(24),  # nobody needs it: what it opens is closed below
            config={
                "host": "127.0.0.1",
                "http_port": str(web),
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                "server_databaseDirectory": str(self._root / "databases"),
                "bolt_host": self.host,
                "bolt_port": str(self.port),
                "bolt_defaultDatabase": DATABASE_NAME,
                "bolt_maxConnections": 100,
            },
        )
        try:
            self._server.start()
            java = self._server._java_server  # noqa: SLF001 - the package offers neither users nor listeners
            java.getHttpServer().stopService()
            security = java.getSecurity()
            user = {
                "name": USER,
                "password": str(security.encodePassword(password)),
                "databases": {DATABASE_NAME: ["readers"]},
            }
            security.createUser(jpype.JClass("com.arcadedb.serializer.json.JSONObject")(json.dumps(user)))
        except Exception as error:
            raise StoreError(f"the Bolt server cannot start: {str(error).splitlines()[0]}") from error

    def close(self) -> None:
        """Stop the server and remove the copy; closing twice is fine."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.close()

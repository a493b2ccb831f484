"""A private copy of a graph folder's database and page, and its renewal when the folder is replaced.

Servers work on a copy, so that they hold no lock on the folder (a build or a query beside them goes on as if they were
not there), that a replaced folder takes nothing from under them, and that nothing they do can reach the folder.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from papergraph.errors import PapergraphError
from papergraph.graph.folder import DATABASE, MANIFEST, PAGE, read_folder, read_manifest, write_folder
from papergraph.queries.ask import Names
from papergraph.stores.embedded import EmbeddedStore, build_database, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from papergraph.stores.base import GraphStore

_ATTEMPTS: Final = 3
"""How often a folder that is being replaced while it is copied is copied anew."""

_LOOK_EVERY_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 10.0
_NOT_COPIED: Final = shutil.ignore_patterns("*.lck", "*.new", "*.old")


def copy_folder(directory: Path, into: Path) -> None:
    """Copy manifest, database and page of a graph folder; a missing or stale database is built in the copy.

    Args:
        directory: The graph folder; nothing in it is changed.
        into: An empty folder.

    Raises:
        GraphFolderError: It is not a graph folder.
        StoreError: There is no engine for this platform.
    """
    for _ in range(_ATTEMPTS):
        read_manifest(directory)
        if problem_of(directory):
            break
        before = stamp(directory)
        try:
            shutil.copyfile(directory / MANIFEST, into / MANIFEST)
            shutil.copytree(directory / DATABASE, into / DATABASE, ignore=_NOT_COPIED)
            if (directory / PAGE).is_file():
                shutil.copyfile(directory / PAGE, into / PAGE)
        except (OSError, shutil.Error):  # the folder was replaced under our feet
            _empty(into)
            continue
        if stamp(directory) == before and problem_of(into) is None:
            return
        _empty(into)
    graph = read_folder(directory)
    write_folder(graph, into)
    build_database(graph, into)
    with contextlib.suppress(OSError):
        shutil.copyfile(directory / PAGE, into / PAGE)


def stamp(directory: Path) -> tuple[int, int, int] | None:
    """Return what changes when the folder is replaced, or None where there is no graph folder (any more)."""
    try:
        found = (directory / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)


class State:
    """One copy, open. `page` is the page's bytes, or None where the folder has none."""

    def __init__(self, directory: Path) -> None:
        self.stamp = stamp(directory)
        self._folder = Path(tempfile.mkdtemp(prefix="papergraph-serve-"))
        try:
            copy_folder(directory, self._folder)
            self.store: GraphStore = EmbeddedStore(self._folder)
            page = self._folder / PAGE
            self.page = page.read_bytes() if page.is_file() else None
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.users = 0
        self.retired = False
        self._names: Names | None = None
        self._naming = threading.Lock()

    @property
    def names(self) -> Names:
        """The graph's names, read once."""
        with self._naming:
            if self._names is None:
                self._names = Names.of(self.store)
            return self._names

    def close(self) -> None:
        """Close the database and remove the copy."""
        with contextlib.suppress(PapergraphError):
            self.store.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class LiveGraph:
    """The newest state of a graph folder that could be opened, for several threads.

    When the folder is replaced, the new state is copied and opened beside; until then, and where it cannot be opened,
    answers come from the old one. Who holds a state keeps it to the end.

    Args:
        directory: The graph folder.
        notice: Told in one line of a renewal, or of one that failed.

    Raises:
        PapergraphError: It cannot be opened.
    """

    def __init__(self, directory: Path, *, notice: Callable[[str], None] = lambda _: None) -> None:
        self.directory = directory
        self._notice = notice
        self._lock = threading.Lock()
        self._state = State(directory)
        self._looked = time.monotonic()
        self._renewing: threading.Thread | None = None
        self._failed: tuple[tuple[int, int, int] | None, float] = (None, 0.0)
        self._closed = False

    @contextlib.contextmanager
    def state(self) -> Iterator[State]:
        """Yield the newest state."""
        with self._lock:
            self._look()
            state = self._state
            state.users += 1
        try:
            yield state
        finally:
            with self._lock:
                state.users -= 1
                done = state.retired and state.users == 0
            if done:
                state.close()

    def close(self) -> None:
        """Close the state once nobody holds it, and remove the copy."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            renewing = self._renewing
        if renewing is not None:
            renewing.join()
        self._retire(self._state)

    def _look(self) -> None:
        """Start a renewal where the folder has changed; called with the lock held."""
        now = time.monotonic()
        if self._closed or self._renewing is not None or now - self._looked < _LOOK_EVERY_SECONDS:
            return
        self._looked = now
        found = stamp(self.directory)
        failed, when = self._failed
        if found is None or found == self._state.stamp or (found == failed and now - when < _RETRY_SECONDS):
            return
        self._renewing = threading.Thread(target=self._renew, args=(found,), name="papergraph-renew", daemon=True)
        self._renewing.start()

    def _renew(self, found: tuple[int, int, int]) -> None:
        try:
            state = State(self.directory)
        except (PapergraphError, OSError) as error:
            self._notice(f"{self.directory} was replaced, but cannot be opened; going on with the old state ({error})")
            with self._lock:
                self._failed = (found, time.monotonic())
                self._renewing = None
            return
        with self._lock:
            old, self._state = self._state, state
            self._renewing = None
        self._retire(old)
        self._notice(f"{self.directory} was replaced; answers now come from the new state")

    def _retire(self, state: State) -> None:
        with self._lock:
            state.retired = True
            done = state.users == 0
        if done:
            state.close()

"""Starting the Java machine of the embedded engine: small, quiet, and without files in the user's folder."""

from __future__ import annotations

import os
import platform
import signal
import sys
import tempfile
import threading
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.errors import StoreError
from papergraph.stores.archive import FLAGS, archive_path

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAP = "512m"
"""The engine's own default of 4 GB would be taken from a laptop for a graph of 60 MB."""


def engine(*, brief: bool = False) -> Any:
    """Return the engine's module with its Java machine running; it is started once a process, at the first call.

    Args:
        brief: This process ends soon: compile quickly rather than well. A question then takes half the time from a
            cold start, and two to three times as long once warm.

    Raises:
        StoreError: There is no engine for this platform.
    """
    with later_interrupt():
        try:
            import arcadedb_embedded  # noqa: PLC0415 - heavy
            import jpype  # noqa: PLC0415 - heavy
        except ImportError as error:
            raise StoreError(
                f"no embedded engine for this platform ({sys.platform} {platform.machine()}): "
                "it comes for Linux with glibc 2.34 or later, macOS on Apple silicon and Windows on x86-64; "
                "elsewhere load the graph into Neo4j and name it with --uri"
            ) from error
        if not jpype.isJVMStarted():
            _start(brief=brief)
    return arcadedb_embedded


def _start(*, brief: bool) -> None:
    from arcadedb_embedded.jvm import start_jvm  # noqa: PLC0415 - heavy

    # Without the first, the engine logs to the terminal and makes a folder `log` where the user stands.
    arguments = [
        f"-Djava.util.logging.config.file={_logging_settings()}",
        # The JVM fences the main thread's stack at this size; at the default deeply nested JSON crashes Python 3.13.
        "-Xss8m",
        "-Xrs",  # signals are Python's: at Ctrl-C Java would end the process where it stands
        *FLAGS,  # one thread that collects garbage: less memory, and start-up is what a command waits for
        "-XX:TieredStopAtLevel=1" if brief else "-XX:+TieredCompilation",
    ]
    if (archive := archive_path()) and archive.exists():
        # Without the second, Java says on standard output where an archive does not fit.
        arguments += [f"-XX:SharedArchiveFile={archive}", "-Xlog:disable"]
    crash_file = str(Path(tempfile.gettempdir()) / "papergraph-hs_err_pid%p.log")
    before = os.environ.get("ARCADEDB_JVM_ERROR_FILE")
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = before or crash_file
    try:
        with _quiet_stderr():
            start_jvm(heap_size=os.environ.get("PAPERGRAPH_JVM_HEAP", HEAP), jvm_args=arguments)
        _refuse_outside_files()
    finally:
        if before is None:
            del os.environ["ARCADEDB_JVM_ERROR_FILE"]


@contextmanager
def later_interrupt() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block: half a start or half a closing of Java crashes the process."""
    if threading.current_thread() is not threading.main_thread():  # no signal comes here, and none may be set
        yield
        return
    came: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        # Also because JPype sets a handler that calls into Python from a Java thread, which now and then crashes.
        signal.signal(signal.SIGINT, signal.default_int_handler if before is None else before)
    if came:
        signal.raise_signal(signal.SIGINT)


def _refuse_outside_files() -> None:
    """A statement must not read files or addresses: LOAD CSV could."""
    import jpype  # noqa: PLC0415 - heavy

    settings = jpype.JClass("com.arcadedb.GlobalConfiguration")
    for key in ("allowFileUrls", "allowRemoteUrls"):
        settings.findByKey(f"arcadedb.opencypher.loadCsv.{key}").setValue(False)


def _logging_settings() -> str:
    """Return the path of the settings that turn Java logging off; an installed package is always real files."""
    return str(files("papergraph.stores") / "quiet.properties")


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Drop what the Java machine itself writes to file descriptor 2 ("Using incubator modules")."""
    sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:  # no standard error at all
        yield
        return
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)

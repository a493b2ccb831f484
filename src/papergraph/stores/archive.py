"""An archive of the engine's classes, which makes each command start in less than half the time.

Most of a short command's time is Java reading and checking some 3,500 classes. Java can keep them ready in a file
(class-data sharing). `papergraph build` makes that file once, in the user's cache folder; Java ignores one that does
not fit the installed engine. Which classes: those that a named query loaded, listed in `engine-classes.txt`; a name
that a later engine lacks is skipped. To renew it, start a query with ARCADEDB_JVM_ARGS=-XX:DumpLoadedClassList=FILE and
take the names of ordinary classes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

FLAGS = ("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--add-modules=jdk.incubator.vector")
"""What must be the same where the archive is made and where it is used."""

_SECONDS = 60
_KEPT = 3
"""Archives kept: one for each environment that a user may have."""


def cache_folder() -> Path:
    """Return the folder of files that can be made again: PAPERGRAPH_CACHE, else the platform's usual place."""
    if given := os.environ.get("PAPERGRAPH_CACHE"):
        return Path(given)
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where it is needed

    # A `~` is left where nobody knows the user's home folder; then this raises RuntimeError.
    return user_cache_path("papergraph", appauthor=False).expanduser()


def archive_path() -> Path | None:
    """Return where the archive of the installed engine is or would be; None where there is no folder for it."""
    import arcadedb_embedded  # noqa: PLC0415 - heavy

    package = Path(arcadedb_embedded.__file__).parent
    try:
        # Java compares the jars' times with those in the archive, so a new installation needs a new archive.
        times = sorted(f"{jar.name} {jar.stat().st_mtime_ns}" for jar in (package / "jars").glob("*.jar"))
        key = "\n".join([str(package), *times, *FLAGS, _classes()])
        return cache_folder() / f"engine-{hashlib.sha256(key.encode()).hexdigest()[:16]}.jsa"
    except (OSError, RuntimeError):  # no home folder
        return None


def make_archive() -> bool:
    """Make the archive unless it is there; return whether it is there now. The engine must be running.

    It is no matter where this fails: commands start slower then.
    """
    import arcadedb_embedded  # noqa: PLC0415 - heavy
    import jpype  # noqa: PLC0415 - heavy

    path = archive_path()
    if path is None or path.exists():
        return path is not None
    java = Path(arcadedb_embedded.__file__).parent / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".engine-", dir=path.parent) as beside:
            names, made = Path(beside) / "classes.txt", Path(beside) / path.name
            names.write_text(_classes(), encoding="utf-8")
            command = [str(java), "-Xshare:dump", *FLAGS, "-Xlog:disable", f"-XX:SharedClassListFile={names}"]
            command += [f"-XX:SharedArchiveFile={made}"]
            command += ["-cp", str(jpype.JClass("java.lang.System").getProperty("java.class.path"))]
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - the engine's own
            made.replace(path)
        archives = sorted(path.parent.glob("engine-*.jsa"), key=lambda other: other.stat().st_mtime)
        for old in archives[:-_KEPT]:
            old.unlink()
    return path.exists()


def _classes() -> str:
    return (files("papergraph.stores") / "engine-classes.txt").read_text(encoding="utf-8")

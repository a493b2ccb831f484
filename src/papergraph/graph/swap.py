"""Building a folder beside its place and putting it there whole.

For `exports/graph` the new state grows in `exports/.graph.building/new` and is exchanged with `exports/graph` by one
rename call where the system has such a call (Linux, macOS). Elsewhere the old state is first moved to
`.graph.building/old`; should the process die between the two renames, `recover` puts it back. Either way a process
killed at any moment leaves the whole old or the whole new state.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

from papergraph.errors import GraphFolderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOCK, _NEW, _OLD = "lock", "new", "old"


def workplace(directory: Path) -> Path:
    """Return the folder beside `directory` in which its next state is built."""
    return directory.parent / f".{directory.name}.building"


@contextlib.contextmanager
def replacing(directory: Path, *, strays: Callable[[Path], list[str]]) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `directory` when the block ends without an error.

    Args:
        directory: the folder to replace; absent, empty or ours. The caller has resolved links in it.
        strays: returns the names of what lies in a folder and is not ours. Strays that appear while the block runs
            are kept: they are moved into the new state.

    Raises:
        GraphFolderError: another build into the folder is running, or the place cannot be written.
    """
    work = workplace(directory)
    with _writing(directory):
        directory.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(work, directory)
    try:
        with _writing(directory):
            _restore(work, directory)
            _clear(work, directory)
            new = work / _NEW
            new.mkdir()
        yield new
        with _writing(directory):
            _sync_tree(new)
            _put(new, directory, work / _OLD)
            _rescue(work, directory, strays)
    finally:
        _release(lock, work, directory)


@contextlib.contextmanager
def _writing(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = "is a mount point, give a folder in it" if error.errno == errno.EBUSY else error.strerror or error
        raise GraphFolderError(f"{directory}: cannot be written: {reason}") from error


def recover(directory: Path) -> bool:
    """Put back the old state that a killed build had moved aside; return whether there was one to put back.

    Does nothing while a build runs, nor where nothing is wrong.
    """
    work = workplace(directory)
    try:
        if directory.exists() or not (work / _OLD).is_dir():
            return False
        lock = _lock(work, directory)
    except (GraphFolderError, OSError):
        return False
    try:
        with _writing(directory):
            return _restore(work, directory)
    finally:
        _release(lock, work, directory)


def _restore(work: Path, directory: Path) -> bool:
    old = work / _OLD
    if not old.is_dir() or directory.exists():
        return False
    old.rename(directory)
    _sync(directory.parent)
    return True


def _lock(work: Path, directory: Path) -> int:
    """Return a descriptor that holds the lock of a workplace, which is made where it is missing."""
    while True:
        work.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            if work.is_symlink() or {path.name for path in work.iterdir()} - {_LOCK, _NEW, _OLD}:
                raise GraphFolderError(f"{work}: needed for building, but it is not ours; move it away")
        try:
            lock = os.open(work / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except FileNotFoundError:
            continue  # the build before us has just ended and taken its workplace away
        try:
            _lock_descriptor(lock)
        except OSError as error:
            os.close(lock)
            if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
                raise
            raise GraphFolderError(f"{directory}: another build into this folder is running") from error
        # The lock counts only while its file is the one that others would open.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), (work / _LOCK).stat()):
                return lock
        os.close(lock)


def _lock_descriptor(lock: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(lock: int, work: Path, directory: Path) -> None:
    """Take the workplace away and give the lock back; what cannot be removed waits for the next build."""
    with contextlib.suppress(OSError):
        _restore(work, directory)
        _clear(work, directory)
        if not (work / _OLD).exists():
            (work / _LOCK).unlink()
            work.rmdir()
    os.close(lock)


def _clear(work: Path, directory: Path) -> None:
    """Remove a new state that was never put in place, and an old one that was replaced."""
    if (work / _NEW).exists():
        shutil.rmtree(work / _NEW)
    if (work / _OLD).exists() and directory.exists():
        shutil.rmtree(work / _OLD)


def _put(new: Path, directory: Path, old: Path) -> None:
    """Put `new` in the place of `directory`; what was there is at `new` or at `old` afterwards."""
    if not directory.exists() or not any(directory.iterdir()):
        if directory.exists():
            directory.rmdir()
        new.rename(directory)
    elif not exchange(new, directory):
        directory.rename(old)
        new.rename(directory)
    _sync(directory.parent)


def _rescue(work: Path, directory: Path, strays: Callable[[Path], list[str]]) -> None:
    """Move what others put into the old state while we built into the new one."""
    for replaced in (work / _NEW, work / _OLD):
        if replaced.is_dir():
            for name in strays(replaced):
                if not (directory / name).exists():
                    (replaced / name).rename(directory / name)


def exchange(left: Path, right: Path) -> bool:
    """Exchange two folders in one step; return False where the system or the file system cannot.

    Raises:
        OSError: for another reason (permission, a mount point).
    """
    arguments = os.fsencode(left), os.fsencode(right)
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):  # glibc 2.28, musl 1.2.6
        at_working_directory, rename_exchange = -100, 2  # from <fcntl.h> and <linux/fs.h>
        result = libc.renameat2(at_working_directory, arguments[0], at_working_directory, arguments[1], rename_exchange)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        rename_swap = 2  # from <sys/stdio.h>
        result = libc.renamex_np(*arguments, rename_swap)
    else:
        return False
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(right))


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() or path.is_dir():
            _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Make a file or the entries of a folder survive a power cut."""
    if path.is_dir() and sys.platform == "win32":
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

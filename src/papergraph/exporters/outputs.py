"""Writing files and folders whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from papergraph.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def new_text_file(path: Path) -> Iterator[IO[str]]:
    r"""Open a file for UTF-8 text with `\\n` line ends; it takes its place when the block ends without an error.

    Raises:
        ExportError: The file cannot be written.
    """
    with new_file(path) as stream:
        import io  # noqa: PLC0415 - beside its use

        text = io.TextIOWrapper(stream, "utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for bytes; it takes its place when the block ends without an error.

    Raises:
        ExportError: The file cannot be written.
    """
    temporary = None
    try:
        if path.is_dir():
            raise ExportError(f"{path}: this is a folder; name a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def write_new(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text file for somebody to decide in; one that is there already may hold decisions and stays.

    Raises:
        ExportError: The file is there, or cannot be written.
    """
    if path.exists():
        raise ExportError(f"{path}: is there already and may hold your decisions; name a new file")
    with new_file(path) as stream:
        stream.write(text.encode(encoding, "replace"))


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder that takes its place at `path` when the block ends without an error.

    Raises:
        ExportError: Something is there already, or the folder cannot be written.
    """
    temporary = None
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise ExportError(f"{path}: is there already; name a new or empty folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        yield temporary
        temporary.chmod(0o777 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

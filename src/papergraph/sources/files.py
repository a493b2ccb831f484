"""From the inputs of a command to documents: folders, compressed files and archives are opened on the way."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from papergraph.errors import SourceError
from papergraph.sources.documents import BLOCK_BYTES, READ_ERRORS, BoundedStream, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from papergraph.values import Skipped

MAX_MEMBERS = 100_000
MAX_DEPTH = 3
"""Archives in archives are opened so many times: a dump may well be a zip of gz files, never more."""

_MAGIC_BYTES = 6


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `name` is relative to the input as given, with `/` between its parts."""

    path: Path
    name: str


def find_files(inputs: Sequence[Path]) -> list[InputFile]:
    """Return the files of the inputs, sorted by name; a folder gives every file below it that is not hidden.

    A file that is reached twice is returned once. Where two files of different inputs have the same relative name,
    both names start with as many folders above them as tell them apart.

    Raises:
        SourceError: An input is missing, cannot be read, or is a folder without files.
    """
    found: dict[tuple[int, int], InputFile] = {}
    for given in sorted(inputs, key=lambda path: (not path.is_dir(), str(path))):
        for file in _files_of(given):
            status = file.path.stat()
            found.setdefault((status.st_dev, status.st_ino), file)
    told = [replace(file, name=_as_text(file.name)) for file in _told_apart(list(found.values()))]
    return sorted(told, key=lambda file: (file.name, str(file.path)))


def _as_text(name: str) -> str:
    """Return a name that can be stored and printed: bytes that are not UTF-8 as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _files_of(given: Path) -> list[InputFile]:
    if not given.exists():
        reason = "a link to nothing" if given.is_symlink() else "no such file or folder"
        raise SourceError(str(given), reason)
    if not given.is_dir():
        if not stat.S_ISREG(given.stat().st_mode):
            raise SourceError(str(given), "not a regular file")
        return [InputFile(given, given.name)]
    files = []
    for folder, folders, names in os.walk(given, onerror=_raise_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = given.__class__(folder, name)
            if not name.startswith(".") and path.is_file():
                files.append(InputFile(path, path.relative_to(given).as_posix()))
    if not files:
        raise SourceError(str(given), "the folder holds no files")
    return files


def _raise_unreadable(error: OSError) -> None:
    raise SourceError(str(error.filename), error.strerror or "cannot be read") from error


def _told_apart(files: list[InputFile]) -> list[InputFile]:
    by_name: dict[str, list[InputFile]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    told: list[InputFile] = []
    for name, same in by_name.items():
        if len(same) == 1:
            told.extend(same)
            continue
        parts = [file.path.resolve().parts for file in same]
        depth = len(name.split("/"))
        while len({each[-depth:] for each in parts}) < len(same):
            depth += 1
        told.extend(InputFile(file.path, "/".join(each[-depth:])) for file, each in zip(same, parts, strict=True))
    return told


def documents_of(file: InputFile) -> Iterator[Document | Skipped]:
    """Yield what a file holds: itself, decompressed where it is compressed, or the members of an archive.

    A document can be read while the iteration stands at it. Members are named `archive.zip/member`; nothing is ever
    written to disk, so that a member's name cannot reach outside.
    """
    yield from _opened(Document(file.name, partial(_open_file, file.path), file.path), depth=0)


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb", buffering=BLOCK_BYTES)


def _opened(document: Document, depth: int) -> Iterator[Document | Skipped]:
    try:
        magic = document.head[:_MAGIC_BYTES]
    except SourceError as error:
        yield document.skip(None, error.reason)
        return
    kind = next((kind for start, kind in _COMPRESSED.items() if magic.startswith(start)), None)
    if kind is None:
        yield document
    elif depth == MAX_DEPTH:
        yield document.skip(None, f"archives in archives are opened {MAX_DEPTH} deep")
    elif kind == "zip":
        yield from _members(document, depth)
    else:
        opener = partial(_decompressed, document, _DECOMPRESSORS[kind])
        yield from _opened(Document(document.name, opener), depth + 1)


_COMPRESSED = {
    b"\x1f\x8b": "gz",
    b"\x28\xb5\x2f\xfd": "zst",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
}


def _open_zst(stream: BinaryIO) -> BinaryIO:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and few files are compressed so

    return cast("BinaryIO", pa.input_stream(stream, compression="zstd"))


_DECOMPRESSORS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gz": lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream)),
    "zst": _open_zst,
    "bz2": lambda stream: cast("BinaryIO", bz2.BZ2File(stream)),
    "xz": lambda stream: cast("BinaryIO", lzma.LZMAFile(stream)),  # noqa: SIM115 - the caller closes it
}


def _decompressed(document: Document, decompress: Callable[[BinaryIO], BinaryIO]) -> BinaryIO:
    # Opened without the document's own error handling: the outer document names the error.
    outer = document._open_bytes()  # noqa: SLF001 - the two classes are one design
    size = document.path.stat().st_size if document.path else 0
    return cast("BinaryIO", io.BufferedReader(BoundedStream(decompress(outer), size, outer), BLOCK_BYTES))


def _members(document: Document, depth: int) -> Iterator[Document | Skipped]:
    try:
        with document._open_bytes() as stream, zipfile.ZipFile(_seekable(stream)) as archive:  # noqa: SLF001
            infos = sorted(
                (info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)),
                key=lambda info: (info.filename, info.header_offset),
            )
            if len(infos) > MAX_MEMBERS:
                yield document.skip(None, f"an archive of more than {MAX_MEMBERS} files")
                return
            if not infos:
                yield document.skip(None, "an archive without files")
            for info in infos:
                opener = partial(_open_member, archive, info)
                yield from _opened(Document(f"{document.name}/{info.filename}", opener), depth + 1)
    except READ_ERRORS as error:
        yield document.skip(None, f"a damaged archive: {error}")


def _seekable(stream: BinaryIO) -> BinaryIO:
    if not stream.seekable():
        raise zipfile.BadZipFile("a zip inside a compressed file is not opened")
    return stream


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    member = cast("BinaryIO", archive.open(info))
    return cast("BinaryIO", io.BufferedReader(BoundedStream(member, info.compress_size), BLOCK_BYTES))


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))

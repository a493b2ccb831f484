"""Finding input files and reading them as bounded lines of text, whatever their encoding."""

from __future__ import annotations

import codecs
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from papergraph.errors import SourceError
from papergraph.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell its format."""

MAX_LINE_BYTES = 32 * 1024 * 1024
"""A longer line is skipped: the longest real records (a work with tens of thousands of references) are below it."""

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_BLOCK_BYTES = 1 << 16
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1b\x08\x1a\x1e")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `name` is relative to the input as given, with `/` between its parts."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break. `number` counts from 1; `note` tells of an encoding other than UTF-8."""

    number: int
    text: str
    note: str | None = None


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
    return sorted(_told_apart(list(found.values())), key=lambda file: (file.name, str(file.path)))


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


class Document:
    """One file, opened as often as a reader likes. Reading never holds more than one line of it."""

    def __init__(self, file: InputFile) -> None:
        self.path = file.path
        self.name = file.name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the content as bytes.

        Raises:
            SourceError: The file cannot be opened or read.
        """
        try:
            with self.path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise SourceError(self.name, error.strerror or "cannot be read") from error

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the content, enough to tell its format."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def head_text(self) -> str:
        """The head as text, without a byte order mark; its last line may be cut."""
        if encoding := _UTF16.get(self.head[:2]):
            return self.head[2:].decode(encoding, "replace")
        cut = self.head.removeprefix(_UTF8_MARK)
        try:
            # Not final: a head that is cut inside a character is no sign of another encoding.
            return codecs.getincrementaldecoder("utf-8")().decode(cut, final=len(self.head) < HEAD_BYTES)
        except UnicodeDecodeError:
            return decode_windows(cut)

    @property
    def is_binary(self) -> bool:
        """Whether the head is no text in any encoding that we read."""
        head = self.head
        if head[:2] in _UTF16:
            return False
        if b"\x00" in head:
            return True
        strange = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
        return strange * 20 > len(head)

    def lines(self) -> Iterator[Line | Skipped]:
        """Yield the lines as text, a line that is too long as `Skipped`.

        What is not UTF-8 is read as Windows-1252, which holds every printable character of Latin-1, line by line.
        """
        with self.open() as stream:
            encoding = _UTF16.get(stream.read(2))
            if encoding is None:
                stream.seek(0)
                yield from self._lines_of_bytes(stream)
            else:
                yield from self._lines_of_utf16(stream, encoding)

    def _lines_of_bytes(self, stream: BinaryIO) -> Iterator[Line | Skipped]:
        number = 0
        while raw := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(MAX_LINE_BYTES)
                yield self.skip(number, f"the line is longer than {MAX_LINE_BYTES >> 20} MB")
                continue
            if number == 1:
                raw = raw.removeprefix(_UTF8_MARK)
            try:
                yield Line(number, raw.decode("utf-8").rstrip("\r\n"))
            except UnicodeDecodeError:
                yield Line(number, decode_windows(raw).rstrip("\r\n"), "read as Windows-1252")

    def _lines_of_utf16(self, stream: BinaryIO, encoding: str) -> Iterator[Line | Skipped]:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        number, rest = 0, ""
        while block := stream.read(_UTF16_BLOCK_BYTES):
            *whole, rest = (rest + decoder.decode(block)).split("\n")
            for text in whole:
                number += 1
                yield Line(number, text.rstrip("\r"))
            if len(rest) > MAX_LINE_BYTES:
                yield self.skip(number + 1, "a line of UTF-16 text is too long; the rest of the file is left out")
                return
        if rest:
            yield Line(number + 1, rest.rstrip("\r"))

    def skip(self, line: int | None, reason: str) -> Skipped:
        """Return a `Skipped` of this file."""
        return Skipped(self.name, line, reason)


def decode_windows(raw: bytes) -> str:
    """Decode Windows-1252, with the five bytes it leaves open as in Latin-1."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            bytes((byte,)).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252") for byte in raw
        )

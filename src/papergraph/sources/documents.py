"""One file of text or bytes, read in bounded pieces whatever its encoding and size."""

from __future__ import annotations

import codecs
import io
import lzma
import zipfile
import zlib
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from papergraph.errors import SourceError
from papergraph.text import clean
from papergraph.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell its format."""

MAX_LINE_BYTES = 32 * 1024 * 1024
"""A longer line is skipped: the longest real records (a work with tens of thousands of references) are below it."""

BLOCK_BYTES = 1 << 18
NOT_UTF8 = "read as Windows-1252"

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_MARK = b"\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x08\x1a\x1e"))
_OPEN_IN_CP1252 = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))

READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, RuntimeError, NotImplementedError)
"""What opening or decompressing a damaged file raises (RuntimeError: an encrypted zip member)."""


class Line(Struct, frozen=True, gc=False):
    """A line without its line break. `number` counts from 1; `note` tells of an encoding other than UTF-8."""

    number: int
    text: str
    note: str | None = None


class Document:
    """One file or member of an archive. Reading never holds more than one line or block of it.

    Args:
        name: The name that places and messages give.
        open_bytes: Opens the content, decompressed, from its start.
        path: The file, where the content is the whole file as it is; None inside an archive.
    """

    def __init__(self, name: str, open_bytes: Callable[[], BinaryIO], path: Path | None = None) -> None:
        self.name = name
        self.path = path
        self._open_bytes = open_bytes

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the content as bytes.

        Raises:
            SourceError: The file cannot be opened, or is damaged.
        """
        try:
            with self._open_bytes() as stream:
                yield stream
        except RecursionError:
            raise
        except READ_ERRORS as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise SourceError(self.name, f"cannot be read: {reason}") from error

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
        strange = len(head) - len(head.translate(None, _CONTROLS))
        return strange * 20 > len(head)

    def lines(self) -> Iterator[Line | Skipped]:
        """Yield the lines as text, a line that is too long as `Skipped`.

        What is not UTF-8 is read as Windows-1252, which holds every printable character of Latin-1, line by line.
        """
        for item in self.stored_lines():
            if isinstance(item, Skipped):
                yield item
                continue
            number, stored = item
            try:
                text = stored if isinstance(stored, str) else stored.decode()
            except UnicodeDecodeError:
                yield line_of(number, stored)
            else:
                yield Line(number, text.rstrip("\r\n"))

    def stored_lines(self) -> Iterator[tuple[int, bytes | str] | Skipped]:
        """Yield number and bytes of the lines (of a file in UTF-16: text), with their line breaks; see `line_of`."""
        with self.open() as stream:
            if self.head[:2] in _UTF16:
                yield from self._lines_of_blocks()
            else:
                yield from self._lines_of_bytes(stream)

    def _lines_of_bytes(self, stream: BinaryIO) -> Iterator[tuple[int, bytes] | Skipped]:
        number = 0
        readline = stream.readline
        while raw := readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                while raw and not raw.endswith(b"\n"):
                    raw = readline(MAX_LINE_BYTES)
                yield self.skip(number, f"the line is longer than {MAX_LINE_BYTES >> 20} MB")
            else:
                yield number, raw.removeprefix(_UTF8_MARK) if number == 1 else raw

    def _lines_of_blocks(self) -> Iterator[tuple[int, str] | Skipped]:
        number, rest = 0, ""
        for block in self.blocks():
            *whole, rest = (rest + block).split("\n")
            for text in whole:
                number += 1
                yield number, text
            if len(rest) > MAX_LINE_BYTES:
                yield self.skip(number + 1, "the line is too long; the rest of the file is left out")
                return
        if rest:
            yield number + 1, rest

    def blocks(self) -> Iterator[str]:
        """Yield the text in blocks, cut anywhere; bytes that are not UTF-8 are read as Windows-1252."""
        with self.open() as stream:
            encoding = _UTF16.get(self.head[:2])
            if encoding:
                stream.read(2)
                decoder = codecs.getincrementaldecoder(encoding)("replace")
            else:
                codecs.register_error("papergraph-windows", _windows_for_bad_bytes)
                decoder = codecs.getincrementaldecoder("utf-8-sig")("papergraph-windows")
            while block := stream.read(BLOCK_BYTES >> 2):
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)

    def skip(self, line: int | None, reason: str) -> Skipped:
        """Return a `Skipped` of this file. The reason may quote the file or a library: one line is made of it."""
        return Skipped(self.name, line, clean(reason))


class BoundedStream(io.RawIOBase):
    """A decompressed stream that refuses to expand without end.

    Text compresses ten-fold, rarely a hundred-fold; what expands a thousand-fold over a gigabyte is a bomb.
    """

    MAX_RATIO = 1000
    FREE_BYTES = 1 << 30

    def __init__(self, stream: BinaryIO, compressed_bytes: int, outer: BinaryIO | None = None) -> None:
        self._stream = stream
        self._outer = outer
        self._limit = max(self.FREE_BYTES, compressed_bytes * self.MAX_RATIO)
        self._total = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12
        """Read the next bytes into the buffer.

        Raises:
            OSError: The stream has expanded beyond any text.
        """
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._total += len(data)
        if self._total > self._limit:
            raise OSError("it expands to more than a thousand times its size")
        return len(data)

    def close(self) -> None:
        """Close the stream and the one that it decompresses, too."""
        try:
            self._stream.close()
        finally:
            if self._outer is not None:
                self._outer.close()
            super().close()


def line_of(number: int, stored: bytes | str) -> Line:
    """Return a line as text, without its line break."""
    if isinstance(stored, str):
        return Line(number, stored.rstrip("\r\n"))
    try:
        return Line(number, stored.decode("utf-8").rstrip("\r\n"))
    except UnicodeDecodeError:
        return Line(number, decode_windows(stored).rstrip("\r\n"), NOT_UTF8)


def decode_windows(raw: bytes) -> str:
    """Decode Windows-1252, with the five bytes it leaves open as in Latin-1."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("latin-1" if byte in _OPEN_IN_CP1252 else "cp1252") for byte in raw)


def _windows_for_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - registered for decoding only
    return decode_windows(error.object[error.start : error.end]), error.end

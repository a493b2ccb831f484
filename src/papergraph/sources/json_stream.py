"""Reading JSON without holding it: lines of objects, arrays of objects, and the answers of web services.

An answer is an object in which the entries stand under a known key (`{"message": {"items": [...]}}`). msgspec reads
lines; arrays and answers are read by the standard library, which can stop behind a value: memory stays flat
and every entry has a line.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from papergraph.errors import SourceError
from papergraph.sources.documents import MAX_LINE_BYTES, line_of
from papergraph.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from papergraph.sources.documents import Document, Line
Entry = dict[str, Any]
Made = TypeVar("Made")

CONTAINERS = frozenset(
    {
        "items",
        "results",
        "result",
        "resultlist",
        "data",
        "message",
        "notes",
        "recommendedpapers",
        "papers",
        "works",
        "records",
        "entries",
    }
)
"""Keys under which answers and exports hold their entries, in lower case."""

_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT_ITEM = re.compile(r"[ \t\r\n]*,[ \t\r\n]*(?=[^ \t\r\n])")
_SCAN = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed leaves it out


def entries(document: Document) -> Iterator[tuple[int, Entry | Skipped]]:
    """Return line number and object of every entry; what cannot be read is a `Skipped`."""
    return objects(document) if is_lines(document) else _Scanner(document).entries()


def records(
    document: Document, record_of: Callable[[Document, int, Entry], Made | Skipped | None]
) -> Iterator[Made | Skipped]:
    """Yield what `record_of` makes of every entry, if anything; what cannot be read as it is."""
    for line, entry in entries(document):
        made = entry if isinstance(entry, Skipped) else record_of(document, line, entry)
        if made is not None:
            yield made


def is_lines(document: Document) -> bool:
    """Tell whether each line is an object of its own."""
    text = document.head_text.lstrip()
    if not text.startswith("{"):
        return False
    first, *rest = text.split("\n", 6)
    if not rest:
        # One line alone: an answer saved as it came, or a single record, or a first line longer than the head.
        if _is_object(first):
            return not _is_answer(first)
        return not re.match(r'\{\s*"(?:' + "|".join(_ANSWER_KEYS) + r')"', first)
    if not _is_object(first) and first.rstrip().endswith(("{", "[", ",")):
        return False
    whole = [line for line in (first, *rest[:-1]) if _is_object(line)]
    return bool(whole) and not (len(whole) == 1 and not "".join(rest).strip() and _is_answer(whole[0]))


_ANSWER_KEYS = (
    "status",
    "meta",
    "total",
    "offset",
    "next",
    "token",
    "version",
    "header",
    "count",
    "hitCount",
    "items",
    "results",
    "data",
    "message",
    "notes",
    "recommendedPapers",
    "group_by",
)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_answer(line: str) -> bool:
    entry = json.loads(line)
    return "title" not in entry and any(
        key.lower() in CONTAINERS and isinstance(value, list | dict) for key, value in entry.items()
    )


def objects(document: Document) -> Iterator[tuple[int, Entry | Skipped]]:
    """Yield line number and object of each line that is not blank."""
    loads = msgspec.json.Decoder().decode
    for item in document.stored_lines():
        if isinstance(item, Skipped):
            yield item.line or 0, item
            continue
        number, stored = item
        try:
            entry = loads(stored)
        except (ValueError, RecursionError):
            # Blank, not UTF-8, or JSON that only the standard library takes (NaN, lone surrogates), or none at all.
            line = line_of(number, stored)
            if line.text and not line.text.isspace():
                yield number, _object_of(document, line)
            continue
        yield number, entry if type(entry) is dict else document.skip(number, "not a JSON object")


def _object_of(document: Document, line: Line) -> Entry | Skipped:
    """Return the object of a line, or why there is none."""
    try:
        entry = json.loads(line.text)
    except json.JSONDecodeError as error:
        return document.skip(line.number, f"not valid JSON: {error.msg} at column {error.colno}")
    except RecursionError:
        return document.skip(line.number, "not valid JSON: nested too deep")
    except ValueError:  # a number with more digits than Python converts
        return document.skip(line.number, "not valid JSON: a number is too long")
    if not isinstance(entry, dict):
        return document.skip(line.number, "not a JSON object")
    if line.note:
        entry["encoding"] = line.note
    return entry


def sample(document: Document, count: int = 5) -> list[Entry]:
    """Return the first objects, for telling what they are; of a damaged file those before the damage."""
    found: list[Entry] = []
    with suppress(SourceError):
        for _, entry in islice(entries(document), count):
            if not isinstance(entry, Skipped):
                found.append(entry)
    return found


class _BrokenError(Exception):
    """The text is no JSON from here on."""


class _Scanner:
    """A place in a text that is read as far as needed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = document.blocks()
        self._text = ""
        self._at = 0
        self._line = 1
        self._counted = 0

    def entries(self) -> Iterator[tuple[int, Entry | Skipped]]:
        try:
            while self._peek():
                yield from self._value()
        except _BrokenError as error:
            line = self._line_here()
            yield line, self._document.skip(line, f"not valid JSON: {error}; the rest of the file is left out")

    def _value(self) -> Iterator[tuple[int, Entry | Skipped]]:
        start = self._peek()
        if start == "[":
            yield from self._array()
        elif start == "{":
            line = self._line_here()
            rest: Entry = {}
            streamed = yield from self._members(rest)
            if not streamed and rest:
                yield line, rest
        else:
            line = self._line_here()
            self._decode()
            yield line, self._document.skip(line, "not a JSON object")

    def _array(self) -> Iterator[tuple[int, Entry | Skipped]]:
        self._expect("[")
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            self._peek()
            line = self._line_here()
            entry = self._decode()
            yield line, entry if isinstance(entry, dict) else self._document.skip(line, "not a JSON object")
            if found := _NEXT_ITEM.match(self._text, self._at):
                self._at = found.end()
            elif self._after_item("]"):
                return

    def _members(self, rest: Entry) -> Generator[tuple[int, Entry | Skipped], None, bool]:
        """Read an object; entries under a container's key are yielded, all else goes into `rest`."""
        self._expect("{")
        streamed = False
        if self._peek() == "}":
            self._at += 1
            return streamed
        while True:
            self._peek()
            key = self._decode()
            if not isinstance(key, str):
                raise _BrokenError("a name was expected")
            self._expect(":")
            start = self._peek()
            if key.lower() in CONTAINERS and start == "[" and self._peek(after=1) == "{" and "title" not in rest:
                yield from self._array()
                streamed = True
            elif key.lower() in CONTAINERS and start == "{" and "title" not in rest:
                line = self._line_here()
                inner: Entry = {}
                inner_streamed = yield from self._members(inner)
                if not inner_streamed and inner:
                    yield line, inner
                streamed = True
            else:
                rest[key] = self._decode()
            if self._after_item("}"):
                return streamed

    def _after_item(self, end: str) -> bool:
        found = self._peek()
        if found not in (",", end):
            raise _BrokenError(f"',' or '{end}' was expected")
        self._at += 1
        return found == end

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise _BrokenError(f"{character!r} was expected")
        self._at += 1

    def _peek(self, after: int = 0) -> str:
        """Return the next character that is no space, `after` characters on; "" at the end."""
        here = self._text[self._at + after : self._at + after + 1]
        if here and here not in " \t\r\n":
            return here
        while True:
            found = _SPACE.match(self._text, self._at + after)
            end = found.end() if found else self._at + after
            if end < len(self._text):
                if not after:
                    self._at = end
                return self._text[end]
            if not self._more():
                if not after:
                    self._at = end
                return ""

    def _decode(self) -> Any:
        """Return the value that stands here, reading on until it is whole."""
        while True:
            try:
                value, end = _SCAN(self._text, self._at)
            except StopIteration as error:
                self._read_on(error.value, "Expecting value")
            except json.JSONDecodeError as error:
                self._read_on(error.pos, error.msg)
            except RecursionError as error:
                raise _BrokenError("nested too deep") from error
            except ValueError as error:
                raise _BrokenError("a number is too long") from error
            else:
                # A number or word that ends where the text ends may go on.
                if end == len(self._text) and self._text[end - 1] not in '"]}' and self._more():
                    continue
                self._at = end
                return value

    def _read_on(self, position: int, problem: str) -> None:
        """Read on where a value may only be cut by the end of what was read."""
        near_end = position >= len(self._text) - 16 or problem.startswith("Unterminated string")
        if not near_end or len(self._text) - self._at > MAX_LINE_BYTES:
            raise _BrokenError(problem)
        if not self._more(len(self._text) - self._at):
            raise _BrokenError("the file ends inside a value")

    def _more(self, at_least: int = 1) -> bool:
        """Read on, dropping what is behind; tell whether there was more."""
        self._line_here()
        self._text = self._text[self._at :]
        self._at = self._counted = 0
        read = []
        size = 0
        for block in self._blocks:
            read.append(block)
            size += len(block)
            if size >= at_least:
                break
        self._text += "".join(read)
        return size > 0

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

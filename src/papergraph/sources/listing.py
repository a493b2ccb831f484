"""Saved listings of papers: a page of titles and abstracts, copied or saved as text.

Three layouts, told apart by what stands there: entries with blank lines between them, entries without, and entries
followed by rows of author count, organisation, date and votes. Page furniture may stand anywhere.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from papergraph.sources.fields import Identifiers, exact_text, iso_date, make_record, month_of
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papergraph.sources.documents import Document, Line

LONG = 280
"""A longer line is an abstract unless it reads like a title. Titles seen: up to 178 characters; abstracts: from 485."""

_FURNITURE = frozenset(
    {
        "new",
        "get trending papers in your email inbox!",
        "get trending papers in your email inbox once a day!",
        "subscribe",
        "daily papers",
        "trending papers",
        "byak and the research community",
        "by ak and the research community",
    }
)
_LONGEST_FURNITURE = max(map(len, _FURNITURE))
_STRONG_FURNITURE = ("get trending papers in your email inbox", "ak and the research community")
_GLUED = re.compile(r"(?:Get trending papers in your email inbox(?: once a day)?!|Subscribe)(?=[^\s\w]|[\dA-Z])")
_ROW = re.compile(
    r"(?P<separator>[·•|])|(?P<authors>[•·*-]?\s*(\d[\d,]*) authors?)"
    r"|(?P<date>(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:, (\d{4}))?(?: (\d[\d,.]*k?))?)",
    re.IGNORECASE,
)
"""The rows that stand below an abstract; the name of the group that matched last is the kind."""

_MARKDOWN = ("#", "- ", "* ", "> ", "| ", "```", "//", "/*")
_SENTENCE_BREAK = re.compile(r"[.!?][\"')\]]* +[\"'(]?[A-Z]")


class _Seen(Struct, frozen=True, gc=False):
    """A line that is not blank. `text` is "" for furniture; `row` is what `_ROW` found in it."""

    number: int
    text: str
    note: str | None
    row: re.Match[str] | None

    @property
    def kind(self) -> str | None:
        return self.row.lastgroup if self.row else None


class _Entry(Struct):
    line: int
    title: str
    note: str | None
    paragraphs: list[str] = []
    rows: dict[str, str] = {}
    year: int | None = None
    date: str | None = None


def looks_like_listing(text: str) -> bool:
    """Tell whether the head of a file is a listing: its furniture, its rows, or titles and abstracts in turn."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    folded = [line.lower() for line in lines[:12]]
    if any(mark in line for line in folded for mark in _STRONG_FURNITURE):
        return True
    kinds = [row.lastgroup if (row := _row_of(line)) else None for line in lines]
    if ("separator", "date") in pairwise(kinds):
        return True
    texts = [line for line, kind in zip(lines, kinds, strict=True) if kind is None and not _is_furniture(line)]
    if sum(line.startswith(_MARKDOWN) for line in texts) * 3 > len(texts):
        return False
    turns = sum(
        _is_title(title) and _is_prose(abstract) and bool(_SENTENCE_BREAK.search(abstract))
        for title, abstract in pairwise(texts)
    )
    return turns >= 1 and turns * 3 >= len(texts) - 1


def read(document: Document) -> Iterator[Record | Skipped]:
    """Yield the entries of a listing. Text that belongs to no title is skipped."""
    entry: _Entry | None = None
    seen: deque[_Seen] = deque()
    for item in document.lines():
        if isinstance(item, Skipped):
            yield item
        elif item.text and not item.text.isspace():
            seen.append(_look_at(item))
            if len(seen) == 3:
                entry, done = _step(document, entry, seen.popleft(), seen)
                if done:
                    yield from done
    while seen:
        entry, done = _step(document, entry, seen.popleft(), seen)
        yield from done
    if entry is not None:
        yield _record(document, entry)


def _look_at(line: Line) -> _Seen:
    text = exact_text(line.text)
    if text is None or _is_furniture(text):
        return _Seen(line.number, "", line.note, None)
    return _Seen(line.number, text, line.note, _row_of(text))


def _step(
    document: Document, entry: _Entry | None, line: _Seen, ahead: Iterable[_Seen]
) -> tuple[_Entry | None, Sequence[Record | Skipped]]:
    """Take one line, seeing the next two; return the open entry and what is finished."""
    text = line.text
    if not text:
        return entry, ()
    if entry is None:
        # The page's own date stands above the first entry; its button runs into the first title.
        text = _unglued(text)
        if _is_furniture(text) or _row_of(text):
            return None, ()
        return _opened(document, line, text, ())
    if not entry.paragraphs and len(text) > LONG:
        return _with_paragraph(entry, line), ()
    if line.row is not None:
        _take_row(entry, line.row)
        return entry, ()
    following = [each for each in ahead if each.text]
    if entry.paragraphs and [each.kind for each in following] == ["separator", "date"] and len(text) <= LONG:
        # An organisation stands where the author count does: before the separator and the date.
        entry.rows["organisation"] = text
        return entry, ()
    if _continues(entry, text, following):
        return _with_paragraph(entry, line), ()
    return _opened(document, line, text, (_record(document, entry),))


def _with_paragraph(entry: _Entry, line: _Seen) -> _Entry:
    entry.paragraphs.append(line.text)
    entry.note = entry.note or line.note
    return entry


def _opened(
    document: Document, line: _Seen, title: str, finished: tuple[Record | Skipped, ...]
) -> tuple[_Entry | None, Sequence[Record | Skipped]]:
    if _is_title(title):
        return _Entry(line.number, title, line.note), finished
    return None, (*finished, document.skip(line.number, "text without a title"))


def _unglued(text: str) -> str:
    while found := _GLUED.match(text):
        text = text[found.end() :]
    return text


def _take_row(entry: _Entry, row: re.Match[str]) -> None:
    """Take a row of what stands below an abstract."""
    _, _, authors, _, month, day, year, votes = row.groups()
    if authors:
        entry.rows["author_count"] = authors.replace(",", "")
    if votes:
        entry.rows["votes"] = votes
    if year:
        entry.year = int(year)
        entry.date = iso_date(int(year), month_of(month), int(day))
    if month and entry.date is None:
        entry.rows["date"] = f"{month} {day}" + (f", {year}" if year else "")


def _continues(entry: _Entry, text: str, following: Sequence[_Seen]) -> bool:
    """Tell whether a line belongs to the open entry's abstract rather than being the next title."""
    if entry.rows:
        return False
    before_text = bool(following) and _is_prose(following[0].text)
    if not entry.paragraphs:
        if _is_prose(text):
            return True
        # A short line below a title is an abstract where the next line is not one, and it is a sentence.
        return not before_text and _ends_sentence(text) and len(text) > 40
    if _is_prose(text):
        return not (before_text and _is_title(text))
    return not before_text and _ends_sentence(text) and not text.endswith("?")


def _is_furniture(text: str) -> bool:
    return len(text) <= _LONGEST_FURNITURE and text.lower() in _FURNITURE


def _row_of(text: str) -> re.Match[str] | None:
    return _ROW.fullmatch(text) if len(text) <= LONG else None


def _is_prose(text: str) -> bool:
    if len(text) > LONG:
        return True
    return len(text) > 120 and (_ends_sentence(text) or bool(_SENTENCE_BREAK.search(text)))


def _is_title(text: str) -> bool:
    return len(text) <= LONG or (len(text) <= 2 * LONG and not _ends_sentence(text))


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"')]").endswith((".", "!", "?"))


def _record(document: Document, entry: _Entry) -> Record | Skipped:
    if entry.note:
        entry.rows["encoding"] = entry.note
    return make_record(
        document,
        entry.line,
        "listing",
        entry.title,
        Identifiers(),
        abstract="\n".join(entry.paragraphs) or None,
        year=entry.year,
        date=entry.date,
        extra=tuple(sorted(entry.rows.items())),
    )

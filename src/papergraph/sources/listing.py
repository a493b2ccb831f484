"""Saved listings of papers: a page of titles and abstracts, copied or saved as text.

Three layouts, told apart by what stands there: entries with blank lines between them, entries without, and entries
followed by rows of author count, organisation, date and votes. Page furniture may stand anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from papergraph.sources.fields import exact_text, iso_date, one_line
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_STRONG_FURNITURE = ("get trending papers in your email inbox", "ak and the research community")
_GLUED = re.compile(r"(?:Get trending papers in your email inbox(?: once a day)?!|Subscribe)(?=[^\s\w]|[\dA-Z])")
_AUTHORS_ROW = re.compile(r"[•·*-]?\s*(\d[\d,]*) authors?", re.IGNORECASE)
_SEPARATOR_ROW = re.compile(r"[·•|]")
_MARKDOWN = ("#", "- ", "* ", "> ", "| ", "```", "//", "/*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE_ROW = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:, (\d{4}))?(?: (\d[\d,.]*k?))?",
    re.IGNORECASE,
)
_SENTENCE_BREAK = re.compile(r"[.!?][\"')\]]* +[\"'(]?[A-Z]")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*$")


@dataclass(slots=True)
class _Entry:
    line: int
    title: str
    paragraphs: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    date: str | None = None
    note: str | None = None


def looks_like_listing(text: str) -> bool:
    """Tell whether the head of a file is a listing: its furniture, its rows, or titles and abstracts in turn."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    folded = [line.lower() for line in lines[:12]]
    if any(mark in line for line in folded for mark in _STRONG_FURNITURE):
        return True
    kinds = [_row_kind(line) for line in lines]
    if ("separator", "date") in pairwise(kinds):
        return True
    texts = [line for line, kind in zip(lines, kinds, strict=True) if kind is None and line.lower() not in _FURNITURE]
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
    lines: list[Line] = []
    for item in document.lines():
        if isinstance(item, Skipped):
            yield item
        elif item.text and not item.text.isspace():
            lines.append(item)
            if len(lines) == 3:
                entry, done = _step(document, entry, lines.pop(0), lines)
                yield from done
    while lines:
        entry, done = _step(document, entry, lines.pop(0), lines)
        yield from done
    if entry is not None:
        yield _record(document, entry)


def _step(
    document: Document, entry: _Entry | None, line: Line, ahead: list[Line]
) -> tuple[_Entry | None, Iterable[Record | Skipped]]:
    """Take one line that is not blank, seeing the next two; return the open entry and what is finished."""
    text = exact_text(line.text)
    if text is None or text.lower() in _FURNITURE:
        return entry, ()
    if entry is None:
        # The page's own date stands above the first entry; its button runs into the first title.
        text = _unglued(text)
        if text.lower() in _FURNITURE or _row_kind(text):
            return None, ()
    if entry is not None and not entry.paragraphs and len(text) > LONG:
        entry.paragraphs.append(text)
        entry.note = entry.note or line.note
        return entry, ()
    following = [other for each in ahead if (other := exact_text(each.text)) and other.lower() not in _FURNITURE]
    if entry is not None and _take_row(entry, text, following):
        return entry, ()
    if entry is not None and _continues(entry, text, following):
        entry.paragraphs.append(text)
        entry.note = entry.note or line.note
        return entry, ()
    finished = [] if entry is None else [_record(document, entry)]
    if not _is_title(text):
        return None, [*finished, document.skip(line.number, "text without a title")]
    return _Entry(line.number, text, note=line.note), finished


def _unglued(text: str) -> str:
    while found := _GLUED.match(text):
        text = text[found.end() :]
    return text


def _take_row(entry: _Entry, text: str, following: list[str]) -> bool:
    """Take a row of what stands below an abstract; tell whether it was one."""
    kind = _row_kind(text)
    if kind is None:
        # An organisation stands where the author count does: before the separator and the date.
        after = [_row_kind(other) for other in following]
        if after != ["separator", "date"] or not entry.paragraphs or len(text) > LONG:
            return False
        entry.rows["organisation"] = text
    elif kind == "authors":
        found = _AUTHORS_ROW.fullmatch(text)
        assert found  # noqa: S101 - this is what made it that kind
        entry.rows["author_count"] = found.group(1).replace(",", "")
    elif kind == "date":
        _take_date(entry, text)
    return True


def _take_date(entry: _Entry, text: str) -> None:
    found = _DATE_ROW.fullmatch(text)
    assert found  # noqa: S101 - this is what made it that kind
    month, day, year, votes = found.groups()
    if votes:
        entry.rows["votes"] = votes
    if year:
        entry.year = int(year)
        entry.date = iso_date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    if entry.date is None:
        entry.rows["date"] = f"{month} {day}" + (f", {year}" if year else "")


def _continues(entry: _Entry, text: str, following: list[str]) -> bool:
    """Tell whether a line belongs to the open entry's abstract rather than being the next title."""
    if entry.rows:
        return False
    before_text = bool(following) and _is_prose(following[0])
    if not entry.paragraphs:
        if _is_prose(text):
            return True
        # A short line below a title is an abstract where the next line is not one, and it is a sentence.
        return not before_text and bool(_SENTENCE_END.search(text)) and len(text) > 40
    if _is_prose(text):
        return not (before_text and _is_title(text))
    return not before_text and bool(_SENTENCE_END.search(text)) and not text.endswith("?")


def _row_kind(text: str) -> str | None:
    if _SEPARATOR_ROW.fullmatch(text):
        return "separator"
    if _AUTHORS_ROW.fullmatch(text):
        return "authors"
    return "date" if _DATE_ROW.fullmatch(text) else None


def _is_prose(text: str) -> bool:
    if len(text) > LONG:
        return True
    return len(text) > 120 and bool(_SENTENCE_END.search(text) or _SENTENCE_BREAK.search(text))


def _is_title(text: str) -> bool:
    return len(text) <= LONG or (len(text) <= 2 * LONG and not _SENTENCE_END.search(text))


def _record(document: Document, entry: _Entry) -> Record:
    extra = entry.rows | ({"encoding": entry.note} if entry.note else {})
    return Record(
        file=document.name,
        line=entry.line,
        title=one_line(entry.title) or entry.title,
        format="listing",
        abstract="\n".join(entry.paragraphs) or None,
        year=entry.year,
        date=entry.date,
        extra=tuple(sorted(extra.items())),
    )

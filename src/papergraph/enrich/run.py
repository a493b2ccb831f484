"""Asking for every paper of a graph once, and keeping what was answered."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papergraph.enrich.client import Client, RefusedError, ServiceError
from papergraph.errors import PapergraphError
from papergraph.sources.documents import Document
from papergraph.text import fold_words
from papergraph.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from papergraph.enrich.anthology import Folder
    from papergraph.enrich.services import Service
    from papergraph.graph import PaperNode

SAVED_ID = "papergraph_paper"
"""The field under which a saved line names the paper that it was found for."""

NOT_FOUND = "papergraph_not_found"

MAX_FAILURES = 10
"""After so many papers in a row that failed, a service is out of order, and asking on would only add to it."""


@dataclass(slots=True)
class EnrichReport:
    """How many papers were found, not found, known from an earlier run, or failed; and why the run ended early."""

    found: int = 0
    not_found: int = 0
    known: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)
    stopped: str | None = None


def enrich(
    papers: Iterable[PaperNode],
    service: Service,
    out: Path,
    *,
    base_url: str | None = None,
    limit: int | None = None,
    progress: Callable[[int], None] | None = None,
    client: Client | Folder | None = None,
) -> EnrichReport:
    """Look the papers up and append what the service says to `out`, a line a paper, in the order of their ids.

    Papers that the file has already are not asked for again, so that a run that was stopped goes on where it ended.
    An answer counts when it shares an identifier with the paper, or has its title and no other year by more than one.
    What was not found is kept beside it, in `OUT.missing`; remove that file to ask again. A service that refuses, or
    fails `MAX_FAILURES` times in a row, is asked no more.

    Raises:
        PapergraphError: The file cannot be written, or holds something else.
    """
    asked = client or Client(base_url or service.base_url, service.pause, service.headers())
    missing = out.with_name(out.name + ".missing")
    report = EnrichReport()
    done = _known(out) | _known(missing)
    in_a_row = 0
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("a", encoding="utf-8", newline="\n") as found, missing.open("a", encoding="utf-8") as lost:
            for number, paper in enumerate(sorted(papers, key=lambda each: each.id), 1):
                if paper.id in done:
                    report.known += 1
                    continue
                if limit is not None and report.found + report.not_found + report.failed >= limit:
                    break
                failed = report.failed
                if not _one(asked, service, paper, report, found, lost):
                    break
                in_a_row = in_a_row + 1 if report.failed > failed else 0
                if in_a_row == MAX_FAILURES:
                    report.stopped = f"{in_a_row} papers in a row failed, the last with: {report.problems[-1]}"
                    break
                if progress is not None:
                    progress(number)
    except OSError as error:
        raise PapergraphError(f"{out}: cannot be written: {error.strerror or error}") from error
    return report


def _one(
    client: Client | Folder, service: Service, paper: PaperNode, report: EnrichReport, found: Any, lost: Any
) -> bool:
    """Ask for one paper; tell whether to go on."""
    try:
        entry = look_up(client, service, paper)
    except RefusedError as error:
        report.stopped = str(error)
        return False
    except ServiceError as error:
        report.failed += 1
        report.problems.append(f"{paper.id}: {error}")
        return True
    if entry is None:
        report.not_found += 1
        _append(lost, {SAVED_ID: paper.id, NOT_FOUND: service.name})
    else:
        report.found += 1
        _append(found, {**entry, SAVED_ID: paper.id})
    return True


def look_up(client: Client | Folder, service: Service, paper: PaperNode) -> dict[str, Any] | None:
    """Return the service's object for a paper, or None.

    Raises:
        ServiceError: The service did not answer.
    """
    place = Document(service.name, io.BytesIO)
    for entries in service.candidates(client, paper):
        for entry in entries:
            record = service.record_of(place, 1, entry)
            if isinstance(record, Record) and is_same(paper, record):
                return entry
    return None


def is_same(paper: PaperNode, record: Record) -> bool:
    """Tell whether a record is the paper: an identifier in common, or the title and at most a year between them."""
    ids = {("doi", paper.doi), ("arxiv", paper.arxiv_id), ("acl", paper.acl_id)}
    theirs = {("doi", record.doi), ("arxiv", record.arxiv_id), ("acl", record.acl_id)}
    if any(bare for _, bare in ids & theirs):
        return True
    title = fold_words(paper.title)
    if len(title.split()) < 3 or title != fold_words(record.title):
        return False
    return paper.year is None or record.year is None or abs(paper.year - record.year) <= 1


def _append(stream: Any, entry: dict[str, Any]) -> None:
    stream.write(json.dumps(entry, sort_keys=True) + "\n")
    stream.flush()


def _known(path: Path) -> set[str]:
    """Return the papers of a file; cuts off a last line that was not finished.

    Raises:
        PapergraphError: The file is not one of ours.
    """
    if not path.exists():
        return set()
    known: set[str] = set()
    try:
        whole = 0
        with path.open("rb") as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                entry = json.loads(line)
                if not isinstance(entry, dict) or not isinstance(entry.get(SAVED_ID), str):
                    raise PapergraphError(f"{path}: this file was not written by enrich; name another")
                known.add(entry[SAVED_ID])
        if whole < path.stat().st_size:
            os.truncate(path, whole)
    except (OSError, ValueError) as error:
        raise PapergraphError(f"{path}: cannot be read as a file of enrich: {error}") from error
    return known

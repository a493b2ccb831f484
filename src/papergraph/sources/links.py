"""Files that say something about papers of other files: who cites whom, and abstracts by id.

Such rows are read before the records, and each record takes what is said of its ids. A row about a paper that is in
no input is reported as skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from papergraph.values import LostCitations, Record, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_TOLD = 1000
"""So many lost rows of a file are told one by one; the rest as one number."""


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A row that says that one paper cites another. `citing` is a prefixed identifier."""

    line: int
    citing: str
    cited: Reference


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row that gives the abstract of a paper. `paper` is a prefixed identifier."""

    line: int
    paper: str
    abstract: str


@dataclass(slots=True)
class Links:
    """What the rows say, by identifier."""

    _cited: dict[str, list[tuple[str, int, Reference]]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def add(self, file: str, row: CitationRow | TextRow) -> None:
        """Take a row of a file; of two abstracts for one paper the first in order of length, then text, is kept."""
        if isinstance(row, CitationRow):
            self._cited.setdefault(row.citing, []).append((file, row.line, row.cited))
        else:
            old = self._texts.get(row.paper)
            if old is None or (-len(row.abstract), row.abstract) < (-len(old), old):
                self._texts[row.paper] = row.abstract

    @property
    def needs_own_ids(self) -> bool:
        """Whether a cited paper is named by the own id of a record, which only its file can explain."""
        return any(_own(cited) for rows in self._cited.values() for _, _, cited in rows)

    def resolve_own_ids(self, records: Iterable[Record]) -> None:
        """Replace own ids of cited papers by what the records of that id are known by elsewhere."""
        wanted = {own for rows in self._cited.values() for _, _, cited in rows if (own := _own(cited))}
        known: dict[str, Reference] = {}
        for record in records:
            if record.id and f"id:{record.id}" in wanted:
                ids = tuple(each for each in identifiers_of(record) if not each.startswith("id:"))
                names = tuple(author.name for author in record.authors)
                found = Reference(ids, record.title, record.year, names, record.venue)
                self._met.add(f"id:{record.id}")
                known.setdefault(f"id:{record.id}", found)
        for rows in self._cited.values():
            rows[:] = [(file, line, known.get(_own(cited) or "", cited)) for file, line, cited in rows]

    def __bool__(self) -> bool:
        return bool(self._cited or self._texts)

    def complete(self, record: Record) -> Record:
        """Return the record with the references and, where it has none, the abstract that the rows give it."""
        ids = identifiers_of(record)
        self._met.update(ids)
        added = dict.fromkeys(cited for each in ids for _, _, cited in self._cited.get(each, ()))
        if added:
            given = record.references or ()
            record = replace(record, references=(*given, *(cited for cited in added if cited not in given)))
        if record.abstract is None:
            abstract = next((self._texts[each] for each in ids if each in self._texts), None)
            record = record if abstract is None else replace(record, abstract=abstract)
        return record

    def lost(self) -> Iterator[LostCitations]:
        """Yield the citations whose citing paper no record was, by file and line; call it after the last record."""
        by_file: dict[str, list[tuple[int, str, bool]]] = {}
        for citing, rows in self._cited.items():
            if citing in self._met:
                continue
            for file, line, cited in rows:
                known = not cited.ids or not self._met.isdisjoint(cited.ids)
                by_file.setdefault(file, []).append((line, citing, known))
        for file in sorted(by_file):
            rows_here = sorted(by_file[file])
            for line, citing, known in rows_here[:MAX_TOLD]:
                what = f"the citing paper {citing} is in no input"
                reason = what if known else f"neither the citing paper {citing} nor the cited is in any input"
                yield LostCitations(file, line, reason, cited_known=known)
            for known in (True, False):
                if more := sum(known is other for _, _, other in rows_here[MAX_TOLD:]):
                    ends = "citing paper is" if known else "citing and cited papers are"
                    reason = f"{more} more citations whose {ends} in no input"
                    yield LostCitations(file, None, reason, more, known)


def _own(reference: Reference) -> str | None:
    return reference.ids[0] if reference.ids and reference.ids[0].startswith("id:") else None


def identifiers_of(record: Record) -> list[str]:
    """Return every identifier of a record, prefixed."""
    named = (("doi", record.doi), ("arxiv", record.arxiv_id), ("acl", record.acl_id))
    own = [f"id:{record.id}"] if record.id else []
    return [*(f"{kind}:{bare}" for kind, bare in named if bare), *record.other_ids, *own]

"""Reference lists -> citations between papers, and the works that are only cited."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from papergraph.clusters import UnionFind
from papergraph.papers.keys import RecordKey, content_words, key_of, record_ids
from papergraph.papers.matching import Matcher
from papergraph.papers.raw_references import completed
from papergraph.text import fold_words, short_hash
from papergraph.values import Author, Paper, Record, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Citation:
    """One paper cites another. `origin` names the formats whose reference list says so, joined by `+`."""

    source: str
    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class _Given:
    """A reference as a record gives it: the paper of the record, its identifiers and its format."""

    paper: Paper
    reference: Reference
    own_ids: frozenset[str]
    formats: tuple[str, ...]


@dataclass(frozen=True)
class CitationResolution:
    """Works that are only cited, citations sorted by source and target, and what became of the references.

    `counts` says what became of every reference `given`; the other counts add up to it. `to_corpus` and `to_cited_only`
    are the citations; `repeated` references give a citation again; `self` ones name the paper itself, `between_records`
    ones another record of it; `below_min_cited` ones a work that too few papers cite; `unidentified` ones name no work.
    """

    cited_only: tuple[Paper, ...]
    citations: tuple[Citation, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def resolve_citations(
    papers: Iterable[Paper], *, records: Mapping[str, Sequence[Record]] | None = None, min_cited: int = 1
) -> CitationResolution:
    """Find the paper that each reference means: by identifier, else by title with authors and year.

    A reference that is only a string is read first; see `raw_references`.

    Args:
        papers: The corpus, in any order.
        records: Paper id -> its records; with them the counts are of references as given, not of those that are left
            when records of one paper give the same.
        min_cited: A work outside the corpus becomes a paper when at least this many papers of the corpus cite it.
    """
    corpus = sorted(papers, key=lambda paper: paper.id)
    finder = _Finder(corpus)
    counts = Counter(dict.fromkeys(COUNTS, 0))
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    outside: list[_Given] = []
    for paper in corpus:
        own_records = (records or {}).get(paper.id, ())
        for given in _given(paper, own_records):
            counts["given"] += 1
            reference = given.reference
            target = finder.find(reference)
            if target == paper.id:
                alone = max(len(own_records), len(paper.records)) < 2
                own = alone or not reference.ids or not given.own_ids.isdisjoint(reference.ids)
                counts["self" if own else "between_records"] += 1
            elif target is not None:
                counts["repeated" if (paper.id, target) in origins else "to_corpus"] += 1
                origins[paper.id, target].update(given.formats)
            elif reference.ids or (reference.title and content_words(_words(reference.title))):
                outside.append(given)
            else:
                counts["unidentified"] += 1
    cited_only = []
    taken = {paper.id for paper in corpus}
    for group in _groups(outside):
        citing = {given.paper.id for given in group}
        if len(citing) < min_cited:
            counts["below_min_cited"] += len(group)
            continue
        cited = _cited_paper([given.reference for given in group], taken)
        taken.add(cited.id)
        cited_only.append(cited)
        counts["to_cited_only"] += len(citing)
        counts["repeated"] += len(group) - len(citing)
        for given in group:
            origins[given.paper.id, cited.id].update(given.formats)
    return CitationResolution(
        tuple(sorted(cited_only, key=lambda paper: paper.id)),
        tuple(Citation(*ends, "+".join(sorted(formats))) for ends, formats in sorted(origins.items())),
        dict(counts),
    )


COUNTS = (
    "given",
    "to_corpus",
    "to_cited_only",
    "repeated",
    "self",
    "between_records",
    "below_min_cited",
    "unidentified",
)
"""What is counted of references, all of them first."""


def _given(paper: Paper, records: Sequence[Record]) -> Iterator[_Given]:
    """Yield the references of a paper, record by record; one that is only a string as what the string says."""
    if not records:
        ids = frozenset((paper.id, *paper.other_ids))
        yield from (_Given(paper, completed(each), ids, paper.formats) for each in paper.references or ())
    for record in records:
        ids = record_ids(record)
        yield from (_Given(paper, completed(each), ids, (record.format,)) for each in record.references or ())


class _Finder:
    """Looks up papers of the corpus by identifier and by title."""

    def __init__(self, corpus: Sequence[Paper]) -> None:
        self._by_id: dict[str, str] = {}
        self._by_title: dict[str, list[tuple[RecordKey, str]]] = defaultdict(list)
        for paper in corpus:
            for name in (paper.id, *paper.other_ids):
                self._by_id.setdefault(name, paper.id)
            key = key_of(_as_record(paper.title, paper.year, paper.authors, paper.venue))
            for joined in {key.joined, key.head} - {""}:
                self._by_title[joined].append((key, paper.id))
        self._matcher = Matcher({}, len(corpus))

    def find(self, reference: Reference) -> str | None:
        for name in sorted(reference.ids):
            if name in self._by_id:
                return self._by_id[name]
        if not reference.title:
            return None
        key = _reference_key(reference)
        candidates = list(self._by_title.get(key.joined, ()))
        if key.head:
            candidates += self._by_title.get(key.head, ())
        scored = []
        for other, paper_id in candidates:
            decided = self._matcher.decide(key, other)
            if decided is not None:
                scored.append((-decided[0], paper_id))
        return min(scored)[1] if scored else None


def _groups(outside: Sequence[_Given]) -> list[list[_Given]]:
    """Group references to works outside the corpus by shared identifier, else by title where nothing speaks against."""
    ordered = sorted(outside, key=lambda given: (repr(given.reference), given.paper.id))
    keys = [_reference_key(given.reference) for given in ordered]
    union: UnionFind[int] = UnionFind(range(len(ordered)))
    by_id: dict[str, int] = {}
    by_title: dict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        for name in sorted(key.ids):
            if name in by_id:
                union.union(by_id[name], position)
            else:
                by_id[name] = position
        if key.joined:
            by_title[key.joined].append(position)
    matcher = Matcher({}, len(keys))
    for positions in by_title.values():
        # One stands for each group under this title: comparing all with all would be quadratic for famous works.
        heads: list[int] = []
        for position in positions:
            if any(union.find(head) == union.find(position) for head in heads):
                continue
            near = next((head for head in heads if matcher.decide(keys[head], keys[position]) is not None), None)
            if near is None:
                heads.append(position)
            else:
                union.union(near, position)
    return [[ordered[position] for position in group] for group in union.groups()]


def _cited_paper(references: Sequence[Reference], taken: set[str]) -> Paper:
    best = max(references, key=lambda r: (bool(r.title), r.year is not None, len(r.authors), bool(r.venue), repr(r)))
    ids = sorted({name for reference in references for name in reference.ids}, key=_rank)
    title = best.title or (ids[0] if ids else "")
    strong = [name for name in ids if _rank(name)[0] < 3 and name not in taken]
    paper_id = strong[0] if strong else f"title:{short_hash(fold_words(title))}"
    if paper_id in taken:
        paper_id = f"title:{short_hash(fold_words(title) + repr(best))}"
    return Paper(
        id=paper_id,
        title=title,
        other_ids=tuple(sorted(set(ids) - {paper_id})),
        year=best.year,
        venue=best.venue,
        doi=_bare(ids, "doi:"),
        arxiv_id=_bare(ids, "arxiv:"),
        acl_id=_bare(ids, "acl:"),
        in_corpus=False,
        authors=tuple(Author(name) for name in best.authors),
    )


def _bare(ids: Sequence[str], prefix: str) -> str | None:
    return next((name.removeprefix(prefix) for name in ids if name.startswith(prefix)), None)


def _rank(name: str) -> tuple[int, str]:
    return {"doi": 0, "arxiv": 1, "acl": 2}.get(name.partition(":")[0], 3), name


def _words(title: str) -> tuple[str, ...]:
    return tuple(fold_words(title).split())


def _reference_key(reference: Reference) -> RecordKey:
    authors = tuple(Author(name) for name in reference.authors)
    record = _as_record(reference.title or "", reference.year, authors, reference.venue)
    return key_of(replace(record, other_ids=reference.ids))


def _as_record(title: str, year: int | None, authors: tuple[Author, ...], venue: str | None) -> Record:
    return Record(file="", line=0, title=title, format="", year=year, authors=authors, venue=venue)

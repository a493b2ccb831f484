"""Records -> papers, with a ledger of what was joined and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.clusters import UnionFind, join
from papergraph.errors import VocabularyError
from papergraph.overrides import Overrides, describe
from papergraph.papers.blocking import candidate_pairs, document_counts
from papergraph.papers.build import paper_of, title_ids
from papergraph.papers.keys import RecordKey, content_words, keys_of
from papergraph.papers.matching import Match, Matcher, Versions, author_agreement
from papergraph.papers.venues import Venues
from papergraph.text import fold_words, short_hash
from papergraph.values import Merge, Paper, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OVERRIDE = "override"


@dataclass(frozen=True)
class PaperResolution:
    """The papers, sorted by id, a ledger row for each record that joined another, and paper id -> its records.

    A place does not tell records apart: all entries of a file may stand on one line.
    """

    papers: tuple[Paper, ...]
    merges: tuple[Merge, ...]
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class RecordGroups:
    """Records that are one paper, with the matches that joined them, and the matches that were refused."""

    groups: tuple[tuple[Record, ...], ...]
    matches: tuple[tuple[tuple[Record, Record, Match], ...], ...] = field(repr=False)
    refused: tuple[tuple[Record, Record, Match], ...] = field(repr=False)


def resolve_records(
    records: Iterable[Record], *, versions: Versions = "merge", overrides: Overrides | None = None
) -> PaperResolution:
    """Join the records that are one work.

    Args:
        records: Any number, in any order.
        versions: `merge` joins preprint, proceedings and journal version; `separate` keeps works with different
            venues, years or ids of one anthology apart.
        overrides: What a user decided.

    Raises:
        VocabularyError: an override asks for two things that cannot both be.
    """
    found = group_records(records, versions=versions, overrides=overrides)
    ids = title_ids(found.groups)
    papers = [paper_of(group, paper_id) for group, paper_id in zip(found.groups, ids, strict=True)]
    merges = []
    for paper, matches in zip(papers, found.matches, strict=True):
        for left, right, match in matches:
            evidence = f"{left.place} = {right.place}: {match.evidence}"
            merges.append(Merge("paper", paper.id, right.place, match.rule, match.score, evidence))
    return PaperResolution(
        tuple(sorted(papers, key=lambda paper: paper.id)),
        tuple(sorted(merges, key=lambda merge: (merge.kept, merge.merged, merge.rule))),
        dict(zip(ids, found.groups, strict=True)),
    )


def group_records(
    records: Iterable[Record], *, versions: Versions = "merge", overrides: Overrides | None = None
) -> RecordGroups:
    """Return the groups of records that are one work, singletons included, in an order that content alone decides."""
    ordered = sorted(records, key=_order)
    if len({(record.file, record.line) for record in ordered}) < len(ordered):
        ordered.sort(key=lambda record: (*_order(record), repr(record)))
    keys = keys_of(ordered)
    matches = _matches(keys, versions)
    forced, apart = _decided(ordered, keys, overrides)
    union: UnionFind[int] = UnionFind(range(len(ordered)))
    used = [match for match in forced if union.union(match.left, match.right)]
    for left, right in sorted(apart):
        if union.find(left) == union.find(right):
            raise VocabularyError(
                f"overrides: {ordered[left].place} and {ordered[right].place} are said to be the same and different"
            )
    matcher = Matcher({}, len(keys), venues=Venues(_certain(keys)), versions=versions)

    def must_stay_apart(left: int, right: int) -> bool:
        return (min(left, right), max(left, right)) in apart or matcher.contradict(keys[left], keys[right])

    pairs = [(match.left, match.right) for match in matches]
    joined, refused = join(union, pairs, apart=must_stay_apart)
    used += [matches[position] for position in joined]
    groups = sorted(sorted(group) for group in union.groups())
    at = {member: number for number, group in enumerate(groups) for member in group}
    by_group: list[list[tuple[Record, Record, Match]]] = [[] for _ in groups]
    for match in used:
        by_group[at[match.left]].append((ordered[match.left], ordered[match.right], match))
    return RecordGroups(
        tuple(tuple(ordered[member] for member in group) for group in groups),
        tuple(tuple(sorted(rows, key=lambda row: (row[2].left, row[2].right))) for rows in by_group),
        tuple((ordered[matches[p].left], ordered[matches[p].right], matches[p]) for p in refused),
    )


def _order(record: Record) -> tuple[str, ...]:
    """What records are sorted by: content first, so that neither files nor lines decide; then the place."""
    year = "" if record.year is None else str(record.year)
    return (fold_words(record.title), record.title, record.abstract or "", year, record.file, f"{record.line:012}")


def _matches(keys: Sequence[RecordKey], versions: Versions) -> list[Match]:
    counts = document_counts(keys)
    matcher = Matcher(counts, len(keys), venues=Venues(_certain(keys)), versions=versions)
    found = []
    for left, right in candidate_pairs(keys, counts):
        decided = matcher.decide(keys[left], keys[right])
        if decided is not None:
            found.append(Match(left, right, *decided))
    return sorted(found, key=lambda match: (-match.score, match.left, match.right))


def _certain(keys: Sequence[RecordKey]) -> list[tuple[str, str]]:
    """Return the venues of pairs that are one work beyond doubt: a long title and the year in just two records."""
    blocks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        if key.year is not None and key.venue and not key.series and len(content_words(key.words)) >= 4:
            blocks[key.joined, key.year].append(position)
    pairs = []
    for block in blocks.values():
        if len(block) != 2:
            continue
        left, right = keys[block[0]], keys[block[1]]
        agreement = author_agreement(left, right)
        if agreement is not None and agreement >= 0.5:
            pairs.append((left.venue, right.venue))
    return pairs


def _decided(
    records: Sequence[Record], keys: Sequence[RecordKey], overrides: Overrides | None
) -> tuple[list[Match], set[tuple[int, int]]]:
    """Return the pairs that a user joined, and those that a user wants apart."""
    if overrides is None:
        return [], set()
    same, different = overrides.papers(overrides.same), overrides.papers(overrides.different)
    index = _index(records, keys) if same or different else {}
    forced = []
    for group in same:
        members = sorted({position for name in group for position in index.get(_lookup(name), ())})
        if sum(bool(index.get(_lookup(name))) for name in group) >= 2:
            overrides.use("same", group)
        text = describe("same", group)
        forced += [Match(members[0], other, 1.0, OVERRIDE, text) for other in members[1:]]
    apart = set()
    for group in different:
        sides = [index.get(_lookup(name), []) for name in group]
        for left, right in combinations([side for side in sides if side], 2):
            overrides.use("different", group)
            for a in left:
                for b in right:
                    if a == b:
                        raise VocabularyError(
                            f"{describe('different', group)}: both name the record {records[a].place}"
                        )
                    apart.add((min(a, b), max(a, b)))
    return forced, apart


def _index(records: Sequence[Record], keys: Sequence[RecordKey]) -> dict[str, list[int]]:
    """Return what a user may call a record -> the records; a place that several share names none of them."""
    index: dict[str, list[int]] = defaultdict(list)
    shared = Counter(record.place for record in records)
    for position, (record, key) in enumerate(zip(records, keys, strict=True)):
        folded = fold_words(record.title)
        place = {record.place} if shared[record.place] == 1 else set()
        names = {*key.ids, *place, f"title:{short_hash(folded)}", f"title:{folded}"}
        for name in names:
            index[name].append(position)
    return index


def _lookup(name: str) -> str:
    if name.lower().startswith("title:"):
        rest = name[len("title:") :].strip()
        return (
            f"title:{rest}" if len(rest) == 12 and not rest.strip("0123456789abcdef") else f"title:{fold_words(rest)}"
        )
    return name

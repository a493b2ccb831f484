"""Scoring which records are one paper, against annotated pairs or groups.

Annotations are a table of pairs of record ids, with a header and an optional label (then only the listed pairs count,
otherwise every pair not listed is a wrong one), or JSON Lines of groups, `{"records": [...]}`, as `papergraph
duplicates` prints them.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.errors import SourceError
from papergraph.evaluation.pairs import PairScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from papergraph.values import Record

_SAME = frozenset({"same", "1", "true", "yes", "match"})
_LABELS = frozenset({"label", "same", "match", "gold"})

Pair = tuple[str, str]


@dataclass(frozen=True)
class PaperGold:
    """True pairs; `judged` are the only pairs that count, or None where all do. `columns` name files, or are empty."""

    same: frozenset[Pair]
    judged: frozenset[Pair] | None = None
    groups: tuple[tuple[str, ...], ...] = field(default=())


def read_gold(path: Path) -> PaperGold:
    """Read annotated pairs or groups.

    Raises:
        SourceError: the file cannot be read or is neither.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read: {error}") from error
    if text.lstrip().startswith("{"):
        return PaperGold(frozenset(), groups=tuple(_groups(path, text)))
    header = text.partition("\n")[0]
    delimiter = max("\t,;|%", key=header.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    if not rows or len(rows[0]) < 2:
        raise SourceError(f"{path}:1", "expected two columns of record ids")
    label = next((at for at, name in enumerate(rows[0]) if name.strip().lower() in _LABELS), None)
    left, right = [at for at in range(len(rows[0])) if at != label][:2]
    same, judged = set(), set()
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(left, right, label or 0):
            raise SourceError(f"{path}:{number}", "a column is missing")
        pair = (row[left].strip(), row[right].strip())
        judged.add(pair)
        if label is None or row[label].strip().lower() in _SAME:
            same.add(pair)
    return PaperGold(frozenset(same), frozenset(judged) if label is not None else None)


def _groups(path: Path, text: str) -> Iterable[tuple[str, ...]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records = json.loads(line)["records"]
            yield tuple(one if isinstance(one, str) else f"{one['file']}:{one['line']}" for one in records)
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(f"{path}:{number}", "expected an object with a list of records") from error


def score_groups(gold: PaperGold, groups: Sequence[Sequence[Record]]) -> PairScore:
    """Count pairs rightly and wrongly joined.

    A record answers to its own id, to `file:line` and to `file#id`. Where ids are those of two files (pairs never
    within one), only pairs across the two files count.
    """
    if gold.groups:
        truth = {frozenset(pair) for group in gold.groups for pair in combinations(sorted(set(group)), 2)}
        found = {frozenset((left.place, right.place)) for group in groups for left, right in combinations(group, 2)}
        known = _translate(truth, groups)
        return PairScore(len(found & known), len(found - known), len(known - found))
    files = sorted({record.file for group in groups for record in group})
    sides = _sides(gold, groups, files)
    predicted, same, judged = _pairs(groups, sides), gold.same, gold.judged
    if sides is None:
        predicted, same = _unordered(predicted), _unordered(same)
        judged = _unordered(judged) if judged is not None else None
    if judged is not None:
        predicted &= judged
    return PairScore(len(predicted & same), len(predicted - same), len(same - predicted))


def _pairs(groups: Sequence[Sequence[Record]], sides: tuple[str, str] | None) -> frozenset[Pair]:
    found = (_cross(left, right, sides) for group in groups for left in group for right in group)
    return frozenset(pair for pair in found if pair is not None)


def _unordered(pairs: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset((min(pair), max(pair)) for pair in pairs)


def _sides(gold: PaperGold, groups: Sequence[Sequence[Record]], files: Sequence[str]) -> tuple[str, str] | None:
    """Return the files that the first and the second column speak of; None where both speak of all."""
    if len(files) != 2:
        return None
    ids: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for record in group:
            ids[record.file].add(record.id or record.place)
    pairs = gold.judged if gold.judged is not None else gold.same
    orders = [(files[0], files[1]), (files[1], files[0])]
    fitting = [order for order in orders if all(a in ids[order[0]] and b in ids[order[1]] for a, b in pairs)]
    if len(fitting) == 2:
        # Both orders fit the ids: the one under which more pairs were found is meant.
        def hits(order: tuple[str, str]) -> int:
            return len(_pairs(groups, order) & gold.same)

        return max(fitting, key=lambda order: (hits(order), order))
    return fitting[0] if fitting else None


def _cross(left: Record, right: Record, sides: tuple[str, str] | None) -> Pair | None:
    if left is right:
        return None
    a, b = left.id or left.place, right.id or right.place
    if sides is None:
        return (a, b) if (left.file, left.line) < (right.file, right.line) else None
    return (a, b) if (left.file, right.file) == sides else None


def _translate(truth: Iterable[frozenset[str]], groups: Sequence[Sequence[Record]]) -> set[frozenset[str]]:
    place = {}
    for group in groups:
        for record in group:
            for name in (record.id, record.place, f"{record.file}#{record.id}"):
                if name:
                    place[name] = record.place
    return {frozenset(place.get(name, name) for name in pair) for pair in truth}

"""From a labelled sample to the precision of a graph, with its interval.

The estimate weighs each row by the relationships it stands for. The interval is that of Wilson ("Probable inference,
the law of succession, and statistical inference", 1927) with the effective sample size of Kish ("Survey Sampling",
1965): (sum of weights)^2 / sum of squared weights.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from papergraph.evaluation.sheet import bin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from papergraph.evaluation.sheet import Row

Z = 1.959964
"""The standard normal deviate of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with the bounds of its 95 % interval; `labelled` rows, of which `right` are right. None without rows."""

    precision: float | None
    low: float | None
    high: float | None
    right: int
    labelled: int


def wilson(share: float, size: float) -> tuple[float, float]:
    """Return the 95 % interval of a share that was seen in a sample of the (effective) size, which is above 0."""
    centre = share + Z * Z / (2 * size)
    spread = Z * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    scale = 1 + Z * Z / size
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def estimate(judged: Iterable[tuple[bool | None, float]]) -> Estimate:
    """Return the estimate from (right, weight) of each row; rows that nobody judged (None) count for nothing."""
    known = [(right, weight) for right, weight in judged if right is not None]
    if not known:
        return Estimate(None, None, None, 0, 0)
    total = sum(weight for _, weight in known)
    share = min(1.0, sum(weight for right, weight in known if right) / total)
    low, high = wilson(share, total * total / sum(weight * weight for _, weight in known))
    # At the ends the formula gives the share itself but for rounding.
    return Estimate(share, min(low, share), max(high, share), sum(right for right, _ in known), len(known))


def edge(row: Row) -> bool | None:
    """Return whether concept and relation are both right; None where that is not known."""
    if row.correct is False or row.relation_correct is False:
        return False
    return row.relation_correct if row.correct else None


MEASURES: dict[str, Callable[[Row], bool | None]] = {
    "concept": lambda row: row.correct,
    "relationship": edge,
}
"""What is estimated: the concept is right; concept and relation are right."""

_GROUPS: dict[str, Callable[[Row], str]] = {
    "type": lambda row: row.type,
    "relation": lambda row: row.relation,
    "confidence": lambda row: bin_of(row.confidence),
}


def report(rows: Sequence[Row]) -> dict[str, dict[str, dict[str, Estimate]]]:
    """Return estimates as `[measure][grouping][group]`; the grouping `all` has the one group `all`."""
    result: dict[str, dict[str, dict[str, Estimate]]] = {}
    for measure, judge in MEASURES.items():
        result[measure] = {"all": {"all": estimate((judge(row), row.weight) for row in rows)}}
        for grouping, key in _GROUPS.items():
            members: defaultdict[str, list[Row]] = defaultdict(list)
            for row in rows:
                members[key(row)].append(row)
            result[measure][grouping] = {
                name: estimate((judge(row), row.weight) for row in found) for name, found in sorted(members.items())
            }
    return result


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        measure: {
            grouping: {name: asdict(found) for name, found in groups.items()} for grouping, groups in tables.items()
        }
        for measure, tables in report(rows).items()
    }


def format_report(rows: Sequence[Row]) -> str:
    """Return the report as a table, a line a group."""
    lines = []
    for measure, tables in report(rows).items():
        lines.append(f"{measure} right" + (" (and its relation)" if measure == "relationship" else ""))
        for groups in tables.values():
            for name, found in groups.items():
                if found.precision is None:
                    lines.append(f"  {name:<14} not judged")
                else:
                    lines.append(
                        f"  {name:<14} {found.precision:.3f}  95 % {found.low:.3f} to {found.high:.3f}"
                        f"  ({found.right} of {found.labelled})"
                    )
    return "\n".join(lines)

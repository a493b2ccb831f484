"""How far the stated confidence can be trusted: in each band of it, how many concepts were right.

A concept is right where it matches a required one and its relation is the annotated one, for that is what the stated
confidence is the probability of. One that matches an optional concept, or a relation that the annotator hesitated over,
counts neither way.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """Concepts whose confidence lies in [low, high): how many, the mean they state, and the share that is right."""

    low: float
    high: float
    stated: float
    observed: float
    count: int


def reliability(outcomes: Iterable[tuple[float, bool]]) -> list[Band]:
    """Return the bands that hold anything, from the lowest; `outcomes` are (stated confidence, whether right)."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for stated, right in outcomes:
        members.setdefault(min(round(stated * 100) * BANDS // 100, BANDS - 1), []).append((stated, right))
    return [
        Band(
            number / BANDS,
            (number + 1) / BANDS,
            sum(stated for stated, _ in rows) / len(rows),
            sum(right for _, right in rows) / len(rows),
            len(rows),
        )
        for number, rows in sorted(members.items())
    ]


def calibration_error(bands: Iterable[Band]) -> float:
    """Return the mean distance of stated and observed, weighted by count (Naeini et al. 2015)."""
    bands = list(bands)
    return sum(band.count * abs(band.stated - band.observed) for band in bands) / max(1, sum(b.count for b in bands))


def format_bands(bands: Iterable[Band]) -> str:
    """Return a line a band, and the error."""
    bands = list(bands)
    lines = [
        f"stated {band.low:.1f}-{band.high:.1f}  mean {band.stated:.2f}  right {band.observed:.2f}  ({band.count})"
        for band in bands
    ]
    return "\n".join([*lines, f"calibration error {calibration_error(bands):.3f}"])


def as_json(bands: Iterable[Band]) -> dict[str, object]:
    """Return the bands and the error as one object."""
    bands = list(bands)
    return {"bands": [asdict(band) for band in bands], "calibration_error": calibration_error(bands)}

"""Deciding between overlapping candidates, and the type of a name by the whole text.

The longest candidate wins, for the longest named phrase is the concept; of equal spans the one with the higher score. A
generic expression wins over what it contains and is then dropped. Afterwards one surface has one type in a paper: the
one that an introduction reads from the text, else the one with the higher score.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from papergraph.extract.folding import fold_surface
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papergraph.extract.candidates import Candidate


def choose(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return candidates without overlap, in order of their start, each surface with one type."""
    ranked = sorted(
        candidates, key=lambda c: (-(c.end - c.start), -c.score, c.start, c.rule, c.name or "", str(c.type))
    )
    taken: list[Candidate] = []
    covered = bytearray(len(text))
    introduced: set[tuple[int, int]] = {(c.start, c.end) for c in ranked if c.introduced}
    for candidate in ranked:
        if candidate.end > candidate.start and not any(covered[candidate.start : candidate.end]):
            covered[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            if (candidate.start, candidate.end) in introduced:
                candidate = replace(candidate, introduced=True)  # noqa: PLW2901 - the same span by another source
            taken.append(candidate)
    return _one_type(sorted(taken, key=lambda c: c.start), text)


def _one_type(chosen: list[Candidate], text: str) -> list[Candidate]:
    votes: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in chosen:
        votes[fold_surface(text[candidate.start : candidate.end])].append(candidate)
    winners = {
        surface: max(group, key=lambda c: (c.type is not None, c.introduced and c.typed, c.score, -c.start))
        for surface, group in votes.items()
    }
    decided: list[Candidate] = []
    for candidate in chosen:
        best = winners[fold_surface(text[candidate.start : candidate.end])]
        if candidate.type is None and best.type is None:
            continue
        if best.type is not candidate.type or candidate.vocabulary_id != best.vocabulary_id:
            candidate = replace(  # noqa: PLW2901 - the span with the type of its name
                candidate, type=best.type, name=best.name, vocabulary_id=best.vocabulary_id
            )
        decided.append(candidate)
    return [c for c in decided if c.type is not None]


LOOSE = frozenset({ConceptType.MODEL, ConceptType.METHOD, ConceptType.DATASET, ConceptType.TASK})
"""Types between which a name can waver; a language is never one of them."""

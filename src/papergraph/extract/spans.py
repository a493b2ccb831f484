"""Deciding between overlapping candidates, and the type of a name by the whole text.

The longest candidate wins, for the longest named phrase is the concept; of equal spans the one with the higher score. A
generic expression wins over what it contains and is then dropped. Afterwards one surface has one type in a paper: the
one that an introduction reads from the text, else the one with the higher score.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from papergraph.extract.candidates import OWN
from papergraph.extract.descriptive import describes
from papergraph.extract.folding import fold_surface
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papergraph.extract.candidates import Candidate


def choose(candidates: Iterable[Candidate], text: str, supplements: Iterable[Candidate] = ()) -> list[Candidate]:
    """Return candidates without overlap, in order of their start, each surface with one type.

    `supplements` (of a trained model) take what the candidates leave free, and stand in for shorter candidates inside
    them unless one of these is introduced by the text. Languages live in a layer of their own: "Arabic" inside
    "Arabic treebank" may be both.
    """
    candidates = list(candidates)
    spoken = _spoken(candidates, len(text))
    ranked = sorted((c for c in candidates if not _only_languages(c, spoken, text)), key=_rank)
    extra = sorted((c for c in supplements if not _only_describes(c, ranked, text)), key=_rank)
    longer = [c for c in extra if _replaces(c, ranked)]
    taken: list[Candidate] = []
    covered = {layer: bytearray(len(text)) for layer in (None, *LINGUAL)}
    introduced: set[tuple[int, int]] = {(c.start, c.end) for c in ranked if c.introduced}
    weak = [c for c in ranked if extra and c.score <= WEAK]
    rest = [c for c in extra if c not in longer]
    for candidate in [*longer, *(c for c in ranked if c not in weak), *rest, *weak]:
        layer = covered[candidate.type if candidate.type in LINGUAL else None]
        if candidate.end > candidate.start and not any(layer[candidate.start : candidate.end]):
            layer[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            if (candidate.start, candidate.end) in introduced:
                candidate = replace(candidate, introduced=True)  # noqa: PLW2901 - the same span by another source
            taken.append(candidate)
    return _one_type(sorted(taken, key=lambda c: (c.start, c.end)), text)


def _rank(candidate: Candidate) -> tuple[int, float, int, str, str, str]:
    length = candidate.end - candidate.start
    return (-length, -candidate.score, candidate.start, candidate.rule, candidate.name or "", str(candidate.type))


def _only_describes(supplement: Candidate, candidates: Iterable[Candidate], text: str) -> bool:
    """Whether a supplement is a known name with describing words around it: "a pre-trained BERT-based tagger"."""
    return any(
        c.vocabulary_id is not None
        and c.type is not None
        and supplement.start <= c.start
        and c.end <= supplement.end
        and c.end - c.start < supplement.end - supplement.start
        and describes(
            text[supplement.start : c.start],
            text[c.end : supplement.end],
            proper=c.type in {ConceptType.MODEL, ConceptType.DATASET},
        )
        for c in candidates
    )


def _spoken(candidates: Iterable[Candidate], length: int) -> bytearray:
    """Return for each character of a text whether a language covers it."""
    spoken = bytearray(length)
    for c in candidates:
        if c.type in LINGUAL:
            spoken[c.start : c.end] = b"\1" * (c.end - c.start)
    return spoken


def _only_languages(candidate: Candidate, spoken: bytearray, text: str) -> bool:
    """Whether a name is made of languages alone: "the English-Spanish dataset" names no dataset."""
    start, end = candidate.start, candidate.end
    if candidate.type is None or candidate.type in LINGUAL or candidate.vocabulary_id is not None:
        return False
    if not any(spoken[start:end]):
        return False
    rest = "".join(" " if spoken[place] else text[place] for place in range(start, end))
    return _BETWEEN_LANGUAGES.fullmatch(rest) is not None


def _replaces(supplement: Candidate, candidates: Iterable[Candidate]) -> bool:
    """Whether a supplement stands in for what it contains: shorter names and shorter generic expressions."""
    length = supplement.end - supplement.start
    inside = [
        c
        for c in candidates
        if c.type not in LINGUAL and c.score > WEAK and c.start < supplement.end and supplement.start < c.end
    ]
    return bool(inside) and all(
        supplement.start <= c.start
        and c.end <= supplement.end
        and c.end - c.start < length
        and not c.introduced
        and c.rule != OWN
        for c in inside
    )


def _one_type(chosen: list[Candidate], text: str) -> list[Candidate]:
    votes: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in chosen:
        votes[fold_surface(text[candidate.start : candidate.end])].append(candidate)
    winners = {
        surface: max(
            group, key=lambda c: (c.rule == OWN, c.type is not None, c.introduced and c.typed, c.score, -c.start)
        )
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
    named = [c for c in decided if c.type is not None]
    # Two layers can hold one span; with one type it is one mention.
    return list({(c.start, c.end, c.type): c for c in reversed(named)}.values())[::-1]


_BETWEEN_LANGUAGES = re.compile(r"[\s\-–‑→⇒/&,]*(?:(?:to|and)[\s\-–‑→/&,]*)*")

WEAK = 0.5
"""Score up to which a rule's candidate yields to a supplement."""

LINGUAL = frozenset({ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP})
"""Types with a layer of their own."""

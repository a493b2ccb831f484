"""Scoring extracted concepts against annotated ones, paper by paper.

A prediction matches an annotated concept of the same type when one of its mentions, standing in the text, equals one of
the annotated surfaces after folding case, hyphens, spaces and a plural s. Where the annotator hesitated, any of model,
method, dataset and task matches; a match with an optional concept counts neither way. Wrong are: a prediction that
matches nothing, a second prediction for a concept already matched, one without a mention in the text, one that repeats
a mention of an earlier one, and each further required concept that one prediction covers.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papergraph.errors import SourceError
from papergraph.evaluation import reliability
from papergraph.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

TYPES = ("model", "dataset", "language", "method", "task")
RELATIONS = ("introduces", "uses", "evaluates_on", "compares", "covers", "mentions")
_LOOSE = frozenset({"model", "dataset", "method", "task"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many concepts were right, wrong and missed, with the usual measures of it."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Right among those predicted; 0 where nothing was predicted."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Right among those annotated; 0 where nothing was annotated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class ConceptScore:
    """The sums over all papers.

    `confusion` counts (annotated relation, predicted relation), `type_confusion` (annotated type, predicted type) of
    required concepts by surface alone, and `outcomes` are the (stated confidence, whether right) of each prediction.
    """

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    unmerged: int = 0
    merged: int = 0
    repeated: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    type_confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: list[tuple[float, bool]] = field(default_factory=list)
    wrong_names: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed_names: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add_wrong(self, prediction: Mapping[str, Any]) -> None:
        """Count a prediction as wrong."""
        self.wrong[prediction["type"]] += 1
        self.wrong_names[prediction["type"], prediction["name"]] += 1
        self.outcomes.append((float(prediction.get("confidence", 1.0)), False))

    def counts(self, kind: str | None = None) -> Counts:
        """Return the counts of one type, or of all."""
        if kind is None:
            return Counts(self.right.total(), self.wrong.total(), self.missed.total())
        return Counts(self.right[kind], self.wrong[kind], self.missed[kind])

    @property
    def relation_total(self) -> int:
        """How many matched concepts have a relation to compare."""
        return self.confusion.total()

    @property
    def relation_accuracy(self) -> float:
        """The share of matched concepts whose relation is right."""
        return sum(n for (gold, said), n in self.confusion.items() if gold == said) / max(1, self.relation_total)

    @property
    def relation_macro_f1(self) -> float:
        """The mean F1 over the relations that occur on either side."""
        scores = []
        for relation in RELATIONS:
            right = self.confusion[relation, relation]
            wrong = sum(n for (gold, said), n in self.confusion.items() if said == relation != gold)
            missed = sum(n for (gold, said), n in self.confusion.items() if gold == relation != said)
            if right + missed:
                scores.append(2 * right / (2 * right + wrong + missed))
        return sum(scores) / len(scores) if scores else 0.0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return annotated papers: objects with `id`, `title`, `abstract`, `concepts`.

    Raises:
        SourceError: The file cannot be read, or a line is not such an object.
    """
    return _read_rows(
        path, ("id", "title", "abstract", "concepts"), ("type", "name", "mentions", "required", "relation")
    )


def read_predicted(path: Path) -> list[dict[str, Any]]:
    """Return rows of `papergraph extract`: objects with `id` and `concepts`.

    Raises:
        SourceError: The file cannot be read, or a line is not such an object.
    """
    return _read_rows(path, ("id", "concepts"), ("type", "name"))


def _read_rows(path: Path, fields: tuple[str, ...], concept_fields: tuple[str, ...]) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), str(error)) from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SourceError(f"{path}:{number}", f"not JSON ({error})") from error
        known = isinstance(row, dict) and all(name in row for name in fields) and isinstance(row["concepts"], list)
        if not known or not all(
            isinstance(concept, dict) and all(name in concept for name in concept_fields) for concept in row["concepts"]
        ):
            wanted = f"an object with {', '.join(fields)}, each concept with {', '.join(concept_fields)}"
            raise SourceError(f"{path}:{number}", f"expected {wanted}")
        rows.append(row)
    return rows


def score(gold: Iterable[Mapping[str, Any]], predicted: Mapping[str, Sequence[Mapping[str, Any]]]) -> ConceptScore:
    """Score predictions by paper id; a paper without predictions counts as one with no concepts."""
    result = ConceptScore()
    for paper in gold:
        _score_paper(paper, predicted.get(paper["id"], ()), result)
    return result


def _score_paper(paper: Mapping[str, Any], predictions: Sequence[Mapping[str, Any]], result: ConceptScore) -> None:
    text = text_of(paper["title"], paper["abstract"])
    golds = paper["concepts"]
    keys = [_surfaces(concept) for concept in golds]
    order = sorted(range(len(golds)), key=lambda index: not golds[index]["required"])
    used: set[str] = set()
    taken: set[int] = set()
    for prediction in predictions:
        kind = prediction["type"]
        if kind not in TYPES:
            continue
        claimed = {fold(s) for s in prediction.get("mentions", ()) if s and s in text} - {""}
        if not claimed or claimed & used:
            result.repeated += 1
            result.add_wrong(prediction)
            continue
        used |= claimed
        if named := [golds[i] for i in order if golds[i]["required"] and claimed & keys[i]]:
            result.type_confusion[named[0]["type"], kind] += 1
        hits = [
            i for i in order if claimed & keys[i] and (_compatible(prediction, golds[i]) or not golds[i]["required"])
        ]
        if not hits:
            result.add_wrong(prediction)
            continue
        fresh = [i for i in hits if i not in taken]
        if not fresh:
            if golds[hits[0]]["required"]:
                result.unmerged += 1
                result.add_wrong(prediction)
            continue
        first = fresh[0]
        more = [j for j in fresh if golds[j]["required"] and not keys[j] & keys[first]]
        if golds[first]["required"] and more:
            result.wrong[kind] += len(more)
            result.merged += len(more)
        taken.add(first)
        if golds[first]["required"]:
            result.right[golds[first]["type"]] += 1
            if golds[first].get("confident", True):
                said = prediction.get("relation") or "none"
                result.confusion[golds[first]["relation"], said] += 1
                result.outcomes.append((float(prediction.get("confidence", 1.0)), said == golds[first]["relation"]))
    _count_missed(golds, taken, result)


def _count_missed(golds: Sequence[Mapping[str, Any]], taken: set[int], result: ConceptScore) -> None:
    for i, concept in enumerate(golds):
        if concept["required"] and concept["type"] in TYPES and i not in taken:
            result.missed[concept["type"]] += 1
            result.missed_names[concept["type"], concept["name"]] += 1


def format_table(result: ConceptScore) -> str:
    """Return the table: a row a type, what was left unmerged or wrongly merged, the relations, all together."""
    lines = [_row(kind, result.counts(kind)) for kind in TYPES]
    lines.append(
        f"aliases left unmerged {result.unmerged}, things wrongly merged {result.merged}, "
        f"mentions repeated or not in the text {result.repeated}"
    )
    if result.relation_total:
        for relation in sorted({gold for gold, _ in result.confusion}):
            total = sum(n for (gold, _), n in result.confusion.items() if gold == relation)
            lines.append(f"relation {relation:<12} {result.confusion[relation, relation]}/{total}")
        lines.append(f"relation accuracy {result.relation_accuracy:.3f} over {result.relation_total}")
        lines.append(f"relation macro F1 {result.relation_macro_f1:.3f}")
    everything = result.counts()
    lines += [_row("all", everything), f"F1 {everything.f1:.3f}"]
    return "\n".join(lines)


def as_json(result: ConceptScore) -> dict[str, Any]:
    """Return the table as one object: `concepts` by type and for `all`, relations, types confused, and reliability."""
    kinds = {kind: result.counts(kind) for kind in TYPES} | {"all": result.counts()}
    measures = ("precision", "recall", "f1", "right", "wrong", "missed")
    return {
        "concepts": {kind: {name: getattr(counts, name) for name in measures} for kind, counts in kinds.items()},
        "relation_accuracy": result.relation_accuracy,
        "relation_macro_f1": result.relation_macro_f1,
        "types_confused": [
            {"annotated": gold, "predicted": said, "count": count}
            for (gold, said), count in sorted(result.type_confusion.items())
            if gold != said
        ],
        "reliability": reliability.as_json(reliability.reliability(result.outcomes)),
    }


def _row(name: str, counts: Counts) -> str:
    return (
        f"{name:<10} P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}  "
        f"(right {counts.right}, wrong {counts.wrong}, missed {counts.missed})"
    )


def fold(text: str) -> str:
    """Return what two surfaces of one name have in common: no case, hyphen, space, punctuation or plural s."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\s\-\u2010-\u2015_/]+", "", text)
    text = re.sub(r"[^\w+#.]", "", text).strip(".")
    return text[:-1] if len(text) > 4 and text.endswith("s") and not text.endswith("ss") else text


def _surfaces(concept: Mapping[str, Any]) -> set[str]:
    return {fold(s) for s in [concept["name"], *concept.get("mentions", [])] if s} - {""}


def _compatible(predicted: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    if predicted["type"] == gold["type"]:
        return True
    return not gold.get("confident", True) and predicted["type"] in _LOOSE and gold["type"] in _LOOSE

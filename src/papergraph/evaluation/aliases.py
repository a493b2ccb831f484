"""Scoring which names are one concept, against annotated pairs of names.

A pair is right where resolution joins the names that a person calls the same, and keeps the others apart. The names are
resolved all together, each as if one paper named it and nothing more, with what the vocabulary knows of it; or they are
looked up in a built graph, where what papers say of them counts too.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.concepts import resolve_readings
from papergraph.concepts.names import name_key
from papergraph.errors import SourceError
from papergraph.evaluation.pairs import PairScore
from papergraph.values import Claim, ConceptReading, ConceptType, Mention, Paper, RelationType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from papergraph.graph import ConceptNode

_SAME = frozenset({"same", "1", "true", "yes", "match", "positive"})
_DIFFERENT = frozenset({"different", "0", "false", "no", "nonmatch", "negative"})
_COLUMNS = {
    "left": ("left", "a", "name_a", "name1", "first", "alias", "source"),
    "right": ("right", "b", "name_b", "name2", "second", "canonical", "target"),
    "type": ("type", "kind", "label_type", "concept_type"),
    "label": ("label", "same", "gold", "match", "is_same", "relation"),
}


@dataclass(frozen=True, slots=True)
class AliasPair:
    """Two names, whether a person says that they are one, and of what type (None: any)."""

    left: str
    right: str
    same: bool
    type: ConceptType | None = None


def read_pairs(path: Path) -> list[AliasPair]:
    """Read a table (TSV or CSV with a header) or JSON Lines of pairs: left, right, label (same or different), type.

    Raises:
        SourceError: with file and line of what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read: {error}") from error
    return [_pair(f"{path}:{number}", row) for number, row in _rows(path, text)]


def _rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise SourceError(f"{path}:{number}", f"not JSON: {error}") from error
            if not isinstance(row, dict):
                raise SourceError(f"{path}:{number}", "not an object")
            yield number, row
        return
    header = text.partition("\n")[0]
    delimiter = "\t" if "\t" in header else ","
    reader = csv.DictReader(io.StringIO(text), dialect=csv.excel_tab if delimiter == "\t" else csv.excel)
    try:
        for row in reader:
            yield reader.line_num, {name: value for name, value in row.items() if isinstance(name, str)}
    except csv.Error as error:
        raise SourceError(f"{path}:{reader.line_num}", str(error)) from error


def _pair(place: str, row: Mapping[str, object]) -> AliasPair:
    folded = {name.strip().lower(): value for name, value in row.items()}
    found = {
        field: next((folded[name] for name in names if folded.get(name) not in (None, "")), None)
        for field, names in _COLUMNS.items()
    }
    left, right, kind = found["left"], found["right"], found["type"]
    label = str(found["label"]).strip().lower() if found["label"] is not None else ""
    if not isinstance(left, str) or not isinstance(right, str) or label not in _SAME | _DIFFERENT:
        raise SourceError(place, "expected left, right and label (same or different)")
    try:
        return AliasPair(left, right, label in _SAME, ConceptType(str(kind).strip().lower()) if kind else None)
    except ValueError as error:
        raise SourceError(place, f"{kind!r} is no concept type") from error


def join_names(pairs: Sequence[AliasPair]) -> list[bool]:
    """Resolve all names together and return for each pair whether it is one concept."""
    kinds = _kinds(pairs)
    names = sorted({(kind, name) for pair in pairs for kind in kinds[pair] for name in (pair.left, pair.right)})
    papers = [Paper(id=f"title:{number:06}", title=name) for number, (_, name) in enumerate(names)]
    readings = {paper.id: (_reading(*names[number]),) for number, paper in enumerate(papers)}
    result = resolve_readings(papers, readings)
    concept = {names[number]: result.assignment[paper.id, 0] for number, paper in enumerate(papers)}
    return [any(concept[kind, pair.left] == concept[kind, pair.right] for kind in kinds[pair]) for pair in pairs]


def look_up(pairs: Sequence[AliasPair], concepts: Iterable[ConceptNode]) -> list[bool | None]:
    """Return for each pair whether one concept of the graph has both names; None where the graph has not both.

    A name that several concepts have as an alias means the one that has it as its name, else the one that most papers
    name.
    """
    by_name: dict[tuple[str, str], list[tuple[bool, int, str]]] = defaultdict(list)
    for concept in concepts:
        for kind in ConceptType:
            if kind.label == concept.label:
                for name in (concept.name, *concept.aliases):
                    entry = (name != concept.name, -concept.paper_count, concept.id)
                    by_name[kind.label, name_key(name, kind)].append(entry)
    best = {name: min(entries)[2] for name, entries in by_name.items()}
    found: list[bool | None] = []
    for pair in pairs:
        kinds = (pair.type,) if pair.type else tuple(ConceptType)
        left, right = (
            {best.get((kind.label, name_key(name, kind))) for kind in kinds} - {None}
            for name in (pair.left, pair.right)
        )
        found.append(bool(left & right) if left and right else None)
    return found


def score(pairs: Sequence[AliasPair], joined: Sequence[bool]) -> PairScore:
    """Count what was rightly and wrongly joined."""
    counts = Counter((pair.same, one) for pair, one in zip(pairs, joined, strict=True))
    return PairScore(right=counts[True, True], wrong=counts[False, True], missed=counts[True, False])


def _kinds(pairs: Sequence[AliasPair]) -> dict[AliasPair, tuple[ConceptType, ...]]:
    every = tuple(kind for kind in ConceptType if kind is not ConceptType.LANGUAGE_GROUP)
    return {pair: (pair.type,) if pair.type else every for pair in pairs}


def _reading(kind: ConceptType, name: str) -> ConceptReading:
    shown, entry = _known(kind, name)
    claim = Claim(RelationType.USES, 1.0, name, 0, len(name), "name")
    return ConceptReading(kind, shown, (Mention(0, len(name), name, "name", 1.0),), (claim,), entry)


def _known(kind: ConceptType, name: str) -> tuple[str, str | None]:
    """Return the name and entry under which the extractor would read a name."""
    from papergraph.concepts.languages import language_named  # noqa: PLC0415 - tables that only some need
    from papergraph.extract.folding import fold_phrase  # noqa: PLC0415
    from papergraph.extract.vocabulary import load_vocabulary  # noqa: PLC0415

    if kind is ConceptType.LANGUAGE:
        language = language_named(name)
        return (language.name, language.id) if language else (name, None)
    found = load_vocabulary().find(fold_phrase(name), name)
    if found is None or found[0].type is not kind:
        return name, None
    return found[0].name, found[0].id

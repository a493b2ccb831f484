"""A sheet of relationships of one's own graph to be judged by hand: drawn, written, and read back.

A row is one relationship of a paper and a concept with its sentence. The sample is stratified by type of concept and
confidence, in proportion, and depends on the graph and the seed alone: each row is drawn by the hash of its ends, so a
graph that grew keeps most of its sample.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from papergraph.errors import SourceError, UsageError
from papergraph.exporters.csv_tables import safe_cell
from papergraph.exporters.outputs import write_new
from papergraph.graph.schema import CONCEPT_RELATIONSHIPS
from papergraph.values import RelationType, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from papergraph.graph import Graph, Relation

COLUMNS = (
    "correct",
    "relation_correct",
    "title",
    "sentence",
    "concept",
    "type",
    "relation",
    "confidence",
    "weight",
    "paper_id",
    "concept_id",
)
"""The columns of a sheet; the first two are to be filled in."""

BOUNDS = (0.5, 0.7, 0.9)
"""Where one bin of confidence ends and the next begins."""

FORMATS = {".csv": ",", ".tsv": "\t", ".jsonl": ""}
_YES = frozenset({"1", "y", "yes", "true", "t", "x", "+", "right", "correct", "ok"})
_NO = frozenset({"0", "n", "no", "false", "f", "-", "wrong", "incorrect"})
_MOST_CELLS = 1_000_000  # characters of a cell that the reader accepts


@dataclass(frozen=True, slots=True)
class Row:
    """One relationship to be judged.

    `sentence` has the mention between `[[` and `]]`. `weight` is how many relationships of the graph the row stands
    for. `correct` (the concept is one, of this type) and `relation_correct` are None where nobody judged.
    """

    title: str
    sentence: str
    concept: str
    type: str
    relation: str
    confidence: float
    weight: float
    paper_id: str
    concept_id: str
    correct: bool | None = None
    relation_correct: bool | None = None


def bin_of(confidence: float) -> str:
    """Return the bin of a confidence: `0.50-0.70` holds 0.5 and not 0.7."""
    edges = (0.0, *BOUNDS, 1.0)
    place = sum(confidence >= bound for bound in BOUNDS)
    return f"{edges[place]:.2f}-{edges[place + 1]:.2f}"


def draw(graph: Graph, size: int, *, seed: int = 0) -> list[Row]:
    """Return a sample of the relationships that were read from texts, in random order.

    Every stratum gets its share, and at least one row where `size` allows.

    Raises:
        UsageError: the graph has no such relationship.
    """
    concepts = {concept.id: concept for concept in graph.concepts}
    strata: defaultdict[tuple[str, str], list[tuple[str, Relation]]] = defaultdict(list)
    for relation in graph.relations:
        if relation.type in CONCEPT_RELATIONSHIPS and relation.confidence is not None and relation.target in concepts:
            parts = (str(seed), relation.source, relation.type, relation.target)
            lot = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
            strata[concepts[relation.target].label, bin_of(relation.confidence)].append((lot, relation))
    if not strata:
        raise UsageError("the graph has no relationship that was read from a text")
    sizes = {stratum: len(found) for stratum, found in strata.items()}
    drawn: list[tuple[str, Relation, float]] = []
    for stratum, count in shares(sizes, size).items():
        chosen = sorted(strata[stratum], key=lambda one: one[0])[:count]
        drawn += [(lot, relation, sizes[stratum] / count) for lot, relation in chosen]
    papers = {paper.id: paper for paper in graph.papers}
    rows = []
    for _, relation, weight in sorted(drawn, key=lambda one: one[0]):
        paper, concept = papers[relation.source], concepts[relation.target]
        text = text_of(paper.title, paper.abstract)
        sentence = marked(text, relation.evidence or "", relation.start, relation.end)
        word = RelationType(relation.type).word
        shown = (paper.title, sentence, concept.name, concept.label, word)
        rows.append(Row(*shown, relation.confidence or 0.0, round(weight, 4), paper.id, concept.id))
    return rows


def shares(sizes: Mapping[tuple[str, str], int], size: int) -> dict[tuple[str, str], int]:
    """Return how many to draw of each stratum: in proportion, by largest remainders, at least one where possible.

    The sum is `size`, or all there are.
    """
    total = sum(sizes.values())
    size = min(size, total)
    order = sorted(sizes, key=lambda stratum: (-sizes[stratum], stratum))
    least = 1 if size >= len(sizes) else 0
    exact = {stratum: sizes[stratum] * size / total for stratum in order}
    result = {stratum: max(least, math.floor(exact[stratum])) for stratum in order}
    while sum(result.values()) != size:
        if sum(result.values()) < size:
            open_ones = [stratum for stratum in order if result[stratum] < sizes[stratum]]
            result[max(open_ones, key=lambda stratum: exact[stratum] - result[stratum])] += 1
        else:
            spare = [stratum for stratum in order if result[stratum] > least]
            result[min(spare, key=lambda stratum: exact[stratum] - result[stratum])] -= 1
    return {stratum: count for stratum, count in sorted(result.items()) if count}


def marked(text: str, sentence: str, start: int | None, end: int | None) -> str:
    """Return the sentence in one line, with the mention at `text[start:end]` between `[[` and `]]`."""
    if start is None or end is None or not sentence:
        return " ".join(sentence.split())
    begin = text.rfind(sentence, 0, start + len(sentence))
    if begin < 0 or not begin <= start < end <= begin + len(sentence):
        return " ".join(sentence.split())
    parts = (sentence[: start - begin], "[[", sentence[start - begin : end - begin], "]]", sentence[end - begin :])
    return " ".join("".join(parts).split())


def format_sheet(rows: Iterable[Row], suffix: str = ".csv") -> str:
    """Return the sheet as CSV, TSV or JSON lines; no cell of the first two becomes a formula.

    Raises:
        UsageError: another suffix.
    """
    if suffix not in FORMATS:
        raise UsageError(f"{suffix or 'no suffix'}: a sheet is written as {', '.join(FORMATS)}")
    listed = [{name: _judgement(value) for name, value in asdict(row).items()} for row in rows]
    ordered = [{name: row[name] for name in COLUMNS} for row in listed]
    if suffix == ".jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ordered)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=FORMATS[suffix], lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(_one_line(value)) for value in row.values()] for row in ordered)
    return out.getvalue()


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def write_sheet(path: Path, text: str) -> None:
    """Write a sheet; one that is there already may hold somebody's judgements and stays.

    Raises:
        ExportError: the file is there, or cannot be written.
    """
    # a byte order mark tells spreadsheets that this is UTF-8
    write_new(path, text, encoding="utf-8" if path.suffix.lower() == ".jsonl" else "utf-8-sig")


def count_gone(rows: Iterable[Row], graph: Graph) -> int:
    """Return how many rows are no relationship of the graph."""
    known = {(relation.source, relation.type, relation.target) for relation in graph.relations}
    types = {kind.word: kind.value for kind in RelationType}
    return sum((row.paper_id, types.get(row.relation, ""), row.concept_id) not in known for row in rows)


def _judgement(value: Any) -> Any:
    return {True: "yes", False: "no", None: ""}[value] if value is None or isinstance(value, bool) else value


def read_sheet(path: Path) -> list[Row]:
    """Return the rows of a sheet, however a spreadsheet saved it: comma, semicolon or tab, UTF-8 or UTF-16.

    Raises:
        SourceError: it cannot be read, is no such sheet, or a judgement is neither yes nor no; with the line.
    """
    rows: list[Row] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, values in _records(path):
        row = _row(values, f"{path}:{line}")
        key = (row.paper_id, row.relation, row.concept_id)
        if key in seen:
            raise SourceError(f"{path}:{line}", f"the same relationship as in line {seen[key]}")
        seen[key] = line
        rows.append(row)
    return rows


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        content = path.read_bytes()
        utf16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read ({error})") from error
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    values = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise SourceError(f"{path}:{number}", f"not JSON ({error})") from error
                if not isinstance(values, dict):
                    raise SourceError(f"{path}:{number}", "expected an object")
                yield number, values
        return
    head = text.split("\n", 1)[0]
    if "correct" not in head:
        raise SourceError(f"{path}:1", f"not a labelling sheet: expected the columns {', '.join(COLUMNS)}")
    csv.field_size_limit(_MOST_CELLS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        names = next(reader)
        before = reader.line_num
        for cells in reader:
            number, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield number, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise SourceError(f"{path}:{reader.line_num}", f"not a table ({error})") from error


def _row(values: Mapping[str, Any], place: str) -> Row:
    texts = {name: values.get(name) for name in ("title", "sentence", "concept", "type", "relation")}
    ends = {name: values.get(name) for name in ("paper_id", "concept_id")}
    if missing := [name for name, value in (texts | ends).items() if not isinstance(value, str)]:
        raise SourceError(place, f"no {missing[0]}")
    numbers = {}
    for name in ("confidence", "weight"):
        try:
            # some spreadsheets write a decimal comma
            numbers[name] = float(str(values.get(name, "")).strip().replace(",", "."))
        except ValueError:
            raise SourceError(place, f"{name} is no number: {str(values.get(name))[:40]!r}") from None
    if not 0 <= numbers["confidence"] <= 1 or not 0 < numbers["weight"] < math.inf:
        raise SourceError(place, "confidence must lie between 0 and 1, weight above 0")
    judgements = {name: _read_judgement(values.get(name), name, place) for name in ("correct", "relation_correct")}
    return Row(**texts, **numbers, **ends, **judgements)  # type: ignore[arg-type]  # the texts are checked above


def _read_judgement(value: Any, name: str, place: str) -> bool | None:
    text = str("" if value is None else value).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text:
        raise SourceError(place, f"{name}: {text[:40]!r} is neither yes nor no")
    return None

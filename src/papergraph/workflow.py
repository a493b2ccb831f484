"""Every step in order: inputs -> a graph folder. Each step is usable alone; this module only hands on."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from papergraph import __version__
from papergraph.errors import SourceError, VocabularyError
from papergraph.graph.assemble import assemble
from papergraph.graph.folder import PAGE, file_hash, replacing, write_folder
from papergraph.graph.measured import measured
from papergraph.graph.model import RecordRow
from papergraph.graph.tables import sort_rows
from papergraph.values import ConceptReading, LostCitations, Paper, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from papergraph.graph.model import Graph
    from papergraph.overrides import Overrides

    Progress = Callable[[str, int, int | None], None]
    """Called as a step goes on: its name, how much is done, how much there is (None: not known)."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a build can be told. All but `workers` and `page` changes the tables, and stands in the manifest.

    Attributes:
        title: the graph's title, on the page.
        format: the format of all inputs; None: each file's is recognised by its content.
        columns: pairs of field and column, for tables whose columns do not name themselves.
        versions: whether a preprint, a proceedings and a journal version of a work are one paper.
        min_cited: how many papers of the corpus must cite a work outside it for the work to be in the graph.
        extractor: which extractor reads the texts; see `extract`.
        vocabulary: the user's own vocabulary files.
        overrides: the user's decisions on merges, names and types.
        low_resource_max_class: the highest resource class (Joshi et al. 2020) that counts as low-resource.
        workers: processes that extract; None: as many as the cores and the number of texts make worth while. With more
            than one, a script that builds needs the guard `if __name__ == "__main__":`, as they import it anew.
        measures: whether to compute PageRank, betweenness, main path, communities and rising concepts.
        page: whether to write the page.
    """

    title: str | None = None
    format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    versions: Literal["merge", "separate"] = "merge"
    min_cited: int = 1
    extractor: Literal["accurate", "fast"] = "accurate"
    vocabulary: tuple[Path, ...] = ()
    overrides: Path | None = None
    low_resource_max_class: int = 3
    workers: int | None = 1
    measures: bool = True
    page: bool = True


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `counts` and `inputs` are the manifest's; `notes` are lines that the user should read."""

    directory: Path
    counts: Mapping[str, Any]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()


@dataclass(slots=True)
class _Found:
    """What reading the inputs gave."""

    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def build_graph(
    inputs: Sequence[Path], out: Path, settings: BuildSettings | None = None, progress: Progress | None = None
) -> BuildReport:
    """Build a graph folder from files and folders in any known format.

    The folder's old state stays whole until the new one takes its place; see `graph.folder.replacing`.

    Raises:
        PapergraphError: an input is missing, no paper was found, or the folder cannot or must not be written.
    """
    from papergraph.exporters.html import write_page  # noqa: PLC0415 - the steps load what they need when they run

    settings = settings or BuildSettings()
    tell = progress or _silent
    with replacing(out) as new:
        graph, skipped, notes = make_graph(inputs, settings, tell)
        tell("writing the tables", 0, None)
        graph = write_folder(graph, new)
        if importlib.util.find_spec("arcadedb_embedded"):
            from papergraph.stores.embedded import build_database  # noqa: PLC0415

            tell("building the database", 0, None)
            build_database(graph, new)
        else:
            notes = (*notes, "the embedded engine has no wheel for this platform; queries need --uri and a Neo4j")
        if settings.page:
            tell("drawing the page", 0, None)
            write_page(graph, new / PAGE, title=settings.title)
    return BuildReport(out, graph.manifest["counts"], skipped, notes, tuple(graph.manifest["inputs"]))


def make_graph(
    inputs: Sequence[Path], settings: BuildSettings | None = None, progress: Progress | None = None
) -> tuple[Graph, tuple[Skipped, ...], tuple[str, ...]]:
    """Return the graph of the inputs, what was skipped, and notes for the user. Nothing is written.

    Raises:
        PapergraphError: an input is missing, or no paper was found.
    """
    from papergraph.concepts import resolve_readings  # noqa: PLC0415
    from papergraph.overrides import load_overrides  # noqa: PLC0415
    from papergraph.papers import resolve_citations, resolve_records  # noqa: PLC0415

    settings = settings or BuildSettings()
    tell = progress or _silent
    overrides = load_overrides(settings.overrides) if settings.overrides else None
    shown_settings = _shown_settings(settings)
    files = _describe_inputs(inputs)
    found = _read(inputs, settings, tell)
    tell("resolving papers", 0, None)
    papers = resolve_records(found.records, versions=settings.versions, overrides=overrides)
    cited = resolve_citations(papers.papers, records=papers.records, min_cited=settings.min_cited)
    readings = extract_papers(papers.papers, settings, tell)
    tell("resolving concepts", 0, None)
    resolution = resolve_readings(
        papers.papers,
        readings,
        overrides=overrides,
        low_resource_max_class=settings.low_resource_max_class,
    )
    tell("assembling the graph", 0, None)
    skipped = tuple(sorted(found.skipped, key=lambda one: (one.file, one.line or 0, one.reason)))
    notes = _notes(papers.papers, overrides)
    manifest = {
        "papergraph_version": __version__,
        "title": settings.title,
        "inputs": _count_by_input(files, found),
        "settings": shown_settings,
        "counts": {
            "records": len(found.records),
            "records_by_format": dict(sorted(Counter(record.format for record in found.records).items())),
            "papers_in_several_files": sum(len(_files_of(paper)) > 1 for paper in papers.papers),
            "papers_by_formats": dict(sorted(Counter("+".join(paper.formats) for paper in papers.papers).items())),
            "skipped": len(skipped),
            "citations": _count_citations(cited.counts, found.skipped),
        },
        "skipped": [{"file": one.file, "line": one.line, "reason": one.reason} for one in skipped],
        "notes": list(notes),
    }
    graph = assemble(
        [*papers.papers, *cited.cited_only],
        readings,
        resolution,
        citations=cited.citations,
        merges=papers.merges,
        manifest=manifest,
    )
    graph = replace(graph, records=_record_rows(papers.records))
    if settings.measures:
        tell("measuring the graph", 0, None)
        graph = measured(graph)
    return graph, skipped, notes


def extract_papers(
    papers: Sequence[Paper], settings: BuildSettings, progress: Progress | None = None
) -> dict[str, tuple[ConceptReading, ...]]:
    """Return paper id -> the concepts that its text names, in the order of the papers."""
    from papergraph.extract import ExtractSettings, read_all  # noqa: PLC0415

    tell = progress or _silent
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell("extracting", done, len(papers))

    count(0)
    readings = read_all(
        [(paper.title, paper.abstract) for paper in papers],
        ExtractSettings(vocabulary=settings.vocabulary, extractor=settings.extractor),
        workers=settings.workers,
        progress=count,
    )
    return {paper.id: reading for paper, reading in zip(papers, readings, strict=True)}


def _read(inputs: Sequence[Path], settings: BuildSettings, tell: Progress) -> _Found:
    from papergraph.sources import read  # noqa: PLC0415

    found = _Found()
    tell("reading", 0, None)
    # It raises where there is no paper at all.
    for entry in read(inputs, format=settings.format, columns=dict(settings.columns)):
        if isinstance(entry, Skipped):
            found.skipped.append(entry)
        else:
            found.records.append(entry)
            if len(found.records) % 500 == 0:
                tell("reading", len(found.records), None)
    return found


def _describe_inputs(inputs: Sequence[Path]) -> list[dict[str, Any]]:
    """Return name, size and hash of every input file, sorted."""
    from papergraph.sources import find_files  # noqa: PLC0415

    files = []
    for file in find_files(inputs):
        try:
            files.append({"name": file.name, "bytes": file.path.stat().st_size, "sha256": file_hash(file.path)})
        except OSError as error:
            raise SourceError(str(file.path), f"cannot be read: {error.strerror or error}") from error
    return sorted(files, key=lambda file: (file["name"], file["sha256"]))


def _files_of(paper: Paper) -> set[str]:
    """Return the files that hold records of a paper."""
    return {place.rpartition(":")[0] for place in paper.records}


def _count_by_input(files: Sequence[Mapping[str, Any]], found: _Found) -> list[dict[str, Any]]:
    """Return the files with how many records each gave and how many of its entries were skipped."""
    names = {file["name"] for file in files}

    def count(entries: Sequence[Record] | Sequence[Skipped]) -> Counter[str]:
        # A member of an archive is named below it.
        by_file = Counter(entry.file for entry in entries)
        counts: Counter[str] = Counter()
        for file, number in by_file.items():
            parts = file.split("/")
            above = ("/".join(parts[:end]) for end in range(len(parts), 0, -1))
            counts[next((name for name in above if name in names), file)] += number
        return counts

    records, skipped = count(found.records), count(found.skipped)
    return [{**file, "records": records[file["name"]], "skipped": skipped[file["name"]]} for file in files]


def _shown_settings(settings: BuildSettings) -> dict[str, Any]:
    """Return the settings that the tables depend on; files by name and hash, as where they lie says nothing."""
    return {
        "format": settings.format,
        "columns": dict(settings.columns),
        "versions": settings.versions,
        "min_cited": settings.min_cited,
        "extractor": settings.extractor,
        "vocabulary": [_own_file(path) for path in settings.vocabulary],
        "overrides": _own_file(settings.overrides) if settings.overrides else None,
        "low_resource_max_class": settings.low_resource_max_class,
        "measures": settings.measures,
    }


def _own_file(path: Path) -> dict[str, str]:
    try:
        return {"name": path.name, "sha256": file_hash(path)}
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read: {error.strerror or error}") from error


def _record_rows(records: Mapping[str, Sequence[Record]]) -> tuple[RecordRow, ...]:
    """Return a row for each record, sorted as it is written, so that no field of an input is lost silently."""
    rows = [
        RecordRow(
            place=record.place,
            paper=paper,
            format=record.format,
            id=record.id,
            title=record.title,
            extra=json.dumps(dict(record.extra), ensure_ascii=False, sort_keys=True) if record.extra else None,
        )
        for paper, group in records.items()
        for record in group
    ]
    return tuple(sort_rows("records", rows))


def _count_citations(counts: Mapping[str, int], skipped: Sequence[Skipped]) -> dict[str, int]:
    """Return what became of every citation that the inputs give; the others add up to `given`."""
    lost = [one for one in skipped if isinstance(one, LostCitations)]
    without_citing = sum(one.count for one in lost if one.cited_known)
    without_both = sum(one.count for one in lost if not one.cited_known)
    return dict(counts) | {
        "given": counts["given"] + without_citing + without_both,
        "without_citing_paper": without_citing,
        "without_both_papers": without_both,
    }


def _notes(papers: Sequence[Paper], overrides: Overrides | None) -> tuple[str, ...]:
    notes = []
    if all(paper.references is None for paper in papers):
        notes.append("no input carries references, so the graph has no citations")
    if without := sum(paper.abstract is None for paper in papers):
        notes.append(f"{without} of {len(papers)} papers have no abstract; only their titles were read")
    if overrides:
        notes.extend(f"an override matched nothing: {line}" for line in overrides.unused())
    return tuple(notes)


def _silent(_step: str, _done: int, _total: int | None) -> None:
    """Say nothing."""

"""The graph folder: the tables, the manifest that vouches for them, and what else a build leaves there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from papergraph.errors import GraphFolderError
from papergraph.graph import swap
from papergraph.graph.model import Graph
from papergraph.graph.schema import SCHEMA_VERSION, TABLES
from papergraph.graph.tables import parse_table, table_rows, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    StrPath = str | os.PathLike[str]

FORMAT: Final = "papergraph"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
PAGE: Final = "index.html"

_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that file managers leave wherever someone looks."""

_READ_ATTEMPTS = 3
"""How often a folder that is being replaced while we read it is read anew."""


@contextlib.contextmanager
def replacing(directory: StrPath) -> Iterator[Path]:
    """Yield an empty folder; when the block ends without an error it takes the place of `directory`, whole.

    A process killed at any moment leaves the old or the new state. `directory` must be absent, empty, or a graph
    folder in which nothing else lies: a build never overwrites or removes what is not its own.

    Raises:
        GraphFolderError: the folder is not ours, holds files that are not ours, or cannot be written; or another build
            into it is running.
    """
    shown, target = Path(directory), Path(os.path.realpath(directory))
    swap.recover(target)
    check_replaceable(target, shown=shown)
    with swap.replacing(target, strays=strays) as new:
        yield new
        check_replaceable(target, shown=shown)


def check_replaceable(directory: Path, *, shown: Path | None = None) -> None:
    """Raise unless a build may replace the folder: absent, empty, or ours with nothing else in it.

    Raises:
        GraphFolderError: it may not; `shown` is the name the message uses.
    """
    shown = shown or directory
    with _readable(shown):
        if not directory.exists():
            if directory.is_symlink():
                raise GraphFolderError(f"{shown}: a link that leads nowhere")
            return
        if not directory.is_dir():
            raise GraphFolderError(f"{shown}: is a file; a graph folder is written there")
        if directory == Path.cwd() or directory in Path.cwd().parents:
            raise GraphFolderError(f"{shown}: the working directory lies in it; give a new folder in it")
        if directory.is_mount():
            raise GraphFolderError(f"{shown}: is a mount point and cannot be replaced whole; give a folder in it")
        names = {path.name for path in directory.iterdir()} - _DROPPINGS
        if not names:
            return
        if MANIFEST not in names:
            raise GraphFolderError(f"{shown}: is not empty and not a graph folder; it is left as it is")
        manifest = _parse_manifest(directory, shown)
        if manifest["schema_version"] > SCHEMA_VERSION:
            raise GraphFolderError(
                f"{shown}: was built by a newer papergraph ({_version(manifest)}); it is left as it is"
            )
        if foreign := strays(directory):
            named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
            raise GraphFolderError(
                f"{shown}: holds files that are not ours ({named}); move them, or give another folder"
            )


def strays(directory: Path) -> list[str]:
    """Return the names of what lies in a graph folder and is not part of it, sorted."""
    ours = {MANIFEST, DATABASE, PAGE, *(f"{table}.parquet" for table in TABLES), *_DROPPINGS}
    with contextlib.suppress(GraphFolderError):
        # An older schema may have had other tables.
        ours |= {name for name in _parse_manifest(directory, directory)["files"] if name.endswith(".parquet")}
    return sorted(path.name for path in directory.iterdir() if path.name not in ours)


def write_folder(graph: Graph, directory: Path) -> Graph:
    """Write the tables and the manifest into an empty folder, such as `replacing` yields.

    The same graph gives the same bytes. The manifest is the graph's own with `counts` and `files` filled in; the graph
    with this manifest is returned.

    Raises:
        GraphFolderError: a file cannot be written.
        ValueError: the graph breaks the schema.
    """
    if problems := graph.problems():
        raise ValueError(f"{len(problems)} problems, the first: {problems[0]}")
    try:
        files = {}
        for table in TABLES:
            path = directory / f"{table}.parquet"
            rows = table_rows(graph, table)
            write_table(table, rows, path)
            files[path.name] = {"rows": len(rows), "bytes": path.stat().st_size, "sha256": file_hash(path)}
        manifest = {
            "format": FORMAT,
            "schema_version": SCHEMA_VERSION,
            **{key: value for key, value in graph.manifest.items() if key not in {"format", "schema_version"}},
            "counts": {**graph.manifest.get("counts", {}), **count(graph)},
            "files": files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        (directory / MANIFEST).write_text(text + "\n", encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise GraphFolderError(f"{directory}: cannot be written: {error.strerror or error}") from error
    return replace(graph, manifest=manifest)


def save(graph: Graph, directory: StrPath) -> None:
    """Write a graph folder without database or page, replacing an older one whole.

    Raises:
        GraphFolderError: as `replacing`.
    """
    with replacing(directory) as new:
        write_folder(graph, new)


def read_folder(directory: StrPath) -> Graph:
    """Return the graph of a folder, after checking each table against the manifest.

    Raises:
        GraphFolderError: no graph folder, one of another schema, or a damaged one.
    """
    directory = Path(directory)
    for attempt in range(_READ_ATTEMPTS):
        manifest = read_manifest(directory)
        try:
            tables = {table: _read_checked(table, directory, manifest) for table in TABLES}
        except GraphFolderError:
            # A build may have put a new state in place while we read; then the manifest is another one now.
            if attempt + 1 < _READ_ATTEMPTS and read_manifest(directory) != manifest:
                continue
            raise
        return Graph(**tables, manifest=manifest)
    raise GraphFolderError(f"{directory}: is being rebuilt again and again")


def read_manifest(directory: StrPath) -> dict[str, Any]:
    """Return a graph folder's manifest; puts back the old state first where a killed build had moved it aside.

    Raises:
        GraphFolderError: no graph folder, or one of another schema.
    """
    directory = Path(directory)
    swap.recover(Path(os.path.realpath(directory)))
    with _readable(directory):
        if not directory.is_dir():
            raise GraphFolderError(f"{directory}: no such folder; `papergraph build` makes one")
        if not (directory / MANIFEST).is_file():
            raise GraphFolderError(f"{directory}: no graph folder, it has no {MANIFEST}; `papergraph build` makes one")
        manifest = _parse_manifest(directory, directory)
    if manifest["schema_version"] != SCHEMA_VERSION:
        age = "an older" if manifest["schema_version"] < SCHEMA_VERSION else "a newer"
        raise GraphFolderError(
            f"{directory}: has {age} schema ({manifest['schema_version']}, by papergraph {_version(manifest)}; "
            f"this one reads {SCHEMA_VERSION}): build it again"
        )
    return manifest


def read_file(name: str, directory: Path, manifest: Mapping[str, Any]) -> bytes:
    """Return the content of a table's file, which is exactly what the manifest vouches for.

    Raises:
        GraphFolderError: it is missing or damaged.
    """
    path = directory / name
    known = manifest["files"].get(name)
    if not isinstance(known, dict):
        raise GraphFolderError(f"{path}: not in {MANIFEST}; build the folder again")
    with _readable(path):
        if not path.is_file():
            raise GraphFolderError(f"{path}: missing; build the folder again")
        content = path.read_bytes()
    if len(content) != known.get("bytes"):
        raise GraphFolderError(
            f"{path}: damaged: {len(content)} bytes, not {known.get('bytes')}; build the folder again"
        )
    if hashlib.sha256(content).hexdigest() != known.get("sha256"):
        raise GraphFolderError(f"{path}: damaged, its content was changed; build the folder again")
    return content


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def count(graph: Graph) -> dict[str, Any]:
    """Return the counts of a graph: papers, nodes by label, relationships by type, mentions, merges."""
    return {
        "papers": sum(paper.in_corpus for paper in graph.papers),
        "papers_only_cited": sum(not paper.in_corpus for paper in graph.papers),
        "nodes": dict(sorted(Counter(node.label for node in graph.nodes()).items())),
        "relationships": dict(sorted(Counter(relation.type for relation in graph.relations).items())),
        "mentions": len(graph.mentions),
        "merges": dict(sorted(Counter(merge.kind for merge in graph.merges).items())),
    }


def _read_checked(table: str, directory: Path, manifest: Mapping[str, Any]) -> tuple[Any, ...]:
    name = f"{table}.parquet"
    return parse_table(table, read_file(name, directory, manifest), place=str(directory / name))


def _parse_manifest(directory: Path, shown: Path) -> dict[str, Any]:
    with _readable(shown):
        try:
            manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            raise GraphFolderError(f"{shown / MANIFEST}: not a manifest of ours: {error}") from error
    ours = (
        isinstance(manifest, dict)
        and manifest.get("format") == FORMAT
        and type(manifest.get("schema_version")) is int
        and isinstance(manifest.get("files"), dict)
    )
    if not ours:
        raise GraphFolderError(f"{shown / MANIFEST}: not a manifest of ours; the folder is left as it is")
    return dict(manifest)


def _version(manifest: Mapping[str, Any]) -> str:
    return str(manifest.get("papergraph_version", "of unknown version"))


@contextlib.contextmanager
def _readable(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraphFolderError(f"{place}: cannot be read: {error.strerror or error}") from error

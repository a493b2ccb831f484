"""Files for `neo4j-admin database import full`: the fastest way to load millions of papers into an empty database."""

from __future__ import annotations

import csv
import shlex
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from papergraph.exporters.outputs import new_folder
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from papergraph.graph import Graph, Node, Relation
    from papergraph.graph.schema import Property

ARRAY_DELIMITER = "\x1f"
"""The unit separator: no text that we keep holds it."""

_TYPES = {
    PropertyType.STRING: "string",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
    PropertyType.STRINGS: "string[]",
}


def write(graph: Graph, path: Path) -> None:
    """Write a file for each label and relationship type that the graph has, and `import.sh` with the exact command.

    Raises:
        ExportError: The folder is not new, or cannot be written.
    """
    nodes: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes():
        nodes[node.label].append(node)
    relations: dict[str, list[Relation]] = defaultdict(list)
    for relation in graph.relations:
        relations[relation.type].append(relation)
    with new_folder(path) as folder:
        arguments = []
        for label, known in NODE_LABELS.items():
            if nodes[label]:
                parts = [part for part in known.properties if part.name != "id"]
                header = ["id:ID", *_headers(parts)]
                rows = ([node.id, *_values(node, parts)] for node in nodes[label])
                _write(folder / f"{label}.csv", header, rows)
                arguments.append(f"--nodes={label}={label}.csv")
        for kind, known_type in RELATIONSHIP_TYPES.items():
            if relations[kind]:
                header = [":START_ID", ":END_ID", *_headers(known_type.properties)]
                rows = ([each.source, each.target, *_values(each, known_type.properties)] for each in relations[kind])
                _write(folder / f"{kind}.csv", header, rows)
                arguments.append(f"--relationships={kind}={kind}.csv")
        (folder / "import.sh").write_text(_script(arguments), "utf-8")


def _headers(parts: Sequence[Property]) -> list[str]:
    return [f"{part.name}:{_TYPES[part.type]}" for part in parts]


def _values(element: Node | Relation, parts: Sequence[Property]) -> list[Any]:
    return [_cell(getattr(element, part.name)) for part in parts]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ARRAY_DELIMITER.join(part.replace(ARRAY_DELIMITER, " ") for part in value)
    return str(value).replace("\x00", "")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow(header)
        # Unquoted, an empty cell means "no such property" to the importer, as it should.
        writer.writerows(rows)


def _script(arguments: Sequence[str]) -> str:
    command = [
        "neo4j-admin database import full",
        "--multiline-fields=true",
        "--array-delimiter=U+001F",
        "--id-type=string",
        # Before the files: each of these options takes all words that follow it.
        '"${1:-neo4j}"',
        *map(shlex.quote, arguments),
    ]
    lines = " \\\n  ".join(command)
    return f"""#!/bin/sh
# Loads these files into an empty database of a stopped Neo4j 5: sh import.sh [DATABASE]
# The constraints are not part of it: `papergraph load` of the same graph makes them.
cd "$(dirname "$0")" || exit 1
exec {lines}
"""

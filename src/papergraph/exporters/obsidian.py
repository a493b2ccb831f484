"""An Obsidian vault: a note for each paper and each concept, linked to each other, with the evidence quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import yaml

from papergraph.exporters.bibliography import authors_by_paper
from papergraph.exporters.outputs import new_folder
from papergraph.exporters.selection import Selection, select
from papergraph.graph.schema import CONCEPT_RELATIONSHIPS
from papergraph.text import short_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from papergraph.graph import ConceptNode, Graph, PaperNode, Relation

MAX_NAME_BYTES = 120

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*#^\[\]%]|\.{2,}')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|$~=!{}^&])")
_LINE_START = re.compile(r"^(\s*)([-+:]|\d+[.)])", re.MULTILINE)


def write(graph: Graph, path: Path, selection: Selection = Selection()) -> None:  # noqa: B008 - frozen
    """Write the vault into a new folder: `Papers/`, and a folder for each kind of concept.

    Raises:
        ExportError: The folder is not new, or cannot be written.
    """
    papers = select(graph, selection)
    authors = authors_by_paper(graph)
    chosen = {paper.id for paper in papers}
    claims: dict[str, list[Relation]] = defaultdict(list)
    naming: dict[str, set[str]] = defaultdict(set)
    cites: dict[str, list[str]] = defaultdict(list)
    for relation in graph.relations:
        if relation.source in chosen and relation.type in CONCEPT_RELATIONSHIPS:
            claims[relation.source].append(relation)
            naming[relation.target].add(relation.source)
        elif relation.type == "CITES" and relation.source in chosen and relation.target in chosen:
            cites[relation.source].append(relation.target)
    concepts = [concept for concept in graph.concepts if naming[concept.id]]
    titled = [
        *((paper.id, "Papers", paper.title) for paper in papers),
        *((concept.id, _FOLDERS[concept.label], concept.name) for concept in concepts),
    ]
    names = _file_names(titled)
    links = {each: f"[[{names[each]}|{_link_text(title)}]]" for each, _, title in titled}
    notes = chain(
        (
            (paper.id, _paper_note(paper, authors[paper.id], claims[paper.id], cites[paper.id], links))
            for paper in papers
        ),
        ((concept.id, _concept_note(concept, sorted(naming[concept.id]), links)) for concept in concepts),
    )
    with new_folder(path) as folder:
        for name in sorted({name for _, name, _ in titled}):
            (folder / name).mkdir()
        for each, text in notes:
            (folder / f"{names[each]}.md").write_text(text, "utf-8", newline="\n")


_FOLDERS = {
    "Model": "Models",
    "Dataset": "Datasets",
    "Language": "Languages",
    "Method": "Methods",
    "Task": "Tasks",
    "LanguageGroup": "Language groups",
}


def file_name(text: str) -> str:
    """Return a name that is a file name on every system and stays inside its folder; never empty."""
    name = " ".join(_UNSAFE.sub(" ", text).split()).strip(". ")
    while len(name.encode()) > MAX_NAME_BYTES:
        name = name[:-1]
    name = name.strip(". ")
    return f"{name or 'untitled'}_" if not name or _RESERVED.fullmatch(name) else name


def _file_names(wanted: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return id -> path without ending; of names that one system would take for the same, each gets its id's hash."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for identifier, folder, title in wanted:
        path = f"{folder}/{file_name(title)}"
        groups[path.casefold()].append((identifier, path))
    return {
        identifier: path if len(same) == 1 else f"{path} ({short_hash(identifier, 6)})"
        for same in groups.values()
        for identifier, path in same
    }


def escaped(text: str) -> str:
    """Return text that Markdown, Obsidian and its plug-ins show as it stands."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def _link_text(text: str) -> str:
    return " ".join(re.sub(r"[\[\]|`<>]", " ", text).split())


def _paper_note(
    paper: PaperNode, names: Sequence[str], claims: Sequence[Relation], cited: Sequence[str], links: Mapping[str, str]
) -> str:
    front = {
        "title": paper.title,
        "id": paper.id,
        "authors": list(names),
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv": paper.arxiv_id,
        "acl": paper.acl_id,
        "url": paper.url,
    }
    parts = [_front_matter(front), f"# {escaped(paper.title)}", escaped(paper.abstract or "No abstract was given.")]
    if claims:
        parts.append("## Concepts")
        parts.append("\n".join(_claim(claim, links) for claim in claims if claim.primary or claim.primary is None))
    if cited:
        parts.append("## Cites")
        parts.append("\n".join(f"- {links[each]}" for each in cited))
    return "\n\n".join(parts) + "\n"


def _claim(claim: Relation, links: Mapping[str, str]) -> str:
    evidence = f": {escaped(claim.evidence)}" if claim.evidence else ""
    return f"- {claim.type.lower().replace('_', ' ')} {links[claim.target]}{evidence}"


def _concept_note(concept: ConceptNode, papers: Sequence[str], links: Mapping[str, str]) -> str:
    front = {
        "id": concept.id,
        "kind": concept.label,
        "aliases": list(concept.aliases),
        "papers": concept.paper_count,
        "first_year": concept.first_year,
        "iso639_3": concept.iso639_3,
        "low_resource": concept.low_resource,
    }
    listed = "\n".join(f"- {links[each]}" for each in papers)
    return "\n\n".join([_front_matter(front), f"# {escaped(concept.name)}", "## Papers", listed]) + "\n"


def _front_matter(values: Mapping[str, Any]) -> str:
    known = {name: value for name, value in values.items() if value not in (None, [])}
    dumped: str = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{dumped}---"

"""Papers as a bibliography lists them, under citation keys.

A key that came with a paper is given back, where no other paper has it; else one is made of author, year and title:
`vaswani-2017-attention`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.exporters.selection import Selection, select
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from papergraph.graph import Graph, PaperNode

_NOT_IN_MADE_KEYS = re.compile(r"[^A-Za-z0-9:/+.*_-]")
_STOP_WORDS = frozenset(
    "a an the on of for in to and with from by at is are how what why do does towards toward".split()
)


_Place = tuple[int, str, int]
"""Where a key was given: place of its format among those asked for, file, line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper of a bibliography.

    Attributes:
        key: Unique in the bibliography, whatever the case of its letters.
        paper: The paper.
        authors: Their names in their order.
        other_keys: Further keys that came with the paper and are no other entry's.
        lost_key: The key that came with the paper, where another entry has it; else None.
    """

    key: str
    paper: PaperNode
    authors: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    lost_key: str | None = None


def entries(
    graph: Graph, selection: Selection, *, formats: Sequence[str], usable: Callable[[str], bool]
) -> list[Entry]:
    """Return the entries of the selected papers, sorted by key.

    Of papers that came with one key the first by file and line keeps it; the others have a number at its end.

    Args:
        graph: The graph; the keys that came with its papers are the ids of its records.
        selection: Which papers.
        formats: Formats of records whose ids are keys, the ones to prefer first.
        usable: Whether a key can be written.

    Raises:
        ExportError: The selection names what the graph does not have.
    """
    papers = select(graph, selection)
    authors = authors_by_paper(graph)
    given = _given_keys(graph, formats, usable)
    taken: set[str] = set()
    keys: dict[str, str] = {}
    for paper in sorted(papers, key=lambda paper: (not given[paper.id], given[paper.id][:1], paper.id)):
        came = [key for _, key in given[paper.id]]
        free = [key for key in came if key.lower() not in taken]
        wanted = [*free, *came, _made_key(paper, authors[paper.id])][0]
        key, number = wanted, 1
        while key.lower() in taken:
            number += 1
            key = f"{wanted}-{number}"
        taken.add(key.lower())
        keys[paper.id] = key
    found = []
    for paper in papers:
        came = [key for _, key in given[paper.id]]
        others = tuple(key for key in came if key.lower() not in taken)
        taken.update(key.lower() for key in others)
        lost = came[0] if came and came[0] != keys[paper.id] else None
        found.append(Entry(keys[paper.id], paper, tuple(authors[paper.id]), others, lost))
    return sorted(found, key=lambda entry: entry.key)


def lost_keys(found: Sequence[Entry]) -> list[str]:
    """Return a line for each entry whose own key another entry has."""
    return [
        f"two papers came with the key {entry.lost_key}; {entry.paper.id} is written as {entry.key}"
        for entry in found
        if entry.lost_key is not None
    ]


def authors_by_paper(graph: Graph) -> dict[str, list[str]]:
    """Return paper id -> names of its authors in their order; [] for a paper without."""
    names = {author.id: author.name for author in graph.authors}
    placed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for relation in graph.relations:
        if relation.type == "WROTE":
            placed[relation.target].append((relation.position or 0, names[relation.source]))
    return defaultdict(list, {paper: [name for _, name in sorted(found)] for paper, found in placed.items()})


def _given_keys(
    graph: Graph, formats: Sequence[str], usable: Callable[[str], bool]
) -> dict[str, list[tuple[_Place, str]]]:
    """Return paper id -> the keys that came with it, each after where it was first given, in that order."""
    rank = {name: number for number, name in enumerate(formats)}
    given: dict[str, dict[str, _Place]] = defaultdict(dict)
    for record in graph.records:
        if record.format in rank and record.id and usable(record.id):
            file, _, line = record.place.rpartition(":")
            place = (rank[record.format], file, int(line))
            known = given[record.paper]
            known[record.id] = min(known.get(record.id, place), place)
    return defaultdict(list, {paper: sorted((at, key) for key, at in known.items()) for paper, known in given.items()})


def _made_key(paper: PaperNode, names: Sequence[str]) -> str:
    words = [word for word in fold_words(paper.title).split() if word not in _STOP_WORDS]
    family = fold_words(names[0]).split()[-1:] if names else []
    parts = (
        family[0] if family else "anonymous",
        str(paper.year) if paper.year is not None else "nd",
        words[0] if words else "untitled",
    )
    return _NOT_IN_MADE_KEYS.sub("", "-".join(parts)) or "paper"

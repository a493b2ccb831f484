"""Authors and venues, where the sources give them.

Two authors are one where they share an identifier, or where neither has one and their names fold to the same words.
More is not guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from papergraph.clusters import UnionFind
from papergraph.graph.model import AuthorNode, Relation, VenueNode
from papergraph.text import clean, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from papergraph.values import Author, Paper

_ORCID = re.compile(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])")


def assemble_authors(papers: Iterable[Paper]) -> tuple[list[AuthorNode], list[Relation]]:
    """Return the authors of the papers, and who wrote what; a place in the list of authors counts from 1."""
    wrote: list[tuple[Author, str, int]] = [
        (author, paper.id, position)
        for paper in papers
        for position, author in enumerate(paper.authors, 1)
        if clean(author.name)
    ]
    people = _people(_identifiers(author) for author, _, _ in wrote)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    known: dict[str, set[str]] = defaultdict(set)
    positions: dict[tuple[str, str], int] = {}
    for author, paper, position in wrote:
        identifiers = _identifiers(author)
        person = people[identifiers[0]] if identifiers else f"author:{slug(author.name)}"
        names[person][clean(author.name)] += 1
        known[person].update(identifiers)
        positions[person, paper] = min(position, positions.get((person, paper), position))
    nodes = []
    for person, spellings in names.items():
        orcids = sorted(identifier for identifier in known[person] if identifier.startswith("orcid:"))
        nodes.append(
            AuthorNode(
                id=person,
                name=_usual(spellings),
                orcid=orcids[0].removeprefix("orcid:") if orcids else None,
                other_ids=tuple(sorted(known[person] - {person})),
            )
        )
    return nodes, [
        Relation(person, "WROTE", paper, position=position) for (person, paper), position in positions.items()
    ]


def assemble_venues(papers: Iterable[Paper]) -> tuple[list[VenueNode], list[Relation]]:
    """Return the venues of the papers, and what appeared where. Names that fold to the same words are one venue."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    published = []
    for paper in papers:
        # A joint conference has several names.
        given: dict[str, str] = {}
        for part in (paper.venue or "").split("; "):
            if name := clean(part):
                given.setdefault(f"venue:{slug(name)}", name)
        for venue, name in given.items():
            names[venue][name] += 1
            published.append(Relation(paper.id, "PUBLISHED_IN", venue))
    return [VenueNode(venue, _usual(spellings)) for venue, spellings in names.items()], published


def _identifiers(author: Author) -> list[str]:
    """Return an author's identifiers, prefixed, the strongest first."""
    found = {clean(identifier) for identifier in author.ids} - {""}
    if author.orcid:
        found.add(f"orcid:{author.orcid}")
    orcids = {f"orcid:{match.group(1).upper()}" for one in found if "orcid" in one and (match := _ORCID.search(one))}
    return [*sorted(orcids), *sorted(one for one in found if "orcid" not in one)]


def _people(groups: Iterable[list[str]]) -> Mapping[str, str]:
    """Return identifier -> the id of its person: identifiers that stand together once are one person's."""
    union: UnionFind[str] = UnionFind()
    for group in groups:
        for identifier in group:
            union.add(identifier)
            union.union(group[0], identifier)
    return {
        identifier: _person_id(min(together, key=lambda one: (not one.startswith("orcid:"), one)))
        for together in union.groups()
        for identifier in together
    }


def _person_id(identifier: str) -> str:
    """Return the node id; an identifier of another kind than ORCID cannot be taken for the id of another node."""
    return identifier if identifier.startswith("orcid:") else f"author:{identifier}"


def _usual(spellings: Counter[str]) -> str:
    """Return the most frequent spelling; of equally frequent ones the first in the alphabet."""
    return min(spellings, key=lambda name: (-spellings[name], name))

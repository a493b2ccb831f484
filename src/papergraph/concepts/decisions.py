"""What a user decided about concepts: same, different, renamed, retyped, dropped."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.concepts.aliases import Alias
from papergraph.concepts.readings import Naming
from papergraph.errors import VocabularyError
from papergraph.overrides import Overrides, describe
from papergraph.text import clean
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from papergraph.clusters import UnionFind
    from papergraph.concepts.aliases import Corpus
    from papergraph.concepts.ledger import Ledger
    from papergraph.concepts.readings import Node, Row


class Decisions:
    """A user's overrides, looked up by node."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides
        different = overrides.concepts(overrides.different)
        self.naming = Naming(_colliding(different))
        parted = frozenset(
            frozenset((self.naming.key(self._bare(left), kind), self.naming.key(self._bare(right), kind)))
            for group in different
            for left, right in combinations(group, 2)
            for kind in ConceptType
        )
        self.naming = replace(self.naming, apart=parted)
        self._apart: dict[tuple[str, str], tuple[str, ...]] = {}
        for group in different:
            for left, right in combinations(group, 2):
                for kind in ConceptType:
                    for other in ConceptType:
                        a, b = self._keys(left, kind), self._keys(right, other)
                        if a and b:
                            self._apart[_pair((kind, a), (other, b))] = group
        self.retyped_names = {self._bare(name) for name in overrides.retype}

    def _bare(self, name: str) -> str:
        return _split(name)[1]

    def _keys(self, name: str, kind: ConceptType) -> str | None:
        wanted, bare = _split(name)
        return None if wanted is not None and wanted is not kind else self.naming.key(bare, kind)

    def nodes(self, name: str, corpus: Corpus) -> list[Node]:
        """Return the nodes that a name of the file speaks of."""
        found = [(kind, key) for kind in ConceptType if (key := self._keys(name, kind)) is not None]
        return [node for node in found if node in corpus.papers]

    def retype(self, rows: list[Row], ledger: Ledger) -> list[Row]:
        """Give the types that the user says."""
        new: dict[Node, tuple[str, ConceptType]] = {}
        for name, to in self._overrides.retype.items():
            for kind in ConceptType:
                if (key := self._keys(name, kind)) is not None:
                    new[kind, key] = name, to
        # Two spellings of a word that repeats the type fold alike in their own type only, hence the new key.
        result = []
        for row in rows:
            if (entry := new.get(row.node)) is None:
                result.append(row)
                continue
            name, to = entry
            self._overrides.use("retype", name)
            if to is not row.kind:
                ledger.override(row.kind, row.name, to, describe("retype", name))
            result.append(replace(row, kind=to))
        return result

    def drop(self, rows: list[Row]) -> list[Row]:
        """Leave out what the user says is no concept."""
        dropped: dict[Node, str] = {}
        for name in self._overrides.drop:
            for kind in ConceptType:
                if (key := self._keys(name, kind)) is not None:
                    dropped[kind, key] = name
        kept = []
        for row in rows:
            hit = next(
                (dropped[row.kind, key] for key in (row.key, *(k for _, k in row.texts)) if (row.kind, key) in dropped),
                None,
            )
            if hit is None:
                kept.append(row)
            else:
                self._overrides.use("drop", hit)
        return kept

    def same(self, corpus: Corpus) -> list[Alias]:
        """Return the joins that the user says."""
        found = []
        for group in self._overrides.concepts(self._overrides.same):
            nodes = [node for name in group for node in self.nodes(name, corpus)]
            if sum(bool(self.nodes(name, corpus)) for name in group) >= 2:
                self._overrides.use("same", group)
            by_type: dict[ConceptType, list[Node]] = defaultdict(list)
            for node in nodes:
                by_type[node[0]].append(node)
            for members in by_type.values():
                found += [Alias(members[0], other, "override", 1.0, describe("same", group)) for other in members[1:]]
        return found

    def check(self, union: UnionFind[Node], corpus: Corpus) -> None:
        """Refuse a file that wants two names both joined and apart."""
        for group in self._overrides.concepts(self._overrides.different):
            met = [(name, node) for name in group for node in self.nodes(name, corpus)]
            if len({name for name, _ in met}) >= 2:
                self._overrides.use("different", group)
            for (left, a), (right, b) in combinations(met, 2):
                if left != right and a != b and union.find(a) == union.find(b):
                    raise VocabularyError(f"overrides: {left!r} and {right!r} are said to be the same and different")

    def apart(self, left: Node, right: Node, corpus: Corpus) -> bool:  # noqa: ARG002
        """Whether the user says that two nodes are not one."""
        return bool(self._apart) and _pair(left, right) in self._apart

    def rename(self, kind: ConceptType, concept_id: str, nodes: Sequence[Node]) -> str | None:
        """Return the name that the user gives to a concept."""
        for name, to in self._overrides.rename.items():
            key = self._keys(name, kind)
            if name == concept_id or (key is not None and (kind, key) in nodes):
                self._overrides.use("rename", name)
                return to
        return None


def _pair(left: Node, right: Node) -> tuple[str, str]:
    a, b = sorted((f"{left[0].value}:{left[1]}", f"{right[0].value}:{right[1]}"))
    return a, b


def _colliding(groups: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the names that a user tells apart although they fold alike."""
    plain = Naming()
    found: set[str] = set()
    for group in groups:
        bare = [_split(name)[1] for name in group]
        for left, right in combinations(bare, 2):
            if any(plain.key(left, kind) == plain.key(right, kind) for kind in ConceptType):
                found.update((left, right))
    return frozenset(found)


def _split(name: str) -> tuple[ConceptType | None, str]:
    """Return the type that a name is prefixed with, if any, and the name itself."""
    prefix, colon, rest = name.partition(":")
    if colon and prefix.strip().lower() in set(ConceptType):
        return ConceptType(prefix.strip().lower()), clean(rest)
    return None, name

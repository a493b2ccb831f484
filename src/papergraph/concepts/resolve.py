"""Readings of many papers -> concepts, with a ledger of every name that was joined and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.clusters import UnionFind, join
from papergraph.concepts import aliases, retype
from papergraph.concepts.aliases import Alias, Corpus
from papergraph.concepts.known import told_apart, told_one
from papergraph.concepts.languages import describe_language, memberships
from papergraph.concepts.names import fold_word, how_alike
from papergraph.concepts.readings import Naming, Node, Row, rows_of
from papergraph.concepts.values import Concept, ConceptResolution
from papergraph.concepts.variants import structure
from papergraph.errors import VocabularyError
from papergraph.overrides import Overrides, describe
from papergraph.text import clean, short_hash, slug
from papergraph.values import ConceptReading, ConceptType, Merge, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LOW_RESOURCE_MAX_CLASS = 3


def resolve_readings(
    papers: Sequence[Paper],
    readings: Mapping[str, tuple[ConceptReading, ...]],
    *,
    overrides: Overrides | None = None,
    low_resource_max_class: int = LOW_RESOURCE_MAX_CLASS,
) -> ConceptResolution:
    """Find the concepts that the readings mean.

    Args:
        papers: The papers, in any order; readings of others are left out.
        readings: What each paper's text names, by paper id.
        overrides: What a user decided.
        low_resource_max_class: The highest resource class (Joshi et al. 2020) of a language called low-resource.

    Raises:
        VocabularyError: an override asks for two things that cannot both be.
    """
    decided = _Decisions(overrides or Overrides())
    rows = list(rows_of(papers, readings, decided.naming))
    ledger = _Ledger()
    rows = decided.retype(rows, ledger)
    fixed = {row.node for row in rows if row.name in decided.retyped_names}
    found = [item for item in retype.retypings(rows) if (item.old, item.key) not in fixed]
    ledger.retyped(rows, found)
    rows = decided.drop(retype.apply(rows, found))
    corpus = aliases.survey(rows)
    groups, joined = _join(corpus, decided)
    concepts = _concepts(rows, groups, decided)
    concept_of = {node: concept.id for group, concept in concepts for node in group}
    ledger.aliases(concepts, corpus, joined, concept_of)
    known = _with_vocabulary(concepts, corpus)
    described = tuple(
        sorted(
            (describe_language(concept, entry, low_resource_max_class) for concept, entry in known),
            key=lambda concept: concept.id,
        )
    )
    links = [*structure(described), *memberships(described, {entry: c.id for c, entry in known if entry})]
    return ConceptResolution(
        described,
        {(row.paper, row.index): concept_of[row.node] for row in rows},
        tuple(sorted(set(links), key=lambda link: (link.source, link.type, link.target, link.rule))),
        ledger.rows(concept_of),
    )


def _join(corpus: Corpus, decided: _Decisions) -> tuple[list[list[Node]], list[Alias]]:
    """Join nodes of one type: what a user says, then full forms, then other names by what papers mean."""
    nodes = sorted(set(corpus.papers))
    union: UnionFind[Node] = UnionFind(nodes)
    joined: list[Alias] = []
    joined += [alias for alias in decided.same(corpus) if union.union(alias.left, alias.right)]
    decided.check(union, corpus)

    def apart(left: Node, right: Node) -> bool:
        return decided.apart(left, right, corpus) or _known_apart(left, right, corpus)

    def add(found: Iterable[Alias]) -> None:
        ordered = sorted(found, key=lambda alias: (-alias.score, alias.left, alias.right, alias.rule))
        ordered = [alias for alias in ordered if alias.left in corpus.papers and alias.right in corpus.papers]
        kept, _ = join(union, [(alias.left, alias.right) for alias in ordered], apart=apart)
        joined.extend(ordered[position] for position in kept)

    add(
        [
            *_vocabulary(corpus),
            *aliases.alike_full_forms(corpus),
            *aliases.multilingual(corpus),
            *aliases.nominal_forms(corpus),
            *aliases.known_names(corpus),
        ]
    )
    group_of = {node: union.find(node) for node in nodes}
    least = {root: min(union.members(root)) for root in set(group_of.values())}
    add(aliases.other_names(corpus, {node: least[root] for node, root in group_of.items()}))
    return sorted(sorted(group) for group in union.groups()), joined


def _vocabulary(corpus: Corpus) -> list[Alias]:
    by_entry: dict[tuple[ConceptType, str], list[Node]] = defaultdict(list)
    for node, entries in corpus.vocabulary.items():
        for entry in entries:
            by_entry[node[0], entry].append(node)
    found = []
    for (_, entry), nodes in sorted(by_entry.items()):
        first, *rest = sorted(nodes)
        found += [Alias(first, other, "vocabulary", 1.0, entry) for other in rest]
    return found


def _known_apart(left: Node, right: Node, corpus: Corpus) -> bool:
    """Whether two nodes must not be one: entries of the vocabulary differ, or a number or a plus does."""
    ours, theirs = corpus.vocabulary.get(left), corpus.vocabulary.get(right)
    if ours and theirs and not set(ours) & set(theirs) and not told_one(left[0], left[1], right[1]):
        return True
    return left[0] is not right[0] or told_apart(left[0], left[1], right[1])


class _Decisions:
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

    @staticmethod
    def _split(name: str) -> tuple[ConceptType | None, str]:
        prefix, colon, rest = name.partition(":")
        if colon and prefix.strip().lower() in set(ConceptType):
            return ConceptType(prefix.strip().lower()), clean(rest)
        return None, name

    def _bare(self, name: str) -> str:
        return self._split(name)[1]

    def _keys(self, name: str, kind: ConceptType) -> str | None:
        wanted, bare = self._split(name)
        return None if wanted is not None and wanted is not kind else self.naming.key(bare, kind)

    def nodes(self, name: str, corpus: Corpus) -> list[Node]:
        """Return the nodes that a name of the file speaks of."""
        found = [(kind, key) for kind in ConceptType if (key := self._keys(name, kind)) is not None]
        return [node for node in found if node in corpus.papers]

    def retype(self, rows: list[Row], ledger: _Ledger) -> list[Row]:
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
        bare = [_Decisions._split(name)[1] for name in group]  # noqa: SLF001 - of this module
        for left, right in combinations(bare, 2):
            if any(plain.key(left, kind) == plain.key(right, kind) for kind in ConceptType):
                found.update((left, right))
    return frozenset(found)


def _concepts(
    rows: Sequence[Row], groups: Sequence[Sequence[Node]], decided: _Decisions
) -> list[tuple[tuple[Node, ...], Concept]]:
    """Return each group with its concept; ids are unique."""
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    members: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        members[group_of[row.node]].append(row)
    drafts = []
    for number, group in enumerate(groups):
        own = members[number]
        name = _name(own)
        kind = group[0][0]
        name = decided.rename(kind, f"{kind.value}:{slug(name)}", group) or name
        papers = {row.paper for row in own if row.in_corpus}
        years = [row.year for row in own if row.in_corpus and row.year is not None]
        drafts.append((tuple(group), kind, name, len(papers), min(years, default=None), _aliases(own, group, name)))
    # Of two concepts with one slug the one that more papers know keeps the plain id.
    taken: set[str] = set()
    concepts = []
    for group, kind, name, count, year, others in sorted(drafts, key=lambda d: (-d[3], d[0])):
        concept_id = f"{kind.value}:{slug(name)}"
        if concept_id in taken:
            concept_id = f"{concept_id}-{short_hash(repr([key for _, key in group]), 6)}"
        taken.add(concept_id)
        concepts.append((group, Concept(concept_id, kind.label, name, others, count, year)))
    return concepts


def _name(rows: Sequence[Row]) -> str:
    """Return the name to show: the vocabulary's, else the one most papers' readings have, in the singular."""
    known = Counter(row.name for row in rows if row.vocabulary_id)
    counts = known or Counter(row.name for row in rows)
    singular = {name for name in counts if not _plural(name)}
    names = singular if singular and not known else set(counts)
    return min(names, key=lambda name: (-counts[name], name))


def _plural(name: str) -> bool:
    last = name.rsplit(" ", 1)[-1].lower()
    return last.endswith("s") and fold_word(last) != last


def _aliases(rows: Sequence[Row], group: Sequence[Node], name: str) -> tuple[str, ...]:
    keys = {key for _, key in group}
    own = {text for row in rows for text, key in row.texts if key in keys}
    explained = {
        text for row in rows for text, key in row.texts if dict(row.others).get(key) in ("abbreviation", "vocabulary")
    }
    return tuple(sorted((own | explained) - {name}))


def _with_vocabulary(
    concepts: Iterable[tuple[tuple[Node, ...], Concept]], corpus: Corpus
) -> list[tuple[Concept, str | None]]:
    found: list[tuple[Concept, str | None]] = []
    for group, concept in concepts:
        entries: Counter[str] = Counter()
        for node in group:
            if node in corpus.vocabulary:
                entries.update(corpus.vocabulary[node])
        found.append((concept, min(entries, key=lambda entry: (-entries[entry], entry)) if entries else None))
    return found


class _Ledger:
    """Collects the rows of the merge ledger."""

    def __init__(self) -> None:
        self._rows: list[Merge] = []
        self._retyped: list[tuple[Node, str, str, float, str]] = []

    def override(self, old: ConceptType, name: str, new: ConceptType, evidence: str) -> None:
        self._rows.append(
            Merge(
                "concept",
                f"{new.value}:{slug(name)}",
                f"{old.value}:{slug(name)}",
                "retyped by override",
                1.0,
                evidence,
            )
        )

    def retyped(self, rows: Sequence[Row], found: Sequence[retype.Retyping]) -> None:
        names: dict[Node, str] = {}
        for row in rows:
            names[row.node] = min(names.get(row.node, row.name), row.name)
        for item in found:
            name = names[item.old, item.key]
            self._retyped.append(
                ((item.new, item.key), f"{item.old.value}:{slug(name)}", "retyped", item.share, item.evidence)
            )

    def aliases(
        self,
        concepts: Iterable[tuple[tuple[Node, ...], Concept]],
        corpus: Corpus,
        joined: Sequence[Alias],
        concept_of: Mapping[Node, str],
    ) -> None:
        reasons: dict[str, dict[str, Alias]] = defaultdict(dict)
        for alias in joined:
            for node in (alias.left, alias.right):
                reasons[concept_of[alias.left]].setdefault(node[1], alias)
        for group, concept in concepts:
            self._of_concept(group, concept, corpus, reasons.get(concept.id, {}))

    def _of_concept(
        self, group: tuple[Node, ...], concept: Concept, corpus: Corpus, reasons: Mapping[str, Alias]
    ) -> None:
        kind, keys = group[0][0], {key for _, key in group}
        own = next((key for key in keys if concept.name in corpus.texts.get((kind, key), {})), None)
        for text in concept.aliases:
            key = next((key for key in keys if text in corpus.texts.get((kind, key), {})), None)
            if key is not None and own is None and key not in reasons:
                row = self._said(group, concept, concept.name, corpus, alias=text)
            elif key is not None and (key == own or key not in reasons):
                row = Merge("concept", concept.id, text, how_alike(concept.name, text), 1.0, f"{concept.name} = {text}")
            elif key is not None:
                alias = reasons[key]
                row = Merge("concept", concept.id, text, alias.rule, alias.score, alias.evidence)
            else:
                row = self._said(group, concept, text, corpus)
            self._rows.append(row)

    @staticmethod
    def _said(
        group: tuple[Node, ...], concept: Concept, text: str, corpus: Corpus, *, alias: str | None = None
    ) -> Merge:
        """Return the row of a name that papers themselves, or the vocabulary, give to the concept."""
        merged = alias or text
        said: Counter[tuple[str, str]] = Counter()
        total = 0
        for key in corpus.keys_of(group[0][0], text):
            for (target, how), count in corpus.claims.get((group[0][0], key), {}).items():
                total += count
                if target in group:
                    said[how, corpus.example[(group[0][0], key), target]] += count
        if not said:
            return Merge("concept", concept.id, merged, "same paper", 0.8, f"{concept.name} = {merged}")
        (how, example), _ = min(said.items(), key=lambda item: (item[0][0] == "same paper", -item[1], item[0]))
        count = said.total()
        share = count / total
        evidence = f"{concept.name} = {merged} in {count} of {total} papers, such as {example}"
        return Merge("concept", concept.id, merged, how, round(min(0.98, 0.5 + share / 2), 2), evidence)

    def rows(self, concept_of: Mapping[Node, str]) -> tuple[Merge, ...]:
        retyped = [
            Merge("concept", concept_of[node], merged, rule, score, evidence)
            for node, merged, rule, score, evidence in self._retyped
            if node in concept_of
        ]
        return tuple(sorted({*self._rows, *retyped}, key=lambda m: (m.kept, m.merged, m.rule, m.score, m.evidence)))

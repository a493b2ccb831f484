"""Readings of many papers -> concepts, with a ledger of every name that was joined and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from papergraph.clusters import UnionFind, join
from papergraph.concepts import aliases, retype
from papergraph.concepts.aliases import Alias, Corpus
from papergraph.concepts.decisions import Decisions
from papergraph.concepts.known import told_apart, told_one
from papergraph.concepts.languages import describe_language, memberships
from papergraph.concepts.ledger import Ledger
from papergraph.concepts.names import fold_word
from papergraph.concepts.readings import Node, Row, rows_of
from papergraph.concepts.values import ConceptResolution
from papergraph.concepts.variants import structure
from papergraph.extract.languages import LOW_RESOURCE_MAX_CLASS
from papergraph.overrides import Overrides
from papergraph.text import short_hash, slug
from papergraph.values import Concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papergraph.values import ConceptReading, ConceptType, Paper


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
    decided = Decisions(overrides or Overrides())
    rows = list(rows_of(papers, readings, decided.naming))
    ledger = Ledger()
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


def _join(corpus: Corpus, decided: Decisions) -> tuple[list[list[Node]], list[Alias]]:
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


def _concepts(
    rows: Sequence[Row], groups: Sequence[Sequence[Node]], decided: Decisions
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

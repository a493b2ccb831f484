"""Names of one type that mean one thing: pairs of keys to join, each with its rule, score and evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.concepts.abbreviations import one_term
from papergraph.concepts.known import full_forms
from papergraph.concepts.known import other_names as other_names_known
from papergraph.concepts.names import fold_name, name_key
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from papergraph.concepts.readings import Node, Row

MIN_DOMINANCE = 0.8
"""A name that papers expand in several ways stands for the one that this share of them means, and for none below."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Two nodes of one type that are one concept."""

    left: Node
    right: Node
    rule: str
    score: float
    evidence: str


@dataclass(frozen=True)
class Corpus:
    """What the rows say together: how often each node stands, under what names, and what else papers call it."""

    papers: Mapping[Node, int]
    texts: Mapping[Node, Counter[str]]
    claims: Mapping[Node, Counter[tuple[Node, str]]]
    vocabulary: Mapping[Node, Counter[str]]
    example: Mapping[tuple[Node, Node], str]

    @cached_property
    def _keys(self) -> Mapping[tuple[ConceptType, str], tuple[str, ...]]:
        found: dict[tuple[ConceptType, str], set[str]] = defaultdict(set)
        for (kind, key), texts in self.texts.items():
            for text in texts:
                found[kind, text].add(key)
        return {name: tuple(sorted(keys)) for name, keys in found.items()}

    def keys_of(self, kind: ConceptType, text: str) -> tuple[str, ...]:
        """Return the keys that a name as written has."""
        return self._keys.get((kind, text), ())

    def stands_for(self, node: Node) -> Node | None:
        """Return the node itself, or the one that nearly all papers mean by its name; None for an unknown name."""
        if node in self.papers:
            return node
        meant: Counter[Node] = Counter()
        for (target, how), count in self.claims.get(node, {}).items():
            if how != "same paper":
                meant[target] += count
        if not meant:
            return None
        best = min(meant, key=lambda target: (-meant[target], target))
        return best if meant[best] >= MIN_DOMINANCE * meant.total() else None


def survey(rows: Sequence[Row]) -> Corpus:
    """Count what the rows say."""
    papers: Counter[Node] = Counter()
    texts: dict[Node, Counter[str]] = defaultdict(Counter)
    claims: dict[Node, Counter[tuple[Node, str]]] = defaultdict(Counter)
    vocabulary: dict[Node, Counter[str]] = defaultdict(Counter)
    example: dict[tuple[Node, Node], str] = {}
    for row in rows:
        papers[row.node] += 1
        if row.vocabulary_id:
            vocabulary[row.node][row.vocabulary_id] += 1
        for text, key in row.texts:
            texts[row.kind, key][text] += 1
        for key, how in row.others:
            claims[row.kind, key][row.node, how] += 1
            example.setdefault(((row.kind, key), row.node), row.paper)
    return Corpus(papers, texts, claims, vocabulary, example)


def alike_full_forms(corpus: Corpus) -> Iterator[Alias]:
    """Join the full forms of one abbreviation that are one term: "low-rank adaptation", "low-rank adapters"."""
    for short, claims in sorted(corpus.claims.items()):
        fulls = sorted({node for (node, how) in claims if how == "abbreviation" and node[1] != short[1]})
        for left, right in combinations(fulls[:50], 2):
            ours, theirs = _shown(corpus, left), _shown(corpus, right)
            if one_term(ours, theirs):
                yield Alias(
                    left, right, "full forms of one abbreviation", 0.9, f"{ours} = {theirs} ({_shown(corpus, short)})"
                )


def other_names(corpus: Corpus, group_of: Mapping[Node, Node]) -> Iterator[Alias]:
    """Join a name to what the papers that explain it mean by it, where nearly all mean one thing.

    Args:
        corpus: What the rows say.
        group_of: The group of each node after the full forms were joined.
    """
    for node in sorted(corpus.papers):
        claims = corpus.claims.get(node, Counter())
        meant: Counter[Node] = Counter()
        example: dict[Node, tuple[Node, str]] = {}
        for (target, how), count in sorted(claims.items()):
            if how == "same paper":
                continue
            group = group_of[target]
            meant[group] += count
            example.setdefault(group, (target, how))
        # A node that vocabulary or full form anchors elsewhere means itself in those papers.
        own = corpus.papers.get(node, 0) if corpus.vocabulary.get(node) else 0
        if not meant:
            yield from _known(corpus, node)
            continue
        best = min(meant, key=lambda group: (-meant[group], group))
        if group_of[node] == best:
            continue
        share = meant[best] / (sum(meant.values()) + own)
        if share >= MIN_DOMINANCE:
            target, how = example[best]
            total = sum(meant.values()) + own
            evidence = f"{meant[best]} of {total} papers that explain it, such as {corpus.example[node, target]}"
            yield Alias(node, target, how, round(min(0.99, share - 0.1 / (1 + meant[best])), 2), evidence)


def _known(corpus: Corpus, node: Node) -> Iterator[Alias]:
    """Join a name that no paper explains to what it is known to mean."""
    kind, key = node
    if corpus.vocabulary.get(node):
        return
    full = full_forms().get(key)
    target = corpus.stands_for((kind, name_key(full, kind))) if full is not None else None
    if target is not None and target != node:
        yield Alias(node, target, "known abbreviation", 0.9, f"{_shown(corpus, node)} = {full}")


def known_names(corpus: Corpus) -> Iterator[Alias]:
    """Join what the table of names says is one, also where the corpus has the other names only."""
    by_name: dict[Node, list[Node]] = defaultdict(list)
    for node in sorted(corpus.papers):
        found = other_names_known().get(node)
        by_name[(node[0], found[0]) if found else node].append(node)
    for name in sorted(by_name):
        anchor = corpus.stands_for(name)
        if anchor is not None and anchor not in by_name[name]:
            by_name[name].append(anchor)
    for name, nodes in sorted(by_name.items()):
        first, *rest = sorted(nodes, key=lambda node: (node != name, node))
        for other in rest:
            yield Alias(first, other, "known name", 0.97, f"{_shown(corpus, first)} = {_shown(corpus, other)}")


def multilingual(corpus: Corpus) -> Iterator[Alias]:
    """Join "multilingual BERT" and mBERT."""
    for kind, key in sorted(corpus.papers):
        if kind is ConceptType.MODEL and key.startswith("multilingual") and len(key) > len("multilingual") + 1:
            short = (kind, "m" + key.removeprefix("multilingual"))
            if short in corpus.papers:
                yield Alias(
                    short,
                    (kind, key),
                    "m for multilingual",
                    0.95,
                    f"{_shown(corpus, short)} = {_shown(corpus, (kind, key))}",
                )


def nominal_forms(corpus: Corpus) -> Iterator[Alias]:
    """Join terms that differ in the ending of the last word only: "summarizing" and "summarization"."""
    by_form: dict[tuple[ConceptType, tuple[str, ...]], list[Node]] = defaultdict(list)
    for node in sorted(corpus.papers):
        if node[0] in (ConceptType.TASK, ConceptType.METHOD):
            text = _shown(corpus, node)
            words = fold_name(text)
            if words and not re.search(r"\d", text) and not re.search(r"[A-Z].*[A-Z]", text):
                form = nominal(words[-1])
                if form is not None:
                    by_form[node[0], (*words[:-1], form)].append(node)
    for nodes in by_form.values():
        for left, right in combinations(nodes, 2):
            yield Alias(left, right, "ending of a noun", 0.9, f"{_shown(corpus, left)} = {_shown(corpus, right)}")


def nominal(word: str) -> str | None:
    """Return what `-ing` and `-ation` forms of one verb share; None for other words."""
    for suffix in ("ing", "ation", "ion"):
        if word.endswith(suffix):
            rest = word.removesuffix(suffix)
            rest = rest.removesuffix("at") if suffix == "ing" else rest
            return rest if len(rest) >= 4 else None
    return None


def _shown(corpus: Corpus, node: Node) -> str:
    texts = corpus.texts[node]
    return min(texts, key=lambda text: (-texts[text], text)) if texts else node[1]

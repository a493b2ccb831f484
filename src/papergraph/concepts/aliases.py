"""Names of one type that mean one thing: pairs of keys to join, each with its rule, score and evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.concepts.abbreviations import one_term
from papergraph.concepts.names import fold_name
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    for node, claims in sorted(corpus.claims.items()):
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
        if not meant or node not in corpus.papers:
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


def keep_apart(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether names say by a number or a plus that they are not one: GPT-3 and GPT-3.5, DefSent and DefSent+."""
    return _marks(left) != _marks(right)


def _marks(names: Iterable[str]) -> frozenset[str]:
    found = set()
    for name in names:
        found.update(re.findall(r"\d+(?:\.\d+)*", name))
        found.update(f"+{count}" for count in [name.count("+")] if count)
    return frozenset(found)


def _shown(corpus: Corpus, node: Node) -> str:
    texts = corpus.texts[node]
    return min(texts, key=lambda text: (-texts[text], text)) if texts else node[1]

"""The merge ledger of concepts."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from papergraph.concepts.names import how_alike
from papergraph.text import slug
from papergraph.values import Concept, ConceptType, Merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from papergraph.concepts.aliases import Alias, Corpus
    from papergraph.concepts.readings import Node, Row
    from papergraph.concepts.retype import Retyping


class Ledger:
    """Collects the rows of the merge ledger: every name that was joined or retyped, and why."""

    def __init__(self) -> None:
        self._rows: list[Merge] = []
        self._retyped: list[tuple[Node, str, str, float, str]] = []

    def override(self, old: ConceptType, name: str, new: ConceptType, evidence: str) -> None:
        """Note a type that the user gave."""
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

    def retyped(self, rows: Sequence[Row], found: Sequence[Retyping]) -> None:
        """Note the types that the corpus outvoted."""
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
        """Note every other name of every concept with the reason of the join."""
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
        """Return the ledger, sorted."""
        retyped = [
            Merge("concept", concept_of[node], merged, rule, score, evidence)
            for node, merged, rule, score, evidence in self._retyped
            if node in concept_of
        ]
        return tuple(sorted({*self._rows, *retyped}, key=lambda m: (m.kept, m.merged, m.rule, m.score, m.evidence)))

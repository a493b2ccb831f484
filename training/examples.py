"""Annotated papers as training examples: words with tags, and mentions with the relation of their concept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papergraph.extract.wordpieces import Window, windows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tokenizers import Tokenizer

KINDS = ("model", "dataset", "method", "task")
"""Types of the first layer, each as required and as optional; `other` holds metrics and generic terms."""
MAIN = ("O", *(f"{bio}-{kind}{flag}" for kind in KINDS for flag in ("!", "?") for bio in "BI"), "B-other", "I-other")
LANGUAGE = ("O", "B-language", "I-language", "B-group", "I-group")
RELATIONS = ("introduces", "uses", "evaluates_on", "compares", "covers", "mentions")


@dataclass
class Example:
    """A window with the allowed tags of each word (bit masks, 0 for unknown) and its concepts.

    `concepts` holds for each concept its relation and the word ranges (half-open) of its mentions.
    """

    window: Window
    main: list[int]
    language: list[int]
    concepts: list[tuple[int, list[tuple[int, int]]]] = field(default_factory=list)
    weight: float = 1.0


def occurrences(text: str, surface: str) -> Iterable[tuple[int, int]]:
    """Yield where a surface stands in the text as whole words; short ones only in the same case."""
    flags = 0 if len(surface) <= 4 or not surface[1:].islower() else re.IGNORECASE
    for match in re.finditer(r"(?<!\w)" + re.escape(surface) + r"(?!\w)", text, flags):
        yield match.span()


def labelled_spans(text: str, concepts: list[dict]) -> list[tuple[int, int, int]]:
    """Return (start, end, index of the concept) of every mention, those inside a longer mention of another included."""
    found = []
    for index, concept in enumerate(concepts):
        for surface in dict.fromkeys(concept["mentions"]):
            found += [(start, end, index) for start, end in occurrences(text, surface)]
    return sorted(set(found))


def without_overlaps(spans: list[tuple[int, int, int]], concepts: list[dict]) -> list[tuple[int, int, int]]:
    """Keep a set of spans that do not overlap: required before optional, then the longest."""
    order = sorted(spans, key=lambda s: (not concepts[s[2]]["required"], -(s[1] - s[0]), s))
    kept: list[tuple[int, int, int]] = []
    for span in order:
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def paper_examples(paper: dict, tokenizer: Tokenizer, *, weight: float = 1.0) -> list[Example]:
    """Return the examples (windows) of an annotated paper `{"title", "abstract", "concepts"}`."""
    text = f"{paper['title']}\n{paper['abstract']}"
    concepts = paper["concepts"]
    spans = labelled_spans(text, concepts)
    in_layer = lambda layer: without_overlaps([s for s in spans if (concepts[s[2]]["type"] in layer)], concepts)  # noqa: E731
    languages = in_layer(("language", "language_group"))
    rest = in_layer((*KINDS, "generic", "metric"))
    result = []
    for window in windows(text, tokenizer):
        example = Example(window, [1] * len(window.words), [1] * len(window.words), weight=weight)
        members: dict[int, list[tuple[int, int]]] = {}
        for layer, tags, chosen in ((MAIN, example.main, rest), (LANGUAGE, example.language, languages)):
            for start, end, index in chosen:
                inside = [k for k, (a, b) in enumerate(window.words) if a < end and start < b]
                if not inside:
                    continue
                name = tag_name(concepts[index])
                for k in inside:
                    tags[k] = 1 << layer.index(("B-" if k == inside[0] else "I-") + name)
                members.setdefault(index, []).append((inside[0], inside[-1] + 1))
        example.concepts = [
            (RELATIONS.index(concepts[index]["relation"]), ranges)
            for index, ranges in sorted(members.items())
            if concepts[index]["type"] not in ("generic", "metric")
        ]
        result.append(example)
    return result


def tag_name(concept: dict) -> str:
    """Return the tag of a concept without its B or I."""
    kind = concept["type"]
    if kind in ("language", "language_group"):
        return "language" if kind == "language" else "group"
    if kind in ("generic", "metric"):
        return "other"
    return kind + ("!" if concept["required"] else "?")


def sentence_examples(path: Path, tokenizer: Tokenizer, *, weight: float) -> list[Example]:
    """Return the sentences of SciERC or TDMSci; what these do not annotate is unknown, not absent.

    A span allows every tag of its type (a method there may be a model here); outside a span, only the types that the
    set annotates are excluded.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    types = {span[3] for row in rows for span in row["spans"]}
    allowed = {"METHOD": ("method", "model"), "TASK": ("task",), "DATASET": ("dataset",)}
    excluded = {kind for name in types for kind in allowed[name]}
    outside = sum(1 << k for k, tag in enumerate(MAIN) if tag.strip("!?")[2:] not in excluded)
    result = []
    for row in rows:
        for window in windows(row["text"], tokenizer):
            main = [outside] * len(window.words)
            for start, end, _, name in row["spans"]:
                inside = [k for k, (a, b) in enumerate(window.words) if a < end and start < b]
                for k in inside:
                    bio = "B" if k == inside[0] else "I"
                    main[k] = sum(
                        1 << j for j, tag in enumerate(MAIN) if tag[0] == bio and tag.strip("!?")[2:] in allowed[name]
                    )
            result.append(Example(window, main, [0] * len(window.words), weight=weight))
    return result


def read_papers(path: Path, texts: dict[str, tuple[str, str]] | None = None) -> list[dict]:
    """Return the papers of a JSON Lines file; those without a text of their own get it by id from `texts`."""
    papers = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for paper in papers:
        if "title" not in paper:
            paper["title"], paper["abstract"] = (texts or {})[paper["id"]]
    return papers

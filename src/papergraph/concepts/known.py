"""Names known beforehand: abbreviations of the field, other names of well-known things, and names easily confused.

`data/abbreviations.tsv` has abbreviations with the full form that nearly all abstracts of the ACL Anthology give them,
and how many do; `data/names.tsv` pairs of names that are one (`same`) or not (`different`), written by us. What the
papers at hand say of an abbreviation stands above it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from papergraph.concepts.names import name_key
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def full_forms() -> Mapping[str, str]:
    """Return the key of each known abbreviation with its full form."""
    return {name_key(row["short"]): row["full"] for row in _rows("abbreviations.tsv")}


@cache
def other_names() -> Mapping[tuple[ConceptType, str], tuple[str, str]]:
    """Return (type, key of another name) -> (key of the name it stands for, that name as written)."""
    found: dict[tuple[ConceptType, str], tuple[str, str]] = {}
    for row in _rows("names.tsv"):
        if row["label"] == "same":
            kind = ConceptType(row["type"])
            found.setdefault((kind, name_key(row["other"], kind)), (name_key(row["name"], kind), row["name"]))
    return found


@cache
def different() -> Mapping[tuple[ConceptType, str], frozenset[str]]:
    """Return (type, key) -> the keys of names that are something else."""
    found: dict[tuple[ConceptType, str], set[str]] = defaultdict(set)
    for row in _rows("names.tsv"):
        if row["label"] == "different":
            kind = ConceptType(row["type"])
            left, right = name_key(row["name"], kind), name_key(row["other"], kind)
            found[kind, left].add(right)
            found[kind, right].add(left)
    return {name: frozenset(others) for name, others in found.items()}


def told_apart(kind: ConceptType, left: str, right: str) -> bool:
    """Whether two keys are known to be two things."""
    return right in different().get((kind, left), frozenset())


def told_one(kind: ConceptType, left: str, right: str) -> bool:
    """Whether two keys are known to be one thing."""
    ours, theirs = (other_names().get((kind, key), (key, ""))[0] for key in (left, right))
    return ours == theirs


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("papergraph.concepts") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))

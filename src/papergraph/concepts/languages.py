"""What the language table knows of a language concept, and which groups it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papergraph.concepts.values import Concept, ConceptLink


def describe_language(concept: Concept, vocabulary_id: str | None, low_resource_max_class: int) -> Concept:  # noqa: ARG001
    """Return a language with its codes, family and resource class; another concept as it is."""
    return concept


def memberships(concepts: Sequence[Concept], vocabulary: Mapping[str, str]) -> list[ConceptLink]:  # noqa: ARG001
    """Return MEMBER_OF between languages and groups that papers name."""
    return []

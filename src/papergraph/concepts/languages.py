"""What the language table knows of a language concept, and which groups and languages it belongs to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from papergraph.concepts.names import name_key
from papergraph.concepts.values import ConceptLink
from papergraph.extract.languages import LOW_RESOURCE_GROUP, LanguageEntry, language_entry, language_groups, languages
from papergraph.values import Concept, ConceptType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LANGUAGE = ConceptType.LANGUAGE.label


def describe_language(concept: Concept, entry_id: str | None, low_resource_max_class: int) -> Concept:
    """Return a language with its codes, family and resource class; another concept as it is.

    Args:
        concept: Any concept.
        entry_id: Its entry in the language table; None looks for its name there.
        low_resource_max_class: The highest resource class of a language that is called low-resource.
    """
    if concept.label != _LANGUAGE:
        return concept
    entry = language_entry(entry_id) if entry_id else None
    entry = entry or language_named(concept.name)
    if entry is None:
        return concept
    return replace(
        concept,
        iso639_3=entry.iso639_3,
        glottocode=entry.glottocode,
        family=entry.family,
        resource_class=entry.resource_class,
        low_resource=entry.low_resource(low_resource_max_class),
    )


def memberships(concepts: Sequence[Concept], entries: Mapping[str, str]) -> list[ConceptLink]:
    """Return MEMBER_OF from languages to groups, both met in papers, and VARIANT_OF from a variety to its language.

    Args:
        concepts: The concepts, languages described.
        entries: Entry of the vocabulary -> concept id.
    """
    found = []
    for group_id, group in language_groups().items():
        target = entries.get(group_id)
        if target is not None:
            members = (entries[member] for member in group.members if member in entries)
            found += [ConceptLink(source, "MEMBER_OF", target, "language table") for source in members]
    low_resource = entries.get(LOW_RESOURCE_GROUP)
    if low_resource is not None:
        members = (concept.id for concept in concepts if concept.low_resource)
        found += [ConceptLink(source, "MEMBER_OF", low_resource, "resource class") for source in members]
    for entry_id, source in entries.items():
        entry = language_entry(entry_id) if entry_id.startswith("language:") else None
        parents = entry.parents if entry is not None else ()
        found += [
            ConceptLink(source, "VARIANT_OF", entries[parent], "variety of a language")
            for parent in parents
            if parent in entries
        ]
    return [link for link in found if link.source != link.target]


def language_named(name: str) -> LanguageEntry | None:
    """Return the one language that a name belongs to; None for an unknown or an ambiguous name."""
    return _by_name().get(name_key(name, ConceptType.LANGUAGE))


@cache
def _by_name() -> Mapping[str, LanguageEntry]:
    """Names and aliases that one entry alone has."""
    found: dict[str, LanguageEntry | None] = {}
    for entry in languages().values():
        for name in {name_key(text, ConceptType.LANGUAGE) for text in (entry.name, *entry.aliases)}:
            found[name] = entry if found.get(name, entry) is entry else None
    return {name: entry for name, entry in found.items() if entry is not None}

"""The languages of the world, their varieties and groups, as tables.

`data/languages.tsv` has every language with an ISO 639-3 code known to Glottolog, with its family and the resource
class of Joshi et al. 2020 ("The State and Fate of Linguistic Diversity and Inclusion in the NLP World", ACL), 0 for
languages left behind to 5 for the winners; `languages_common.tsv` the names that need no context;
`varieties.tsv` dialects, stages and mixed languages without a code; `regional.tsv` what a language's name is qualified
with ("Peruvian" Spanish, "Medieval" Latin); `dialects.tsv` the dialects of Glottolog; `language_groups.tsv` groups and
members.

A language is low-resource when its class is at most `LOW_RESOURCE_MAX_CLASS`; without a class nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from papergraph.extract.tables import package_rows
from papergraph.text import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

LOW_RESOURCE_MAX_CLASS = 3
LOW_RESOURCE_GROUP = "language_group:low-resource-languages"


@dataclass(frozen=True, slots=True)
class LanguageEntry:
    """A language, dialect, stage, sign language or mixed language.

    `id` is `language:` and the ISO 639-3 code, the Glottocode of a dialect (`language:zuri1245`), or a slug for what
    has neither (`language:hinglish`). `kind` is "language", "dialect", "historical" or "mixed"; `parents` the ids of
    the language a variety belongs to, or of the two a mixed one comes from. `match` says how much context a name
    needs: "" none, "context" a language around, "strict" a word like "language" beside it.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    iso639_3: str | None = None
    iso639_1: str | None = None
    glottocode: str | None = None
    family: str | None = None
    resource_class: int | None = None
    kind: str = "language"
    parents: tuple[str, ...] = ()
    match: str = ""
    source: str = ""
    licence: str = ""

    def low_resource(self, max_class: int = LOW_RESOURCE_MAX_CLASS) -> bool | None:
        """Say whether the resource class is at most `max_class`; None without a class."""
        return None if self.resource_class is None else self.resource_class <= max_class


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group of languages; `members` are ids of languages, () where the group is not a list (low-resource)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@cache
def languages() -> Mapping[str, LanguageEntry]:
    """Return every language by its id, sorted by id."""
    common = {row["iso639_3"]: row for row in package_rows("languages_common.tsv")}
    found: list[LanguageEntry] = []
    for row in package_rows("languages.tsv"):
        iso = row["iso639_3"]
        known = common.get(iso)
        found.append(
            LanguageEntry(
                id=f"language:{iso}",
                name=known["name"] if known else row["name"],
                aliases=tuple(filter(None, (known["aliases"] if known else row["aliases"]).split("|"))),
                iso639_3=iso,
                iso639_1=(known["iso639_1"] or None) if known else None,
                glottocode=row["glottocode"] or None,
                family=row["family"] or None,
                resource_class=int(row["resource_class"]) if row["resource_class"] else None,
                match=known["match"] if known else row["match"],
                source=row["source"],
                licence=row["licence"],
            )
        )
    by_iso = {entry.iso639_3: entry for entry in found}
    for row in package_rows("varieties.tsv"):
        parents = tuple(by_iso[code] for code in row["parent"].split(",") if code)
        found.append(
            LanguageEntry(
                id=f"language:{row['slug']}",
                name=row["name"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                family=parents[0].family if len(parents) == 1 else None,
                kind=row["kind"],
                parents=tuple(parent.id for parent in parents),
                source=row["source"],
                licence=row["licence"],
            )
        )
    found += _qualified(found)
    return {entry.id: entry for entry in sorted(found, key=lambda entry: entry.id)}


def _qualified(known: list[LanguageEntry]) -> list[LanguageEntry]:
    """Return a variety for each qualifier of a language that no other entry is named after: "Peruvian Spanish"."""
    taken = {name.casefold() for entry in known for name in (entry.name, *entry.aliases)}
    by_iso = {entry.iso639_3: entry for entry in known if entry.iso639_3}
    found: dict[str, LanguageEntry] = {}
    for row in package_rows("regional.tsv"):
        parent = by_iso[row["language"]]
        for qualifier in row["qualifiers"].split("|"):
            name = f"{qualifier} {last_word(parent.name)}"
            if name.casefold() not in taken:
                found[name] = LanguageEntry(
                    id=f"language:{slug(name)}",
                    name=name,
                    family=parent.family,
                    kind=row["kind"],
                    parents=(parent.id,),
                    source=row["source"],
                    licence=row["licence"],
                )
    return list(found.values())


@cache
def dialects() -> Mapping[str, tuple[LanguageEntry, ...]]:
    """Return the dialects of Glottolog by their folded name (`extract.folding.fold_phrase`).

    They are read when a text first speaks of a dialect: their names are those of towns and people, and mean a dialect
    only beside that word or the name of the language.
    """
    known = languages()
    found: dict[str, list[LanguageEntry]] = {}
    for row in package_rows("dialects.tsv"):
        parent = known[f"language:{row['parent']}"]
        name = row["name"]
        shown = name if last_word(parent.name) in name or " " in name else f"{name} {parent.name}"
        entry = LanguageEntry(
            id=f"language:{row['glottocode']}",
            name=shown,
            aliases=(name,) if shown != name else (),
            glottocode=row["glottocode"],
            family=parent.family,
            kind="dialect",
            parents=(parent.id,),
            source="Glottolog",
            licence="CC BY 4.0",
        )
        found.setdefault(row["key"] or name.casefold(), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def language_entry(entry_id: str) -> LanguageEntry | None:
    """Return the entry of an id, a dialect of Glottolog too; None for an unknown one."""
    return languages().get(entry_id) or _dialects_by_id().get(entry_id)


@cache
def _dialects_by_id() -> Mapping[str, LanguageEntry]:
    return {entry.id: entry for entries in dialects().values() for entry in entries}


def last_word(name: str) -> str:
    """Return the word that says which language a variety belongs to: `Swiss German` -> `German`."""
    return name.rpartition(" ")[2]


@cache
def language_groups() -> Mapping[str, GroupEntry]:
    """Return every group of languages by its id, sorted by id."""
    mixed = " ".join(entry.id.removeprefix("language:") for entry in languages().values() if entry.kind == "mixed")
    found = [
        GroupEntry(
            id=f"language_group:{row['slug']}",
            name=row["name"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            members=tuple(
                f"language:{code}" for code in (mixed if row["members"] == "kind:mixed" else row["members"]).split()
            ),
        )
        for row in package_rows("language_groups.tsv")
    ]
    return {entry.id: entry for entry in sorted(found, key=lambda entry: entry.id)}

"""The languages of the world, their varieties and groups, as tables.

`data/languages.tsv` has every language with an ISO 639-3 code known to Glottolog, with its family and the resource
class of Joshi et al. 2020 ("The State and Fate of Linguistic Diversity and Inclusion in the NLP World", ACL), 0 for
languages left behind to 5 for the winners; `languages_common.tsv` the names that need no context;
`varieties.tsv` dialects, stages and mixed languages without a code; `language_groups.tsv` groups and members.

A language is low-resource when its class is at most `LOW_RESOURCE_MAX_CLASS`; without a class nothing is said.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from papergraph.text import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

LOW_RESOURCE_MAX_CLASS = 3
LOW_RESOURCE_GROUP = "language_group:low-resource-languages"


@dataclass(frozen=True, slots=True)
class LanguageEntry:
    """A language, dialect, stage, sign language or mixed language.

    `id` is `language:` and the ISO 639-3 code, or a slug for what has none (`language:hinglish`). `kind` is
    "language", "dialect", "historical" or "mixed"; `parent` the id of the language a variety belongs to. `match` says
    how much context a name needs: "" none, "context" a language around, "strict" a word like "language" beside it.
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
    parent: str | None = None
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
    common = {row["iso639_3"]: row for row in _rows("languages_common.tsv")}
    found: list[LanguageEntry] = []
    for row in _rows("languages.tsv"):
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
    for row in _rows("varieties.tsv"):
        parent = by_iso.get(row["parent"])
        found.append(
            LanguageEntry(
                id=f"language:{row['slug']}",
                name=row["name"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                family=parent.family if parent else None,
                kind=row["kind"],
                parent=parent.id if parent else None,
                source=row["source"],
                licence=row["licence"],
            )
        )
    return {entry.id: entry for entry in sorted(found, key=lambda entry: entry.id)}


@cache
def language_groups() -> Mapping[str, GroupEntry]:
    """Return every group of languages by its id, sorted by id."""
    known = languages()
    by_family: dict[str, list[str]] = {}
    for entry in known.values():
        # A family has hundreds of members that no paper names; those with a resource class or a common name count.
        if entry.family and entry.iso639_3 and entry.match == "":
            by_family.setdefault(entry.family, []).append(entry.id)
    found: list[GroupEntry] = []
    for row in _rows("language_groups.tsv"):
        members = row["members"]
        if members.startswith("family:"):
            ids = by_family.get(members.removeprefix("family:"), [])
        else:
            ids = [f"language:{code}" for code in members.split(",") if f"language:{code}" in known]
        found.append(
            GroupEntry(
                id=f"language_group:{row['slug']}",
                name=row["name"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                members=tuple(sorted(ids)),
            )
        )
    return {entry.id: entry for entry in sorted(found, key=lambda entry: entry.id)}


def language_group_id(name: str) -> str:
    """Return the id of a group that is in no table, from its name."""
    return f"language_group:{slug(name)}"


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("papergraph.extract") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))

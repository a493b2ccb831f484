"""What a user decides against the rules: a YAML file that a build obeys and a repository can version.

    same:                       # these are one
      - [LoRA, Low-Rank Adaptation]
      - ["doi:10.1/x", "arxiv:2101.00001"]
    different:                  # these are not, whatever the rules say
      - [PROP, B-PROP]
    rename:                     # the name to show
      "method:lora": LoRA
    retype:                     # the type to give it
      GLUE: dataset
    drop:                       # not a concept at all
      - "task:application"

A paper is named by an identifier (`doi:`, `arxiv:`, `acl:`, `title:` or what else its source gives), by `file:line`
of a record, or as `title: The whole title`. Everything else is a concept: its name, or its id with the type
(`method:lora`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from papergraph.clusters import UnionFind
from papergraph.errors import VocabularyError
from papergraph.identifiers import prefixed
from papergraph.text import clean
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PAPER = re.compile(
    r"(?:doi|arxiv|acl|openalex|s2|dblp|pmid|pmcid|hal|isbn|title|mag):\s*\S|https?://|.*\S:\d+$", re.IGNORECASE
)
_KEYS = ("same", "different", "rename", "retype", "drop")


def is_paper(name: str) -> bool:
    """Whether an override speaks of a paper (an identifier, `title:` or `file:line`) and not of a concept."""
    return _PAPER.match(name) is not None


@dataclass(frozen=True)
class Overrides:
    """A user's decisions. Groups hold at least two names each; all names of a group are papers or all are concepts."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    retype: Mapping[str, ConceptType] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    _used: set[str] = field(default_factory=set, repr=False, compare=False)

    def papers(self, groups: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
        """Return the groups of `same` or `different` that speak of papers."""
        return [group for group in groups if is_paper(group[0])]

    def concepts(self, groups: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
        """Return the groups of `same` or `different` that speak of concepts."""
        return [group for group in groups if not is_paper(group[0])]

    def use(self, action: str, names: str | tuple[str, ...]) -> None:
        """Note that an entry met something it speaks of."""
        self._used.add(describe(action, names))

    def unused(self) -> list[str]:
        """Return the entries that met nothing, as a reader finds them in the file."""
        entries = [describe("same", group) for group in self.same]
        entries += [describe("different", group) for group in self.different]
        entries += [describe("rename", name) for name in self.rename]
        entries += [describe("retype", name) for name in self.retype]
        entries += [describe("drop", name) for name in self.drop]
        return [entry for entry in entries if entry not in self._used]


def describe(action: str, names: str | tuple[str, ...]) -> str:
    """Return an entry as one line: `same: [LoRA, Low-Rank Adaptation]`."""
    return f"{action}: {names}" if isinstance(names, str) else f"{action}: [{', '.join(names)}]"


def load_overrides(path: Path) -> Overrides:
    """Read an override file.

    Raises:
        VocabularyError: the file cannot be read, is not the YAML described above, or contradicts itself.
    """
    import yaml  # noqa: PLC0415 - only for those who have such a file

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 - a SafeLoader of strings
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be read: {error}") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark is not None else str(path)
        raise VocabularyError(f"{place}: not valid YAML") from error
    return parse_overrides(data, place=str(path))


def parse_overrides(data: object, *, place: str = "overrides") -> Overrides:
    """Check what a YAML file held and return it as values.

    Raises:
        VocabularyError: with `place` and what is wrong.
    """
    if data is None:
        return Overrides()
    if not isinstance(data, dict):
        raise VocabularyError(f"{place}: expected the keys {', '.join(_KEYS)}")
    for key in data:
        if key not in _KEYS:
            raise VocabularyError(f"{place}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    same, different = (_groups(data.get(key), key, place) for key in ("same", "different"))
    overrides = Overrides(
        same=same,
        different=different,
        rename=_mapping(data.get("rename"), "rename", place),
        retype={name: _type(value, place) for name, value in _mapping(data.get("retype"), "retype", place).items()},
        drop=tuple(_strings(data.get("drop"), "drop", place)),
    )
    _check_consistent(overrides, place)
    return overrides


def _loader() -> type:
    import yaml  # noqa: PLC0415 - see above

    class Strings(yaml.SafeLoader):  # type: ignore[misc,unused-ignore]  # yaml may come without types
        """Reads every scalar as a string: a concept may be called `NO` or `1.5`."""

    # Without its resolvers SafeLoader leaves every plain scalar a string.
    Strings.yaml_implicit_resolvers = {}
    return Strings


def _strings(value: object, key: str, place: str) -> list[str]:
    if value is None or value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) and clean(item) for item in value):
        raise VocabularyError(f"{place}: {key} must be a list of names")
    return [_name(item) for item in value]


def _groups(value: object, key: str, place: str) -> tuple[tuple[str, ...], ...]:
    if value is None or value == "":
        return ()
    if not isinstance(value, list):
        raise VocabularyError(f"{place}: {key} must be a list of lists of names")
    groups = []
    for item in value:
        names = tuple(dict.fromkeys(_strings(item, f"each entry of {key}", place)))
        if len(names) < 2:
            raise VocabularyError(f"{place}: {key} needs two different names in each entry")
        if len({is_paper(name) for name in names}) > 1:
            raise VocabularyError(f"{place}: {describe(key, names)} mixes papers and concepts")
        groups.append(names)
    return tuple(groups)


def _mapping(value: object, key: str, place: str) -> dict[str, str]:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict) or not all(
        isinstance(item, str) and clean(item) for pair in value.items() for item in pair
    ):
        raise VocabularyError(f"{place}: {key} must map names to names")
    return {_name(name): clean(to) for name, to in value.items()}


def _type(value: str, place: str) -> ConceptType:
    folded = value.strip().lower().replace("languagegroup", "language_group")
    try:
        return ConceptType(folded)
    except ValueError as error:
        kinds = ", ".join(kind.value for kind in ConceptType)
        raise VocabularyError(f"{place}: {value!r} is no concept type; known are {kinds}") from error


def _name(text: str) -> str:
    cleaned = clean(text)
    if is_paper(cleaned) and not cleaned.lower().startswith("title:"):
        return prefixed(cleaned) or cleaned
    return cleaned


def _check_consistent(overrides: Overrides, place: str) -> None:
    union: UnionFind[str] = UnionFind()
    for group in overrides.same:
        for name in group:
            union.add(name)
            union.union(group[0], name)
    for group in overrides.different:
        for left, right in combinations(group, 2):
            union.add(left)
            union.add(right)
            if union.find(left) == union.find(right):
                raise VocabularyError(f"{place}: {left!r} and {right!r} are said to be the same and different")

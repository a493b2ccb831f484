"""The names we know: data files of the package, and the user's own.

A package file is a TSV with the columns `name`, `type`, `aliases` (parted by `|`), `match`, `source`, `licence`. `type`
is a concept type or `generic`; `match` is empty or holds words: `context` (an ordinary word: counts only where the
text says what it is, "the Friends dataset"), `cased` (capitals as written, whatever the length), `noun` (singular only:
"recommendation" is a task, "recommendations" are not).

How a name is compared follows from how it is written: a name in lower case matches in any case, plural, hyphenation
and spelling; a name with capitals wants a capital in the text; short names with several capitals (BERT, LoRA) want
exactly these, so that "bert" and "lora" as ordinary words or other names stay out.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from papergraph.errors import VocabularyError
from papergraph.extract.folding import fold_phrase
from papergraph.extract.tables import package_rows
from papergraph.text import slug
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FILES = ("generic.tsv", "tasks.tsv", "methods.tsv", "models.tsv", "datasets.tsv", "names.tsv", "terms.tsv")
"""The vocabulary files of the package, the ones checked by hand first: an earlier entry keeps a contested name."""

_TYPES: dict[str, ConceptType | None] = {kind.value: kind for kind in ConceptType} | {"generic": None}
_HEAD_NOUN = re.compile(r" (?:model|architecture|mechanism|framework|approach|method|task|system|network|technique)$")
# "Transformer model" names what "Transformer" names: the mention is the shorter one, so that all fold alike.
_SIGNS = re.compile(r"[^\w+#.]|_")
_SHORT = 6  # from this length on a name with capitals is told from an ordinary word without comparing every capital
_FLAGS = frozenset({"context", "cased", "noun"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One known name with its aliases. `type` is None for a generic term, which never becomes a concept.

    `own` marks the user's entries, which nothing else overrules.
    """

    name: str
    type: ConceptType | None
    aliases: tuple[str, ...] = ()
    match: frozenset[str] = frozenset()
    source: str = ""
    licence: str = ""
    own: bool = False

    @property
    def id(self) -> str:
        """The id that concepts of this entry carry: `method:lora`."""
        return _entry_id(self.type, self.name)


@cache
def _entry_id(kind: ConceptType | None, name: str) -> str:
    return f"{kind.value if kind else 'generic'}:{slug(name)}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries by folded phrase: `phrases[key]` lists (entry, the name as written in the file)."""

    phrases: Mapping[str, tuple[tuple[Entry, str], ...]] = field(default_factory=dict)

    def find(self, key: str, surface: str) -> tuple[Entry, str] | None:
        """Return the entry that a surface names, with the alias that matched; None where its capitals do not fit."""
        for entry, alias in self.phrases.get(key, ()):
            if fits(alias, surface, cased="cased" in entry.match, number="noun" in entry.match):
                return entry, alias
        return None


def fits(alias: str, surface: str, *, cased: bool = False, number: bool = False) -> bool:
    """Say whether the capitals of a surface allow it to be the alias; both are known to fold alike."""
    if number and surface[-1:] in "sS" and alias[-1:] not in "sS":
        return False
    capitals, short = _writing(alias)
    if not capitals:
        return not cased or surface == alias
    if cased or short:
        return _capitals(alias) == _capitals(surface)
    if capitals > 1 or " " not in alias:
        # "RoBERTa" is also written "Roberta"; in lower case it is a name of people.
        return any(c.isupper() for c in surface)
    # Terms named after people keep one capital only: "Markov chain", "Gaussian process".
    return True


@lru_cache(maxsize=65536)
def _writing(alias: str) -> tuple[int, bool]:
    """Return the number of capitals, and whether it is a short name with several."""
    capitals = sum(c.isupper() for c in alias)
    return capitals, capitals > 1 and sum(c.isalpha() for c in alias) < _SHORT


@lru_cache(maxsize=65536)
def _capitals(text: str) -> str:
    # A plural s hangs on an abbreviation without a capital: "CNNs".
    bare = _SIGNS.sub("", text)
    return bare[:-1] if bare.endswith("s") and bare[:-1].isupper() else bare


def load_vocabulary(paths: Iterable[Path] = (), *, names: bool = True) -> Vocabulary:
    """Return the package's vocabulary extended by the user's files, which win over ours.

    `names` False leaves out the collected files, which nobody checked name by name.

    Raises:
        VocabularyError: A file cannot be read; the message names file and line.
    """
    own = [replace(entry, own=True) for path in paths for entry in read_entries(path)]
    return build_vocabulary([*own, *_package_entries(names=names)])


def build_vocabulary(entries: Iterable[Entry]) -> Vocabulary:
    """Return the vocabulary of entries; where two claim a name in the same writing, the first keeps it."""
    phrases: defaultdict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        keys = {alias: fold_phrase(alias) for alias in (entry.name, *entry.aliases)}
        for alias, key in keys.items():
            short = _HEAD_NOUN.sub("", key)
            if not key or (short != key and short in keys.values()):
                continue
            if (entry, alias) not in phrases[key]:
                phrases[key].append((entry, alias))
    return Vocabulary({key: tuple(found) for key, found in phrases.items() if found})


@cache
def _package_entries(*, names: bool) -> tuple[Entry, ...]:
    files = FILES if names else FILES[:-2]
    return tuple(entry for name in files for entry in _rows_to_entries(package_rows(name), name))


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a user's TSV, or YAML (`- name: ...`, `type: ...`, `aliases: [...]`, `match: [...]`).

    Raises:
        VocabularyError: The file cannot be read, or a row lacks a name or has an unknown type.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be read ({error})") from error
    if path.suffix.lower() in {".yaml", ".yml"}:
        import yaml  # noqa: PLC0415 - only for a user's YAML

        try:
            rows = yaml.safe_load(text) or []
        except yaml.YAMLError as error:
            raise VocabularyError(f"{path}: not YAML ({' '.join(str(error).split())})") from error
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise VocabularyError(f"{path}: expected a list of entries with name and type")
        yield from _rows_to_entries(rows, str(path))
    else:
        reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        if "name" not in (reader.fieldnames or ()):
            raise VocabularyError(f"{path}:1: expected a header with the columns name, type, aliases")
        yield from _rows_to_entries(reader, str(path))


def _rows_to_entries(rows: Iterable[Mapping[str, Any]], place: str) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=2):
        name = " ".join(str(row.get("name") or "").split())
        kind = str(row.get("type") or "").strip()
        if not any(map(str.isalnum, name)):
            raise VocabularyError(f"{place}:{number}: an entry without a name")
        if kind not in _TYPES:
            raise VocabularyError(f"{place}:{number}: {kind!r} is not one of {', '.join(_TYPES)}")
        flags = frozenset(_as_list(row.get("match"), None))
        if not flags <= _FLAGS:
            raise VocabularyError(f"{place}:{number}: match can hold {', '.join(sorted(_FLAGS))}")
        yield Entry(
            name=name,
            type=_TYPES[kind],
            aliases=tuple(_as_list(row.get("aliases"), "|")),
            match=flags,
            source=str(row.get("source") or place),
            licence=str(row.get("licence") or ""),
        )


def _as_list(value: object, separator: str | None) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(separator)
    return [" ".join(str(part).split()) for part in parts if str(part).strip()]

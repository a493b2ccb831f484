"""Groups of languages, coordinated ones too: "Bantu and Slavic languages", "low- and mid-resource languages"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate
from papergraph.extract.folding import fold_phrase
from papergraph.extract.languages import language_groups
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from papergraph.extract.folding import Words
    from papergraph.extract.languages import GroupEntry

_SCORE = 0.95
_HEAD = "language"
_FAMILY = frozenset({"family", "branch"})
_JOINING = frozenset({"and", "or", "other", "the", "as", "well", "versus", "vs", "both"})
_JOINED = re.compile(r"^-?\s*,?\s*(?:(?:and|or|&|vs\.?|versus|as well as)\s+)?(?:other\s+|the\s+)?$|^\s*/\s*$")
_LONGEST = 4  # words of "low-resource African", "morphologically rich"
_SINGULAR = re.compile(r"(?i)(?:language|dialect|variety) of\b")  # "a language of Ghana" is one of them
_MIXED = re.compile(r"\b[Cc]ode[- ]?(?:[Mm]ix|[Ss]witch)(?:ed|ing)\b")
_BESIDE = re.compile(r"^[\s\-–/,()]{0,3}$")
_MIXED_GROUP = "language_group:code-mixed-languages"


class GroupReader:
    """Finds the groups of the table.

    `phrases` are the folded names that no word "language" ends ("languages of India", "CJK"); the caller looks for them
    and asks `named` what they are. All others are found from their head.
    """

    def __init__(self) -> None:
        self._adjectives: dict[str, GroupEntry] = {}
        self._phrases: dict[str, GroupEntry] = {}
        for group in language_groups().values():
            for name in (group.name, *group.aliases):
                key = fold_phrase(name)
                bare = key.removesuffix(f" {_HEAD}")
                (self._phrases if bare == key else self._adjectives).setdefault(bare, group)

    @property
    def phrases(self) -> Sequence[str]:
        """The folded names to look for, sorted."""
        return sorted(self._phrases)

    def named(self, key: str, text: str, start: int, end: int) -> Candidate | None:
        """Return the group that a folded phrase names at a place; None where it is another phrase."""
        group = self._phrases.get(key)
        surface = text[start:end]
        if _SINGULAR.match(surface):
            return None
        if group is None or "\n" in surface or ". " in surface or not _capital(group, surface):
            return None
        return _candidate(start, end, group)

    def __call__(self, text: str, words: Words) -> Iterator[Candidate]:
        """Yield the groups that end in "languages" or "families", each adjective of a list by itself."""
        for place, key in enumerate(words.keys):
            if key != _HEAD and key not in _FAMILY:
                continue
            stop = place - (key in _FAMILY and place > 0 and words.keys[place - 1] == _HEAD)
            found = self._ending(text, words, stop)
            if found is None or not _spaced(text[words.ends[stop - 1] : words.starts[stop]]):
                continue
            first, group = found
            if key in _FAMILY and group.name[0].islower():
                continue
            yield _candidate(words.starts[first], words.ends[place], group)
            yield from self._coordinated(text, words, first, stop)

    def mixed(self, text: str, languages: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield the group of code-mixed languages where "code-mixed" stands beside a language."""
        for match in _MIXED.finditer(text):
            for language in languages:
                before, after = text[language.end : match.start()], text[match.end() : language.start]
                if (language.end <= match.start() and _BESIDE.match(before)) or (
                    match.end() <= language.start and _BESIDE.match(after)
                ):
                    yield _candidate(*match.span(), language_groups()[_MIXED_GROUP])
                    break

    def _coordinated(self, text: str, words: Words, first: int, stop: int) -> Iterator[Candidate]:
        while first > 0:
            last = first
            while last > 0 and words.keys[last - 1] in _JOINING:
                last -= 1
            gap = text[words.ends[last - 1] : words.starts[first]] if last > 0 else ""
            # "low-resource African languages" are of both groups without a word between them
            if last == 0 or (gap != " " and not (gap.strip() and _JOINED.match(gap))):
                return
            found = self._ending(text, words, last)
            if found is None and gap.startswith("-"):
                # "low- and mid-resource": the second half is written once
                group = self._adjectives.get(f"{words.keys[last - 1]} {words.keys[stop - 1]}")
                found = (last - 1, group) if group is not None else None
            if found is None:
                return
            first, group = found
            yield _candidate(words.starts[first], words.ends[last - 1], group)

    def _ending(self, text: str, words: Words, stop: int) -> tuple[int, GroupEntry] | None:
        """Return the longest adjective of a group that ends before a word, with the place of its first word."""
        for count in range(min(_LONGEST, stop), 0, -1):
            first = stop - count
            group = self._adjectives.get(" ".join(words.keys[first:stop]))
            if group is None:
                continue
            surface = text[words.starts[first] : words.ends[stop - 1]]
            if _capital(group, surface) and all(
                _spaced(text[words.ends[i] : words.starts[i + 1]]) for i in range(first, stop - 1)
            ):
                return first, group
        return None


def _spaced(gap: str) -> bool:
    return gap in {" ", "-", "\u2010", "\u2011", "–", ""}


def _capital(group: GroupEntry, surface: str) -> bool:
    """Say whether a surface has the capital that a proper name wants: "border languages" are none of Border."""
    return not group.name[0].isupper() or group.name.startswith("Indigenous") or any(c.isupper() for c in surface)


def _candidate(start: int, end: int, group: GroupEntry) -> Candidate:
    return Candidate(start, end, ConceptType.LANGUAGE_GROUP, _SCORE, "language-group", group.name, group.id)

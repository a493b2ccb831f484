"""A record folded into what can be compared: title words, author names, year, venue, identifiers."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papergraph.identifiers import prefixed
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from papergraph.values import Record

_LATEX_ACCENT = re.compile(r"\\(?:['\"`^~=.]|[uvHtcdbrk](?=[\s{]))\s*\{?\\?([A-Za-z])\}?")
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+\*?\s*(?=[{\s]|$)")
_LATEX_LETTER = {r"\ss": "ss", r"\o": "o", r"\O": "O", r"\l": "l", r"\L": "L", r"\ae": "ae", r"\oe": "oe", r"\aa": "a"}
_LATEX_LETTERS = re.compile(r"\\(?:ss|o|O|l|L|ae|oe|aa)(?![a-zA-Z])(?:\{\}|\s)?")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_HEAD = re.compile(r"\s*(?::|\s[-\u2013\u2014]+\s|\u2014|\?|\.\s)\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOST_LETTER = re.compile(r"(?<=\w)[?\ufffd]+(?=\w)")
_ET_AL = re.compile(r"\bet\.?\s+al\b\.?|\band others\b|\betal\b|\.\.\.|\u2026", re.IGNORECASE)

ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
}  # fmt: skip
_COUNTED = frozenset({"part", "volume", "vol", "edition", "episode", "chapter", "task", "subtask", "track", "version"})
_ONES = {"i": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_STOP = frozenset(
    "a an the of for in on to and or with by from as at is are be via using toward towards into its their our we do "
    "does can how what why when it this that than not no".split()
)

SERIES_WORDS = frozenset(
    "overview editorial preface foreword introduction tutorial proceedings report reports workshop findings "
    "announcement announcements message notes review reviews column news index contents obituary errata erratum "
    "corrigendum panel keynote invited standards forum reminiscences interview abstracts summary issue welcome "
    "committee sponsors calls minutes letter".split()
)
"""Words of titles that come back every year with other content."""

PRESENTATION_WORDS = frozenset(
    "extended abstract full short version preliminary draft technical report revised panel session tutorial demo "
    "demonstration description experience poster talk only invited industrial".split()
)
"""Words in which a title says how the work was presented; two titles of one work differ in them."""

_SERIES_PHRASES = re.compile(
    r"\b(?:shared task|special (?:issue|section|topic)|call for papers?|book reviews?|table of contents|"
    r"author index|chair s message|guest editor\w*|system description|task description)\b"
)


@dataclass(frozen=True, slots=True)
class Name:
    """An author: folded surname, the first letters of the other names (may be empty), and all names in full.

    `lost` says that an encoding ate letters: `B?hm`.
    """

    surname: str
    initials: str
    words: tuple[str, ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What is compared of a record.

    `joined` is the folded title without spaces; `numbers` are its numerals, Roman ones and ordinals included; `names`
    the words written like names (GlOSS, GPT-3); `head` what stands before a subtitle, joined; `cut` whether the title
    ends in dots; `other_words` the words of authors, venue and year; `abstract` the folded beginning of the abstract.
    """

    ids: frozenset[str]
    joined: str
    words: tuple[str, ...]
    numbers: frozenset[str]
    names: frozenset[str]
    head: str
    cut: bool
    series: bool
    authors: tuple[Name, ...]
    truncated: bool
    year: int | None
    venue: str
    other_words: frozenset[str]
    abstract: str
    recurring: bool = False
    """Whether its own file has the title of a series several times in that year: which is which cannot be told."""


def plain(text: str) -> str:
    r"""Return a title without LaTeX mark-up and HTML entities: `G{\"o}del &amp; {LaTeX}` -> `Gödel & LaTeX`."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    if "\\" in text:
        text = _LATEX_ACCENT.sub(r"\1", text)
        text = _LATEX_LETTERS.sub(lambda found: _LATEX_LETTER.get(found.group().strip(" {}"), ""), text)
        text = _LATEX_COMMAND.sub(" ", text)
    return text.replace("{", "").replace("}", "").replace("$", "")


def keys_of(records: Sequence[Record]) -> list[RecordKey]:
    """Return what is compared of each record."""
    keys = [key_of(record) for record in records]
    issues = Counter(
        (record.file, key.joined, key.year, frozenset(key.authors))
        for record, key in zip(records, keys, strict=True)
        if key.series
    )
    return [
        replace(key, recurring=True)
        if key.series and issues[record.file, key.joined, key.year, frozenset(key.authors)] > 1
        else key
        for record, key in zip(records, keys, strict=True)
    ]


def key_of(record: Record) -> RecordKey:
    """Return what is compared of a record."""
    title = _LOST_LETTER.sub("", plain(record.title))
    folded = fold_words(title)
    words = tuple(folded.split())
    names, truncated = author_names(tuple(author.name for author in record.authors))
    venue = fold_words(plain(record.venue)) if record.venue else ""
    author_words = {word for name in record.authors for word in fold_words(plain(name.name)).split()}
    other = author_words | set(venue.split())
    if record.year is not None:
        other.add(str(record.year))
    return RecordKey(
        ids=record_ids(record),
        joined=folded.replace(" ", ""),
        words=words,
        numbers=numbers_of(words),
        names=_names(title),
        head=_head(title),
        cut=title.rstrip().endswith(("...", "\u2026")),
        series=is_series(folded, words),
        authors=names,
        truncated=truncated,
        year=record.year,
        venue=venue,
        other_words=frozenset(other),
        abstract=fold_words(record.abstract[:400]) if record.abstract else "",
    )


def record_ids(record: Record) -> frozenset[str]:
    """Return every identifier of a record, prefixed; the DOIs that arXiv and the ACL give out are their own ids."""
    ids = set(record.other_ids)
    if record.doi:
        ids.add(prefixed(record.doi) or f"doi:{record.doi}")
    if record.arxiv_id:
        ids.add(f"arxiv:{record.arxiv_id}")
    if record.acl_id:
        ids.add(f"acl:{record.acl_id}")
    return frozenset(ids)


def numbers_of(words: tuple[str, ...]) -> frozenset[str]:
    """Return the numerals of a title, `part ii` and `second edition` as `2`: what tells a sequel."""
    found = set()
    for position, word in enumerate(words):
        if word.isdigit():
            found.add(word.lstrip("0") or "0")
        elif word in ROMAN:
            found.add(ROMAN[word])
        elif word in ORDINALS:
            if not _SERIES_NOUNS.isdisjoint(words[position + 1 : position + 4]):
                found.add(ORDINALS[word])
        elif word in _ONES and position and words[position - 1] in _COUNTED:
            found.add(_ONES[word])
        elif word[0].isdigit() and word.endswith(("st", "nd", "rd", "th")) and word[:-2].isdigit():
            found.add(word[:-2])
        elif glued := _GLUED_YEAR.fullmatch(word):
            found.add("20" + glued.group(1))
    return frozenset(found)


_GLUED_YEAR = re.compile(r"[a-z]{2,}(?:20)?([012]\d)")  # WMT19, SLT2022


_SERIES_NOUNS = frozenset(
    "edition workshop part volume conference symposium international annual joint shared task meeting report "
    "challenge competition campaign track evaluation".split()
)


def is_series(folded: str, words: tuple[str, ...]) -> bool:
    """Whether a title like this one comes back with other content: editorials, overviews, shared tasks, tutorials."""
    content = [word for word in words if word not in _STOP]
    if not content:
        return True
    if _SERIES_PHRASES.search(folded):
        return True
    if len(content) <= 3:
        return not SERIES_WORDS.isdisjoint(content)
    return len(content) <= 6 and content[0] in SERIES_WORDS


def content_words(words: tuple[str, ...]) -> list[str]:
    """Return the words of a title that carry meaning."""
    return [word for word in words if word not in _STOP]


def _head(title: str) -> str:
    """Return the folded part before a subtitle, joined; empty when there is none."""
    parts = _HEAD.split(title, maxsplit=1)
    if len(parts) < 2 or not parts[1]:
        return ""
    return "".join(word for word in fold_words(parts[0]).split() if word not in PRESENTATION_WORDS)


def _names(title: str) -> frozenset[str]:
    """Return the folded words that are written like names; none where all letters are capitals."""
    if title.isupper():
        return frozenset()
    found = (word for word in title.split() if re.search(r"[A-Za-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]", word))
    return frozenset(part for word in found for part in fold_words(word).split())


def _apart(names: tuple[str, ...]) -> Iterator[str]:
    """Yield single names: with three commas or more a name is a list of them that a reader could not part."""
    for text in names:
        yield from text.split(",") if text.count(",") >= 3 else (text,)


def author_names(names: tuple[str, ...]) -> tuple[tuple[Name, ...], bool]:
    """Return folded names, and whether the list says that it is cut (`et al.`)."""
    found: dict[Name, None] = {}
    truncated = False
    for text in _apart(names):
        if _ET_AL.search(text):
            truncated = True
            text = _ET_AL.sub(" ", text)  # noqa: PLW2901 - the rest of the name counts
        name = _name(plain(text))
        if name is not None:
            found[name] = None
    return tuple(found), truncated


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


def _name(text: str) -> Name | None:
    lost = "?" in text or "\ufffd" in text
    if lost:
        text = text.replace("?", "").replace("\ufffd", "")
    if "," in text:
        family, _, given = text.partition(",")
        family_words = [word for word in fold_words(family).split() if word not in _SUFFIXES]
        given_words = [word for word in fold_words(given).split() if word not in _SUFFIXES]
        if not family_words:
            family_words, given_words = given_words, []
    else:
        words = [word for word in fold_words(text).split() if not word.isdigit()]
        while len(words) > 1 and words[-1] in _SUFFIXES:
            words.pop()
        # "Smith J" and "Smith JA" put the initials last.
        while len(words) > 1 and _initials_last(words):
            words = [words[-1], *words[:-1]]
        family_words, given_words = words[-1:], words[:-1]
    if not family_words:
        return None
    names = tuple(word for word in (*given_words, *family_words) if len(word) > 2)
    while given_words and given_words[-1] in _PARTICLES:
        family_words = [given_words.pop(), *family_words]
    return Name("".join(family_words), "".join(word[0] for word in given_words), names, lost)


_PARTICLES = frozenset("de van von der den del della di da dos du la le el al ben bin ibn ter ten zu mac mc st".split())


def _initials_last(words: list[str]) -> bool:
    last = words[-1]
    return (len(last) == 1 and len(words[0]) > 1) or (
        len(last) == 2 and len(words[0]) > 2 and last not in _SHORT_SURNAMES
    )


_SHORT_SURNAMES = frozenset(
    "li xu wu he hu lu ma yu su fu ye gu du ng qi yi mo an oh ho do le vo wo bo ko ni pu qu tu ge ke re se xi ba bi ha "
    "ju ku mi mu ou pi ra ro si so to ts ai in ji ha cu zu fa ao ak oz ek um so no yo ru ab".split()
)


def years_in(words: tuple[str, ...]) -> set[int]:
    """Return the years that a title names."""
    return {int(word) for word in words if _YEAR.fullmatch(word)}

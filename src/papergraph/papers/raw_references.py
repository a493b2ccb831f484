"""A reference as one string -> identifiers, authors, year and title, where the string shows them clearly.

No library was found that does this for the styles of our field (docs/resolution.md says which were tried). A title is
taken only where a style's own signs enclose it: quotation marks, a year before it, or a list of names before it. What
fits no rule keeps its identifiers and year alone; a wrong title would become a paper that nobody wrote.
"""

from __future__ import annotations

import re
from itertools import islice

from msgspec.structs import replace

from papergraph.identifiers import acl_id, arxiv_id, doi
from papergraph.papers.keys import content_words
from papergraph.text import clean, fold_words
from papergraph.values import Reference

MAX_LENGTH = 2000
"""A longer string is no reference but a paragraph."""

_Parts = tuple[str, int | None, str]
"""Authors as they stand, year, title."""

_MARKER = re.compile(r"^\s*(?:\[[^\[\]]{1,12}\]|\(\d{1,4}\)|\d{1,4}[.)]|\d{1,3}(?=[A-Z][a-z]))\s*")
_DOI = re.compile(r"\b(?P<id>10\.\d{4,9}/[^\s\"<>]+)")
_ARXIV = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf)/|\s*[:,]?\s*(?:preprint\s*)?(?:arxiv)?\s*[:,]?\s*)(?P<id>\d{4}\.\d{4,5}|[a-z-]+/\d{7})",
    re.IGNORECASE,
)
_ACL = re.compile(
    r"acl(?:anthology\.org|web\.org/anthology)/(?P<id>[\w.-]+?\d)(?:[/.]?(?:pdf|bib)?[\s/.,;)]|$)", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|doi:|arxiv:)\S+", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.:/–-])(1[6-9]\d\d|20\d\d)[a-z]?(?![\d–-])")

_STRAIGHT = re.compile(r"\"(?P<title>[^\"]{8,400})\"(?=[\s,.;:)]|$)")
_QUOTES = {"“": "”", "„": "“", "«": "»"}
_AFTER_YEAR = re.compile(
    r"^(?P<authors>.{2,1500}?)(?<![\w-])[(\[]?(?P<year>1[6-9]\d\d|20\d\d)[a-z]?(?:[)\]]\s*[.,:]?|[.,:])\s+(?P<rest>\S.*)$"
)
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}")
_WORD = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]|[dlO]['’][A-Z])[\w'’´`.-]*|\([\w. ]+\)|[A-Z][a-z]?\.")
_PARTICLES = frozenset(
    "van von de der den del della di da dos du la le el al ben bin ibn im ter ten zu st st. y . jr jr. ii iii".split()
)
_OTHERS = re.compile(r"(?:,\s*)?(?:\bet al\b\.?|\band others\b|\(?\beds?\b\.?\)?|\beditors?\b)")
_SPLIT = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+|\s*,\s*")
_BREAK = re.compile(r"(?:[.:]|\.:)\s+(?=[\w“\"(])")
MAX_BREAKS = 60
"""So many places are tried where the names may end and the title begin."""
_SENTENCE_END = re.compile(
    r"(?<=[\w)\]'’”\"+#])(?:[?!]\.|[.?!])(?=\s+(?:[A-Z(“\"\[]|in\b|pp?\b|arxiv|(?:1[6-9]|20)\d\d\b)|\s*$)"
)
_FULL_STOP = re.compile(r"\.(?=\s|$)")
_VENUE = re.compile(
    r"[.,]?\s+[Ii]n:?\s+(?=(?:[Tt]he\s+)?(?:Proc|[A-Z0-9][\w&-]*\s+(?:Conf|Int|Work|Symp)|Adv|Lecture|[“\"]))|,\s+[Ii]n:\s+"
)
_VENUE_WORD = re.compile(
    r"\b(?:proc\b|proceedings|conf\b|conference|journal|transactions|trans\b|workshop|symposium|arxiv|corr|annals|review"
    r"|letters|advances|lecture notes|press|university|linguistics|nature|science)",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"^(?:in:?\s|proc(?:eedings|\.)|(?:the )?(?:journal|transactions|annals) of|arxiv|corr\b|pp?\.? \d|vol\.?\s*\d"
    r"|https?:)",
    re.IGNORECASE,
)


def parse_reference(raw: str) -> Reference:
    """Return what a reference in one string says: `ids`, `title`, `year` and `authors`, each where it is clear.

    Authors are given name first, or initials first; `raw` is kept.
    """
    text = clean(raw)[: MAX_LENGTH + 1]
    if len(text) > MAX_LENGTH:
        return Reference(raw=raw)
    ids = _identifiers(text)
    bare = _MARKER.sub("", _ADDRESS.sub("", text)).strip()
    years = _YEAR.findall(bare)
    found = _quoted(bare) or _after_year(bare) or _after_names(bare)
    if found is None:
        return Reference(ids=ids, year=int(years[-1]) if years else None, raw=raw)
    authors, year, title = found
    return Reference(
        ids=ids, title=title, year=year or (int(years[-1]) if years else None), authors=_authors(authors), raw=raw
    )


def completed(reference: Reference) -> Reference:
    """Return a reference that has nothing but its string with what the string says; others as they are."""
    if reference.title or not reference.raw:
        return reference
    read = parse_reference(reference.raw)
    return replace(
        reference,
        ids=reference.ids or read.ids,
        title=read.title,
        year=reference.year or read.year,
        authors=reference.authors or read.authors,
    )


def _identifiers(text: str) -> tuple[str, ...]:
    kinds = (("arxiv", _ARXIV, arxiv_id), ("acl", _ACL, acl_id), ("doi", _DOI, doi))
    found = {
        f"{kind}:{bare}"
        for kind, pattern, normalised in kinds
        for match in pattern.finditer(text)
        if (bare := normalised(match["id"]))
    }
    return tuple(sorted(found))


def _quoted(text: str) -> _Parts | None:
    start, end = _quotation(text)
    title = _title(text[start + 1 : end])
    before = text[:start]
    # A year and then words: the quotation is part of a title.
    if not title or re.search(r"\d{4}\W+\w", before):
        return None
    years = _YEAR.findall(before)
    return _YEAR.sub("", before).rstrip(" (),.:;"), int(years[-1]) if years else None, title


def _quotation(text: str) -> tuple[int, int]:
    """Return where the first quotation starts and ends, inner ones belonging to it; (0, 0) where there is none."""
    start = next((place for place, character in enumerate(text) if character in _QUOTES), None)
    if start is None:
        match = _STRAIGHT.search(text)
        return (match.start(), match.end("title")) if match else (0, 0)
    opening, closing = text[start], _QUOTES[text[start]]
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return start, place
    return 0, 0


def _after_year(text: str) -> _Parts | None:
    match = _AFTER_YEAR.match(text)
    if not match or (len(match["authors"].split()) > 8 and not re.search(r"[,;&]|\band\b", match["authors"])):
        return None
    # "Proceedings of the 2019 Conference" has words of no name before its year.
    if sum(word.islower() and len(word) > 3 for word in match["authors"].split()) > 1:
        return None
    title = _title(_first_sentence(match["rest"]))
    return (match["authors"], int(match["year"]), title) if title else None


def _after_names(text: str) -> _Parts | None:
    for match in islice(_BREAK.finditer(text), MAX_BREAKS):
        names, rest = text[: match.end()].strip(" :"), text[match.end() :]
        if match.group().startswith(":") and len(_SPLIT.split(names)[-1].split()) == 1:
            continue  # "A. Louis, BERTweet: a model" is no list of two
        if _are_names(names) and not _CONTINUED.match(rest):
            title = _title(_first_sentence(rest))
            return (names, None, title) if title else None
    return None


_CONTINUED = re.compile(r"[A-Z]\.|et al\b|and\s|&|[a-z]{1,3}\s+[.A-Z]")
"""What follows an initial in a list of names that goes on."""


def _are_names(text: str) -> bool:
    """Tell whether a text is a list of names and nothing else."""
    bare: bool | None = True  # the name before has no initials yet; None: it has
    parts = [part for part in _SPLIT.split(_OTHERS.sub("", text).strip(" .,")) if part]
    for part in parts:
        if _INITIALS.fullmatch(part.replace(" ", "")):
            if bare is None:
                return False
            bare = None
            continue
        words = part.split()
        if len(words) > 5 or not all(_WORD.fullmatch(word) or word.lower() in _PARTICLES for word in words):
            return False
        bare = None if any(_INITIALS.fullmatch(word) for word in words) else True
    return bool(parts) and not _INITIALS.fullmatch(parts[0].replace(" ", ""))


def _first_sentence(text: str) -> str:
    text = _VENUE.split(text, maxsplit=1)[0]
    for match in _SENTENCE_END.finditer(text):
        # "Will I sound like me? Improving consistency" goes on; "Who wrote this? Journal of Spoons" does not.
        following = _FULL_STOP.split(text[match.end() :], maxsplit=1)[0]
        if match.group().endswith(".") or not following.strip() or _VENUE_WORD.search(following):
            return text[: match.end()]
    return text


def _title(text: str) -> str | None:
    """Return a title without its stop, or None for what cannot be one."""
    title = text.strip(" .,;:")
    words = tuple(fold_words(title).split())
    if (
        len([word for word in content_words(words) if not word.isdigit()]) < 2
        or len(words) > 45
        or _NOT_A_TITLE.match(title)
    ):
        return None
    return title


def _authors(text: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in _SPLIT.split(_OTHERS.sub("", text).strip(" ,")):
        words = part.split()
        if not words:
            continue
        if names and _INITIALS.fullmatch("".join(words)):
            names[-1] = f"{part} {names[-1]}"
        elif len(words) > 1 and words[-1].isupper() and words[-1].isalpha() and len(words[-1]) < 4:
            names.append(f"{'. '.join(words[-1])}. {' '.join(words[:-1])}")
        else:
            names.append(part if len(words[-1]) < 4 else part.rstrip("."))
    return tuple(names)

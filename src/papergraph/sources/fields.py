"""From what a file says to the fields of a `Record`: one place for every reader, so that all mean the same."""

from __future__ import annotations

import html
import json
import re
from calendar import monthrange
from typing import TYPE_CHECKING, Any

from papergraph.identifiers import acl_id, arxiv_id, doi, prefixed
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from papergraph.sources.documents import Document

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AND = re.compile(r",?\s+(?:and|&)\s+")
_ASCII_CONTROLS = bytes({*range(32), 127} - set(b"\t\n"))
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_TAG_NAME = (
    r"(?:(?:jats|mml|m):[\w-]+|i|b|u|a|p|em|strong|sub|sup|su[bp]|scp?|tt|br|hr|span|div|h[1-6]|font|small|big|ul|ol|li"
    r"|italic|bold|underline|monospace|sec|title|list|list-item|inline-formula|tex-math|ext-link|xref|math|m[ionf]|mrow"
    r"|msu[bp]|mtext|abstracttext)"
)
_BLOCK_TAG = re.compile(r"</?(?:jats:)?(?:p|sec|br|div|li|list-item|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HEADING = re.compile(r"<(?:jats:)?title>\s*(?:Abstract|Summary)\s*</(?:jats:)?title>", re.IGNORECASE)
_TAG = re.compile(rf"</?{_TAG_NAME}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?![\d/-])")
_ORCID = re.compile(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.IGNORECASE)
_BARE_ARXIV = re.compile(r"(?:0[7-9]|[12]\d)(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?")
_OPENALEX = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?|openalex:)(W\d+)", re.IGNORECASE)
_S2 = re.compile(r"(?:https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/\s]+/)?|s2:)([0-9a-f]{40})", re.IGNORECASE)
_CORPUS_ID = re.compile(r"(?:corpusid|s2corpus):(\d+)", re.IGNORECASE)
_PUBMED = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|(?:pmid|pubmed):\s*)(\d{1,9})/?", re.IGNORECASE)
_OPENREVIEW = re.compile(r"(?:https?://openreview\.net/(?:forum|pdf)\?id=|openreview:)([\w-]+)", re.IGNORECASE)
_DBLP = re.compile(
    r"(?:https?://dblp\.(?:org|uni-trier\.de)/rec/|dblp:)((?:conf|journals|books|phd|series|reference)/\S+)",
    re.IGNORECASE,
)


def exact_text(value: object) -> str | None:
    """Return an abstract as given, only its ends stripped; None for what is not text or is blank.

    Characters that no text holds (controls, direction overrides, lone surrogates) become a space, so that all other
    offsets stay.
    """
    if not isinstance(value, str):
        return None
    text = value
    if not _is_plain(text):
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    return text.strip() or None


def _is_plain(text: str) -> bool:
    """Tell whether a text holds nothing but what can be printed and line breaks; tabs may pass or not.

    Almost all text is plain, and these are the quickest ways to see it.
    """
    if len(text) > 100 and text.isascii():
        raw = text.encode()
        return len(raw.translate(None, _ASCII_CONTROLS)) == len(raw)
    return text.isprintable() or text.replace("\n", "").isprintable()


def unwrapped(value: object) -> str | None:
    """Return a text of a format that wraps its lines: paragraphs stay, line breaks inside them become a space."""
    text = exact_text(value)
    if text is None or "\n" not in text:
        return text
    if text.isascii():
        flat = text.replace("\n", " ")
        if "  " not in flat and "\t" not in flat:
            return flat
    paragraphs = (" ".join(paragraph.split()) for paragraph in _PARAGRAPH.split(text))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph) or None


def without_markup(value: object) -> object:
    """Return a text without the HTML, JATS or MathML tags that Crossref and others leave in it; others unchanged.

    Only tags that these sources use go: "a < b > c" stays. Paragraphs become lines.
    """
    if not isinstance(value, str) or ("<" not in value and "&" not in value):
        return value
    text = _TAG.sub("", _BLOCK_TAG.sub("\n", _HEADING.sub("\n", value))) if "<" in value else value
    lines = [_squeezed(line) for line in html.unescape(text).split("\n")]
    return "\n".join([line for line in lines if line])


def _squeezed(line: str) -> str:
    """Return a line with runs of white space as one space."""
    bare = line.strip()
    return bare if "  " not in bare and "\t" not in bare and _is_plain(bare) else " ".join(bare.split())


def one_line(value: object) -> str | None:
    """Return a title or name with runs of white space as one space; None for what is not text or is blank."""
    if not isinstance(value, str):
        return None
    if value.isprintable():  # so that its only white space is spaces
        bare = value.strip()
        return " ".join(bare.split()) if "  " in bare else bare or None
    text = exact_text(value)
    return None if text is None else " ".join(text.split())


def own_id(value: object) -> str | None:
    """Return the source's own id as text; a number counts as one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return one_line(value)


def year_of(value: object) -> int | None:
    """Return a year between 1500 and 2099 from 2020, 2020.0, "2020" or "May 2020", else None."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        if len(value) != 4 or not value.isascii() or not value.isdigit():
            found = _YEAR.search(value)
            value = found.group() if found else 0
        value = int(value)
    if isinstance(value, (int, float)):
        return int(value) if 1500 <= value < 2100 and value == int(value) else None
    return None


def date_of(value: object) -> str | None:
    """Return an ISO date as far as one is given (`2024-12-19`, `2024-12`), else None; a year alone is no date."""
    if not isinstance(value, str) or not (found := _DATE.match(value.strip())):
        return None
    year, month, day = found.groups()
    return iso_date(int(year), int(month) if month else None, int(day) if day else None)


def month_of(value: str | None) -> int | None:
    """Return the number of a month from "5", "05", "May" or "may/june", else None; a number may be none of a month."""
    if value is None:
        return None
    text = value.strip().lower()
    if text.isascii() and text.isdigit() and len(text) < 3:
        return int(text)
    return _MONTHS.get(text[:3])


_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return `2024-12-19` or `2024-12`; None without a year and a month, or for a day that does not exist."""
    if year is None or month is None or not 1500 <= year < 2100 or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year}-{_TWO_DIGITS[month]}"
    # Every month has 28 days; only for the others is the calendar asked, which takes longer than all the rest.
    if not (1 <= day <= 28 or 28 < day <= monthrange(year, month)[1]):
        return None
    return f"{year}-{_TWO_DIGITS[month]}-{_TWO_DIGITS[day]}"


_TWO_DIGITS = tuple(f"{number:02d}" for number in range(32))


def identifier_of(value: object) -> str | None:
    """Return a prefixed identifier (`doi:`, `arxiv:`, `acl:`, `openalex:`, `s2:`, `pmid:` ...), else None.

    A bare number is an identifier only in the form of an arXiv id with a month that exists.
    """
    if not isinstance(value, str) or not (text := value.strip()) or text.isalnum():
        return None
    start = text[:40].lower()
    if start.startswith(("10.", "doi:")) or "doi.org/" in start:
        found = doi(text)
        return prefixed(text) if found is None or found.startswith(_GIVEN_OUT) else f"doi:{found}"
    for pattern, prefix in _OTHER_IDS:
        if match := pattern.fullmatch(text):
            return f"{prefix}:{match.group(1).upper() if prefix == 'openalex' else match.group(1)}"
    if text[0].isdigit() and arxiv_id(text) and not _BARE_ARXIV.fullmatch(text):
        return None
    return prefixed(text)


_GIVEN_OUT = ("10.48550/arxiv.", "10.18653/v1/")
"""DOIs that arXiv and the ACL gave out; `prefixed` finds the id behind them."""

_OTHER_IDS = (
    (_OPENALEX, "openalex"),
    (_S2, "s2"),
    (_CORPUS_ID, "s2corpus"),
    (_PUBMED, "pmid"),
    (_OPENREVIEW, "openreview"),
    (_DBLP, "dblp"),
)


def doi_identifier(value: object) -> str | None:
    """Return the prefixed identifier behind a value of a field that holds DOIs only, else None."""
    found = doi(value) if isinstance(value, str) else None
    if found is None or found.startswith(_GIVEN_OUT):
        return found and identifier_of(f"https://doi.org/{found}")
    return f"doi:{found}"


class Identifiers:
    """Collects what a record is called and sorts it into the fields of a `Record`. The first of a kind wins."""

    def __init__(self) -> None:
        self.doi: str | None = None
        self.arxiv_id: str | None = None
        self.acl_id: str | None = None
        self._others: dict[str, None] = {}

    def add(self, value: object) -> bool:
        """Add an identifier or address in any usual form; return whether it was one."""
        found = identifier_of(value)
        if found is None:
            return False
        kind, _, bare = found.partition(":")
        if kind == "arxiv":
            taken, self.arxiv_id = self.arxiv_id, self.arxiv_id or bare
        elif kind == "acl":
            taken, self.acl_id = self.acl_id, self.acl_id or bare
        elif kind == "doi":
            taken, self.doi = self.doi, self.doi or bare
        else:
            taken, bare = None, ""
            self._others[found] = None
        if taken not in (None, bare):
            self._others[found] = None
        # A DOI that arXiv or the ACL gave out stays a DOI as well.
        if kind in ("arxiv", "acl") and isinstance(value, str) and "10." in value and self.doi is None:
            self.doi = doi(value)
        return True

    def keep(self, prefixed_id: str) -> None:
        """Keep an identifier that is prefixed already."""
        self._others[prefixed_id] = None

    def add_pmid(self, value: str | None) -> None:
        """Add a value of a field that holds PubMed ids only."""
        if value and len(value) < 10 and value.isascii() and value.isdigit():
            self._others[f"pmid:{value}"] = None
        elif value:
            self.add(f"pmid:{value}")

    def add_doi(self, value: object) -> None:
        """Add a value of a field that holds DOIs only."""
        found = doi(value) if isinstance(value, str) else None
        if found and (self.doi is not None or found.startswith(_GIVEN_OUT)):
            self.add(f"https://doi.org/{found}")
        elif found:
            self.doi = found

    def add_arxiv(self, value: object) -> None:
        """Add a value of a field that holds arXiv ids only."""
        if isinstance(value, str) and (found := arxiv_id(value)):
            self.arxiv_id = self.arxiv_id or found

    def add_acl(self, value: object) -> None:
        """Add a value of a field that holds ACL Anthology ids only."""
        if isinstance(value, str) and (found := acl_id(value)):
            self.acl_id = self.acl_id or found

    @property
    def others(self) -> tuple[str, ...]:
        """The other identifiers, prefixed and sorted."""
        return tuple(sorted(self._others)) if self._others else ()


def authors_of(value: object) -> tuple[Author, ...]:
    """Return authors from a list of names or objects (`name`, or `given` and `family`; `orcid`; `id`, `ids`).

    A single string is split at semicolons or " and "; at commas only where every part between them is a whole name.
    """
    if isinstance(value, str):
        value = split_names(value)
    if not isinstance(value, list):
        return ()
    authors = []
    for item in value:
        if isinstance(item, str):
            if name := one_line(item):
                authors.append(Author(name))
        elif isinstance(item, dict) and (author := _author_of(item)):
            authors.append(author)
    return tuple(authors)


def split_names(text: str) -> list[str]:
    """Return the names of a list in one string: "A B; C D", "A B and C D", "A B, C D"; "B, A" is one name."""
    if ";" in text:
        return [name for part in text.split(";") if (name := part.strip())]
    names: list[str] = []
    for part in _AND.split(text):
        by_comma = [name.strip() for name in part.split(",")]
        whole = len(by_comma) > 1 and all(" " in name or not name for name in by_comma)
        names.extend(by_comma if whole else [part])
    return [name for name in names if name.strip()]


def given_first(name: str) -> str:
    """Return "Ada Lovelace" for "Lovelace, Ada" and "Ada King Jr." for "King, Jr., Ada"."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}".strip()
    return f"{parts[2]} {parts[0]} {parts[1]}".strip() if len(parts) == 3 else name


def _author_of(item: Mapping[str, Any]) -> Author | None:
    name = one_line(item.get("name")) or one_line(
        " ".join(part for key in ("given", "first", "family", "last") if isinstance(part := item.get(key), str))
    )
    if name is None:
        return None
    given = item.get("ids")
    ids = sorted({text for each in given if (text := one_line(each))}) if isinstance(given, list) else []
    return Author(name, orcid_of(item.get("orcid")), tuple(ids))


def orcid_of(value: object) -> str | None:
    """Return a bare ORCID (`0000-0002-1825-0097`) from an ORCID or its address, else None."""
    found = _ORCID.search(value) if isinstance(value, str) else None
    return found.group(1).upper() if found else None


def references_of(value: object) -> tuple[Reference, ...] | None:
    """Return references from a list of identifiers, raw strings, or objects (`title`, `year`, `authors`, `ids` ...)."""
    if not isinstance(value, list):
        return None
    references = (_reference_of(item) for item in value)
    return tuple(reference for reference in references if reference is not None)


def _reference_of(item: object) -> Reference | None:
    if isinstance(item, str):
        text = one_line(item)
        if text is None:
            return None
        found = identifier_of(text) if " " not in text else None
        return Reference(ids=(found,)) if found else Reference(raw=text)
    if not isinstance(item, dict):
        return None
    listed = item.get("ids")
    candidates = [item.get(key) for key in ("id", "doi", "arxiv_id", "acl_id", "url")]
    candidates += listed if isinstance(listed, list) else [listed]
    ids = sorted({found for each in candidates if (found := identifier_of(each))})
    reference = Reference(
        ids=tuple(ids),
        title=one_line(item.get("title")),
        year=year_of(item.get("year")),
        authors=tuple(author.name for author in authors_of(item.get("authors"))),
        venue=venue_of(item.get("venue")),
        raw=one_line(item.get("raw")),
    )
    return reference if reference.ids or reference.title or reference.raw else None


def venue_of(value: object) -> str | None:
    """Return a venue; several (a joint conference) are joined by `; `."""
    if isinstance(value, list):
        names = [name for each in value if (name := one_line(each))]
        return "; ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return venue_of(value.get("name"))
    return one_line(value)


def make_record(
    document: Document,
    line: int,
    format: str,
    title: object,
    ids: Identifiers,
    *,
    source_id: str | None = None,
    abstract: str | None = None,
    year: int | None = None,
    date: str | None = None,
    venue: str | None = None,
    authors: tuple[Author, ...] = (),
    url: str | None = None,
    references: tuple[Reference, ...] | None = None,
    extra: tuple[tuple[str, str], ...] = (),
) -> Record | Skipped:
    """Return a record, or a `Skipped` where there is no title; a year that is not given is the date's."""
    name = one_line(title)
    if name is None:
        return document.skip(line, "no title" if title in (None, "") else "the title is not text")
    if year is None and date:
        year = int(date[:4])
    # By position, in the order of the fields of `Record`: names would take as long as all the rest of this.
    return Record(
        document.name,
        line,
        name,
        format,
        source_id,
        abstract,
        year,
        date,
        venue,
        authors,
        ids.doi,
        ids.arxiv_id,
        ids.acl_id,
        ids.others,
        url,
        references,
        extra,
    )


def extra_of(entry: Mapping[str, Any], used: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return what no field took, by name: text as it is, anything else as JSON."""
    kept = []
    for key, value in entry.items():
        if key in used:
            continue
        if value:
            text = value if isinstance(value, str) else _as_json(value)
        elif value is not None and value not in ("", [], {}):
            text = _as_json(value)  # 0 and false say something
        else:
            continue
        if not (key.isprintable() and text.isprintable()):
            key, text = _plain(key), _plain(text)  # noqa: PLW2901 - rare
        kept.append((key, text))
    kept.sort()
    return tuple(kept)


def _as_json(value: object) -> str:
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def _plain(text: str) -> str:
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))

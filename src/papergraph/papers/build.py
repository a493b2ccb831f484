"""One group of records -> one paper. Every choice is made by content, so that no order of the input changes it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from papergraph.papers.keys import author_names, record_ids
from papergraph.text import clean, fold_words, short_hash
from papergraph.values import Author, Paper, Record, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RANKS = {"doi": 0, "arxiv": 1, "acl": 2}


def title_ids(groups: Sequence[Sequence[Record]]) -> list[str]:
    """Return an id for each group: its strongest identifier that no other group has, else a hash of its title.

    Two works of one title without identifiers differ by year, authors and text in what is hashed.
    """
    owners = Counter(name for group in groups for name in {name for record in group for name in record_ids(record)})
    ids: list[str | None] = []
    for group in groups:
        names = sorted({name for record in group for name in record_ids(record)}, key=_rank)
        strong = [name for name in names if name.partition(":")[0] in _RANKS and owners[name] == 1]
        ids.append(strong[0] if strong else None)
    taken = {paper_id for paper_id in ids if paper_id is not None}
    waiting = sorted(
        (number for number, paper_id in enumerate(ids) if paper_id is None), key=lambda n: (_facts(groups[n]), n)
    )
    for number in waiting:
        group = groups[number]
        folded = fold_words(chosen(group).title)
        facts = "\n".join(_facts(group))
        options = [folded, f"{folded}\n{facts}"]
        wanted = next(
            (f"title:{short_hash(text)}" for text in options if f"title:{short_hash(text)}" not in taken), None
        )
        repeat = 2
        while wanted is None or wanted in taken:
            wanted = f"title:{short_hash(f'{folded} {facts} {repeat}')}"
            repeat += 1
        ids[number] = wanted
        taken.add(wanted)
    return [paper_id for paper_id in ids if paper_id is not None]


def paper_of(group: Sequence[Record], paper_id: str) -> Paper:
    """Return the paper of a group of records under an id."""
    best = chosen(group)
    names = sorted({name for record in group for name in record_ids(record)}, key=_rank)
    dates = [record.date for record in group if record.date]
    years = [record.year for record in group if record.year is not None]
    year = _published_year(group, years)
    return Paper(
        id=paper_id,
        title=best.title,
        abstract=best.abstract or None,
        other_ids=tuple(sorted(set(names) - {paper_id})),
        year=year,
        date=_date(dates, year),
        venue=_common(record.venue for record in group),
        doi=_least(record.doi for record in group),
        arxiv_id=_least(record.arxiv_id for record in group),
        acl_id=_least(record.acl_id for record in group),
        url=_least(record.url for record in group),
        records=tuple(sorted({record.place for record in group}, key=_place)),
        authors=_authors(group),
        references=_references(group),
        formats=tuple(sorted({record.format for record in group})),
    )


def chosen(group: Sequence[Record]) -> Record:
    """Return the record whose text is read: the longest abstract, then the lexicographically first."""
    return min(
        group, key=lambda record: (-len(record.abstract or ""), record.abstract or "", record.title, repr(record))
    )


def _rank(name: str) -> tuple[int, str]:
    return _RANKS.get(name.partition(":")[0], len(_RANKS)), name


def _facts(group: Sequence[Record]) -> tuple[str, ...]:
    best = chosen(group)
    years = sorted(record.year for record in group if record.year is not None)
    names = sorted(
        {name.surname for record in group for name in author_names(tuple(a.name for a in record.authors))[0]}
    )
    return (
        str(years[0]) if years else "",
        " ".join(names),
        _common(record.venue for record in group) or "",
        best.abstract or "",
        best.title,
    )


def _published_year(group: Sequence[Record], years: Sequence[int]) -> int | None:
    """Return the year most records give; among equals the latest, which is the published version's."""
    if not years:
        return None
    identified = [record.year for record in group if record.year is not None and (record.doi or record.acl_id)]
    counts = Counter(identified or years)
    return max(counts, key=lambda year: (counts[year], year))


def _date(dates: Sequence[str], year: int | None) -> str | None:
    fitting = [date for date in dates if year is None or date.startswith(str(year))]
    return max(fitting, key=lambda date: (len(date), date)) if fitting else None


def _common(values: Iterable[str | None]) -> str | None:
    counts = Counter(clean(value) for value in values if value and clean(value))
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _least(values: Iterable[str | None]) -> str | None:
    return min((value for value in values if value), default=None)


def _authors(group: Sequence[Record]) -> tuple[Author, ...]:
    """Return the fullest list: most authors, then most letters; ids of the same name in other records join it."""
    best = max(
        (record.authors for record in group),
        key=lambda authors: (len(authors), sum(len(a.name) + 40 * bool(a.orcid) for a in authors), repr(authors)),
    )
    if not best:
        return ()
    by_name: dict[str, set[Author]] = {}
    for record in group:
        for author in record.authors:
            by_name.setdefault(fold_words(author.name), set()).add(author)
    joined = []
    for author in best:
        known = by_name[fold_words(author.name)]
        orcid = author.orcid or min((other.orcid for other in known if other.orcid), default=None)
        joined.append(Author(author.name, orcid, tuple(sorted({name for other in known for name in other.ids}))))
    return tuple(joined)


def _references(group: Sequence[Record]) -> tuple[Reference, ...] | None:
    lists = [record.references for record in group if record.references is not None]
    if not lists:
        return None
    return tuple(sorted({reference for references in lists for reference in references}, key=repr))


def _place(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)

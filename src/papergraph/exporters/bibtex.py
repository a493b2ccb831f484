"""BibTeX of a selection. Keys that came with a BibTeX file are given back, others are made.

A made key is of author, year and title: `vaswani-2017-attention`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from papergraph.exporters.outputs import new_text_file
from papergraph.exporters.selection import Selection, select
from papergraph.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from papergraph.graph import Graph, PaperNode

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&$#_"},
}
_ESCAPE = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_PAIR = re.compile(r"([-`'])(?=\1)")
_KEY_CHARACTERS = re.compile(r"[^A-Za-z0-9:/+.*_-]")
_STOP_WORDS = frozenset(
    "a an the on of for in to and with from by at is are how what why do does towards toward".split()
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|tacl|letters|review|magazine|annals|nature|science|corr)\b", re.IGNORECASE
)


def write(graph: Graph, path: Path, selection: Selection = Selection()) -> None:  # noqa: B008 - frozen
    """Write the entries of the selected papers, sorted by key.

    Raises:
        ExportError: The file cannot be written, or the selection names what the graph does not have.
    """
    papers = select(graph, selection)
    authors = authors_by_paper(graph)
    keys = citation_keys(papers, authors)
    with new_text_file(path) as stream:
        for paper in sorted(papers, key=lambda paper: keys[paper.id]):
            stream.write(entry(paper, keys[paper.id], authors[paper.id]))


def authors_by_paper(graph: Graph) -> dict[str, list[str]]:
    """Return paper id -> names of its authors in their order."""
    names = {author.id: author.name for author in graph.authors}
    placed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for relation in graph.relations:
        if relation.type == "WROTE":
            placed[relation.target].append((relation.position or 0, names[relation.source]))
    return defaultdict(list, {paper: [name for _, name in sorted(found)] for paper, found in placed.items()})


def citation_keys(papers: Sequence[PaperNode], authors: dict[str, list[str]]) -> dict[str, str]:
    """Return paper id -> key, every key once; of two papers with one key the later by id has a number at its end."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for paper in sorted(papers, key=lambda paper: (_given_key(paper) is None, paper.id)):
        wanted = _given_key(paper) or _made_key(paper, authors.get(paper.id, []))
        key, number = wanted, 1
        while key.lower() in taken:
            number += 1
            key = f"{wanted}-{number}"
        taken.add(key.lower())
        keys[paper.id] = key
    return keys


def _given_key(paper: PaperNode) -> str | None:
    """Return the key that the paper had in a BibTeX file; of several the first by file and key."""
    given = sorted(each for each in paper.other_ids if each.startswith("bibtex:") and "#" in each)
    key = given[0].partition("#")[2] if given else ""
    return key if key and not re.search(r"[\s,{}()=\"#%\\~']", key) else None


def _made_key(paper: PaperNode, names: Sequence[str]) -> str:
    words = [word for word in fold_words(paper.title).split() if word not in _STOP_WORDS]
    family = fold_words(names[0]).split()[-1:] if names else []
    parts = (
        family[0] if family else "anonymous",
        str(paper.year) if paper.year is not None else "nd",
        words[0] if words else "untitled",
    )
    return _KEY_CHARACTERS.sub("", "-".join(parts)) or "paper"


def entry(paper: PaperNode, key: str, names: Sequence[str]) -> str:
    """Return one entry as text that ends with a blank line."""
    kind = "misc"
    fields: list[tuple[str, str | None]] = [
        ("title", f"{{{escaped(paper.title)}}}"),
        ("author", " and ".join(_name(name) for name in names) or None),
        ("year", str(paper.year) if paper.year is not None else None),
        ("month", str(int(paper.date[5:7])) if paper.date and len(paper.date) >= 7 else None),
    ]
    if paper.venue:
        kind = "article" if _JOURNAL.search(paper.venue) else "inproceedings"
        fields.append(("journal" if kind == "article" else "booktitle", escaped(paper.venue)))
    fields += [
        ("doi", _verbatim(paper.doi)),
        ("eprint", _verbatim(paper.arxiv_id)),
        ("archiveprefix", "arXiv" if paper.arxiv_id else None),
        ("url", _verbatim(paper.url)),
        ("abstract", escaped(paper.abstract) if paper.abstract else None),
    ]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{kind}{{{key},\n{lines}}}\n\n"


def escaped(text: str) -> str:
    """Return text that LaTeX prints as it stands."""
    escapes = _ESCAPE.sub(lambda match: _SPECIAL[match.group()], text)
    # TeX makes dashes and quotes of these pairs.
    return _PAIR.sub(r"\1{}", escapes)


def _name(name: str) -> str:
    text = escaped(name)
    # Braces keep a name whole that BibTeX would take apart.
    return f"{{{text}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else text


def _verbatim(text: str | None) -> str | None:
    return None if text is None or re.search(r"[{}\\\s]", text) else text

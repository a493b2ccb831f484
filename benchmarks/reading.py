"""Speed of each reader beside a bare parse with the same library, and memory on a large file.

The files are made by repeating our test fixtures' form with an abstract of usual length, SIZE_MB each; `LARGE_MB` sets
the size of the arXiv dump on which memory is measured.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bibtexparser
import rispy
from lxml import etree

from papergraph.sources import InputFile, read_file
from papergraph.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = ("{http://www.w3.org/2005/Atom}entry", "paper", "article", "PubmedArticle")
SIZE_MB = float(os.environ.get("SIZE_MB", "8"))
LARGE_MB = float(os.environ.get("LARGE_MB", "300"))

ABSTRACT = (
    "Rivers divide cities, and people cross them every day. We count the bridges of forty cities by hand and compare "
    "the counts with those that a small model gives when it sees only a map. The model misses narrow bridges, and "
    "people miss those under repair. On three test sets we find that 95% of all bridges are found by one of the two. "
    "We also show that the model does not need the names of the streets. "
) * 2


def entry(n: int) -> dict[str, Any]:
    """Return the fields that every format below writes."""
    return {
        "id": f"p{n}",
        "title": f"Counting Bridges from Maps, Part {n}",
        "abstract": ABSTRACT,
        "year": 1990 + n % 30,
        "doi": f"10.1000/bridges.{n}",
        "authors": ["Ada Stone", "Bo Digger", "Jo Rivers"],
    }


def arxiv(n: int) -> dict[str, Any]:
    """Return an object of the arXiv dump."""
    return {
        "id": f"21{n % 12 + 1:02d}.{n % 90000:05d}",
        "submitter": "Ada Stone",
        "authors": "Ada Stone and Bo Digger",
        "title": f"Counting Bridges,\n  Part {n}",
        "comments": "9 pages",
        "journal-ref": None,
        "doi": None,
        "categories": "cs.CL cs.AI",
        "abstract": "  " + ABSTRACT.replace(". ", ".\n") + "\n",
        "versions": [{"version": "v1", "created": "Fri, 1 Jan 2021 10:00:00 GMT"}],
        "update_date": "2021-01-02",
        "authors_parsed": [["Stone", "Ada", ""], ["Digger", "Bo", ""]],
    }


def openalex(n: int) -> dict[str, Any]:
    """Return an OpenAlex work."""
    index: dict[str, list[int]] = {}
    for place, word in enumerate(ABSTRACT.split()):
        index.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{n}",
        "doi": f"https://doi.org/10.1000/b.{n}",
        "title": f"Bridges {n}",
        "publication_year": 2020,
        "publication_date": "2020-07-05",
        "abstract_inverted_index": index,
        "authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": "Ada Stone"}}] * 3,
        "referenced_works": [f"https://openalex.org/W{n + k}" for k in range(20)],
        "cited_by_count": 3,
    }


def crossref(n: int) -> dict[str, Any]:
    """Return a Crossref work."""
    return {
        "DOI": f"10.1000/b.{n}",
        "prefix": "10.1000",
        "type": "journal-article",
        "title": [f"Bridges {n}"],
        "abstract": f"<jats:p>{ABSTRACT}</jats:p>",
        "author": [{"given": "Ada", "family": "Stone"}] * 3,
        "container-title": ["Notes"],
        "issued": {"date-parts": [[2020, 7]]},
        "reference": [{"key": str(k), "DOI": f"10.1000/c.{n + k}"} for k in range(20)],
    }


def csl(n: int) -> dict[str, Any]:
    """Return a CSL-JSON item."""
    return {
        "id": f"p{n}",
        "type": "article-journal",
        "title": f"Bridges {n}",
        "abstract": ABSTRACT,
        "author": [{"given": "Ada", "family": "Stone"}] * 3,
        "issued": {"date-parts": [[2020, 7]]},
        "DOI": f"10.1000/b.{n}",
    }


def s2(n: int) -> dict[str, Any]:
    """Return a Semantic Scholar paper."""
    return {
        "paperId": f"{n:040x}",
        "externalIds": {"DOI": f"10.1000/b.{n}"},
        "title": f"Bridges {n}",
        "abstract": ABSTRACT,
        "year": 2020,
        "authors": [{"authorId": "7", "name": "Ada Stone"}] * 3,
        "references": [{"paperId": f"{n + k:040x}", "title": f"Bridges {k}"} for k in range(20)],
    }


def openreview(n: int) -> dict[str, Any]:
    """Return an OpenReview note."""
    return {
        "id": f"n{n}",
        "forum": f"n{n}",
        "pdate": 1593907200000,
        "content": {
            "title": {"value": f"Bridges {n}"},
            "abstract": {"value": ABSTRACT},
            "authors": {"value": ["Ada Stone"] * 3},
        },
    }


def europepmc(n: int) -> dict[str, Any]:
    """Return a Europe PMC result."""
    return {
        "id": str(n),
        "pmid": str(n),
        "doi": f"10.1000/b.{n}",
        "title": f"Bridges {n}.",
        "pubYear": "2020",
        "authorString": "Stone A, Digger B.",
        "abstractText": ABSTRACT,
    }


def lines(make: Callable[[int], dict[str, Any]]) -> Callable[[int], str]:
    """Return a maker of one JSON line."""
    return lambda n: json.dumps(make(n)) + "\n"


def bibtex(n: int) -> str:
    """Return a BibTeX entry."""
    abstract = ABSTRACT.replace("%", r"\%")
    names = r"M{\"u}ller, Ada and Digger, Bo"
    head = f"@article{{p{n},\n  title = {{Counting {{B}}ridges {n}}},\n  author = {{{names}}},\n  year = {{2020}},\n"
    return f"{head}  doi = {{10.1000/b.{n}}},\n  abstract = {{{abstract}}},\n}}\n\n"


def ris(n: int) -> str:
    """Return a RIS record."""
    head = f"TY  - JOUR\nID  - p{n}\nTI  - Bridges {n}\nAU  - Stone, Ada\nAU  - Digger, Bo\nPY  - 2020\n"
    return f"{head}AB  - {ABSTRACT}\nER  - \n\n"


def csv_row(n: int) -> str:
    """Return a CSV row."""
    text = io.StringIO()
    csv.writer(text).writerow([f"p{n}", f"Bridges, Part {n}", "Ada Stone; Bo Digger", 2020, ABSTRACT])
    return text.getvalue()


def listing(n: int) -> str:
    """Return an entry of a listing."""
    return f"Counting Bridges, Part {n}\n\n{ABSTRACT}\n\n  • 7 authors\n·\nDec 19, 2024\n\n"


def acl(n: int) -> str:
    """Return an Anthology paper."""
    return (
        f'<paper id="{n}"><title><fixed-case>B</fixed-case>ridges {n}</title><author><first>Ada</first><last>Stone'
        f"</last></author><abstract>{ABSTRACT}</abstract><url>x</url><doi>10.1000/b.{n}</doi></paper>\n"
    )


def dblp(n: int) -> str:
    """Return a DBLP record."""
    return (
        f'<article key="journals/x/p{n}"><author>J&ouml;rg M&uuml;ller</author><author>Ada Stone</author>'
        f"<title>Counting Bridges {n}.</title><year>2020</year><journal>Notes</journal><ee>https://doi.org/10.1000/b.{n}</ee></article>\n"
    )


def pubmed(n: int) -> str:
    """Return a PubMed article."""
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article><Journal><JournalIssue><PubDate><Year>2020</Year>"
        f"</PubDate></JournalIssue><Title>Notes</Title></Journal><ArticleTitle>Bridges {n}.</ArticleTitle><Abstract>"
        f"<AbstractText>{ABSTRACT}</AbstractText></Abstract><AuthorList><Author><LastName>Stone</LastName><ForeName>Ada"
        "</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>\n"
    )


def atom(n: int) -> str:
    """Return an Atom entry."""
    return (
        f"<entry><id>http://arxiv.org/abs/2101.{n % 90000:05d}v1</id><published>2021-01-01T10:00:00Z</published><title>"
        f"Bridges {n}</title><summary>{ABSTRACT}</summary><author><name>Ada Stone</name></author></entry>\n"
    )


def bare_lines(path: Path) -> None:
    """Parse JSON Lines."""
    with path.open("rb") as stream:
        for line in stream:
            json.loads(line)


def bare_json(path: Path) -> None:
    """Parse one JSON document."""
    json.loads(path.read_bytes())


def bare_xml(path: Path) -> None:
    """Parse XML into the texts of each entry by tag, dropping elements."""
    for _, element in etree.iterparse(str(path), tag=ENTRIES, resolve_entities=False):
        {each.tag: each.text for each in element.iter()}
        element.clear()


def bare_csv(path: Path) -> None:
    """Parse CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.DictReader(stream):
            pass


def bare_text(path: Path) -> None:
    """Decode and split lines."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            line.strip()


CASES: dict[str, tuple[str, Callable[[int], str], str, str, Callable[[Path], None]]] = {
    "listing": ("new\n\nSubscribe\n\n", listing, "", "lines of text", bare_text),
    "jsonl": ("", lines(entry), "", "json", bare_lines),
    "table": ("id,title,authors,year,abstract\n", csv_row, "", "csv", bare_csv),
    "bibtex": ("", bibtex, "", "bibtexparser", lambda path: void(bibtexparser.parse_string(path.read_text("utf-8")))),
    "ris": ("", ris, "", "rispy", lambda path: void(rispy.loads(path.read_text("utf-8")))),
    "csl-json": ("[", lambda n: ("," if n else "") + json.dumps(csl(n)) + "\n", "]", "json", bare_json),
    "arxiv": ("", lines(arxiv), "", "json", bare_lines),
    "arxiv-atom": ('<feed xmlns="http://www.w3.org/2005/Atom">\n', atom, "</feed>", "lxml", bare_xml),
    "openalex": ("", lines(openalex), "", "json", bare_lines),
    "semantic-scholar": ("", lines(s2), "", "json", bare_lines),
    "crossref": ('{"items":[', lambda n: ("," if n else "") + json.dumps(crossref(n)) + "\n", "]}", "json", bare_json),
    "acl-xml": ('<collection id="2020.wob"><volume id="1">\n', acl, "</volume></collection>", "lxml", bare_xml),
    "dblp": ('<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n', dblp, "</dblp>", "lxml", bare_xml),
    "pubmed": ("<PubmedArticleSet>\n", pubmed, "</PubmedArticleSet>", "lxml", bare_xml),
    "openreview": ("", lines(openreview), "", "json", bare_lines),
    "europepmc": ("", lines(europepmc), "", "json", bare_lines),
}


def void(_: object) -> None:
    """Drop a value."""


def write(path: Path, name: str, megabytes: float) -> None:
    """Write a file of about a size."""
    start, make, end, _, _ = CASES[name]
    with path.open("w", encoding="utf-8") as stream:
        stream.write(start)
        number = 0
        while stream.tell() < megabytes * 1e6:
            stream.write("".join(make(n) for n in range(number, number + 100)))
            number += 100
        stream.write(end)


def best(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Print the table."""
    print("| format | MB/s | papers/s | bare parse with | MB/s | times the bare parse |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for name in CASES:
            print(row(path, name), flush=True)
        write(path, "arxiv", LARGE_MB)
        before = peak()
        count = papers(path, "arxiv")
        print(f"\narXiv dump of {path.stat().st_size / 1e9:.1f} GB: {count:,} papers,", end=" ")
        print(f"peak memory {before:.0f} -> {peak():.0f} MiB")


def row(path: Path, name: str) -> str:
    """Return the row of a format."""
    _, _, _, library, bare = CASES[name]
    write(path, name, SIZE_MB)
    size, count = path.stat().st_size / 1e6, papers(path, name)
    ours, theirs = best(lambda: papers(path, name)), best(lambda: bare(path))
    cells = (
        name,
        f"{size / ours:.1f}",
        f"{count / ours:,.0f}",
        library,
        f"{size / theirs:.1f}",
        f"{ours / theirs:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def papers(path: Path, name: str) -> int:
    """Read a file and return the number of its papers."""
    return sum(isinstance(item, Record) and item.format == name for item in read_file(InputFile(path, "f")))


def peak() -> float:
    """Return the peak memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

"""Speed of each reader beside bare parses of the same file, and memory on large files.

The files are made by repeating our test fixtures' form with an abstract of usual length, SIZE_MB each. Each reader and
each bare parse runs REPEATS times in turn; the medians of CPU time are printed. `LARGE_MB` sets the size of the arXiv
dump on which memory is measured; the other formats have a quarter of it.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import re
import resource
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bibtexparser
import msgspec
import rispy
from lxml import etree

from papergraph.sources import InputFile, read_file
from papergraph.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = ("{http://www.w3.org/2005/Atom}entry", "paper", "article", "PubmedArticle")
SIZE_MB = float(os.environ.get("SIZE_MB", "2"))
REPEATS = int(os.environ.get("REPEATS", "9"))
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


def json_lines(path: Path) -> None:
    """Parse JSON Lines with the standard library."""
    with path.open("rb") as stream:
        for line in stream:
            json.loads(line)


def msgspec_lines(path: Path) -> None:
    """Parse JSON Lines with the library of our reader of lines."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as stream:
        for line in stream:
            decode(line)


def json_document(path: Path) -> None:
    """Parse one JSON document; our reader takes the same library, value by value."""
    json.loads(path.read_bytes())


def xml_texts(path: Path) -> None:
    """Parse XML into the texts of each entry by tag, dropping elements."""
    for _, element in etree.iterparse(str(path), tag=ENTRIES, resolve_entities=False):
        {each.tag: each.text for each in element.iter()}
        element.clear()


def csv_by_name(path: Path) -> None:
    """Parse CSV into rows by column name, as our reader does."""
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.DictReader(stream):
            pass


def csv_by_position(path: Path) -> None:
    """Parse CSV into rows by position: the part of the library on which our reader builds."""
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass


def text_lines(path: Path) -> None:
    """Decode and split lines."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            line.strip()


def listing_entries(path: Path) -> None:
    """Find the entries of a listing as simply as can be: a long line is the abstract of the last that is no row."""
    entries = []
    title = ""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            text = line.strip()
            if len(text) > 280:
                entries.append((title, text))
            elif text and not ROW.fullmatch(text):
                title = text


ROW = re.compile(r"[·•|]|[•·*-]?\s*\d+ authors?|[A-Z][a-z]{2} \d+(?:, \d{4})?(?: \d+)?")


def bibtex_blocks(path: Path) -> None:
    """Parse BibTeX, no names or macros decoded."""
    bibtexparser.parse_string(path.read_text("utf-8"))


def ris_entries(path: Path) -> None:
    """Parse RIS."""
    rispy.loads(path.read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    """How a file of a format is made, and what its reader is measured beside, by the name of the library."""

    make: Callable[[int], str]
    bare: dict[str, Callable[[Path], None]]
    start: str = ""
    end: str = ""


def of_lines(make: Callable[[int], dict[str, Any]]) -> Case:
    """Return a case of JSON Lines."""
    return Case(lambda n: json.dumps(make(n)) + "\n", {"json": json_lines, "msgspec": msgspec_lines})


def of_array(make: Callable[[int], dict[str, Any]], start: str = "[", end: str = "]") -> Case:
    """Return a case of one JSON document."""
    return Case(lambda n: ("," if n else "") + json.dumps(make(n)) + "\n", {"json": json_document}, start, end)


LXML = {"lxml": xml_texts}
CASES = {
    "listing": Case(listing, {"lines of text": text_lines, "its entries": listing_entries}, "new\n\nSubscribe\n\n"),
    "jsonl": of_lines(entry),
    "table": Case(
        csv_row, {"csv.DictReader": csv_by_name, "csv.reader": csv_by_position}, "id,title,authors,year,abstract\n"
    ),
    "bibtex": Case(bibtex, {"bibtexparser": bibtex_blocks}),
    "ris": Case(ris, {"rispy": ris_entries}),
    "csl-json": of_array(csl),
    "arxiv": of_lines(arxiv),
    "arxiv-atom": Case(atom, LXML, '<feed xmlns="http://www.w3.org/2005/Atom">\n', "</feed>"),
    "openalex": of_lines(openalex),
    "semantic-scholar": of_lines(s2),
    "crossref": of_array(crossref, '{"items":[', "]}"),
    "acl-xml": Case(acl, LXML, '<collection id="2020.wob"><volume id="1">\n', "</volume></collection>"),
    "dblp": Case(dblp, LXML, '<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n', "</dblp>"),
    "pubmed": Case(pubmed, LXML, "<PubmedArticleSet>\n", "</PubmedArticleSet>"),
    "openreview": of_lines(openreview),
    "europepmc": of_lines(europepmc),
}
LARGE = {
    "arxiv": (CASES["arxiv"], LARGE_MB),
    "openalex": (of_array(openalex, '{"meta":{"count":1},"results":[', "]}"), LARGE_MB / 4),
    "crossref": (CASES["crossref"], LARGE_MB / 4),
    "dblp": (CASES["dblp"], LARGE_MB / 4),
}


def write(path: Path, case: Case, megabytes: float) -> None:
    """Write a file of about a size."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(case.start)
        number = 0
        while stream.tell() < megabytes * 1e6:
            stream.write("".join(case.make(n) for n in range(number, number + 100)))
            number += 100
        stream.write(case.end)


def cpu_seconds(run: Callable[[], object]) -> float:
    """Return the CPU time of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def rows(path: Path, name: str) -> list[str]:
    """Return the rows of a format, one for each bare parse."""
    case = CASES[name]
    write(path, case, SIZE_MB)
    size, count = path.stat().st_size / 1e6, papers(path, name)
    runs: dict[str, Callable[[], object]] = {"": lambda: papers(path, name)}
    runs |= {library: partial(bare, path) for library, bare in case.bare.items()}
    times: dict[str, list[float]] = {library: [] for library in runs}
    for _ in range(REPEATS):
        for library, run in runs.items():
            times[library].append(cpu_seconds(run))
    medians = {library: statistics.median(each) for library, each in times.items()}
    ours = medians.pop("")
    cells = [name, f"{size / ours:.1f}", f"{count / ours:,.0f}"]
    found = []
    for library, theirs in medians.items():
        row = [*cells, library, f"{size / theirs:.1f}", f"{ours / theirs:.1f}"]
        found.append(f"| {' | '.join(row)} |")
        cells = ["", "", ""]
    return found


def papers(path: Path, name: str) -> int:
    """Read a file and return the number of its papers."""
    return sum(isinstance(item, Record) and item.format == name for item in read_file(InputFile(path, "f")))


def peak() -> float:
    """Return the peak memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(path: Path, name: str) -> str:
    """Read a large file in this process, a small one before it, and say what it took."""
    case, megabytes = LARGE[name]
    write(path, case, 2)
    papers(path, name)
    before = peak()
    write(path, case, megabytes)
    count = papers(path, name)
    size = path.stat().st_size / 1e9
    return f"{name}: {size:.2f} GB, {count:,} papers, peak memory {before:.0f} -> {peak():.0f} MiB"


def main() -> None:
    """Print the table, and the memory."""
    print("| format | MB/s | papers/s | bare parse with | MB/s | times the bare parse |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for name in CASES:
            print(*rows(path, name), sep="\n", flush=True)
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
            for line in pool.map(memory, [path] * len(LARGE), LARGE):
                print(f"\n{line}", flush=True)


if __name__ == "__main__":
    main()

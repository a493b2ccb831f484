"""Every reader on a fixture written after the public description of its format, whole and damaged.

`expected.json` holds what each fixture gives; after a change that is meant, write it anew with
`python tests/sources/test_formats.py` and review the difference.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.errors import SourceError
from papergraph.sources import FORMATS, LINK_FORMATS, InputFile, find_files, openalex, read, read_file, table
from papergraph.values import Record, Reference, Skipped

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = Path(__file__).parent / "expected.json"
NAMES = sorted(path.name for path in FIXTURES.iterdir())


def plain(item: Record | Skipped) -> dict[str, Any]:
    return {key: value for key, value in msgspec.to_builtins(item).items() if value not in (None, [], ())}


def items_of(name: str) -> list[Record | Skipped]:
    return list(read_file(InputFile(FIXTURES / name, name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_gives_what_is_expected(name: str) -> None:
    found = json.loads(json.dumps([plain(item) for item in items_of(name)]))
    assert found == json.loads(EXPECTED.read_text("utf-8"))[name]


def test_every_format_has_a_fixture() -> None:
    from papergraph.sources import _format_of, documents_of  # the choice itself has no public name

    found = {
        _format_of(document, None)
        for file in find_files([FIXTURES])
        for document in documents_of(file)
        if not isinstance(document, Skipped)
    }
    assert found | {"listing", "jsonl", "parquet"} == set(FORMATS) | set(LINK_FORMATS)


def test_a_folder_of_all_formats_is_read_in_one_go() -> None:
    items = list(read([FIXTURES]))
    assert {item.format for item in items if isinstance(item, Record)} == set(FORMATS) - {"listing", "jsonl", "parquet"}
    by_id = {(item.file, item.id): item for item in items if isinstance(item, Record)}
    # Rows of links: by DOI, by the own id of a record, and by Semantic Scholar's number.
    assert Reference(ids=("arxiv:2101.00001",)) in (by_id["crossref.json", "10.1000/BRIDGES"].references or ())
    assert [each.title for each in by_id["zotero.csv", "AB12"].references or ()] == [None, "Tunnels"]
    bulk = by_id["s2_papers.jsonl", "11"]
    assert bulk.abstract == "Rivers divide cities."
    assert Reference(ids=("s2corpus:12",)) in (bulk.references or ())
    lost = [(item.file, item.line) for item in items if isinstance(item, Skipped) and "citing paper" in item.reason]
    assert lost == [("citations.tsv", 4), ("s2_citations.jsonl", 3)]


@pytest.mark.parametrize("name", NAMES)
def test_a_format_can_be_forced_on_any_file_without_harm(name: str) -> None:
    for format in FORMATS:
        for item in read_file(InputFile(FIXTURES / name, name), format=format):
            repr(item).encode("utf-8")


@pytest.mark.parametrize(
    ("suffix", "compress"),
    [
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("xz", lzma.compress),
        ("zst", lambda data: pa.compress(data, codec="zstd", asbytes=True)),
    ],
)
def test_compressed_files_are_read_as_they_are(tmp_path: Path, suffix: str, compress: Any) -> None:
    path = tmp_path / f"any.{suffix}"
    path.write_bytes(compress((FIXTURES / "zotero.bib").read_bytes()))
    found = [plain(item) | {"file": "x", "other_ids": ()} for item in read([path])]
    assert found == [plain(item) | {"file": "x", "other_ids": ()} for item in items_of("zotero.bib")]
    path.write_bytes(path.read_bytes()[:-20])
    damaged = list(read_file(InputFile(path, "damaged")))
    assert isinstance(damaged[-1], Skipped)


def test_archives_are_opened_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "library.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.bib", (FIXTURES / "zotero.bib").read_bytes())
        archive.writestr("b/notes.jsonl.gz", gzip.compress(b'{"title": "Canals"}\n'))
        archive.writestr("__MACOSX/x", b"junk")
        archive.writestr("readme.md", b"# About\n")
    items = list(read([path]))
    assert {item.file for item in items} == {
        "library.zip/../../evil.bib",
        "library.zip/b/notes.jsonl.gz",
        "library.zip/readme.md",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["library.zip"]


def test_parquet_rows_are_records(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    rows = {
        "title": ["Bridges", None],
        "authors": [["Ada Stone"], None],
        "year": [2020, 2021],
        "doi": ["10.1000/B", None],
    }
    pq.write_table(pa.table(rows), path)
    record, skipped = read([path])
    assert isinstance(record, Record)
    assert (record.title, record.year, record.doi, record.line) == ("Bridges", 2020, "10.1000/b", 1)
    assert [author.name for author in record.authors] == ["Ada Stone"]
    assert isinstance(skipped, Skipped)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "inner/table.parquet")
    packed, _ = read([tmp_path / "packed.zip"])
    assert isinstance(packed, Record)
    assert (packed.title, packed.place) == ("Bridges", "packed.zip/inner/table.parquet:1")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(SourceError):
        list(read([path]))


def test_a_packed_parquet_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"title": ["Bridges"]}), path)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.write(path, "table.parquet")
    monkeypatch.setattr(table, "MAX_PACKED_PARQUET", 10)
    (skipped,) = read_file(InputFile(tmp_path / "packed.zip", "packed.zip"))
    assert isinstance(skipped, Skipped)
    assert skipped.file == "packed.zip/table.parquet"


def test_columns_are_mapped_by_the_user(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Nr,What,When\n1,Bridges,2020\n", "utf-8")
    (record,) = read([path], format="table", columns={"title": "What", "year": "When", "id": "Nr"})
    assert isinstance(record, Record)
    assert (record.id, record.title, record.year) == ("1", "Bridges", 2020)
    (told,) = read([path], columns={"title": "What", "year": "When", "id": "Nr"})
    assert told == record


def test_one_answer_on_one_line_is_read(tmp_path: Path) -> None:
    for name in ("openalex.json", "crossref.json", "semantic_scholar.json", "openreview.json", "europepmc.json"):
        path = tmp_path / name
        path.write_text(json.dumps(json.loads((FIXTURES / name).read_text("utf-8"))), "utf-8")
        found = [plain(item) | {"line": 1} for item in read([path])]
        assert found == [plain(item) | {"line": 1} for item in items_of(name)]


def test_entries_across_the_blocks_of_a_file_keep_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    entries = [{"title": f"Bridge {n}", "abstract": "Rivers. " * (n % 97), "year": 1900 + n % 100} for n in range(3000)]
    path.write_text(json.dumps(entries, indent=1), "utf-8")
    records = [item for item in read([path]) if isinstance(item, Record)]
    assert [record.title for record in records] == [entry["title"] for entry in entries]
    assert [record.line for record in records] == [2 + 5 * n for n in range(3000)]


def test_papers_of_many_volumes_keep_their_volume(tmp_path: Path) -> None:
    # Elements that were read are dropped many at once, those of earlier volumes too.
    volumes = "".join(
        f'<volume id="{volume}"><meta><booktitle>Volume {volume}</booktitle><year>{2000 + volume}</year></meta>'
        + "".join(f'<paper id="{n}"><title>Bridge {n}</title></paper>\n' for n in range(1, 150))
        + "</volume>"
        for volume in range(1, 4)
    )
    path = tmp_path / "2020.wob.xml"
    path.write_text(f'<collection id="2020.wob">{volumes}</collection>', "utf-8")
    records = [item for item in read([path]) if isinstance(item, Record)]
    assert [(record.id, record.title, record.venue, record.year) for record in records] == [
        (f"2020.wob-{volume}.{n}", f"Bridge {n}", f"Volume {volume}", 2000 + volume)
        for volume in range(1, 4)
        for n in range(1, 150)
    ]


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.lists(st.integers(-2, 6), max_size=3)))
def test_an_inverted_index_gives_its_words_by_place(index: dict[str, list[int]]) -> None:
    placed = sorted((place, word) for word, places in index.items() for place in places)
    found = openalex.abstract_of({"abstract_inverted_index": index})
    assert found == (" ".join(word for _, word in placed) or None)


if __name__ == "__main__":
    whole = {name: [plain(item) for item in items_of(name)] for name in NAMES}
    EXPECTED.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")

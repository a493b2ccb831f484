"""Every reader against every kind of damage: what cannot be read is a counted skip or one line, never a traceback.

The tests run over `SAMPLES`, which holds a sound file of each format, so that a new format is tried like the others.
"""

from __future__ import annotations

import decimal
import functools
import gzip
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papergraph.errors import SourceError
from papergraph.sources import FORMATS, LINK_FORMATS, InputFile, read, read_file, table
from papergraph.values import Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent / "fixtures"
FIXTURE_OF = {
    "table": "zotero.csv", "bibtex": "zotero.bib", "ris": "export.ris", "csl-json": "zotero.csl.json",
    "arxiv": "arxiv.jsonl", "arxiv-atom": "arxiv.atom.xml", "openalex": "openalex.json",
    "semantic-scholar": "semantic_scholar.json", "crossref": "crossref.json", "acl-xml": "2020.wob.xml",
    "dblp": "dblp.xml", "pubmed": "pubmed.xml", "openreview": "openreview.json", "europepmc": "europepmc.json",
    "citations": "citations.tsv", "semantic-scholar-citations": "s2_citations.jsonl",
    "semantic-scholar-abstracts": "s2_abstracts.jsonl",
}  # fmt: skip
ABSTRACT = (
    "Rivers divide cities, and people cross them every day. We count the bridges of forty cities by hand and compare "
    "the counts with those that a small model gives when it sees only a map. The model misses narrow bridges, and "
    "people miss those under repair. All counts, the maps and the code that draws them are free to use by anyone."
)
ENTRY = f"{{}}\n\n{ABSTRACT}\n\n  • 7 authors\n·\nDec 19, 2024\n\n"
COLUMNS: dict[str, list[Any]] = {
    "id": ["a", "b"],
    "title": ["Bridges", "Tunnels"],
    "abstract": [ABSTRACT, None],
    "year": [2020, None],
    "date": ["2020-05-01", None],
    "authors": [["Ada Stone"], None],
    "doi": ["10.1000/b", None],
    "references": [["10.1000/c", "Digger, B. Old Canals. 1999."], None],
    "keywords": ["maps", "rivers"],
}


def parquet(columns: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


JSONL = [
    {key: value[n] for key, value in COLUMNS.items()} | {"venue": {"name": "Notes"}, "other_ids": ["pmid:7"]}
    for n in range(2)
]
SAMPLES: dict[str, bytes] = {
    "listing": "".join(["new\n\n", *map(ENTRY.format, ("Bridges", "Tunnels", "Canals"))]).encode(),
    "jsonl": "".join(json.dumps(entry) + "\n" for entry in JSONL).encode(),
    "parquet": parquet(COLUMNS),
    **{format: (FIXTURES / name).read_bytes() for format, name in FIXTURE_OF.items()},
}
XML = sorted(format for format, data in SAMPLES.items() if data.lstrip().startswith(b"<"))
JSON = sorted(format for format, data in SAMPLES.items() if data.lstrip().startswith((b"{", b"[")))
TEXT = sorted(SAMPLES.keys() - {"parquet"})

mutated = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_no_reader_is_left_out() -> None:
    assert SAMPLES.keys() == FORMATS.keys() | LINK_FORMATS.keys()
    assert {"acl-xml", "arxiv-atom", "dblp", "pubmed"} == set(XML)


def survives(folder: Path, data: bytes, format: str, name: str = "damaged") -> list[Record | Skipped]:
    """Read a file by its content and as the format; return what the format gives."""
    path = folder / name
    path.write_bytes(data)
    items: list[Record | Skipped] = []
    for forced in (None, format):
        items, error = outcome(path, forced)
        assert error is None or (error.startswith(str(path)) and "\n" not in error)
        assert (error is None) == any(isinstance(item, Record) for item in items)
        for item in items:
            assert item.file.startswith(name)
            repr(item).encode("utf-8")
    return items


def outcome(path: Path, format: str | None) -> tuple[list[Record | Skipped], str | None]:
    """Return what was read, and the error at its end where there was one."""
    items: list[Record | Skipped] = []
    try:
        items.extend(read([path], format=format))
    except SourceError as error:
        return items, str(error)
    return items, None


@pytest.mark.parametrize("format", SAMPLES)
@mutated
@given(where=st.floats(0, 1))
def test_cut_files(tmp_path: Path, format: str, where: float) -> None:
    data = SAMPLES[format]
    survives(tmp_path, data[: int(where * len(data))], format)


junk = st.binary(min_size=1, max_size=40) | st.sampled_from(
    [b'"', b"]]>", b"\\", b"\x00", b"\xff\xfe", b"&e;", b"\n@x{", b"\r", b"$", b"ER  - \nTY  - ", b"\\ud800", b"\x1b["]
)


@pytest.mark.parametrize("format", SAMPLES)
@mutated
@given(
    pieces=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.just(b"") | junk), min_size=1, max_size=4),
)
def test_bytes_lost_and_put_in(tmp_path: Path, format: str, pieces: list[tuple[float, int, bytes]]) -> None:
    data = SAMPLES[format]
    for where, lost, put in pieces:
        at = int(where * len(data))
        data = data[:at] + put + data[at + lost :]
    survives(tmp_path, data, format)


@pytest.mark.parametrize("format", TEXT)
def test_other_encodings(tmp_path: Path, format: str) -> None:
    text = SAMPLES[format].decode().replace("B", "\u00c4\u2014\u6f22", 3)
    for encoding in ("latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp500"):
        survives(tmp_path, text.encode(encoding, "replace"), format)


odd_values = [None, True, -1, 10**400, 1e300, "", " ", "x" * 3000, "\ud800", "10.48550/arXiv.2101.00001", [], {}]
json_values = st.recursive(
    st.sampled_from(odd_values) | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*at, key)
        yield from places(each, (*at, key))


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    if isinstance(value, dict):
        return {key: put(each, at[1:], new) if key == at[0] else each for key, each in value.items()}
    return [put(each, at[1:], new) if n == at[0] else each for n, each in enumerate(value)]


def parts(data: bytes) -> list[Any]:
    """Return the objects of JSON Lines, or the one value of a document."""
    try:
        return [json.loads(data)]
    except ValueError:
        return [json.loads(line) for line in data.splitlines()]


@functools.cache
def slots(format: str) -> list[tuple[Any, ...]]:
    return list(places(parts(SAMPLES[format])))


@pytest.mark.parametrize("format", JSON)
@mutated
@given(data=st.data())
def test_values_of_any_type_anywhere(tmp_path: Path, format: str, data: st.DataObject) -> None:
    value: Any = parts(SAMPLES[format])
    for place in data.draw(st.lists(st.sampled_from(slots(format)), min_size=1, max_size=3)):
        if place in set(places(value)):
            value = put(value, place, data.draw(json_values))
    survives(tmp_path, "\n".join(json.dumps(each) for each in value).encode(), format)


@pytest.mark.parametrize("format", sorted(set(TEXT) - set(JSON)))
@mutated
@given(data=st.data())
def test_tags_names_and_values_in_each_others_place(tmp_path: Path, format: str, data: st.DataObject) -> None:
    pieces = re.split(r"(<[^<>]*>)" if format in XML else r"(\W)", SAMPLES[format].decode())
    number = st.integers(0, len(pieces) - 1)
    for place, other in data.draw(st.lists(st.tuples(number, number), min_size=1, max_size=6)):
        pieces[place] = pieces[other]
    survives(tmp_path, "".join(pieces).encode(), format)


COLUMN_VALUES: list[list[Any]] = [
    [None, None],
    [1.5, float("nan")],
    [b"\xff\x00", b"x"],
    [True, False],
    [decimal.Decimal("1.50"), None],
    [datetime(2020, 5, 1, tzinfo=UTC), None],
    [datetime(2020, 5, 1).date(), None],  # noqa: DTZ001 - a day has no zone
    [{"name": "x", "inner": {"deep": [1]}}, None],
    [[["a"], []], None],
    [[{"name": "Ada"}, {"name": None}], []],
    [["a", None], [None]],
    ["2020", "soon"],
]


@pytest.mark.parametrize("values", COLUMN_VALUES)
def test_columns_of_any_type(tmp_path: Path, values: list[Any]) -> None:
    for name in COLUMNS:
        assert len(survives(tmp_path, parquet(COLUMNS | {name: values}), "parquet")) == 2


OPENING = {"bibtex": ("{", "}"), "table": ('"', '"'), "ris": ("(", ")"), "listing": ("[", "]"), "citations": ('"', '"')}


@pytest.mark.parametrize("format", TEXT)
@pytest.mark.parametrize("depth", [300, 20_000])
def test_deep_nesting(tmp_path: Path, format: str, depth: int) -> None:
    text = SAMPLES[format].decode()
    if format in JSON:
        value: Any = parts(SAMPLES[format])
        # Over all places in turn, so that known and unknown fields of every level have it.
        for place in slots(format)[:: max(1, len(slots(format)) // 6)]:
            deep = "\n".join(json.dumps(each) for each in put(value, place, "DEEP"))
            nested = deep.replace('"DEEP"', "[" * depth + "]" * depth)
            survives(tmp_path, nested.encode(), format)
        return
    opening, closing = ("<b>", "</b>") if format in XML else OPENING[format]
    nested = text.replace("Bridges", opening * depth + "Bridges" + closing * depth, 1)
    assert nested != text or "Bridges" not in text
    survives(tmp_path, nested.encode(), format)
    survives(tmp_path, text.replace("Bridges", opening * depth, 1).encode(), format)


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("levels", [1, 11])
def test_entities_are_no_bombs_and_open_nothing(tmp_path: Path, format: str, levels: int) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words", "utf-8")
    body = re.sub(r"^(?:\s*<[?!][^>]*>)*", "", SAMPLES[format].decode()).lstrip()
    root = re.match(r"<(\w+)", body)
    assert root
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1))
    entities = f'<!ENTITY e0 "boom">{inner}<!ENTITY file SYSTEM "{secret.as_uri()}">'
    filled = re.sub(r"(<(?:title|ArticleTitle)[^<>]*>)", rf"\1&e{levels}; &file;", body)
    assert filled != body
    text = f'<!DOCTYPE {root[1]} SYSTEM "none.dtd" [{entities}]>{filled}'
    items = survives(tmp_path, text.encode(), format)
    assert "hidden" not in repr(items)
    assert "boom" not in repr(items)
    assert levels > 1 or any(isinstance(item, Record) for item in items)


@pytest.mark.parametrize("format", sorted(SAMPLES))
@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, packing: str) -> None:
    monkeypatch.setattr("papergraph.sources.documents.BoundedStream.FREE_BYTES", 1 << 20)
    monkeypatch.setattr("papergraph.sources.documents.BoundedStream.MAX_RATIO", 10)
    monkeypatch.setattr(table, "MAX_PACKED_PARQUET", 1 << 20)
    data = SAMPLES[format] + (b" " * 4095 + b"\n") * (4 << 8)
    path = tmp_path / "bomb"
    if packing == "gz":
        path.write_bytes(gzip.compress(data))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner", data)
    if format in LINK_FORMATS:
        with pytest.raises(SourceError, match="bomb"):
            list(read([path]))
        return
    items = list(read_file(InputFile(path, "bomb")))
    assert isinstance(items[-1], Skipped)
    assert format == "parquet" or sum(isinstance(item, Record) for item in items) >= 1


def test_archives_inside_archives_end(tmp_path: Path) -> None:
    nested = gzip.compress(SAMPLES["jsonl"])
    for _ in range(5):
        nested = gzip.compress(nested)
    path = tmp_path / "nested.gz"
    path.write_bytes(nested)
    with pytest.raises(SourceError):
        list(read([path]))

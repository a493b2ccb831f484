"""The JSON Lines reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from papergraph.sources import read
from papergraph.values import Author, Record, Reference, Skipped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FULL = {
    "id": "N19-9999",
    "title": "Counting\n  Bridges",
    "abstract": " Rivers divide.  Bridges join. ",
    "year": "2019",
    "date": "2019-06-02",
    "venue": ["acl", "ijcnlp"],
    "authors": ["Ada  Rivers", {"name": "Bo Stone", "orcid": "https://orcid.org/0000-0002-1825-0097"}],
    "doi": "https://doi.org/10.18653/V1/N19-9999",
    "arxiv_id": "arXiv:1901.00001v3",
    "url": "https://aclanthology.org/N19-9999/",
    "references": ["10.1000/ABC", "W19-0001", "Stone, B. Bridges. 1999.", {"title": "Old", "year": 1990, "ids": ["x"]}],
    "keywords": ["b", "a"],
}


def read_lines(tmp_path: Path, *lines: str | dict[str, Any]) -> list[Record | Skipped]:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return list(read([path]))


def test_every_field_is_read(tmp_path: Path) -> None:
    (record,) = read_lines(tmp_path, FULL)
    assert record == Record(
        file="papers.jsonl",
        line=1,
        title="Counting Bridges",
        format="jsonl",
        id="N19-9999",
        abstract="Rivers divide.  Bridges join.",
        year=2019,
        date="2019-06-02",
        venue="acl; ijcnlp",
        authors=(Author("Ada Rivers"), Author("Bo Stone", "0000-0002-1825-0097")),
        doi="10.18653/v1/n19-9999",
        arxiv_id="1901.00001",
        acl_id="N19-9999",
        url="https://aclanthology.org/N19-9999/",
        references=(
            Reference(ids=("doi:10.1000/abc",)),
            Reference(ids=("acl:W19-0001",)),
            Reference(raw="Stone, B. Bridges. 1999."),
            Reference(title="Old", year=1990),
        ),
        extra=(("keywords", '["b", "a"]'),),
    )


def test_no_reference_list_is_not_an_empty_one(tmp_path: Path) -> None:
    without, empty = read_lines(tmp_path, {"title": "A"}, {"title": "B", "references": []})
    assert isinstance(without, Record)
    assert isinstance(empty, Record)
    assert without.references is None
    assert empty.references == ()


def test_bad_lines_are_skipped_and_the_rest_goes_on(tmp_path: Path) -> None:
    items = read_lines(
        tmp_path,
        {"title": "First"},
        '{"title": "Broken"',
        "",
        "[1, 2]",
        {"title": ""},
        {"title": ["no text"]},
        '{"title": ' + "[" * 100_000,
        '{"title": "Long number", "year": ' + "9" * 5000 + "}",
        {"title": "Last"},
    )
    assert [(item.line, item.title) for item in items if isinstance(item, Record)] == [(1, "First"), (9, "Last")]
    assert [item.line for item in items if isinstance(item, Skipped)] == [2, 4, 5, 6, 7, 8]


def test_values_of_the_wrong_type_are_unknown_and_kept(tmp_path: Path) -> None:
    (record,) = read_lines(
        tmp_path, {"title": "A", "year": "soon", "venue": 7, "date": True, "authors": 3, "abstract": ""}
    )
    assert isinstance(record, Record)
    assert (record.year, record.venue, record.date, record.authors, record.abstract) == (None, None, None, (), None)
    assert dict(record.extra) == {"year": "soon", "venue": "7", "date": "true"}


def test_what_no_text_holds_is_replaced(tmp_path: Path) -> None:
    (record,) = read_lines(
        tmp_path, '{"title": "A\\u0000B\\ud800", "abstract": "x\\u202ey\\u0007z", "k\\udfff": "\\ud800"}'
    )
    assert isinstance(record, Record)
    assert (record.title, record.abstract, record.extra) == ("A B\ufffd", "x y z", (("k\ufffd", "\ufffd"),))


def test_numbers_that_only_look_like_an_arxiv_id_are_none(tmp_path: Path) -> None:
    real, row = read_lines(tmp_path, {"id": "2106.09685", "title": "A"}, {"id": "2020.1234", "title": "B"})
    assert isinstance(real, Record)
    assert isinstance(row, Record)
    assert real.arxiv_id == "2106.09685"
    assert (row.arxiv_id, row.id) == (None, "2020.1234")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FULL)), json_values))
def test_any_object_gives_a_record_or_a_reason(tmp_path_factory: pytest.TempPathFactory, entry: dict[str, Any]) -> None:
    first, *rest = read_lines(tmp_path_factory.mktemp("jsonl"), {"title": "Sound"}, entry)
    assert isinstance(first, Record)
    (item,) = rest
    assert item.line == 2
    repr(item).encode("utf-8")

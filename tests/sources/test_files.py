"""Finding files, and what every reader owes to a bad one."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from papergraph.errors import SourceError, UsageError
from papergraph.sources import find_files, read
from papergraph.values import Record, Skipped

GOOD = '{"title": "Bridges"}\n'


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_names_are_relative_sorted_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a/z.jsonl", ".git/config", "a/.hidden"):
        write(tmp_path / name, GOOD)
    assert [file.name for file in find_files([tmp_path])] == ["a/z.jsonl", "b.jsonl"]
    assert [file.name for file in find_files([tmp_path / "b.jsonl"])] == ["b.jsonl"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "papers" / "b.jsonl", GOOD)
    (tmp_path / "link.jsonl").symlink_to(path)
    inputs = [path, tmp_path / "papers", tmp_path / "link.jsonl"]
    assert find_files(inputs) == find_files(inputs[::-1])
    assert len(find_files(inputs)) == 1


def test_equal_names_are_told_apart_whatever_the_order(tmp_path: Path) -> None:
    inputs = [write(tmp_path / folder / "x" / "p.jsonl", GOOD) for folder in ("one", "two")]
    assert [file.name for file in find_files(inputs)] == ["one/x/p.jsonl", "two/x/p.jsonl"]
    assert list(read(inputs)) == list(read(inputs[::-1]))


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "p.jsonl", GOOD)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(find_files([tmp_path])) == 1


@pytest.mark.parametrize("make", [lambda p: p / "missing", lambda p: p, lambda p: Path(os.devnull)])
def test_inputs_that_cannot_be_read_are_one_error(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError):
        list(read([make(tmp_path)]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n",
        b"\x00\x01\x02",
        bytes(range(256)) * 9,
        b"%PDF-1.7 x",
        b"# Notes\n\nSome words.\n",
        b"{]\n",
        b"{}\n",
    ],
)
def test_a_file_without_papers_is_told_and_is_an_error_when_alone(tmp_path: Path, content: bytes) -> None:
    bad = write(tmp_path / "bad", content)
    with pytest.raises(SourceError, match="bad"):
        list(read([bad]))
    good = write(tmp_path / "good", GOOD)
    items = list(read([bad, good]))
    assert [item.file for item in items if isinstance(item, Skipped)][:1] == ["bad"]
    assert [item.file for item in items if isinstance(item, Record)] == ["good"]


def test_latin_1_is_read_and_said(tmp_path: Path) -> None:
    text = '{"title": "Brücken – gezählt"}\n{"title": "Plain"}\n'
    path = write(tmp_path / "papers", text.encode("cp1252"))
    first, second = read([path])
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.title == "Brücken – gezählt"
    assert dict(first.extra)["encoding"] == "read as Windows-1252"
    assert second.extra == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_text(tmp_path: Path, encoding: str) -> None:
    (record,) = read([write(tmp_path / "papers", '{"title": "Brücken"}\n'.encode(encoding))])
    assert isinstance(record, Record)
    assert record.title == "Brücken"


def test_a_huge_line_is_skipped_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "papers"
    with path.open("wb") as stream:
        stream.write(b'{"title": "')
        for _ in range(200):
            stream.write(b"x" * (1 << 20))
        stream.write(b'"}\n' + GOOD.encode())
    tracemalloc.start()
    skipped, record = read([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(skipped, Skipped)
    assert isinstance(record, Record)
    assert (skipped.line, record.line) == (1, 2)
    assert peak < 150 << 20


def test_an_unknown_format_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(read([write(tmp_path / "p", GOOD)], format="word"))


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems hold only names in UTF-8")
def test_a_name_that_is_no_utf_8_can_be_stored_and_printed(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"caf\xe9.jsonl"), GOOD)
    (record,) = read([tmp_path])
    assert isinstance(record, Record)
    assert record.place == "caf\\udce9.jsonl:1"

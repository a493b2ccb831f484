"""The listing reader, on pages written by us after the layouts that people save."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.sources import find_files, read, read_file
from papergraph.values import Record, Skipped

SHORT = "We count bridges."
ABSTRACT = (
    "Rivers divide cities, and people cross them every day. We count the bridges of forty cities by hand and compare "
    "the counts with those that a small model gives when it sees only a map. The model misses narrow bridges, and "
    "people miss those under repair. All counts, the maps and the code that draws them are free to use by anyone."
)
OTHER = ABSTRACT.replace("Rivers", "Railways").replace("bridges", "tunnels")


def read_text(tmp_path: Path, text: str, name: str = "page") -> list[Record | Skipped]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return list(read([path]))


def summary(items: list[Record | Skipped]) -> list[tuple[str, str | None] | str]:
    return [(item.title, item.abstract) if isinstance(item, Record) else item.reason for item in items]


def test_entries_between_blank_lines(tmp_path: Path) -> None:
    text = (
        "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nApr 3\n\n"
        f"Counting Bridges\n\n{ABSTRACT}\n\nCounting Tunnels: A Study\n\n{OTHER}\n"
    )
    items = read_text(tmp_path, text)
    assert summary(items) == [("Counting Bridges", ABSTRACT), ("Counting Tunnels: A Study", OTHER)]
    assert [item.line for item in items] == [11, 15]
    assert all(isinstance(item, Record) and item.year is None and item.date is None for item in items)


def test_entries_without_blank_lines_and_a_title_glued_to_a_button(tmp_path: Path) -> None:
    text = (
        "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\n"
        f"SubscribeCounting Bridges\n{ABSTRACT}\nSubscribe to This: Newsletters as Corpora\n{OTHER}"
    )
    assert summary(read_text(tmp_path, text)) == [
        ("Counting Bridges", ABSTRACT),
        ("Subscribe to This: Newsletters as Corpora", OTHER),
    ]


@pytest.mark.parametrize(
    ("rows", "year", "date", "extra"),
    [
        ("  • 7 authors\n·\nDec 19, 2024", 2024, "2024-12-19", {"author_count": "7"}),
        ("  • 1 authors\n·\nFeb 14", None, None, {"author_count": "1", "date": "Feb 14"}),
        ("  • 12 authors\n·\nAug 5, 2024 2", 2024, "2024-08-05", {"author_count": "12", "votes": "2"}),
        (
            "river River Lab\n·\nSep 30 7",
            None,
            None,
            {"organisation": "river River Lab", "date": "Sep 30", "votes": "7"},
        ),
        ("Sep 3 1.2k", None, None, {"date": "Sep 3", "votes": "1.2k"}),
        ("  • 2 authors\n·\nFeb 30, 2024", 2024, None, {"author_count": "2", "date": "Feb 30, 2024"}),
        ("", None, None, {}),
    ],
)
def test_rows_below_an_abstract(
    tmp_path: Path, rows: str, year: int | None, date: str | None, extra: dict[str, str]
) -> None:
    last = "  • 3 authors\n·\nMay 1, 2020"
    text = f"new\n\nDaily Papers\n\nOct 29\n\nBridges\n\n{ABSTRACT}\n\n{rows}\n\nTunnels\n\n{OTHER}\n\n{last}\n"
    first, second = read_text(tmp_path, text)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.abstract) == ("Bridges", ABSTRACT)
    assert (first.year, first.date, dict(first.extra)) == (year, date, extra)
    assert (second.title, second.abstract, second.date) == ("Tunnels", OTHER, "2020-05-01")


def test_a_title_without_abstract_is_a_paper(tmp_path: Path) -> None:
    items = read_text(tmp_path, f"Lonely Title\n\nBridges\n\n{ABSTRACT}\n\nLast Lonely Title\n")
    assert summary(items) == [("Lonely Title", None), ("Bridges", ABSTRACT), ("Last Lonely Title", None)]


def test_a_second_paragraph_stays_with_its_abstract(tmp_path: Path) -> None:
    code = "All of the code is at https://example.org/bridges and can be used by anyone."
    items = read_text(tmp_path, f"Bridges\n\n{ABSTRACT}\n\n{OTHER}\n\n{code}\n\nTunnels\n\n{OTHER}\n")
    assert summary(items) == [("Bridges", f"{ABSTRACT}\n{OTHER}\n{code}"), ("Tunnels", OTHER)]


def test_text_above_the_first_title_is_skipped_with_its_line(tmp_path: Path) -> None:
    skipped, record = read_text(
        tmp_path, f"new\nSubscribe\n\n{OTHER}\n\nBridges\n\n{ABSTRACT}\n\n  • 1 authors\n·\nMay 1\n"
    )
    assert isinstance(skipped, Skipped)
    assert skipped.line == 4
    assert isinstance(record, Record)


def test_white_space_and_odd_characters_inside_an_abstract_stay(tmp_path: Path) -> None:
    odd = ABSTRACT + "  Two spaces, a\u00a0hard one, a\ttab, \u2028 a separator and \U0001f642 stay in place."
    (record,) = read_text(tmp_path, f"Bridges\r\n\r\n{odd}\r\n")
    assert isinstance(record, Record)
    assert record.abstract == odd.replace("\u2028", " ")


def test_one_file_name_says_nothing(tmp_path: Path) -> None:
    items = read_text(tmp_path, f"Bridges\n{ABSTRACT}\nTunnels\n{OTHER}\n", name="data.bib")
    assert [item.format for item in items if isinstance(item, Record)] == ["listing", "listing"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Bridges", "On Tunnels: Why?", "A Survey of Ferries", "100 Canals"]),
            st.sampled_from([ABSTRACT, OTHER, ABSTRACT + " (Code: see text.)"]),
            st.sampled_from(["", "  • 3 authors\n·\nMay 1, 2020 4\n", "lab Lab\n·\nMay 1\n"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n"]),
)
def test_no_entry_is_lost(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str, str]], gap: str
) -> None:
    text = "new\nSubscribe\n" + gap.join(f"{title}{gap}{abstract}{gap}{rows}" for title, abstract, rows in entries)
    items = read_text(tmp_path_factory.mktemp("page"), text)
    assert summary(items) == [(title, abstract) for title, abstract, _ in entries]


@pytest.mark.shared
def test_real_listings_hold_all_their_entries() -> None:
    folder = Path(os.environ.get("PAPERGRAPH_SHARED", "../shared")) / "corpus" / "daily-papers"
    assert folder.is_dir(), f"{folder} is missing: set PAPERGRAPH_SHARED to the folder of shared data"
    counts = []
    for file in find_files([folder]):
        items = list(read_file(file))
        assert all(isinstance(item, Record) and item.abstract for item in items)
        whole = set(file.path.read_text("utf-8").splitlines())
        assert all(isinstance(item, Record) and item.abstract in whole for item in items)
        counts.append(len(items))
    assert counts == [59, 57, 252, 195, 53]

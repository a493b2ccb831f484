from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papergraph.errors import GraphFolderError
from papergraph.graph import Graph, PaperNode, read_folder, replacing, save, swap
from papergraph.graph.folder import write_folder
from tests.graph.graphs import small_graph

ONE = Graph(papers=(PaperNode("doi:10.1/one", "One"),))
TWO = Graph(papers=(PaperNode("doi:10.1/two", "Two"),))


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange", lambda _left, _right: False)
    return str(request.param)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("way")
def test_the_new_state_takes_the_place_of_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "g"
    for graph in (ONE, TWO, small_graph()):
        save(graph, folder)
        assert {paper.id for paper in read_folder(folder).papers} == {paper.id for paper in graph.papers}
    assert names(tmp_path / "deep") == ["g"]


@pytest.mark.usefixtures("way")
def test_an_error_leaves_the_old_state_and_nothing_beside(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(ONE, folder)

    def build() -> None:
        with replacing(folder) as new:
            write_folder(TWO, new)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build()
    assert read_folder(folder).papers == ONE.papers
    assert names(tmp_path) == ["g"]


def test_an_empty_folder_and_one_with_droppings_are_taken(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    save(ONE, tmp_path / "g")
    (tmp_path / "h").mkdir()
    (tmp_path / "h" / ".DS_Store").write_bytes(b"x")
    save(ONE, tmp_path / "h")
    assert read_folder(tmp_path / "h").papers == ONE.papers


def test_what_is_not_ours_is_refused_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="not a graph folder"):
        save(ONE, folder)
    with pytest.raises(GraphFolderError, match="is a file"):
        save(ONE, folder / "thesis.tex")
    with pytest.raises(GraphFolderError, match="cannot be"):
        save(ONE, folder / "thesis.tex" / "g")
    assert names(folder) == ["thesis.tex"]
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    with pytest.raises(GraphFolderError, match="working directory"):
        save(ONE, Path())


def test_a_stray_file_in_our_folder_is_named_and_left(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(ONE, folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphFolderError, match=r"notes\.txt"):
        save(TWO, folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert read_folder(folder).papers == ONE.papers


def test_a_stray_file_that_comes_during_a_build_stops_it(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(ONE, folder)

    def build() -> None:
        with replacing(folder) as new:
            write_folder(TWO, new)
            (folder / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(GraphFolderError, match=r"notes\.txt"):
        build()
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert read_folder(folder).papers == ONE.papers
    assert names(tmp_path) == ["g"]


@pytest.mark.usefixtures("way")
def test_a_stray_file_that_comes_at_the_last_moment_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "g"
    save(ONE, folder)
    real = swap._sync_tree

    def late(new: Path) -> None:
        real(new)
        (folder / "notes.txt").write_text("mine", encoding="utf-8")

    monkeypatch.setattr(swap, "_sync_tree", late)
    save(TWO, folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert read_folder(folder).papers == TWO.papers


def test_a_link_is_followed(tmp_path: Path) -> None:
    save(ONE, tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    save(TWO, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert read_folder(tmp_path / "real").papers == TWO.papers
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(GraphFolderError):
        save(TWO, tmp_path / "loop")


def test_a_second_build_into_one_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    with replacing(folder) as new:
        write_folder(ONE, new)
        with pytest.raises(GraphFolderError, match="another build"):
            save(TWO, folder)
    assert read_folder(folder).papers == ONE.papers


def test_a_workplace_that_is_not_ours_is_left(tmp_path: Path) -> None:
    work = swap.workplace(tmp_path / "g")
    work.mkdir()
    (work / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="not ours"):
        save(ONE, tmp_path / "g")
    assert names(work) == ["mine.txt"]


def test_a_reader_puts_back_what_a_killed_build_moved_aside(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    save(ONE, folder)
    work = swap.workplace(folder)
    work.mkdir()
    (work / "new").mkdir()
    folder.rename(work / "old")
    assert read_folder(folder).papers == ONE.papers
    assert names(tmp_path) == ["g"]


KILLED = """
import os
import sys
from pathlib import Path
from papergraph.graph import Graph, PaperNode, save, swap
if sys.argv[2] == "two renames":
    swap.exchange = lambda left, right: False
turn = 0
while True:
    turn += 1
    title = f"State {turn} of {os.getpid()}"
    save(Graph(papers=tuple(PaperNode(f"doi:10.{turn}/{n}", title) for n in range(5))), Path(sys.argv[1]))
    if turn == 1:
        print("ready", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("how", ["exchange", "two renames"])
def test_kill_at_any_moment_leaves_one_whole_state(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "g"
    save(Graph(papers=tuple(PaperNode(f"doi:10.0/{n}", "State 0") for n in range(5))), folder)
    seen = set()
    for moment in range(250 if os.environ.get("PAPERGRAPH_DRILLS") else 25):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder), how], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        # Over several turns of about 20 ms (where the disk is quick), at a different place of the turn each time.
        time.sleep(moment % 50 * 0.0037)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        papers = read_folder(folder).papers
        assert len(papers) == 5
        assert len({paper.title for paper in papers}) == 1
        seen.add(papers[0].title)
    assert len(seen) > 1
    save(ONE, folder)
    assert names(tmp_path) == ["g"]

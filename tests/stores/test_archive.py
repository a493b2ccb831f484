from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import papergraph
from papergraph.stores import archive
from papergraph.stores.jvm import engine

SHARING = """
import jpype
from papergraph.stores.jvm import engine
engine(brief=True)
print("sharing" in str(jpype.JClass("java.lang.System").getProperty("java.vm.info")))
"""


def starts(cache: Path) -> str:
    """Start the engine in a process of its own and return all that it said."""
    environment = os.environ | {"PAPERGRAPH_CACHE": str(cache), "PYTHONPATH": str(Path(papergraph.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", SHARING], env=environment, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_engine_uses_its_archive_and_does_without_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERGRAPH_CACHE", str(tmp_path / "cache"))
    engine()
    assert archive.make_archive()
    (made,) = (tmp_path / "cache").iterdir()
    assert starts(tmp_path / "cache") == "True\n"
    made.write_bytes(made.read_bytes()[:100_000])
    assert starts(tmp_path / "cache") == "False\n"


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PAPERGRAPH_CACHE", str(tmp_path / "file" / "cache"))
    engine()
    assert not archive.make_archive()


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="these have no XDG folders")
def test_the_cache_is_where_the_user_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERGRAPH_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert archive.cache_folder() == tmp_path / "xdg" / "papergraph"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert archive.cache_folder() == tmp_path / ".cache" / "papergraph"


def test_an_archive_that_is_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERGRAPH_CACHE", str(tmp_path))
    path = archive.archive_path()
    assert path is not None
    path.write_bytes(b"made by another process")
    assert archive.make_archive()
    assert path.read_bytes() == b"made by another process"

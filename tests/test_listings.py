"""A whole build of five saved listings, which are not part of the repository: numbers, bytes, time and memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papergraph.graph import read_folder
from papergraph.graph.schema import TABLES

LISTINGS = Path(os.environ.get("PAPERGRAPH_SHARED", "../shared")) / "corpus" / "daily-papers"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not LISTINGS.is_dir(), reason=f"no {LISTINGS}; PAPERGRAPH_SHARED names the folder"),
]


def build(out: Path, *inputs: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "papergraph", "build", *map(str, inputs), "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | environment)


def memory(root: int) -> int:
    """Return the bytes that a process and all below it hold together; what they share is counted once."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    total, below = 0, [root]
    while below:
        process = below.pop()
        below += children.get(process, [])
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:
            continue
        total += next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("listings") / "g"
    assert build(out, LISTINGS).wait() == 0
    return out


def test_every_entry_is_read_and_every_paper_is_there_once(folder: Path) -> None:
    graph = read_folder(folder)
    counts = graph.manifest["counts"]
    assert (counts["records"], counts["papers"], counts["skipped"]) == (616, 556, 0)
    assert graph.problems() == []


def test_the_bytes_do_not_depend_on_order_or_hash_seed(folder: Path, tmp_path: Path) -> None:
    files = sorted(LISTINGS.iterdir())
    assert build(tmp_path / "g", *random.Random(7).sample(files, len(files)), PYTHONHASHSEED="7").wait() == 0
    for table in TABLES:
        name = f"{table}.parquet"
        assert (tmp_path / "g" / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_takes_less_than_a_minute_and_a_half_gib(tmp_path: Path) -> None:
    started, peak = time.monotonic(), 0
    process = build(tmp_path / "g", LISTINGS)
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.1)
    seconds = time.monotonic() - started
    assert process.returncode == 0
    print(f"{seconds:.1f} s, {peak / 2**20:.0f} MiB at the peak")  # noqa: T201 - the measurement
    assert seconds < 60
    assert peak < 1.5 * 2**30

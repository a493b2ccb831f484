"""Reading in several processes: same results, and no process that outlives its reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papergraph.errors import ExtractError
from papergraph.extract import ExtractSettings, read_all
from papergraph.extract.workers import worth_while

pytestmark = pytest.mark.slow

RULES = ExtractSettings(extractor="fast")
TEXTS = [(f"Study {number}: LoRA for translation", f"We use BERT in experiment {number}.") for number in range(150)]


@pytest.mark.parametrize(("settings", "texts"), [(RULES, TEXTS), (ExtractSettings(), TEXTS[:70])])
def test_processes_give_what_one_gives(settings: ExtractSettings, texts: list[tuple[str, str]]) -> None:
    counted: list[int] = []
    assert list(read_all(texts, settings, workers=2, progress=counted.append)) == list(read_all(texts, settings))
    assert sum(counted) == len(texts)


def test_as_many_processes_as_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    for settings in (RULES, ExtractSettings()):
        counts = [worth_while(texts, settings) for texts in (0, 1, 50, 500, 10_000, 1_000_000)]
        assert counts == sorted(counts)
        assert counts[:3] == [1, 1, 1]
        assert counts[-1] == 4
    assert worth_while(600, ExtractSettings()) > worth_while(600, RULES)  # the rules read faster than a process starts


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_a_killed_worker_is_one_of_our_errors() -> None:
    results = read_all(TEXTS * 8, RULES, workers=2)
    next(results)
    killed = [child for child in children(os.getpid()) if "spawn_main" in command(child)]
    os.kill(killed[0], signal.SIGKILL)
    with pytest.raises(ExtractError, match="killed"):
        list(results)


def test_who_stops_listening_does_not_wait() -> None:
    results = read_all(TEXTS * 50, RULES, workers=2)
    next(results)
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined]  # it is a generator
    stopped = time.monotonic() - started
    started = time.monotonic()
    list(read_all(TEXTS, RULES))
    assert stopped < max(5.0, time.monotonic() - started)


@pytest.mark.skipif(sys.platform != "linux", reason="waits for the workers in /proc")
def test_an_interrupt_ends_a_build_without_a_traceback(tmp_path: Path) -> None:
    titles = "".join(f'{{"title": "Study {number} of LoRA"}}\n' for number in range(5000))
    (tmp_path / "many.jsonl").write_text(titles, encoding="utf-8")
    many, out = str(tmp_path / "many.jsonl"), str(tmp_path / "g")
    command = [sys.executable, "-m", "papergraph", "build", many, "--out", out, "--workers", "2"]
    # A shell starts what runs in the background with interrupts ignored, and a child inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 60
    while len(children(process.pid)) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["many.jsonl"]


def children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace")

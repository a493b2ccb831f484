"""Every service against a server that misbehaves, and runs that are killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papergraph.enrich import SERVICES, EnrichReport, enrich
from papergraph.graph import Graph, PaperNode, save
from papergraph.sources import read
from papergraph.values import Record
from tests.enrich.test_enrich import ATOM, COLLECTION, WORK, Answer, Server, client, ok, server

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["server"]  # the fixture

PAPER = PaperNode("doi:10.1000/bridges", "Bridges", doi="10.1000/bridges", arxiv_id="2101.00001", acl_id="2020.wob-1.1")
GOOD: dict[str, Callable[[], Answer]] = {
    "openalex": lambda: ok(WORK),
    "crossref": lambda: ok({"message": {"DOI": "10.1000/bridges", "prefix": "10.1000", "title": ["Bridges"]}}),
    "semantic-scholar": lambda: ok(
        {"paperId": "a" * 40, "externalIds": {"DOI": "10.1000/bridges"}, "title": "Bridges", "references": []}
    ),
    "arxiv": lambda: (200, {}, ATOM.encode()),
    "acl": lambda: (200, {}, COLLECTION.encode()),
}
SECRET = "secret"  # the key that the test's client sends


def cut(answer: Answer) -> Answer:
    status, headers, body = answer
    return status, headers, body[: len(body) // 2]


def cut_off(answer: Answer) -> Answer:
    status, headers, body = answer
    return status, {**headers, "Content-Length": str(len(body))}, body[: len(body) // 2]


def as_other_json(answer: Answer) -> Answer:
    return ok({"error": "out of order", "results": 3, "message": [], "data": None})


FAULTS: dict[str, tuple[Callable[[Answer], Answer], EnrichReport]] = {
    "500": (lambda _: (500, {}, b"oops"), EnrichReport(failed=1)),
    "503": (lambda _: (503, {"Retry-After": "3"}, b""), EnrichReport(failed=1)),
    "429": (lambda _: (429, {"Retry-After": "3"}, b""), EnrichReport(failed=1)),
    "429 for a day": (lambda _: (429, {"Retry-After": "86400"}, b""), EnrichReport(stopped="asks to wait")),
    "wrong key": (lambda _: (401, {}, b""), EnrichReport(stopped="refuses")),
    "cut off": (cut_off, EnrichReport(failed=1)),
    "cut": (cut, EnrichReport(failed=1)),
    "empty": (lambda answer: (200, answer[1], b""), EnrichReport(failed=1)),
    "a page for people": (lambda _: (200, {}, b"<!doctype html><title>Sorry</title>"), EnrichReport(failed=1)),
    "other JSON": (as_other_json, EnrichReport(failed=1)),
    "a list": (lambda _: ok([]), EnrichReport(failed=1)),
    "not UTF-8": (lambda _: (200, {}, b'\xff\xfe{"id": "\xe9"}\xff'), EnrichReport(failed=1)),
    "redirected inside": (lambda _: (302, {"Location": "http://10.0.0.1/x"}, b""), EnrichReport(failed=1)),
    "redirected to metadata": (lambda _: (307, {"Location": "http://169.254.169.254/"}, b""), EnrichReport(failed=1)),
    "redirected to IPv6": (lambda _: (301, {"Location": "http://[::ffff:10.0.0.1]/"}, b""), EnrichReport(failed=1)),
    "redirected through NAT64": (
        lambda _: (301, {"Location": "http://[64:ff9b::a00:1]/"}, b""),
        EnrichReport(failed=1),
    ),
    "nothing there": (lambda _: (404, {}, b""), EnrichReport(not_found=1)),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", GOOD)
def test_a_fault_is_told_and_the_next_run_finds_the_paper(
    server: Server, tmp_path: Path, name: str, fault: str
) -> None:
    spoil, expected = FAULTS[fault]
    server.answer = lambda _path, _time: spoil(GOOD[name]())
    out = tmp_path / "saved.jsonl"
    waits: list[float] = []
    report = enrich([PAPER], SERVICES[name], out, client=client(server, waits, tries=2))
    assert (report.found, report.not_found, report.failed) == (0, expected.not_found, expected.failed), report
    assert (expected.stopped or "") in (report.stopped or "")
    assert bool(report.stopped) == bool(expected.stopped)
    assert SECRET not in repr(report)
    assert out.read_bytes() == b""
    assert all(wait == 3.0 for wait in waits) or fault not in {"429", "503"}
    server.answer = lambda _path, _time: GOOD[name]()
    again = enrich([PAPER], SERVICES[name], out, client=client(server))
    assert (again.found, again.known) == ((0, 1) if expected.not_found else (1, 0))


@pytest.mark.parametrize("name", GOOD)
def test_a_busy_service_is_asked_again_when_it_says(server: Server, tmp_path: Path, name: str) -> None:
    busy = {1: (429, {"Retry-After": "7"}, b""), 2: (502, {}, b"")}
    server.answer = lambda _path, time: busy.get(time) or GOOD[name]()
    waits: list[float] = []
    assert enrich([PAPER], SERVICES[name], tmp_path / "saved.jsonl", client=client(server, waits)).found == 1
    assert waits == [7.0, 2.0]


@pytest.mark.parametrize("name", GOOD)
def test_a_slow_service_is_given_up(server: Server, tmp_path: Path, name: str) -> None:
    done = threading.Event()

    def slow(_path: str, _time: int) -> Answer:
        done.wait(5)
        return GOOD[name]()

    server.answer = slow
    report = enrich([PAPER], SERVICES[name], tmp_path / "saved.jsonl", client=client(server, tries=1, timeout=0.1))
    done.set()
    assert (report.found, report.not_found) == (0, 0)
    assert report.failed == 1


def test_a_service_that_is_out_of_order_is_left_alone(server: Server, tmp_path: Path) -> None:
    papers = [PaperNode(f"doi:10.1000/{n:02}", f"Bridge {n}", doi=f"10.1000/{n:02}") for n in range(40)]
    server.answer = lambda path, _time: (500, {}, b"") if not path.endswith("05") else ok(dict(WORK, doi="10.1000/05"))
    report = enrich(papers, SERVICES["openalex"], tmp_path / "saved.jsonl", client=client(server, tries=1))
    assert (report.found, report.failed) == (1, 15)
    assert report.stopped is not None
    assert sum(server.asked.values()) == 16


RUN = """
import sys
from pathlib import Path
from papergraph.enrich import SERVICES, enrich
from papergraph.enrich.client import Client
from papergraph.graph import read_folder
papers = read_folder(Path(sys.argv[1])).papers
enrich(papers, SERVICES["openalex"], Path(sys.argv[2]), client=Client(sys.argv[3], 0.0, {}))
"""


@pytest.mark.slow
def test_runs_that_are_killed_end_in_the_file_of_one_run(server: Server, tmp_path: Path) -> None:
    papers = tuple(
        PaperNode(f"doi:10.1000/{n:03}", f"Bridge {n} of the forty", doi=f"10.1000/{n:03}") for n in range(150)
    )
    save(Graph(papers=papers), tmp_path / "graph")
    wanted = random.Random(11)
    running: list[subprocess.Popen[bytes]] = []
    left = [0]

    def answer(path: str, _time: int) -> Answer:
        left[0] -= 1
        if left[0] == 0:
            threading.Timer(wanted.random() / 200, running[-1].send_signal, (signal.SIGKILL,)).start()
        doi = path.partition("doi.org/")[2]
        if not doi:
            return ok({"results": []})
        number = int(doi.rpartition("/")[2])
        work = dict(WORK, id=f"https://openalex.org/W{number}", doi=doi, padding="x" * 20_000)
        return (404, {}, b"") if number % 7 == 3 else ok(work)

    def run(out: Path) -> int:
        command = [sys.executable, "-c", RUN, str(tmp_path / "graph"), str(out), server.url]
        running.append(subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "error"}))
        return running[-1].wait(60)

    server.answer = answer
    whole, killed = tmp_path / "whole.jsonl", tmp_path / "killed.jsonl"
    assert run(whole) == 0
    for _ in range(10):
        left[0] = wanted.randint(1, 6)
        assert run(killed) == -signal.SIGKILL
    left[0] = 0
    assert run(killed) == 0
    assert killed.read_bytes() == whole.read_bytes()
    missing = [path.with_name(f"{path.name}.missing").read_text("utf-8") for path in (killed, whole)]
    assert missing[0] == missing[1]
    found = [json.loads(line)["papergraph_paper"] for line in killed.read_text("utf-8").splitlines()]
    assert len(found) == len(set(found)) == len(papers) - len(missing[0].splitlines())
    assert sum(isinstance(item, Record) for item in read([killed])) == len(found)

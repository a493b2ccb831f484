from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import engines
from tests.small_graph import small_graph


@pytest.fixture(scope="module")
def directory() -> Path:
    return engines.graph_folder(small_graph())


@contextmanager
def serving(directory: Path, temporary: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command; yield the process and the address that it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", "papergraph", "serve", "--graph", str(directory), "--port", "0", "--allow-cypher"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_gracefully(directory: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serving(directory, tmp_path) as (process, address):
        with urllib.request.urlopen(f"{address}api/ask?q=papers+using+LoRA", timeout=60) as reply:
            assert json.load(reply)["rows"]
        assert list(tmp_path.glob("papergraph-serve-*"))
        threading.Timer(0.5, process.send_signal, [number]).start()
        body = json.dumps({"query": "UNWIND range(1, 2000000) AS n RETURN sum(n) AS n"}).encode()
        asked = urllib.request.Request(f"{address}api/cypher", body, {"content-type": "application/json"})
        with urllib.request.urlopen(asked, timeout=60) as reply:  # what is being answered is answered
            assert json.load(reply)["rows"] == [{"n": 2_000_001_000_000}]
        assert process.wait(60) == 0
        assert not list(tmp_path.glob("papergraph-serve-*"))
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, None])
def test_tools_end_with_their_client(directory: Path, tmp_path: Path, ending: signal.Signals | None) -> None:
    command = [sys.executable, "-m", "papergraph", "serve", "--mcp", "--graph", str(directory)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as process:
        try:
            assert process.stdin
            assert process.stdout
            hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
            message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "papergraph"
            assert list(tmp_path.glob("papergraph-serve-*"))
            if ending is None:
                process.stdin.close()
            else:
                process.send_signal(ending)
            assert process.wait(60) == 0
            assert not list(tmp_path.glob("papergraph-serve-*"))
            assert process.stderr
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--mcp", "--bolt"], 2),
        (["--mcp", "--allow-cypher"], 2),
        (["--port", "70000"], 2),
        (["--timeout", "0"], 2),
        (["--graph", "nowhere"], 1),
        (["--host", "192.0.2.1"], 1),  # an address that is nobody's (RFC 5737)
        (["--host", "no such name"], 1),
    ],
)
def test_a_wrong_call_is_told_in_a_line(arguments: list[str], code: int) -> None:
    from click.testing import CliRunner

    from papergraph.cli import cli

    done = CliRunner().invoke(cli, ["serve", *arguments])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert done.stderr
    assert not done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("missing", "option"), [("starlette", []), ("uvicorn", []), ("mcp", ["--mcp"])])
def test_a_missing_part_is_named(directory: Path, missing: str, option: list[str]) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from papergraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", "--port", "0", "--graph", str(directory), *option],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith("pip install 'papergraph-kg[serve]'")
    assert "Traceback" not in done.stderr

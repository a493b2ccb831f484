"""Whoever gave names or facts to the package is named."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLES = sorted((ROOT / "src").rglob("*.tsv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_every_source_of_the_vocabulary_is_in_the_notice(table: Path) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    sources = {part for row in rows for part in re.split(r"[|;]\s*", row.get("source") or "") if part}
    assert {source for source in sources if source not in notice} == set()
    assert "source" not in (rows[0] if rows else {}) or all(row["source"] and row["licence"] for row in rows)

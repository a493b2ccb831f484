"""Our table against the published scorer, on the published data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from papergraph.cli import cli
from papergraph.extract import load_extractor
from papergraph.extract.rows import to_row

GOLD = Path(os.environ.get("PAPERGRAPH_SHARED", "../shared")) / "gold"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not GOLD.is_dir(), reason=f"no {GOLD}; PAPERGRAPH_SHARED names the folder"),
]


def test_the_same_table_as_the_scorer(tmp_path: Path) -> None:
    extractor = load_extractor()
    predicted = tmp_path / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as file:
        for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines():
            paper = json.loads(line)
            row = to_row(paper["id"], paper["title"], extractor.read(paper["title"], paper["abstract"]))
            print(json.dumps(row), file=file)
    command = [sys.executable, GOLD / "score_concepts.py", GOLD / "dev.jsonl", predicted]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    result = CliRunner().invoke(cli, ["eval", "concepts", str(GOLD / "dev.jsonl"), "--predicted", str(predicted)])
    assert result.exit_code == 0
    assert result.stdout == expected


def test_languages_over_all_annotated_papers() -> None:
    files = sorted(str(path) for path in GOLD.glob("*.jsonl"))
    result = CliRunner().invoke(cli, ["eval", "concepts", *files, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["concepts"]["language"]["f1"] >= 0.85

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from papergraph.cli import cli

PAPER = {
    "id": "a",
    "title": "Parsing Faroese",
    "abstract": "We fine-tune BERT. Our results outperform XLM-R.",
    "concepts": [
        {"type": "model", "name": "BERT", "mentions": ["BERT"], "required": True, "relation": "uses"},
        {"type": "model", "name": "XLM-R", "mentions": ["XLM-R"], "required": True, "relation": "compares"},
        {"type": "language", "name": "Faroese", "mentions": ["Faroese"], "required": True, "relation": "covers"},
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    return path


def test_concepts_of_a_text_read_now(gold: Path) -> None:
    result = CliRunner().invoke(cli, ["eval", "concepts", str(gold), "--json"])
    assert result.exit_code == 0
    table = json.loads(result.stdout)
    assert table["concepts"]["model"]["right"] == 2
    assert table["concepts"]["all"]["missed"] == 0
    assert table["relation_accuracy"] == 1.0


def test_predictions_from_a_file(gold: Path, tmp_path: Path) -> None:
    predicted = tmp_path / "predicted.jsonl"
    concept = {"type": "model", "name": "BERT", "mentions": ["BERT"], "relation": "mentions"}
    predicted.write_text(json.dumps({"id": "a", "concepts": [concept]}), encoding="utf-8")
    result = CliRunner().invoke(cli, ["eval", "concepts", str(gold), "--predicted", str(predicted), "--json"])
    assert json.loads(result.stdout)["concepts"]["all"]["missed"] == 2
    result = CliRunner().invoke(cli, ["eval", "relations", str(gold), "--predicted", str(predicted), "--json"])
    assert json.loads(result.stdout)["confusion"] == [{"annotated": "uses", "predicted": "mentions", "count": 1}]


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"id": 1}', '{"id": "a", "title": "", "abstract": "", "concepts": [1]}']
)
def test_a_wrong_file_is_one_line(gold: Path, content: str) -> None:
    gold.write_text(f"\n{content}\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["eval", "concepts", str(gold)])
    assert result.exit_code == 1
    assert f"{gold}:2: " in result.stderr
    assert result.stderr.count("\n") == 1

"""Small corpora for tests, written here; no sentence is taken from a paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

METHODS = ("LoRA", "back-translation", "knowledge distillation", "contrastive learning", "prefix tuning")
LANGUAGES = ("Swahili", "Yoruba", "Icelandic", "German", "Quechua", "Hindi", "Māori")
TASKS = ("machine translation", "named entity recognition", "question answering", "speech recognition")
DATASETS = ("SQuAD", "FLORES", "CoNLL-2003", "LibriSpeech")
MODELS = ("BERT", "mT5", "Whisper", "LLaMA")


def papers(count: int) -> list[dict[str, object]]:
    """Return papers with authors, venues, years and references, each with a few concepts."""
    found: list[dict[str, object]] = []
    for number in range(count):
        method, language = METHODS[number % 5], LANGUAGES[number % 7]
        task, dataset, model = TASKS[number % 4], DATASETS[number % 3], MODELS[number % 4]
        paper: dict[str, object] = {
            "id": f"p{number}",
            "title": f"Study {number}: {method} for {task} in {language}",
            "abstract": (
                f"We present NetWork{number}, a new model for {task}. It applies {method} to {model}. "
                f"Experiments on {dataset} show gains of {number} points over the baseline in {language}, "
                "a low-resource language. We do not use any other data."
            ),
            "authors": [f"Ann {chr(65 + number % 26)}. Writer", {"name": "Bo Reader", "orcid": "0000-0002-1825-0097"}],
            "venue": f"Workshop {number % 3}",
            "year": 2015 + number % 9,
        }
        if number % 2:
            paper["doi"] = f"10.5555/test.{number}"
        if number > 2:
            paper["references"] = [f"10.5555/test.{number - 2 + (number + 1) % 2}", f"doi:10.5555/outside.{number % 5}"]
        found.append(paper)
    return found


def write_jsonl(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write JSON Lines and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_corpus(folder: Path, count: int = 150) -> list[Path]:
    """Write a corpus in three files, two of which share papers, and return their paths."""
    rows = papers(count)
    third = count // 3
    return [
        write_jsonl(folder / "a.jsonl", rows[: 2 * third]),
        write_jsonl(folder / "b.jsonl", rows[third:]),
        write_jsonl(folder / "deep" / "c.jsonl", rows[:5]),
    ]

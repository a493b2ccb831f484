from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import papergraph

SOURCE = Path(papergraph.__file__).parents[1]
IMPORT = """
import sys
from papergraph.extract import ExtractSettings, load_extractor, spacy_import
"""


def said(code: str) -> list[str]:
    """Run code in a process of its own, where spaCy is not loaded yet, and return the lines that it prints."""
    command = [sys.executable, "-W", "error", "-c", IMPORT + code]
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_commands_of_spacy_are_loaded_at_their_first_use_only() -> None:
    code = """
spacy_import.import_spacy()
import spacy
print("spacy.cli" in sys.modules, "typer" in sys.modules, hasattr(spacy, "nothing"))
print(spacy.cli.download is sys.modules["spacy.cli"].download, "typer" in sys.modules)
print(spacy.info(silent=True)["spacy_version"] == spacy.__version__)
print([token.text for token in spacy.blank("en")("Two words")])
"""
    assert said(code) == ["False False False", "True True", "True", "['Two', 'words']"]


def test_a_spacy_that_wants_more_of_its_commands_is_imported_as_it_is() -> None:
    code = """
spacy_import._INFO = "spacy.cli.other"
reader = load_extractor(ExtractSettings(extractor="fast"))
print([reading.name for reading in reader.read("LoRA", None)])
print("typer" in sys.modules, sys.modules["spacy"].cli.info.__module__)
"""
    assert said(code) == ["['LoRA']", "True spacy.cli.info"]

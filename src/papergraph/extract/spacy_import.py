"""Importing spaCy without its command line, which takes a third of the time of `import spacy`."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMANDS = "spacy.cli"
_INFO = "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy; the commands, which it imports for `spacy.info` alone, are loaded at their first use."""
    if "spacy" in sys.modules:
        return
    commands, information = ModuleType(_COMMANDS), ModuleType(_INFO)
    commands.__path__ = []
    information.info = _info  # type: ignore[attr-defined]  # what the package looks for there
    sys.modules |= {_COMMANDS: commands, _INFO: information}
    try:
        importlib.import_module("spacy")
    except ImportError:  # a version that wants more of the commands
        for name in [name for name in sys.modules if name.partition(".")[0] == "spacy"]:
            del sys.modules[name]
        importlib.import_module("spacy")
        return
    del sys.modules[_COMMANDS], sys.modules[_INFO]
    sys.modules["spacy"].__getattr__ = _attribute  # type: ignore[method-assign]  # asked for what a module lacks


def _attribute(name: str) -> Any:
    if name == "cli":
        return importlib.import_module(_COMMANDS)
    raise AttributeError(f"module 'spacy' has no attribute {name!r}", name=name, obj=sys.modules["spacy"])


def _info(*arguments: Any, **options: Any) -> Any:
    return importlib.import_module(_INFO).info(*arguments, **options)

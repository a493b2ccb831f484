"""The Python examples of docs/extraction.md run, one after the other, and print what stands below them."""

import contextlib
import io
import re
from pathlib import Path

import papergraph.extract.pipeline  # noqa: F401 - an installed package is found by its entry point

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "extraction.md"


def test_the_examples_print_what_they_say() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, str(DOCUMENT), "exec"), names)
        said = [line.removeprefix("# ") for line in block.splitlines() if line.startswith("# ")]
        assert out.getvalue().splitlines() == said
    assert len(blocks) == 2

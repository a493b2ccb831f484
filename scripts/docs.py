"""Write what is generated in the documents anew; `--check` names what is stale and fails.

Generated are the pages docs/cli.md, docs/schema.md and docs/queries.md, and in every document the output below each
`$ command` of a ```console block and each `>>>` statement of a ```pycon block. The blocks run in a scratch folder that
holds examples/ and, once the README has built it, exports/demo; a ```sh block is for the reader only and never runs.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from reference import WIDTH, pages

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(?P<kind>console|pycon)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the documents, or with `--check` compare them; return the exit code."""
    stale = []
    for path, text in generate().items():
        target = ROOT / path
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            stale.append(path)
            if "--check" not in arguments:
                target.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path} {'is stale: run make docs' if '--check' in arguments else 'written'}")
    return 1 if stale and "--check" in arguments else 0


def generate() -> dict[str, str]:
    """Return path -> text of every document that holds something generated."""
    documents = pages()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        shutil.copytree(ROOT / "examples", workspace / "examples")
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
            name = str(path.relative_to(ROOT))
            if name not in documents:
                documents[name] = run_blocks(path.read_text(encoding="utf-8"), workspace)
    return documents


def run_blocks(text: str, workspace: Path) -> str:
    """Return the document with the output of every command and statement as it is now."""
    names: dict[str, object] = {}

    def renew(match: re.Match[str]) -> str:
        body = match["body"]
        new = run_console(body, workspace) if match["kind"] == "console" else run_python(body, workspace, names)
        return f"```{match['kind']}\n{new}```"

    return BLOCK.sub(renew, text)


def run_console(body: str, workspace: Path) -> str:
    """Return the `$ command` lines of a block, each with what it prints, both streams together."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    lines = []
    for command in re.findall(r"^\$ ((?:.*\\\n)*.*)$", body, re.MULTILINE):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command}\n{done.stdout}")
        lines.append(f"$ {command}\n{tidy(done.stdout)}")
    return "".join(lines)


def run_python(body: str, workspace: Path, names: dict[str, object]) -> str:
    """Return the statements of a block, each with what it prints; names last through the document."""
    lines = []
    with contextlib.chdir(workspace):
        for example in doctest.DocTestParser().get_examples(body):
            output = io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                try:
                    exec(compile(ast.Interactive(ast.parse(example.source).body), "<document>", "single"), names)
                except Exception as error:
                    raise RuntimeError(f"{example.source}{traceback.format_exc()}") from error
            first, *rest = example.source.splitlines()
            lines.append("".join([f">>> {first}\n", *(f"... {line}\n" for line in rest), tidy(output.getvalue())]))
    return "".join(lines)


def tidy(output: str) -> str:
    """Return the output without trailing blanks, ended by one line break."""
    text = "\n".join(line.rstrip() for line in output.rstrip().splitlines())
    return f"{text}\n" if text else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

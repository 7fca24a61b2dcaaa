# `make run` and `make test` are all that a new machine needs: each sets up the virtual environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUN_STAMP := $(VENV)/.runnable

# One worker more than there are cores: the tests of the screen wait half of their time.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# What was compiled is kept, whatever the environment says: without it every start and every test takes twice as long.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test long check format lint types contracts slow e2e bench calibrate screenshots wheel clean

run: $(RUN_STAMP)
	@$(BIN)/interviewer

test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) -m "not long and not slow and not e2e"

long: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) -m "long and not slow and not e2e"

check: $(STAMP) format lint types contracts test long

format: $(STAMP)
	$(BIN)/ruff format --check .

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

slow: $(STAMP)
	$(BIN)/python -m pytest -m slow --timeout 1800

e2e: $(STAMP)
	$(BIN)/python -m pytest -m e2e --timeout 600 -rs

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "interviewer needs Python 3.11 or newer ($(PYTHON) is older): make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUN_STAMP): pyproject.toml constraints.txt $(VENV)/bin/python
	@echo "Setting up, once ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(STAMP): pyproject.toml constraints.txt $(VENV)/bin/python
	@echo "Setting up for development, once ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(RUN_STAMP)

bench: $(STAMP)
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.grading
	$(BIN)/python -m benchmarks.store
	$(BIN)/python -m benchmarks.history
	$(BIN)/python -m benchmarks.progress

calibrate: $(STAMP)
	$(BIN)/python -m benchmarks.panel.fit --write

screenshots: $(STAMP)
	$(BIN)/python scripts/screenshots.py

wheel: $(STAMP)
	$(BIN)/python -m hatchling build --target wheel

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache dist

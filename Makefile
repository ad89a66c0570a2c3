# Everything runs in .venv, made by `make setup` and left alone while nothing has changed.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
PROJECT ?= sample.db
DATA ?= data
SECONDS ?= 120

.PHONY: review test test-browser kills keys fuzz setup lint format bench bench-scale screenshots clean

review: setup
	$(BIN)/workbench review seeds --project $(PROJECT)

test: setup
	$(BIN)/python -m pytest -n 3 --dist worksteal

test-browser: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]'
	$(BIN)/python -m pytest tests/browser

kills: setup
	KILLS=500 $(BIN)/python -m pytest tests/test_kill.py

keys: setup
	KEYS=10000 $(BIN)/python -m pytest -n 2 tests/workbench/ui/test_random_keys.py

fuzz: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	mkdir -p .fuzz
	$(BIN)/python -m tests.fuzz.readers -max_total_time=$(SECONDS) -timeout=20 -artifact_prefix=.fuzz/
	FUZZ=20 $(BIN)/python -m pytest -n 2 --dist worksteal

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0 -e '.[dev]'
	touch $@

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.histories
	$(BIN)/python -m bench.quality --data $(DATA)

bench-scale: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m bench.scale $(if $(wildcard $(DATA)),--data $(DATA)) --plot docs/scale.png

screenshots: setup
	$(BIN)/python -m bench.screenshots docs

clean:
	rm -rf .venv build dist *.egg-info sample.db* .fuzz

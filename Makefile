# Two commands matter: make run, make test. The others are for those who change the app.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
JOBS ?= 3
SEEDS ?= 50
FIRST ?= 0
STEPS ?= 200

.PHONY: help setup run test soak check format bench bench-scan bench-sync check-exports dist pictures lock clean

help: ## Show what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## Make .venv with desk-app in it, and the system libraries it needs
	@scripts/setup.sh run

run: setup ## Run the demo station: in a window, or offscreen where there is no display
	@$(BIN)/desk-app demo --json --out out/demo

test: ## Set up and run every test, real PostgreSQL included, JOBS at a time
	@scripts/setup.sh test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

soak: ## Random weeks of desks against a real centre; SEEDS=n, from FIRST, STEPS each
	@scripts/setup.sh test
	SOAK_SEEDS=$(SEEDS) SOAK_FIRST=$(FIRST) SOAK_STEPS=$(STEPS) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/sync/test_simulation.py

check: ## Style, types, layers, translations
	@scripts/setup.sh test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/translations.py --check

format: ## Lay out the code and mend what ruff can
	@scripts/setup.sh test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: ## Measure what matters and print it as ratios
	@scripts/setup.sh test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

bench-scan: ## Measure the decoder; IMAGES=DIR (manifest.json), ARGS="--ablation" for the stages
	@scripts/setup.sh test
	$(BIN)/python -m benchmarks.scan $(IMAGES) $(ARGS)

bench-sync: ## Measure pushing and reading against COPY and bare SQLite
	@scripts/setup.sh test
	$(BIN)/python -m benchmarks.sync

check-exports: ## Open every kind of file the app writes with LibreOffice, pdftotext, icalendar
	@scripts/setup.sh test
	$(BIN)/python scripts/check_exports.py

dist: ## Build the app as a folder that needs no Python, then start it
	@scripts/setup.sh dist
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build build.spec
	scripts/try-dist.sh dist/desk-app out/dist

pictures: ## Make the pictures of the README and the guide anew
	@scripts/setup.sh run
	$(BIN)/python scripts/pictures.py

lock: ## Write requirements/*.txt anew from requirements/*.in
	scripts/lock.sh

clean: ## Remove what was built; .venv stays
	rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Laurel's commands. `make run` and `make test` need Python 3.11 to 3.14 and nothing else of ours.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

# The stamps carry Python's version, so that `make test PYTHON=python3.12` makes a new environment.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
BIN := $(VENV)/bin
MADE := $(VENV)/.made-with-$(VERSION)
RUN_READY := $(VENV)/.run-ready-$(VERSION)
TEST_READY := $(VENV)/.test-ready-$(VERSION)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check pytest bench monkey screenshots translations format lock libraries clean

help:
	@echo "make run           open Laurel (ARGS=... passes words on, e.g. ARGS='--clinic FOLDER')"
	@echo "make test          every check that decides whether a change may land"
	@echo "make check         the checks without the tests: format, lint, types, imports, unused code"
	@echo "make bench         measure the speed budgets"
	@echo "make monkey        press, click and type at random in the window for eight hours, and tell what became of it"
	@echo "make screenshots   a picture of every screen, light and dark, in screenshots/"
	@echo "make translations  collect the texts to translate into build/translations/, and what is translated"
	@echo "make format        put the code into its format"
	@echo "make lock          resolve the dependencies anew into requirements*.txt"
	@echo "make clean         remove the environment and everything that was generated"

run: $(RUN_READY) libraries
	@$(BIN)/python main.py $(ARGS)

test: check pytest

check: $(TEST_READY) libraries
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

pytest: $(TEST_READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadgroup -q $(ARGS) </dev/null

bench: $(TEST_READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench $(ARGS)

# A monkey at the keyboard for a working day; `make monkey ARGS="--hours 0.1"` for a shorter one.
monkey: $(TEST_READY) libraries
	QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="default.warning=false" \
		$(BIN)/python -m tests.faults.monkey --hours 8 --dialogs 500 $(ARGS)

screenshots: $(TEST_READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots $(ARGS)

format: $(TEST_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# make translations ARGS="de fr": writes every text into build/translations/de.po and so on, for translators, and takes what
# they wrote there into models/catalogues/.
translations: $(TEST_READY)
	$(BIN)/python -m models.catalogues.collect $(ARGS)

libraries: | $(MADE)
	@packaging/system-libraries.sh $(BIN)/python

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || \
		{ echo "Laurel needs Python 3.11 to 3.14: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] > (3, 14))' || \
		echo "Laurel has not been tried with Python $(VERSION) yet. If a package is missing for it, use 3.14." >&2
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUN_READY): requirements.txt | $(MADE)
	$(INSTALL) -r requirements.txt
	@touch $@

# The second list contains the first, so that what was tested is what runs.
$(TEST_READY): requirements-dev.txt requirements.txt | $(MADE)
	$(INSTALL) -r requirements-dev.txt
	@touch $(RUN_READY) $@

# Resolve anew: newest versions that pyproject.toml allows, for every system and Python, with hashes and without any address.
LOCK_TOOL := build/lock-tool
COMPILE := $(LOCK_TOOL)/bin/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate pyproject.toml

lock: $(LOCK_TOOL)/.ready
	$(COMPILE) --group dev --output-file requirements-dev.txt
	$(COMPILE) --constraint requirements-dev.txt --output-file requirements.txt

$(LOCK_TOOL)/.ready: packaging/lock-tool.txt
	$(PYTHON) -m venv --clear $(LOCK_TOOL)
	$(LOCK_TOOL)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/lock-tool.txt
	@touch $@

clean:
	rm -rf $(VENV) build screenshots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks

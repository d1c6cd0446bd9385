# Each target sets up what it needs: Python 3.11 or later and a package registry are enough.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := setup

PYTHON ?= python3
SAMPLE ?= all
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPOKEN := $(patsubst %.po,%.mo,$(wildcard templates/locales/*/LC_MESSAGES/ronda.po))

.PHONY: setup run test any-day check rules check-rules random-rounds format bench lock clean

setup: $(READY) $(SPOKEN)

# uv is taken out of the lock with its hashes, so that pip installs nothing that the lock does not name.
$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Ronda needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/# via/p' requirements-dev.txt > $(VENV)/uv.txt
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.txt
	touch $@

# Catalogues of translations, in the form that gettext reads.
%.mo: %.po | $(READY)
	$(BIN)/python -m templates.catalogues compile

run: setup
	@SAMPLE=$(SAMPLE) exec $(BIN)/python -m local

# The server is found, fetched or built before, so that the tests' own time tells of the tests.
SERVER = $(BIN)/python -c "import asyncio; from local import programs; asyncio.run(programs.find(print))"

# Stories are played from two first days, drawn by the commit; a failed one has the name of its day.
test: setup
	$(SERVER)
	$(BIN)/python -m tests.browser.chromium
	FIRST_DAYS="$${FIRST_DAYS:-$$(git rev-parse HEAD 2>/dev/null || echo none)}" \
		$(BIN)/pytest -n auto --dist worksteal

# Every story from each of 24 first days over two years; about forty minutes on two cores.
any-day: setup
	$(SERVER)
	FIRST_DAYS=all $(BIN)/pytest -n auto --dist worksteal tests/workflows

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m templates.catalogues check
	$(BIN)/python -m tests.kept_for_good check

# The tests of each rule of the methodology.
rules: setup
	$(BIN)/pytest -q --rules

# Each rule is switched off in turn, and a test of it must fail; one to three minutes on two cores.
check-rules: setup
	$(BIN)/python -m tests.proofs.check_rules

# Two hundred random rounds, always the same ones; three to five minutes.
random-rounds: setup
	ROUNDS=200 $(BIN)/pytest -q tests/proofs/test_random_rounds.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# BENCH=latency runs one of history, latency and throughput; without it all are run, in three to six minutes.
bench: setup
	$(BIN)/python -m bench $(BENCH)

# No address of a registry goes into the locks: whoever uses a mirror can install from them too.
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(READY)
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt requirements.in -o requirements.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

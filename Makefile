# Each target sets up what it needs: Python 3.11 or later and a package registry are enough.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := setup
# Every program, and every workflow in its sandbox, would read its source anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
SAMPLE ?= all
SEED ?=
KILLS ?= 20
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPOKEN := $(patsubst %.po,%.mo,$(wildcard templates/locales/*/LC_MESSAGES/ronda.po))

.PHONY: setup run rehearse test any-day check check-pdf rules check-rules random-rounds try-api chaos format bench sbom pin lock clean

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

# What would happen to a round that is opened with this request, and which letters it would write; none is sent.
# WITH="--letters --language es" prints them in full, in Spanish; WITH=--help tells the rest.
rehearse: setup
	@test -n "$(FILE)" || { echo "make rehearse FILE=request.json" >&2; exit 2; }
	@$(BIN)/python -m rehearsing $(FILE) $(WITH)

# The server is found, fetched or built before, so that the tests' own time tells of the tests.
SERVER = $(BIN)/python -c "import asyncio; from local import programs; asyncio.run(programs.find(print))"

# Two first days are drawn by the commit, and the stories dealt over both; a failed one has the name of its day.
test: setup
	$(SERVER)
	$(BIN)/python -m tests.browser.chromium
	FIRST_DAYS="$${FIRST_DAYS:-$$(git rev-parse HEAD 2>/dev/null || echo none)}" \
		$(BIN)/pytest -n auto --dist worksteal

# Every story from each of 24 first days over two years; some hours on two cores.
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

# Whether reports keep PDF/UA-1, by veraPDF: needs Java and Maven, which fetches it.
check-pdf: setup
	mvn -q -B -f tools/verapdf/pom.xml dependency:copy-dependencies -DoutputDirectory=target/lib
	javac -cp 'tools/verapdf/target/lib/*' -d tools/verapdf/target tools/verapdf/Check.java
	$(BIN)/python -m tests.templates.printed tools/verapdf/target/pdf
	java -cp 'tools/verapdf/target/lib/*:tools/verapdf/target' Check tools/verapdf/target/pdf/*.pdf

# The tests of each rule of the methodology.
rules: setup
	$(BIN)/pytest -q --rules

# Each rule is switched off in turn, and a test of it must fail; one to three minutes on two cores.
check-rules: setup
	$(BIN)/python -m tests.proofs.check_rules

# Two hundred random rounds, always the same ones; three to five minutes.
random-rounds: setup
	ROUNDS=200 $(BIN)/pytest -q tests/proofs/test_random_rounds.py

# Two hundred requests of each kind for each operation of the API, drawn from its description; always the same.
try-api: setup
	EXAMPLES="$${EXAMPLES:-200}" $(BIN)/pytest -q -k s6 tests/api/description

# Programs are killed at random points of six rounds, two workers, the API, Temporal, PostgreSQL and the mail server;
# about ten minutes. What it prints first, SEED and KILLS, draws the same kills again.
chaos: setup
	$(SERVER)
	SEED=$(SEED) KILLS=$(KILLS) $(BIN)/python -m tests.chaos

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# BENCH=latency runs one of document, public, desk, history, latency and throughput; without it all are run, in four
# to eight minutes.
bench: setup
	$(BIN)/python -m bench $(BENCH)

# What Ronda is made of, for production and for development, and the licences of it all, in sbom/; it fails over a licence
# that supply/parts.toml does not accept.
sbom: setup
	$(BIN)/python -m supply sbom

# Writes the digests of the images of others into docker-compose.yml and the Dockerfiles; needs Docker and its registry.
pin:
	deploy/pin.sh

# No address of a registry goes into the locks: whoever uses a mirror can install from them too.
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(READY)
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt requirements.in -o requirements.txt

clean:
	rm -rf $(VENV) sbom .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

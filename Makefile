# The commands of this project. `make run` starts it; README.md says the rest.
# Stamps keep repeated runs quick: .venv/installed (packages), .venv-bench/installed (programs that `make bench` compares
# with) and tests/tools/node_modules/installed (checkers of pages).

# The first of these that is new enough; `make PYTHON=/path/to/python3 ...` takes another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-bench
FLASK := $(BIN)/flask --app app
CATALOGS := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
WORKERS ?= 3
# The drills start their own servers. Real Chromium drives the SQLite installation. Of the rest, tests that ask no database are left out by tests/conftest.py.
ONE_ENGINE := tests/access tests/browser tests/data tests/domain tests/evidence tests/faults tests/pdf tests/tools

.PHONY: install run test bench drill check test-tools requirements

install: $(VENV)/installed $(CATALOGS)

run: install
	@$(FLASK) start

test: install test-tools
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder
	$(BIN)/python tests/tools/with_postgresql.py $(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(ONE_ENGINE))

# A rush of filings and readers beside other programs; our registers beside the same content by other engines, in CPU
# seconds, then what is read in the largest ones. Some 35 minutes. Results: docs/performance.md.
bench: install test-tools $(PEERS)/installed
	@$(BIN)/python -m tests.bench.burst
	@$(BIN)/python -m tests.bench
	@$(BIN)/pytest -q tests/pdf/registers/bench_paper.py tests/petitions/bench_words.py

# Everything that may break, broken often, as root (a disk is filled); some 40 minutes. Results: docs/reliability.md.
drill: install test-tools
	@DRILL=1 $(BIN)/pytest -q -s -p no:cacheprovider tests/faults

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python tests/tools/check_catalogs.py

# Writes the requirements anew, ours from pyproject.toml: the newest versions that fit, with hashes, for every platform.
requirements:
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--extra dev pyproject.toml -o requirements.txt -p $(BIN)/python
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header --no-annotate \
		tests/bench/burst/requirements.in -o tests/bench/burst/requirements.txt -p $(BIN)/python

# uv is taken from the same file by its hash and installs the rest in seconds; where it cannot reach a registry, pip does it.
$(VENV)/installed: requirements.txt deploy/system_packages.py
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: sudo apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) deploy/system_packages.py run
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.txt > $(VENV)/uv.txt
	@echo "Installing Python packages ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.txt -p $(BIN)/python \
		|| $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# Apart from ours: nothing of it is needed to run or to test the site.
$(PEERS)/installed: tests/bench/burst/requirements.txt | $(VENV)/installed
	@test -x $(PEERS)/bin/pip || $(PYTHON) -m venv $(PEERS)
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r $< -p $(PEERS)/bin/python \
		|| $(PEERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po | $(VENV)/installed
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l $*

test-tools: $(VENV)/installed tests/tools/node_modules/installed
	@$(BIN)/python deploy/system_packages.py test

tests/tools/node_modules/installed: tests/tools/package-lock.json
	@$(PYTHON) deploy/system_packages.py test
	@cd tests/tools && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# Everything runs in .venv, which is made from the lock file when it is missing or older than it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SUPPLY := .venv-supply
SUPPLY_READY := $(SUPPLY)/.ready
MUTATION := .venv-mutation
MUTATION_READY := $(MUTATION)/.ready
# Tests that share what they start go to one process (tests/conftest.py). In this order: the longest files are named first, so
# that none is left for the end. More processes than two cores: much of the time they wait, and a Chromium less.
BY_FILE := --dist loadfile --no-loadscope-reorder
WAITING := $(BY_FILE) --numprocesses 4
BROWSING := $(BY_FILE) --numprocesses 3
PURELIB := import sysconfig; print(sysconfig.get_path("purelib"))

# Where it is set every process compiles all of our code anew, and pytest rewrites its plugins: seconds, hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-board test-unit test-pure test-shell test-kafka test-oidc test-prometheus bench coverage mutation check check-deploy dashboards audit sbom lock clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sinergi needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## Watch reports of three channels become incidents (Ctrl-C ends it)
	$(BIN)/sinergi demo

test: $(READY) ## Unit tests first, then those on a real broker and Postgres
	$(MAKE) test-unit
	$(BIN)/pytest tests/long tests/fuzz --numprocesses auto
	$(BIN)/pytest tests/e2e tests/contract tests/integration tests/simulation $(WAITING)
	$(BIN)/pytest -rs tests/board $(BROWSING)

test-board: $(READY) ## The pages of the board, in a Chromium (says so where there is none)
	$(BIN)/pytest -rs tests/board $(BROWSING)

test-oidc: $(READY) ## Signing in to the board by a real Keycloak (needs Java 17, Maven and a Chromium; says so where one is missing)
	$(BIN)/pytest -rs tests/oidc

# Two processes that each import a half; of pytest-xdist each worker would import all, and tell a third process of every test.
test-unit: $(READY) ## Only the fast tests
	$(MAKE) --jobs 2 --output-sync --no-print-directory test-pure test-shell

PURE := tests/unit/core tests/unit/council tests/unit/schemas
test-pure: $(READY)
	$(BIN)/pytest $(PURE)
test-shell: $(READY)
	$(BIN)/pytest tests/unit $(PURE:%=--ignore=%)

test-kafka: $(READY) ## Those that speak to Kafka, on a real one (needs Java 17 and Maven)
	deploy/kafka/with-kafka $(BIN)/pytest tests/e2e tests/contract tests/integration $(WAITING)
	deploy/kafka/with-kafka $(BIN)/pytest tests/chaos

test-prometheus: $(READY) ## Those that ask a real Prometheus (Debian's must be installed)
	$(BIN)/pytest -rs tests/prometheus

bench: $(READY) ## How fast it is: all benches of tests/bench/README.md and their plots (hours; needs Java 17 and Maven)
	$(BIN)/python -m tests.bench

coverage: $(READY) ## Branches of the core that the unit tests go through (fails under 95 %)
	$(BIN)/pytest tests/unit --numprocesses auto --cov --cov-report= --cov-report=json
	$(BIN)/python -m tests.strength.branches coverage.json

$(MUTATION_READY): tests/strength/tools.lock $(READY)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(MUTATION)
	$(BIN)/uv pip install --quiet --require-hashes --python $(MUTATION)/bin/python --requirement $<
	$(BIN)/python -c '$(PURELIB)' > "$$($(MUTATION)/bin/python -c '$(PURELIB)')/sinergi.pth"
	@touch $@

mutation: $(MUTATION_READY) ## Small changes of fold, dedupe and life that the unit tests notice (fails under 85 %; goes on where it was stopped)
	$(MUTATION)/bin/mutmut run
	$(BIN)/python -m tests.strength.mutants mutants

check: $(READY) ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-deploy: $(READY) ## Every file of deploy/ by its schema (needs systemd, Debian's prometheus, shellcheck and Go)
	PATH="$(abspath $(BIN)):$$PATH" deploy/check

dashboards: $(READY) ## Draw Grafana's dashboards from deploy/grafana/boards
	$(BIN)/python -m deploy.grafana --write deploy/grafana/dashboards

$(SUPPLY_READY): deploy/supply/tools.lock $(READY)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(SUPPLY)
	$(BIN)/uv pip install --quiet --require-hashes --python $(SUPPLY)/bin/python --requirement deploy/supply/tools.lock
	@touch $@

audit: $(SUPPLY_READY) ## Ask which of the locked packages have known faults (needs PyPI itself; 3: not all were known)
	$(BIN)/python -m deploy.supply audit

sbom: $(SUPPLY_READY) ## Write what Sinergi is made of, as CycloneDX, to sbom.cdx.json
	$(BIN)/python -m deploy.supply sbom --write sbom.cdx.json

lock: $(READY) ## Resolve the dependencies anew
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --all-extras --python-version 3.11 \
		--custom-compile-command 'make lock' --quiet pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command 'make lock' --quiet deploy/supply/tools.in --output-file deploy/supply/tools.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command 'make lock' --quiet tests/strength/tools.in --output-file tests/strength/tools.lock

clean: ## Remove what make has made
	rm -rf $(VENV) $(SUPPLY) $(MUTATION) sbom.cdx.json mutants coverage.json .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Sandan. `make` alone lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/sandan.installed
TOOLS := .venv/sandan.tools.installed
PIP := $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --progress-bar off

.PHONY: help
help: ## list every target with a line
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): requirements.txt sandan.sh
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one with PYTHON=" >&2; exit 1; }
	@echo "Installing into .venv; a minute or two the first time ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) -r $< | awk '/^Collecting/ {print "  " $$2} /^Installing/ {print "  unpacking ..."} {fflush()}'
	@for packages in .venv/lib/python3*/site-packages; do \
		rm -rf "$$packages"/*sandan*; echo ../../../.. > "$$packages/sandan.pth"; done  # the checkout, wherever it lies
	@rm -f $(BIN)/sandan && cp sandan.sh $(BIN)/sandan
	@$(BIN)/python -m compileall -q -x node_modules domain db planner resolvers schema hub sdl  # else a start may do it each time
	@touch $@

$(TOOLS): requirements-dev.txt $(INSTALLED)
	@echo "Installing the tools for tests ..."
	@$(PIP) --quiet -r $<
	@touch $@

.PHONY: install
install: $(INSTALLED) ## make the environment .venv, when it is missing or old: what it takes to run

.PHONY: tools
tools: $(TOOLS) ## the same, and what tests and checks need

.PHONY: demo
demo: install ## serve with demo data on http://127.0.0.1:8000 (PORT=, DATABASE_URL=, SCALE=)
	@sh hub/graphiql/build.sh < /dev/null & exec $(BIN)/sandan demo --scale $(or $(SCALE),1)

.PHONY: serve
serve: install ## serve for production: needs DATABASE_URL= and SANDAN_JWKS= (docs/settings.md)
	@exec $(BIN)/sandan serve

PYTEST = pytest
.PHONY: test
test: tools ## run the tests on a PostgreSQL of their own (DATABASE_URL= for another)
	@$(BIN)/python -m $(PYTEST) -q -rfEs -n 2 $(TESTS)

.PHONY: year
year: tools ## a street's year with as many calls as a district's offices have (CALLS=30000): minutes, docs/year.md
	@YEAR_CALLS=$(or $(CALLS),30000) $(BIN)/python -m $(PYTEST) -q -s -n 0 tests/year/test_year.py -k all

OLDEST := /usr/lib/postgresql/15/bin

.PHONY: test-oldest
test-oldest: install ## the API's tests on the oldest PostgreSQL that will do (OLDEST= where its programs are)
	@[ -x $(OLDEST)/initdb ] || { echo "no PostgreSQL in $(OLDEST): apt-get install postgresql-15, or OLDEST=" >&2; exit 1; }
	@$(BIN)/python -m tests.servers $(OLDEST) $(BIN)/python -m $(PYTEST) -q -rfEs -n 2 $(or $(TESTS),tests/api)

# The libraries of S3 want an older python-dateutil than the hub runs with without them.
S3 := .venv/s3/installed

$(S3): tests/hub/live/s3/requirements.txt $(INSTALLED)
	@echo "Installing the tools for tests with S3 ..."
	@$(PYTHON) -m venv .venv/s3
	@.venv/s3/bin/python -m pip install --disable-pip-version-check --require-hashes --progress-bar off --quiet -r $<
	@touch $@

.PHONY: test-s3
test-s3: $(S3) ## the tests of files on S3, in an environment of their own
	@.venv/s3/bin/python -m $(PYTEST) -q -rfEs -n 0 tests/hub/live/test_files_s3.py

.PHONY: check
check: lint types layers sdl-check settings-check processes-check ## everything that reads the code without running it

.PHONY: lint
lint: tools ## ruff
	@$(BIN)/python -m ruff check .

.PHONY: types
types: tools ## mypy, strict
	@$(BIN)/python -m mypy

.PHONY: layers
layers: tools ## which room imports which
	@$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_layers.py

.PHONY: sdl
sdl: install ## write sdl/sandan.graphql (the API) and sdl/subgraph.graphql (for gateways) from the schema
	@$(BIN)/sandan sdl > sdl/sandan.graphql.new && mv sdl/sandan.graphql.new sdl/sandan.graphql
	@$(BIN)/sandan sdl --subgraph > sdl/subgraph.graphql.new && mv sdl/subgraph.graphql.new sdl/subgraph.graphql

.PHONY: sdl-check
sdl-check: install ## sdl/sandan.graphql and sdl/subgraph.graphql are what the schema says
	@{ $(BIN)/sandan sdl | diff -u sdl/sandan.graphql - && $(BIN)/sandan sdl --subgraph | diff -u sdl/subgraph.graphql -; } \
		|| { echo "sdl/ is not what the schema says: make sdl" >&2; exit 1; }

.PHONY: collection
collection: install ## the examples as a collection for Postman, Apifox or Bruno, in build/
	@$(BIN)/python -m sdl.collection build/sandan.postman_collection.json

.PHONY: dump
dump: tools ## write db/schema.sql, what all migrations add up to
	@REWRITE=1 $(BIN)/python -m pytest -q tests/db/test_dump.py

.PHONY: settings
settings: install ## write docs/settings.md from hub/settings.py
	@$(BIN)/sandan settings > docs/settings.md

.PHONY: settings-check
settings-check: install ## docs/settings.md is what hub/settings.py says
	@$(BIN)/sandan settings | diff -u docs/settings.md - \
		|| { echo "docs/settings.md is not what hub/settings.py says: make settings" >&2; exit 1; }

.PHONY: processes
processes: install ## write docs/processes.md from the declarations in domain/
	@$(BIN)/sandan processes > docs/processes.md

.PHONY: processes-check
processes-check: install ## docs/processes.md is what domain/ declares
	@$(BIN)/sandan processes | diff -u docs/processes.md - \
		|| { echo "docs/processes.md is not what domain/ declares: make processes" >&2; exit 1; }

.PHONY: graphiql
graphiql: ## build GraphiQL's files from npm, so that its page works without the internet
	@command -v npm > /dev/null || { echo "npm is needed: install Node.js" >&2; exit 1; }
	@cd hub/graphiql/web && npm ci --no-audit --no-fund && npm run build

COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make requirements' --quiet $(UPGRADE)
UPGRADE ?= --upgrade
.PHONY: requirements
requirements: ## renew the four requirements.txt from pyproject.toml and tests/ (needs uv; UPGRADE= keeps the versions)
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) --constraints requirements.txt --extra dev pyproject.toml -o requirements-dev.txt
	@$(COMPILE) tests/federation/generated/requirements.in -o tests/federation/generated/requirements.txt
	@$(COMPILE) --extra dev --extra s3 pyproject.toml tests/hub/live/s3/requirements.in -o tests/hub/live/s3/requirements.txt

.PHONY: clean
clean: ## remove the environment and what tools left; the data in .data stay
	@rm -f hub/graphiql/build.pid hub/graphiql/build.log
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info build hub/graphiql/dist
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

sdl/site/node_modules/.package-lock.json: sdl/site/package-lock.json
	@command -v npm > /dev/null || { echo "npm is needed: install Node.js 20 or later" >&2; exit 1; }
	@cd sdl/site && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@

.PHONY: docs
docs: install sdl/site/node_modules/.package-lock.json ## the API's reference as a site in build/docs (DOCS_BASE= where it will lie, /)
	@$(BIN)/python -m sdl.reference sdl/site/pages
	@cd sdl/site && npm run --silent build
	@echo "build/docs: any web server serves it; here: python3 -m http.server -d build/docs 8090"

NODE_MODULES := sdl/gateway/node_modules/.package-lock.json tests/federation/clients/node_modules/.package-lock.json

$(NODE_MODULES): %/node_modules/.package-lock.json: %/package-lock.json
	@command -v npm > /dev/null || { echo "npm is needed: install Node.js 20 or later" >&2; exit 1; }
	@echo "Installing into $*/node_modules ..."
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@

.PHONY: federation
federation: install sdl/gateway/node_modules/.package-lock.json ## start hub, partners and gateway; show a query across all (PORT=, FEDERATION_PORT=)
	@exec $(BIN)/python -m sdl

.PHONY: compose
compose: install sdl/gateway/node_modules/.package-lock.json ## write the partners' SDL and sdl/supergraph.graphql
	@for partner in incidents hours; do \
		$(BIN)/python -c "from sdl.partners.$$partner.schema import SCHEMA; print(SCHEMA.as_str())" \
			> sdl/partners/$$partner.graphql.new && mv sdl/partners/$$partner.graphql.new sdl/partners/$$partner.graphql; \
	done
	@node sdl/gateway/compose.mjs

.PHONY: compose-check
compose-check: install sdl/gateway/node_modules/.package-lock.json ## the supergraph is not stale, and what breaks clients is in CHANGELOG.md
	@node sdl/gateway/compose.mjs --check
	@node sdl/gateway/breaking.mjs

# Clients that want another graphql-core than the hub.
GENERATED := .venv/clients/installed

$(GENERATED): tests/federation/generated/requirements.txt $(TOOLS)
	@$(BIN)/python -m venv .venv/clients
	@.venv/clients/bin/python -m pip install --disable-pip-version-check --require-hashes --progress-bar off --quiet -r $<
	@touch $@

.PHONY: conformance
conformance: tools $(NODE_MODULES) $(GENERATED) ## the suites that others wrote, and the gateway's tests (needs Node.js and ports 4000 to 4003)
	@$(BIN)/python -m tests.federation.conformance

.PHONY: attack
attack: install ## attacks on a hub that it starts, or on URL= with TOKENS=: what stalled, what grew, what leaked (ONLY=words of names)
	@$(BIN)/python -m tests.attack $(ONLY)

bench/peers/node_modules/.package-lock.json: bench/peers/package-lock.json
	@command -v npm > /dev/null || { echo "npm is needed: install Node.js" >&2; exit 1; }
	@cd bench/peers && npm ci --no-audit --no-fund --silent
	@touch $@

.PHONY: bench
bench: tools bench/peers/node_modules/.package-lock.json sdl/gateway/node_modules/.package-lock.json ## the hub beside its peers (SECONDS=0.5, ROUNDS=10): bench/results.md
	@command -v wrk > /dev/null || { echo "wrk makes the load: apt-get install wrk" >&2; exit 1; }
	@$(BIN)/python -m bench --seconds $(or $(SECONDS),0.5) --rounds $(or $(ROUNDS),10)

ITEMS ?= 10000,1000000,10000000
.PHONY: bench-growth
bench-growth: tools ## the same pages at 10 thousand, 1 and 10 million items (ITEMS=, EVENTS=5 each): an hour, and 50 GB of disk
	@command -v wrk > /dev/null || { echo "wrk makes the load: apt-get install wrk" >&2; exit 1; }
	@$(BIN)/python -m bench.growth --items $(ITEMS) --events $(or $(EVENTS),5)

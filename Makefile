# Two commands matter: `make run` and `make test`. `make` alone lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY ?= python3
BIN := .venv/bin
export TOLOK_DATA ?= $(CURDIR)/data
PORT ?= 8000

RUN_MARK := .venv/.run-$(shell cksum < requirements/run.lock | cut -d' ' -f1)
DEV_MARK := .venv/.dev-$(shell cksum < requirements/dev.lock | cut -d' ' -f1)
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadgroup -p no:cacheprovider
# What touches the app database: `make test` runs it on PostgreSQL first, where there is one.
ON_POSTGRES := tests/services tests/jobs tests/delivery tests/api tests/lib/test_database_url.py \
	tests/cli/test_imports_commands.py tests/cli/test_numbers_commands.py tests/durability/test_kill.py
BENCHES ?= pages serve import attain facts feeds planner delivery
FRONT := $(wildcard tolok/web/assets/css/*.css tolok/web/assets/js/*.js tolok/web/assets/*.svg package.json package-lock.json)
MESSAGES := $(wildcard tolok/web/locale/*/LC_MESSAGES/*.po)

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(RUN_MARK) tolok/web/assets/built/app.css .venv/.messages ## Make .venv, install, build the front end

$(RUN_MARK): requirements/run.lock
	@echo "== Installing what Tolok runs on (a minute or two the first time)"
	@$(PY) -c 'import sys; sys.exit("Tolok needs Python 3.11 or newer; this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PY) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python scripts/link.py
	@touch $@

$(DEV_MARK): requirements/dev.lock $(RUN_MARK)
	@echo "== Installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

tolok/web/assets/built/app.css: $(FRONT) $(RUN_MARK)
	@echo "== Building the front end"
	@$(BIN)/python scripts/front.py

.venv/.messages: $(MESSAGES) $(RUN_MARK)
	@$(BIN)/python scripts/messages.py compile
	@touch $@

run: setup ## Start Tolok with its demo workspace on 127.0.0.1:8000
	@$(BIN)/tolok serve --demo --port $(PORT)

serve: setup ## Start Tolok without making the demo workspace
	@$(BIN)/tolok serve --port $(PORT)

demo: setup ## Only make the demo workspace
	@$(BIN)/tolok demo

test: setup $(DEV_MARK) ## Install what tests need and run all of them
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python scripts/pds.py
	@$(BIN)/python scripts/postgres.py --or-skip $(PYTEST) $(ON_POSTGRES)
	@$(PYTEST)

test-postgres: setup $(DEV_MARK) ## Run all tests on PostgreSQL instead of SQLite
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python scripts/pds.py
	@$(BIN)/python scripts/postgres.py $(PYTEST)

torture: setup $(DEV_MARK) ## Kill, pause and cut off the delivery engine at every step, and 200 times at random
	@$(BIN)/python -m tests.delivery.torture --every-step
	@$(BIN)/python -m tests.delivery.torture --rounds 200 --seed 1

check: format-check lint types arch docs-check test ## Everything that must hold before a commit

format: $(DEV_MARK) ## Rewrite the code in the one format
	@$(BIN)/ruff format tolok tests benchmarks scripts

format-check: $(DEV_MARK)
	@$(BIN)/ruff format --check tolok tests benchmarks scripts

lint: $(DEV_MARK) ## Look for likely faults
	@$(BIN)/ruff check tolok tests benchmarks scripts

types: $(DEV_MARK) ## Check the types
	@$(BIN)/mypy tolok

arch: $(DEV_MARK) ## Check that imports go down only
	@$(BIN)/lint-imports

docs: setup ## Write the generated reference pages again
	@$(BIN)/python scripts/reference.py write

docs-check: setup
	@$(BIN)/python scripts/reference.py check
	@$(BIN)/python scripts/messages.py check

bench: setup $(DEV_MARK) ## Measure speed and coverage, beside the targets
	@for part in $(BENCHES); do echo; echo "== $$part"; $(BIN)/python benchmarks/bench_$$part.py || exit 1; done

lock: ## Resolve the dependencies again (needs uv in .venv)
	@for part in run dev; do $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 requirements/$$part.in -o requirements/$$part.lock; done

clean: ## Remove everything that can be made again (not data/)
	@rm -rf .venv node_modules tolok/web/assets/built

.PHONY: help setup run serve demo test test-postgres check format format-check lint types arch docs docs-check bench torture lock clean

# Every door to the project; `make` alone lists them.

PORT ?= 8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
# How many people the benchmark's register has.
SIZE ?= 10k
UV ?= $(BIN)/uv

# The embedded database of a local trial, whatever the shell is set up for.
LOCAL := env -u DATABASE_URL DEBUG=true
# What the checks see: a server's settings, and a database that leaves no file behind.
SERVER := env -u HTTPS_ONLY -u HSTS_SECONDS DEBUG=false ALLOWED_HOSTS=example.org \
	CONTACT_EMAIL=editors@example.org \
	SECRET_KEY=only-for-checks-abcdefghijklmnopqrstuvwxyz-0123456789 DATABASE_URL=sqlite://:memory:
# A worker keeps whole runs of tests that share fixtures, such as the article.
PYTEST := $(BIN)/pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal
# What a browser draws or a checker says of a page does not depend on the database.
ON_ANY_DATABASE := -m "not browser"

APPS := kazbat access personnel missions sources editions catalogue records
PYTHON_FILES := find manage.py $(APPS) benchmarks tests -name '*.py' -print0
TEMPLATES := find templates $(APPS) -path '*templates/*' -name '*.html' -print0

.DEFAULT_GOAL := help
.PHONY: help run install seed test test-postgres screenshots bench-pages bench check fix ci hooks lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: .venv/run-installed ## Try the register on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(LOCAL) $(BIN)/python manage.py prepare_local --port $(PORT)
	@exec $(LOCAL) $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

install: .venv/run-installed ## Make or renew the environment of a server

seed: .venv/run-installed ## Load the fixtures again: updates their records, doubles none
	@$(LOCAL) $(BIN)/python manage.py prepare_local --reload-fixtures

test: .venv/dev-installed ## Run all tests on SQLite
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.vnu
	@env -u DATABASE_URL $(PYTEST)

test-postgres: .venv/dev-installed ## Run the tests on PostgreSQL, without browsers (POSTGRES_URL= says where)
	@$(BIN)/python -m tests.postgres $(POSTGRES_URL)
	@DATABASE_URL=$(POSTGRES_URL) $(PYTEST) $(ON_ANY_DATABASE)

screenshots: .venv/dev-installed ## Write a picture of every kind of page into screenshots/
	@$(BIN)/python -m tests.chromium
	@env -u DATABASE_URL $(BIN)/pytest --quiet tests/browser/take_screenshots.py

bench-pages: .venv/dev-installed ## Print what every kind of page costs, for docs/performance.md
	@env -u DATABASE_URL $(BIN)/pytest --quiet tests/bench_pages.py

bench: .venv/run-installed ## Compare with its peers (BENCH= folder of the benchmark, SIZE=10k)
	@test -n "$(BENCH)" || { echo "Say where the side-by-side benchmark is: make bench BENCH=FOLDER"; exit 1; }
	@$(BIN)/python benchmarks/compare.py $(BENCH) --size $(SIZE)

check: .venv/dev-installed ## Check style, types, layers, templates, migrations; writes nothing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	@$(PYTHON_FILES) | xargs -0 $(BIN)/django-upgrade --target-version 5.2 --check
	@$(TEMPLATES) | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@$(TEMPLATES) | xargs -0 -r $(BIN)/djlint --lint --quiet
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	@$(SERVER) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(SERVER) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -m tests.audit

fix: .venv/dev-installed ## Mend what `make check` finds, as far as tools can
	@$(PYTHON_FILES) | xargs -0 $(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed
	@$(TEMPLATES) | xargs -0 -r $(BIN)/djade --target-version 5.2 || true
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

ci: ## Run what decides whether a change may land: check, test, test-postgres
	@.ci/run

hooks: ## Run `make check` before every commit of this clone
	git config core.hooksPath .githooks

lock: .venv/run-installed ## Pin dependencies anew from pyproject.toml (UPGRADE=1: newest versions)
	echo uv | $(LOCK) - -o requirements/uv.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

LOCK := $(UV) pip compile -q --generate-hashes --no-emit-index-url --no-annotate --no-header \
	--python-version 3.11 --universal $(if $(UPGRADE),--upgrade)

clean: ## Remove the environment and what tools left behind; keeps the database
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis staticfiles
	find . -name __pycache__ -prune -exec rm -rf {} +

# The environment. uv is quick; where it cannot be had or fails, pip does the same.
# Installing adds and never removes, so that `make run` leaves the tools of `make test` alone.

.venv/run-installed .venv/dev-installed: .venv/%-installed: requirements/%.txt | .venv/created
	@echo "Installing requirements/$*.txt"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $< 2>.venv/uv.log \
		|| $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/created: requirements/uv.txt
	@for python in python3.11 python3 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making the environment .venv with $$python"; \
			$$python -m venv .venv || exit 1; \
			$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $< \
				|| echo "uv could not be installed; pip does its work."; \
			touch $@; exit 0; \
		fi; \
	done; echo "Kazbat needs Python 3.11 or newer: install it, so that python3 --version says so."; exit 1

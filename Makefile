# Two commands matter: `make run` and `make test`. Both do their own set-up; nothing but Python 3.11+ and make is needed.

VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -q
# Side by side on every core, each with a database, a cache and files of its own; WORKERS=0 for one after another.
WORKERS ?= auto
# Browser tests run one after another: each worker would set up a site of its own, and two cores are busy with one.
BROWSERS ?= 0
TESTED := DJANGO_SETTINGS_MODULE=config.settings_test
.DEFAULT_GOAL := help
.PHONY: help run test check pytest browser lock messages bench clean

help:
	@echo "make run       start the site with demo data at http://localhost:$(PORT)/ (PORT=… for another port)"
	@echo "make test      everything that must stay green; DATABASE_URL=… REDIS_URL=… for PostgreSQL and Redis"
	@echo "make check     the quick half of it: style, imports, types, migrations, texts"
	@echo "make browser   the tests that drive a real browser (needs chromium)"
	@echo "make messages  collect the texts of the user interface for translation"
	@echo "make lock      pin every dependency from pyproject.toml (UPGRADE=--upgrade for newer ones)"
	@echo "make bench     measure the figures that the project promises"
	@echo "make clean     remove what was generated; the data in var/ stays"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found."; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

# uv installs in seconds where pip takes a minute; where there is no uv for the machine, pip does it.
define install
	@awk '/^[a-z]/ {uv = /^uv==/} uv' requirements-dev.txt > $(VENV)/uv.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt || echo "No uv here: using pip"
	@echo "Installing $(1)"
	@if $(BIN)/uv --version >/dev/null 2>&1; \
	then $(BIN)/uv pip sync -q --require-hashes --python $(BIN)/python $(1); \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
endef

# A folder that has the developers' tools keeps them.
$(VENV)/.run: requirements.txt $(BIN)/python
	$(call install,$(if $(wildcard $(VENV)/.dev),requirements-dev.txt,requirements.txt))
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(BIN)/python
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/.run

run: $(VENV)/.run
	@$(MANAGE) serve --setup --port $(PORT)

test: check pytest

check: $(VENV)/.dev
	@$(BIN)/ruff check --quiet .
	@out=$$($(BIN)/ruff format --check . 2>&1) || { echo "$$out" | grep -e '-->'; echo "Not formatted. Run: ruff format ."; exit 1; }
	@out=$$($(BIN)/lint-imports 2>&1) || { echo "$$out"; exit 1; }
	@$(TESTED) $(BIN)/mypy --no-error-summary
	@$(TESTED) $(MANAGE) makemigrations --check --dry-run
	@$(TESTED) $(MANAGE) messages --check

pytest: $(VENV)/.dev
	@$(PYTEST) -m "not browser" -n $(WORKERS) --maxprocesses 8 --dist worksteal

browser: $(VENV)/.dev
	@$(PYTEST) -m browser -n $(BROWSERS) --dist worksteal

lock: $(VENV)/.dev
	@$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
		pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
		pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

messages: $(VENV)/.run
	@$(MANAGE) messages

bench: $(VENV)/.run
	@$(MANAGE) benchmark

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/static var/cache
	rm -f var/test-schema-*.sqlite3 locale/*/zh_Hans/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

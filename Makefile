# make help lists the targets; `make serve` and `make test` set up all that they need.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
PAGES := service/pages
.PHONY: help setup browser serve test fuzz kills check format bench weights lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready $(VENV)/.pages ## create .venv with the locked dependencies and the command whoasks; build the pages

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("whoasks needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.pages: $(VENV)/.ready $(wildcard $(PAGES)/package-lock.json $(PAGES)/build.* $(PAGES)/static/*.* $(PAGES)/editor/* $(PAGES)/api/*)
	$(BIN)/python -m service.pages.build
	touch $@

browser: # Chromium and its driver for the tests of the pages, where they can be installed
	@command -v chromium chromedriver >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null \
	  || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver)

serve: setup ## load the bundled corpus and serve it on http://127.0.0.1:$(PORT)
	$(BIN)/whoasks serve --port $(PORT)

test: setup browser ## run the whole test suite
	PYTEST_XDIST_AUTO_NUM_WORKERS=$$(( $$(nproc) + 1 )) $(BIN)/python -m pytest -n auto --dist worksteal  # they often wait

kills: setup ## kill an update and a load a hundred times each at any moment, and look at the store
	WHOASKS_KILLS=100 $(BIN)/python -m pytest -n auto tests/service/test_killed.py

check: setup ## lint, formatting, types, the ontology's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/whoasks ontology check

fuzz: setup ## send what the OpenAPI description allows, for ten minutes
	WHOASKS_FUZZ_SECONDS=600 $(BIN)/python -m pytest tests/service/test_openapi.py -k allows

format: setup ## rewrite the code in its canonical form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## measure speed beside the peers that are installed (wrk needed; Virtuoso if installed)
	command -v wrk >/dev/null || apt-get install -y wrk
	$(BIN)/python -m pip install --quiet --disable-pip-version-check rdflib-endpoint oxrdflib
	$(BIN)/python -m tests.bench

weights: setup ## fit what readings of plain English are ranked and believed by, after a change of how they are heard
	$(BIN)/python -m sparql.asking.fitting tests/sparql/asking/learned/*.yaml

lock: setup ## resolve the dependencies anew, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --extra dev pyproject.toml --output-file requirements.lock

wheel: setup ## build dist/whoasks-*.whl
	$(BIN)/python -m service.pages.build --strict
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove what the targets above made
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache $(PAGES)/node_modules $(PAGES)/static/built

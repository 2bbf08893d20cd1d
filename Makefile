# On a machine with Python 3.11 or later, git and make: `make site`. The README lists the same steps as plain commands.
PYTHON ?= python3
BIN := .venv/bin
BUILD := $(BIN)/pip install --quiet --require-hashes -r requirements/build.txt
INSTALL := $(BIN)/pip install --quiet --no-build-isolation --require-hashes -r

.PHONY: site serve test long check format browser trials bench downloads valid lighthouse pictures lock clean

site: .venv/site
	$(BIN)/archive build

serve: .venv/site
	$(BIN)/archive serve

test: .venv/test
	@$(BIN)/python tests/browser/chromium.py || $(MAKE) --no-print-directory browser || true
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# What `make test` tries, at length: 2,000 sequences of an editor's changes, 200 points at which builds are killed and 100 in
# each process at which they fail to write, 20,000 hostile texts for the sanitiser, every hostile text at every place on every
# page, every kind of page at every width in both colours, and 200 cases of each other law. `make test` takes 50, 30, 8, 2,000
# and 100 of them, each hostile text at a quarter of the places (and in all fields), and of widths, colours and searches so many
# that every two of them meet.
long: .venv/test
	SEQUENCES=2000 $(BIN)/pytest tests/test_incremental.py
	ARCHIVE_KILLS=200 ARCHIVE_FAULTS=100 $(BIN)/pytest tests/faults
	SANITISED=20000 $(BIN)/pytest tests/hostile/test_sanitiser.py
	COMBINATIONS=all $(BIN)/pytest tests/browser tests/hostile/test_payloads.py
	EXAMPLES=200 $(BIN)/pytest --ignore tests/browser --ignore tests/faults --deselect tests/test_incremental.py::TestEditing

check: .venv/test
	$(BIN)/ruff format --check hooks tests
	$(BIN)/ruff check hooks tests
	$(BIN)/mypy
	$(MAKE) --no-print-directory test

format: .venv/test
	$(BIN)/ruff format hooks tests
	$(BIN)/ruff check --fix hooks tests

browser: .venv/test
	$(BIN)/python tests/browser/chromium.py --install

# A folder with corpora/, wxr/, suites/ as tests/trials describes: make trials CORPORA=DIR
trials: .venv/test
	CORPORA="$(abspath $(CORPORA))" $(BIN)/pytest tests/trials -s

bench: .venv/bench
	$(BIN)/python -m tests.bench.compare
	$(BIN)/python -m tests.bench.serve

# What a reader downloads up to the first result of a search among 10,000 articles dealt from those in CORPORA.
downloads: .venv/test
	CORPORA="$(abspath $(CORPORA))" $(BIN)/python -m tests.bench.downloads

# The validator of the W3C over every page; with CORPORA=DIR over 200 pages of each archive in it, too. Needs Java and npm.
valid: .venv/test
	CORPORA="$(if $(CORPORA),$(abspath $(CORPORA)))" $(BIN)/python -m tests.tools.valid

# Lighthouse's scores for a telephone. Needs Node.js.
lighthouse: .venv/test
	$(BIN)/python -m tests.tools.lighthouse

# The pictures of docs/contribute, taken anew from the program.
pictures: .venv/test
	$(BIN)/python -m tests.tools.pictures

lock:
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) requirements/lock.py

clean:
	rm -rf .venv site .site.before .site.coming .site.leaving .site.lock

.venv/python:
	$(PYTHON) -m venv .venv
	touch $@

.venv/site: .venv/python requirements/build.txt requirements/site.txt pyproject.toml
	$(BUILD)
	$(INSTALL) requirements/site.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/test: .venv/site requirements/test.txt
	$(INSTALL) requirements/test.txt
	touch $@

.venv/bench: .venv/test requirements/bench.txt
	$(INSTALL) requirements/bench.txt
	touch $@

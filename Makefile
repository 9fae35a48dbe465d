# Each target sets up what it needs. `make demo` and `make test` are all that a newcomer has to know.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready
PYTEST_FLAGS ?= -n auto --maxprocesses=4 --dist loadgroup

.PHONY: demo test run bench fuzz lint format wheel frozen lock clean

demo: $(READY)
	rm -rf build/demo
	$(BIN)/xa-report demo build/demo --communes 12

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest $(PYTEST_FLAGS)

run: $(READY)
	$(BIN)/xa-report

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python benchmarks/run.py

# Byte-level, for as long as one lets it: FUZZ_SECONDS=600 make fuzz
fuzz: $(READY)
	$(BIN)/python -m tests.package.fuzz --seconds $(or $(FUZZ_SECONDS),60)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(wildcard src tests benchmarks)
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: $(READY)
	$(BIN)/python -m build --wheel --no-isolation --outdir build/wheel

# Not part of the lock: PyInstaller is needed only where the folder for an office PC is made.
frozen: $(READY)
	$(BIN)/pyinstaller --noconfirm --distpath build/frozen --workpath build/frozen-work build.spec

# Writes constraints.txt anew, for every platform and Python at once.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	{ head -n 1 constraints.txt; build/lock/bin/uv pip compile --quiet --universal --upgrade \
	    --generate-hashes --python-version 3.11 --extra dev --extra parquet --no-header --no-annotate \
	    --no-emit-index-url pyproject.toml; } > build/lock/constraints.txt
	mv build/lock/constraints.txt constraints.txt

clean:
	rm -rf build dist $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# The stamp, not the folder: a set-up that was broken off half-way is done again.
$(READY): constraints.txt pyproject.toml .ci/prerequisites.py
	@$(PYTHON) .ci/prerequisites.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Every target sets up what it needs, in .venv; a new machine needs Python 3.11 or later with venv, and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Thousands of processes load the same modules: bytecode is kept.
unexport PYTHONDONTWRITEBYTECODE
READY := $(VENV)/.ready
# Viet Nam in every brief; the profiles of Singapore, of Ha Noi and Quang Binh as they were until the provinces were
# merged, and of the Quang Tri of today, which Quang Binh is part of.
SHOWN := --area VNM --area SGP --area VN63-01 --area VN63-44 --area VN34-44

# How long 'make soak' goes on.
MINUTES ?= 30

.PHONY: briefs editions test lab check site bench soak vulnerabilities translations fonts requirements help

help:
	@echo "make briefs    clean the data, build the latest national briefs and a few profiles in vi, en and fr, audit them"
	@echo "make editions  the same for every brief, area and edition that is declared: some thousands of pages"
	@echo "make test      run every test, a real browser included"
	@echo "make lab       open JupyterLab on the notebooks"
	@echo "make check     ruff, types, layers, data, translations, shape of the code, documents"
	@echo "make site      build the documentation into site/, strictly: a link that leads nowhere is a failure"
	@echo "make bench     speed and memory, side by side with the obvious alternatives"
	@echo "make soak      kills, attacks and damaged files for 30 minutes (MINUTES=10), with a report"

$(READY): requirements.txt pyproject.toml $(wildcard dxlib/kernels/share/jupyter/kernels/*/kernel.json)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.txt pins into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@$(BIN)/python -m dxlib.kernels install
	@touch $@

briefs: JOBS = $(SHOWN)
editions: JOBS = --edition all
briefs editions: $(READY)
	@$(BIN)/dxlib clean
	@$(BIN)/dxlib build $(JOBS)
	@$(BIN)/dxlib audit
	@echo "Open $(CURDIR)/reports/index.html"

test: $(READY)
	@DXLIB_CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" && export DXLIB_CHROMIUM && $(BIN)/python -m pytest -n auto --dist loadfile

lab: $(READY)
	@$(BIN)/dxlib lab

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dxlib check
	$(BIN)/python -m pytest -q -n auto tests/language/test_catalogues.py tests/soak/test_rows.py tests/test_architecture.py tests/test_docs.py

site: $(READY)
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --conf-dir docs --doctree-dir .sphinx . site
	@echo "Open $(CURDIR)/site/index.html"

bench: $(READY)
	@$(BIN)/python -m benchmarks

soak: $(READY)
	@DXLIB_CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" && export DXLIB_CHROMIUM && $(BIN)/python -m soak --minutes $(MINUTES)

# Asks a service of the Web about every pinned package; one that it cannot be asked about is a failure.
vulnerabilities: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@$(BIN)/python -m pip_audit --strict --require-hashes --disable-pip --requirement requirements.txt

translations: $(READY)
	@$(BIN)/dxlib translate
	@$(BIN)/python -m dxlib.language

fonts: $(READY)
	@$(BIN)/python -m dxlib.charts.subsetting

requirements: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --all-extras --generate-hashes --no-header --output-file requirements.txt pyproject.toml

# One word each. The first call makes the environment in .venv, with what the bot runs on; the first
# test adds what tests it. Later calls start at once. Only Python 3.11 or newer, git and make are
# needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/runs
READY := $(VENV)/ready
TESTED := $(VENV)/tested
NO_SOURCE := \( -name .git -o -name $(VENV) -o -name '.*_cache' -o -name .hypothesis -o -name .coverage \
             -o -name __pycache__ -o -name node_modules -o -name mutants -o -name dist \) -prune
SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema
PINNED := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --no-strip-extras
# That of the Python outside where it can: to put pip into an environment takes longer than the bot.
PIP = $$(test -e $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)
INSTALL = $(PIP) install --quiet --require-hashes --no-compile --only-binary :all:
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo preview test tested check image-check package-check format bench pin clean

help:
	@echo 'make demo     show the pull request that the bot would open, on embedded papers'
	@echo 'make preview  the same with your config.toml and the live arXiv'
	@echo 'make test     run the tests'
	@echo 'make check    format, lint, types, the tests if anything changed, their branch coverage'
	@echo 'make image-check  as root on Linux: build the image by hand and try it, without an engine'
	@echo 'make package-check  build the package, and try its wheel in a bare environment'
	@echo 'make format   put the code in shape'
	@echo 'make bench    measure'

$(RUNS): requirements/run.txt requirements/build.txt pyproject.toml
	@echo '1 of 3: an environment of its own in $(VENV), which `make clean` takes away again'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=python3.12")'
	@$(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(PIP) --version > /dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	@echo '2 of 3: the libraries that the bot runs on, some 100 MB to download'
	@$(INSTALL) --requirement requirements/run.txt --requirement requirements/build.txt
	@echo '3 of 3: the bot itself'
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-compile --editable .
	@touch $@

$(READY): $(RUNS) requirements/dev.txt
	@echo 'The tools that test and check it…'
	@test -e $(BIN)/pip || $(BIN)/python -m ensurepip --default-pip > /dev/null
	@$(INSTALL) --requirement requirements/dev.txt
	@touch $@

demo: $(RUNS)
	@$(BIN)/wsss-bot demo

preview: $(RUNS)
	@$(BIN)/wsss-bot preview

test: $(READY)
	@rm -f $(TESTED)
	$(BIN)/python -m pytest -q -n auto --dist worksteal --cov --cov-report=
	@touch $(TESTED)

# Runs the tests unless they passed since the last change.
tested: $(READY)
	@if [ ! -e $(TESTED) ] || [ -n "$$(find . $(NO_SOURCE) -o -type f -newer $(TESTED) -print)" ]; \
	then $(MAKE) test; fi

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/zizmor --offline --quiet --persona auditor action.yml .github docs/examples
	$(SCHEMA) vendor.github-actions action.yml
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml docs/examples/*.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --quiet --schemafile src/wsss_bot/config/config.schema.json config.toml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	$(SCHEMA) vendor.compose-spec deploy/compose.yaml
	@$(MAKE) tested
	$(BIN)/coverage report

image-check: $(READY)
	IMAGE_CHECK=1 $(BIN)/python -m pytest -q -r s tests/image

# The package, as a release builds it: its metadata, and the wheel where nothing else is.
package-check: $(READY)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/twine check --strict dist/*
	PACKAGE_CHECK=1 $(BIN)/python -m pytest -q -r s tests/package

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m bench --write

# Pins again what pyproject.toml asks for; needs uv on the PATH.
pin:
	uv pip compile $(PINNED) pyproject.toml --output-file requirements/run.txt
	uv pip compile $(PINNED) --group build --output-file requirements/build.txt
	uv pip compile $(PINNED) pyproject.toml --group dev --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The commands of this project; `make help` lists them. They need python3 (3.11 or later),
# python3-pip, make and git, and nothing else.
SHELL := /bin/sh
UV_VERSION := 0.13.9
UV := .tools/$(UV_VERSION)/bin/uv
PYTHON := .venv/bin/python
PORT ?= 8000
DATA ?= var/run
ARGS ?=

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# A home that cannot be written (read-only, or none) keeps its caches here.
ifneq ($(shell t=$$(mktemp -d "$$HOME/.zhijia-XXXXXX" 2>/dev/null) && rmdir "$$t" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache/uv
export PIP_CACHE_DIR := $(CURDIR)/.tools/cache/pip
export HOME := $(CURDIR)/.tools/cache
$(shell mkdir -p .tools/cache)
endif

.PHONY: run test check bench trace help

run: .venv/.ok ## start everything on 127.0.0.1 (PORT=8000, DATA=var/run); Ctrl-C stops it
	@$(PYTHON) -m backend.config.cli serve --port "$(PORT)" --data "$(DATA)"

test: .venv/.ok ## the whole test suite on servers of its own (ARGS= goes to pytest)
	@$(PYTHON) -m backend.config.launcher test $(ARGS)

check: .venv/.ok ## formatting, lint, floors, house laws, migrations, OpenAPI files, types
	@$(PYTHON) -m backend.config.checks $(ARGS)

bench: .venv/.ok ## the benchmarks: figure, floor, ratio (ARGS= selects)
	@$(PYTHON) -m tests.bench $(ARGS)

trace: .venv/.ok ## each requirement with the tests that prove it
	@$(PYTHON) -m backend.config.checks.trace $(ARGS)

help: ## one line for each command
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(UV):
	@echo "fetching uv $(UV_VERSION)"
	@mkdir -p .tools
	@python3 -m pip install --target .tools/$(UV_VERSION) uv==$(UV_VERSION) --disable-pip-version-check --no-warn-script-location -q

.venv/.ok: $(UV) pyproject.toml requirements.lock
	@echo "installing the locked dependencies"
	@$(UV) venv -q --allow-existing .venv
	@$(UV) pip sync -q --python $(PYTHON) --require-hashes requirements.lock
	@$(UV) pip install -q --python $(PYTHON) --no-deps --no-build-isolation -e .
	-@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m backend.config.launcher.bytecode
	@touch $@

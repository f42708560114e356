# Every verb sets up what it needs; a second run reuses it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP := -m pip --disable-pip-version-check install --quiet
BIN := .venv/bin
TRITON_NEEDS := components/cartvision/triton/requirements.txt

.DEFAULT_GOAL := help
.PHONY: help setup triton demo test check format images constraints clean

help: ## print the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready ## the project's environment, .venv

triton: .triton/ready ## Triton's own environment, .triton

demo: .venv/ready .triton/ready ## the whole path: pictures, pipeline, a served release, an answer
	$(BIN)/cartvision demo

test: .venv/ready .triton/ready ## every test that this machine can run
	$(BIN)/pytest

check: .venv/ready ## lint, types and import rules: what CI runs before the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready ## write the code as check wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

images: ## the container images that the graph names
	images/build

constraints: .venv/ready ## pin what is installed
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' | \
	  { echo "# What the tests passed with: written by 'make constraints'."; cat; } > constraints.txt

clean: ## remove what the verbs made; the environments stay
	rm -rf build

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@

.triton/ready: $(TRITON_NEEDS)
	$(PYTHON) -m venv .triton
	.triton/bin/python $(PIP) --requirement $(TRITON_NEEDS)
	@touch $@

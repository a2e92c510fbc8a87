# Everything runs in .venv, which the first target that needs it makes. Nothing but git, make and Python 3.11 or later is presupposed.
# make … PYTHON=/path/to/python3 names the interpreter.

export PYTHON
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench constraints clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: ## the whole job on the sample tenant; reports in demo/
	@.ci/bootstrap venv
	@.ci/bootstrap native pdf
	$(BIN)/assessor demo --out demo

test: ## the test suite
	@.ci/bootstrap venv test
	@.ci/bootstrap venv collect
	@.ci/bootstrap native pdf
	@.ci/bootstrap native test
	$(BIN)/python -m pytest -n auto

lint: ## style, types and the floors of the house
	@.ci/bootstrap venv lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: ## put the code into its form
	@.ci/bootstrap venv lint
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: ## how long large tenants take
	@.ci/bootstrap venv bench
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/graph_bench.py
	$(BIN)/python tests/bench/access_bench.py
	$(BIN)/python tests/bench/compare_bench.py

constraints: ## constraints.txt anew, from a clean resolve
	@.ci/bootstrap constraints

clean: ## remove all that was made here
	rm -rf .venv build dist demo entra_assessor.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find assessor checks report_templates tests -name __pycache__ -type d -prune -exec rm -rf {} +

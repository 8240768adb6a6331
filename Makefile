# `make check` before each commit; `make test` runs what the README's second command runs.
PYTHON ?= .venv/bin/python

.PHONY: install check format lint types layers test benchmarks hooks

install:
	python3 -m venv .venv
	.venv/bin/pip install --constraint constraints.txt --editable '.[test,check]'

check: lint types layers

format:
	$(PYTHON) -m ruff check --fix src tests benchmarks
	$(PYTHON) -m ruff format src tests benchmarks

lint:
	$(PYTHON) -m ruff format --check src tests benchmarks
	$(PYTHON) -m ruff check src tests benchmarks
	$(PYTHON) -m djlint --lint --quiet src/headway/web/templates

types:
	$(PYTHON) -m mypy

layers:
	.venv/bin/lint-imports

test:
	$(PYTHON) -m pytest -n auto

benchmarks:
	$(PYTHON) benchmarks/commands/run.py
	$(PYTHON) -m benchmarks.plan.run
	$(PYTHON) -m benchmarks.standing.run
	$(PYTHON) -m benchmarks.web.run

hooks:
	git config core.hooksPath .githooks

# The two commands of the README: `make run` and `make test`. Both set up what they need, with Python and make alone.
.PHONY: run test check docs benchmark clean
PYTHON ?= python3
BIN := .venv/bin
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
export PREFECT_SERVER_ANALYTICS_ENABLED := false

run: .venv/installed    ## publish both editions of the embedded sample and print what changed
	$(BIN)/zhenggai sample

test: .venv/installed   ## the whole test suite
	$(BIN)/pytest -n 2 --dist loadgroup

check: .venv/installed  ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/installed   ## regenerate what is generated from schemas/
	$(BIN)/python -m flows.schema > docs/data_dictionary.md

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:                  ## everything that can be made again
	rm -rf .venv data/sample output/sample build dist

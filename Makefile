# The two commands of the README: `make run` and `make test`. Both set up what they need, with Python and make alone.
.PHONY: run test check docs lock benchmark clean
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

lock:                   ## pin every dependency again (needs uv)
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url -q -o requirements.lock
	uv pip compile pyproject.toml --group benchmarks -c requirements.lock \
		--generate-hashes --no-emit-index-url -q -o benchmarks/requirements.lock

benchmark: .venv-benchmarks/installed ## what one notice costs and how well it is read, beside public tools
	.venv-benchmarks/bin/python -m benchmarks.notice_cost
	.venv-benchmarks/bin/python -m benchmarks.reading_quality

# The lock is complete, so nothing is resolved here: pip takes what it names and checks the hashes.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The public tools we are measured beside live in an environment of their own.
.venv-benchmarks/installed: benchmarks/requirements.lock
	$(PYTHON) -m venv .venv-benchmarks
	.venv-benchmarks/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	touch $@

clean:                  ## everything that can be made again
	rm -rf .venv .venv-benchmarks data/sample output/sample build dist

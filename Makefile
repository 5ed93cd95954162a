# Medverk: `make run` to try it, `make test` to check it. Both do all the set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --dist loadgroup

.PHONY: setup run test check bench lock messages docs clean

setup: .setup-stamp ## make .venv with the `medverk` command, and the assets

.setup-stamp: pyproject.toml requirements/all.txt requirements/spark.txt package.json package-lock.json tools/setup.py tools/assets.py $(wildcard src/medverk/*/locale/*/LC_MESSAGES/*.po)
	@$(PYTHON) tools/setup.py $(VENV)
	@touch .setup-stamp

run: setup ## start everything with the demo county; Ctrl-C stops it
	@$(BIN)/medverk run

test: setup ## every check and every test
	@$(BIN)/python tools/browser.py
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest $(PYTEST_ARGS)

check: setup ## lint, types, contracts on imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .lint-imports.log || { cat .lint-imports.log; exit 1; }
	@$(BIN)/djlint --quiet --lint src --profile=django --ignore H015,H030,H043  # a button in a form submits it; layout is ours

bench: setup ## the figures of docs/bench.md, as ratios in one run
	@$(BIN)/python -m bench

lock: setup ## new versions: requirements/*.txt with hashes and without addresses
	@$(BIN)/uv pip compile pyproject.toml --extra dev -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --universal --no-header -o requirements/all.txt
	@$(BIN)/uv pip compile pyproject.toml -q --generate-hashes --no-emit-index-url --no-annotate --universal --no-header -c requirements/all.txt -o requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml --extra spark -q --generate-hashes --no-emit-index-url --no-annotate --universal --no-header -c requirements/all.txt -o requirements/spark.txt
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts

messages: setup ## collect texts to translate into each room's locale/
	@$(BIN)/python tools/messages.py update

docs: setup ## write docs/generated/ from the code
	@$(BIN)/python -m tools.generated

clean: ## remove what set-up made (the data in .medverk stays)
	rm -rf $(VENV) node_modules src/medverk/pages/static/vendor .setup-stamp

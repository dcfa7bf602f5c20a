.PHONY: run test check lock clean

PYTHON ?= python3
BOOTSTRAP = $(PYTHON) tools/bootstrap.py
BIN = .venv/bin
export FINDER_DATA_DIR ?= $(CURDIR)/var

run: ## Install what is needed, load the sample groups, start the web server
	@$(BOOTSTRAP) run
	@$(BIN)/finder demo
	@$(BIN)/finder serve

test: ## Install what tests need and run them
	@$(BOOTSTRAP) test
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: ## Everything that CI checks: format, lint, types, layers, tests
	@$(BOOTSTRAP) dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n auto $(ARGS)

lock: ## Pin dependencies anew, with hashes
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --group build -o requirements/run.txt pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --group build --group test -o requirements/test.txt pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --group build --group dev -o requirements/dev.txt pyproject.toml

clean: ## Forget the environment and the data
	rm -rf .venv var

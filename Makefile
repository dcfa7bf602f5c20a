.PHONY: run test check lint format bench bench-serve bench-edge tag-report docs lock messages clean

PYTHON ?= python3
BIN = .venv/bin
export FINDER_DATA_DIR ?= $(CURDIR)/var

run: ## Install what is needed, load the sample groups, start the web server
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/finder demo
	@$(BIN)/finder serve

test: ## Install what tests need and run them
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: lint test ## Everything that CI checks

lint: ## Format, lint, types and layers
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: ## Format the code and mend what ruff can mend
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ## Measure searches on a million made-up groups beside an R*Tree (some twenty minutes the first time)
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python benchmarks/search.py 1000000 var/bench

tag-report: ## Write a page on how good the tags are: make tag-report LISTINGS=listings.jsonl LABELS=labels.jsonl
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/finder tag --report $(LISTINGS) $(LABELS)

bench-serve: ## Measure how many requests two workers answer over a hundred thousand made-up groups
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python benchmarks/serve.py 100000 var/bench

bench-edge: ## Measure nginx with its cache in front of that server (needs Debian's nginx and wrk)
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python benchmarks/edge.py 100000 var/bench

docs: ## Write the pages that are made from the code
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/python tools/write_docs.py

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --group build
lock: ## Pin dependencies anew, with hashes (needs uv)
	$(COMPILE) -o requirements/run.txt pyproject.toml
	$(COMPILE) -c requirements/run.txt --group test -o requirements/test.txt pyproject.toml
	$(COMPILE) -c requirements/run.txt -c requirements/test.txt --group dev -o requirements/dev.txt pyproject.toml

messages: ## Collect the texts of the pages for translators
	@mkdir -p var
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k "ngettext:1,2" -o var/messages.pot .

clean: ## Forget the environment and the data
	rm -rf .venv var

# `make run` and `make test` do everything from nothing; `make help` lists the rest.

SHELL = /bin/sh
PYTHON ?=
WORKERS ?= 2
VENV = .venv
BIN = $(VENV)/bin
# Files that cannot be read (status 1) are reported, and stop nothing.
INGEST = $(BIN)/python -m ingest || test $$? -eq 1
# What needs no model, browser or child process: `make quick` asks these, with few examples of each property.
QUICK = tests/test_architecture.py tests/test_docs.py tests/test_settings.py tests/bot/facts tests/bot/questions \
	tests/bot/quotes tests/bot/telegram/arguments tests/bot/telegram/views tests/bot/llm/test_replies.py tests/bot/texts \
	tests/ingest/cleaning tests/ingest/readers tests/ingest/test_plan.py tests/ingest/text
# Modules are compiled once and kept, whatever the shell says: importing them afresh costs ten seconds each time.
export PYTHONDONTWRITEBYTECODE =
export PYTHON

.DEFAULT_GOAL = help
.PHONY: help run chat preview quick test lint types unit pace ray bench soak eval train-qa screenshots docs lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: $(VENV)/.run ## install, ingest the articles, show three answers, then Telegram or the preview
	@$(INGEST)
	@exec $(BIN)/python -m bot

chat: $(VENV)/.run ## ask questions in the terminal
	@$(INGEST)
	@exec $(BIN)/python -m bot chat

preview: $(VENV)/.run ## the bot in a browser, without a Telegram account
	@$(INGEST)
	@exec $(BIN)/python -m bot preview

quick: lint ## lint and the fast tests, under a minute on two idle cores: while you work
	$(BIN)/pytest -m "not slow and not browser" --hypothesis-profile quick $(QUICK)

test: lint types unit ## install, then everything that must pass before a commit

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

unit: $(VENV)/.dev ## pytest, two tests at a time; WORKERS=0 runs one after the other
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

pace: $(VENV)/.dev ## the tests of the bot at the pace that Telegram allows
	KILDE_TEST_PACE=real $(BIN)/pytest tests/bot/telegram

ray: $(VENV)/.ray ## install Ray (240 MB) and run the tests of ingestion by its workers
	$(BIN)/pytest tests/ingest/test_ray_engine.py

bench: $(VENV)/.dev ## measure speed: every tests/benchmarks/bench_*.py
	@for file in tests/benchmarks/bench_*.py; do [ -e "$$file" ] || continue; \
		echo "== $$file"; $(BIN)/python -m "$$(echo "$${file%.py}" | tr / .)" || exit 1; done

soak: $(VENV)/.dev ## ask 5,000 questions and see that nothing grows, then kill the bot a hundred times, and have everything else go wrong
	$(BIN)/python -m tests.reliability.soak
	$(BIN)/python -m tests.reliability.kills
	$(BIN)/python -m tests.reliability.outages

eval: $(VENV)/.dev ## measure the answers: every tests/evaluation/eval_*.py
	@for file in tests/evaluation/eval_*.py; do [ -e "$$file" ] || continue; \
		echo "== $$file"; $(BIN)/python -m "$$(echo "$${file%.py}" | tr / .)" || exit 1; done

train-qa: $(VENV)/.dev ## train the QA model: make train-qa QA=sets XQUAD=sets NEWS=sets OUT=folder (tests/training)
	$(BIN)/python -m tests.training.train --qa "$(QA)" --xquad "$(XQUAD)" $(if $(NEWS),--news "$(NEWS)") --out "$(OUT)"

screenshots: $(VENV)/.dev ## photograph the preview for README and manual (needs Chromium)
	$(BIN)/python -m tests.bot.preview.screenshots

docs: $(VENV)/.dev ## build the manual, strictly, into build/manual
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

lock: $(VENV)/.dev ## choose all versions anew
	.ci/install lock

clean: ## remove the environment and everything Kilde made, but neither .env nor articles
	rm -rf $(VENV) .data dist build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find bot ingest tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.run: pyproject.toml requirements.lock .ci/install
	@.ci/install run
	@touch $@

$(VENV)/.dev: pyproject.toml requirements.lock .ci/install
	@.ci/install dev
	@touch $@ $(VENV)/.run

$(VENV)/.ray: pyproject.toml requirements.lock .ci/install
	@.ci/install ray
	@touch $@ $(VENV)/.dev $(VENV)/.run

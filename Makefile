# One door for every command; what is missing on the machine is installed on the way (deploy/setup.sh).
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test soak check format bench bench-hub demo-sync package lock pictures people clean
python := .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what running needs, nothing else
	@deploy/setup.sh run

run: setup ## the kiosk in a window beside its developer dock; without a display: one whole visit into out/
	@$(python) -m kiosk demo

test: ## every test but the long ones
	@deploy/setup.sh test
	@$(python) -m pytest -n 2 -m "not soak"

soak: ## the long ones: thousands of visits, random kills
	@deploy/setup.sh test
	@$(python) -m pytest -m soak

check: ## style, types, the order of the rooms, spelling
	@deploy/setup.sh test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/codespell

format: ## put the code into its one form
	@deploy/setup.sh test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: ## every figure beside its floor, two minutes at most; writes docs/bench.md
	@deploy/setup.sh test
	@$(python) -m tests.bench

demo-sync: setup ## a kiosk and a hub on this machine: a number, a sync, and both sides compared
	@$(python) deploy/demo_sync.py

bench-hub: ## the large figures of the hub, some minutes; writes docs/bench-hub.md
	@deploy/setup.sh test
	@$(python) -m tests.bench.hub_large

pictures: ## the pictures of README and docs, drawn by the program itself
	@deploy/setup.sh run
	@$(python) deploy/pictures.py

people: ## the lists of ten people of all programmes, roll and A4, into out/people
	@deploy/setup.sh test
	@$(python) -m tests.slips.people

package: ## a folder that runs without Python installed: dist/kiosk
	@deploy/setup.sh package
	@$(python) -m PyInstaller --noconfirm --log-level WARN build_kiosk.spec
	@! find dist/kiosk | grep -iE 'qvnc|webengine|ibus|virtualkeyboard' # no way out may be in it
	@env -i PATH=/usr/bin:/bin LANG=C.UTF-8 dist/kiosk/kiosk tour --out out/package >/dev/null # and it works by itself
	@du -sh dist/kiosk

pip_compile := .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: ## settle the versions in pyproject.toml anew
	@deploy/setup.sh test
	$(pip_compile) --output-file requirements.lock pyproject.toml
	$(pip_compile) --extra dev --output-file requirements-dev.lock pyproject.toml

clean: ## remove what was made, keep .venv
	rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# make demo    vend and join four account pairs on the simulator, with real Terraform
# make test    everything: lint, types, unit, protocol, constructs, simulator, real Terraform
# make check   the fast part of `make test`: no real Terraform
# make bench   measure beside the peers, and write benchmarks/results.md; ROOMS=… for some; takes minutes
# make reliability   all that follow, each of which can be run alone; takes three hours
# make reliability-crashes   SIGKILL and lost answers at every API call of every operation; writes docs/reliability.md; takes an hour
# make reliability-faults   every error that AWS may answer to every call; writes docs/reliability-faults.md; an hour
# make fuzz    inputs that nobody would write, in great numbers; writes docs/reliability-fuzz.md; half an hour
# make reliability-waits   time-outs at every wait, the clock jumping; writes docs/reliability-interrupts.md; minutes
# make reliability-interrupts   Ctrl-C, the network gone, the state lost; writes docs/reliability-interrupts.md
# make reliability-concurrency   a change by somebody else beside every call of an apply; half an hour
# make generated   what is made from schemas and tables: reference, bindings, JSON Schema, claims; says what it changed
# make docs    the documentation as a site, in docs/_build/html; needs no network
# make package   the Python package: sdist and wheel, in dist
# make provider-package   the provider as the registry wants it, for this platform, without need of Python
# make sbom    an SBOM (CycloneDX) of what users get, in dist/; make audit asks PyPI for its known vulnerabilities
# make setup   only the environment; make clean removes all that these made
# Needs Python 3.11+, make and a shell; sets up the rest inside this folder.

PYTHON ?= python3
PIPENV_VERSION := 2026.10.3
BIN := .venv/bin
READY := .venv/.ready
# A test file stays on one worker, so that what its tests share is made once.
PARALLEL := -n logical --dist loadfile
# The tests of the constructs once more, on the fork of CDKTF; those under Terraform take each by themselves.
ON_CDKTN = GOVPAIR_CDK=cdktn $(BIN)/python -m pytest -q -m "not terraform" tests/constructs
PIPENV := .tools/pipenv/bin/pipenv

.PHONY: demo test check bench fuzz generated docs package provider-package sbom audit lint setup lock clean \
    reliability reliability-crashes reliability-faults reliability-interrupts reliability-waits reliability-concurrency
.DEFAULT_GOAL := help

help:
	@sed -n '/^$$/q;s/^# //p' Makefile

# The index that pip itself would use: a configured one, else pip's built-in default. Pipfile and lock file say
# only $${PIP_INDEX_URL}.
define with_index
PIP_INDEX_URL=$${PIP_INDEX_URL:-$$($(1) -m pip config get global.index-url 2>/dev/null || $(1) -c 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)')} \
PIPENV_VENV_IN_PROJECT=1 PIPENV_IGNORE_VIRTUALENVS=1 PIPENV_VERBOSITY=-1 PIPENV_NOSPIN=1
endef

$(PIPENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "error: '$(PYTHON)' is not there or is no Python 3.11 or later: install one, or name it: make PYTHON=python3.12"; exit 1; }
	@echo "installing pipenv $(PIPENV_VERSION) into .tools/pipenv"
	@$(PYTHON) -m venv .tools/pipenv
	@.tools/pipenv/bin/pip install --quiet --disable-pip-version-check 'pipenv==$(PIPENV_VERSION)'

$(READY): Pipfile.lock pyproject.toml | $(PIPENV)
	@echo "installing the locked dependencies into .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(call with_index,.tools/pipenv/bin/python) $(PIPENV) sync --dev --quiet
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $(READY)

setup: $(READY)
	@$(BIN)/python -m workbench setup

demo: $(READY)
	@$(BIN)/python -m workbench demo

generated: $(READY)
	@$(BIN)/python -m workbench generated

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint
	$(BIN)/python -m pytest -q $(PARALLEL) -m "not terraform"
	$(ON_CDKTN)

test: lint
	$(BIN)/python -m pytest -q $(PARALLEL)
	$(ON_CDKTN)

# Rooms: simulator, plans, start, package, synthesis, vending. GOVPAIR_BENCH_PAIRS: of the plans 1,000 at most, of the synthesis 1,000.
# `make bench ROOMS="plans start" ROUNDS=3 NOTE="two builds at the same time"`
bench: $(READY)
	@$(BIN)/python -m benchmarks $(ROOMS) --rounds $(or $(ROUNDS),5) --note "$(NOTE)"

reliability: reliability-crashes reliability-faults reliability-interrupts reliability-waits reliability-concurrency

# `make reliability-crashes ONLY="join tag"`; EACH=5 SEED=2 for five points of each operation; WORKERS=4.
reliability-crashes: $(READY)
	@$(BIN)/python -m reliability $(ONLY:%=--only %) --each $(or $(EACH),0) --seed $(or $(SEED),1) --workers $(or $(WORKERS),2)

# `make fuzz FUZZ_EXAMPLES=2000 FUZZ_SECONDS=30 ONLY="codec plans"`; FUZZ_SEED=2 for others, KEEP=1 for an input of each outcome.
fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(ONLY:%=--only %) --examples $(or $(FUZZ_EXAMPLES),20000) --seconds $(or $(FUZZ_SECONDS),120) \
	    --seed $(or $(FUZZ_SEED),0) $(if $(KEEP),--keep)

# ALL=1: each wait in every run that meets it; EACH=3 SEED=2 for three moments of each run and jump of the clock.
reliability-waits: $(READY)
	@$(BIN)/python -m tests.reliability.waits $(ALL:%=--all) --each $(or $(EACH),5) --seed $(or $(SEED),1) --write

reliability-faults: $(READY)
	@$(BIN)/python -m tests.reliability.faults --workers $(or $(WORKERS),2) --write

reliability-concurrency: $(READY)
	@$(BIN)/python -m tests.reliability.concurrency

# EACH=2 SEED=3 for two of each kind and operation; SECONDS_GONE: how long the network is gone.
reliability-interrupts: $(READY)
	@$(BIN)/python -m reliability.interrupts --each $(or $(EACH),10) --seed $(or $(SEED),1) --seconds-gone $(or $(SECONDS_GONE),60)

docs: $(READY)
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

package: $(READY)
	@$(BIN)/python -m workbench package

# MIRROR=FOLDER lays a filesystem mirror out as well.
provider-package: $(READY)
	@$(BIN)/python -m workbench provider-package $(if $(MIRROR),--mirror $(MIRROR))

sbom: $(READY)
	@$(BIN)/python -m workbench sbom

audit: $(READY)
	@$(BIN)/python -m workbench audit

lock: $(PIPENV)
	@$(call with_index,.tools/pipenv/bin/python) $(PIPENV) lock --dev

clean:
	rm -rf .venv .tools .demo docs/_build cdktf.out .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info

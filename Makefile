# What one can do here: `make help`. Everything is installed into this checkout (.venv, node_modules).

PYTHON ?= python3
BIN := .venv/bin
INSTALLED_PY := .venv/.installed
INSTALLED_JS := node_modules/.installed
BUILT := node_modules/.built
MESSAGES := $(patsubst %.po,%.mo,$(wildcard dashboard/translations/*/LC_MESSAGES/*.po))
SOURCES_JS := $(wildcard tracker-js/*.* tracker-js/src/* tracker-js/src/*/* tracker-js/vitals/* tracker-js/pack/* dashboard/frontend/*.* dashboard/frontend/*/* dashboard/frontend/src/*/* dashboard/frontend/src/*/*/*)
SCRIPTS := .ci/run $(wildcard scripts/*.sh terraform/*.sh)
# Many tests wait for servers and browsers, so a third worker is of use on two cores. A file stays in one worker.
WORKERS ?= 3
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile
# Operating an installation: ENV says which (terraform/envs), YES=1 asks nothing, ARGS are further options.
DEPLOY = $(BIN)/python -m deploy $@
OF = $(if $(ENV),--env $(ENV),$(error Say which installation: make $@ ENV=production (or another of terraform/envs)))
AGREED = $(if $(YES),--yes)
VERSION = $(if $(TAG),--tag $(TAG))
BUILT_BY = $(if $(BUILDER),--builder $(BUILDER))
LOCK := UV_NO_CONFIG=1 $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install build demo up test test-js test-unit test-integration test-browser e2e test-dynamodb-local checkov \
        lint format bench screenshots size data shape lock clean \
        plan infra ingest scripts image push blue-green deploy deploy-edge rollback rollback-collector smoke doctor restore rotate \
        cost cost-page destroy

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED_PY) $(INSTALLED_JS) ## Install the pinned Python and Node packages into this checkout

build: $(BUILT) $(MESSAGES) ## Build the tracker, the dashboard's scripts and its translations

demo: build ## Start everything on this machine, with sample visits and simulated visitors
	@exec $(BIN)/python -m local up --demo

up: build ## Start everything on this machine, without sample visits
	@exec $(BIN)/python -m local up

test: build ## Run all tests and checks
	npm test
	$(PYTEST)
	@$(MAKE) --no-print-directory lint

test-js: build ## Run the tests of the tracker and the dashboard's scripts
	npm test

test-unit: build ## Run the unit tests (no network)
	$(PYTEST) tests/unit

test-integration: build ## Run the tests on the local AWS
	$(PYTEST) tests/integration

test-browser: build ## Run the tests in a browser
	$(PYTEST) tests/browser

e2e: build ## Go from nothing to nothing on the local AWS by the commands of an installation (needs terraform and aws)
	$(BIN)/pytest tests/e2e
	@if command -v buildah && command -v debootstrap && [ "$$(id -u)" = 0 ]; then $(BIN)/pytest tests/e2e/image.py; \
	  else echo "The image is not built: that takes root, buildah and debootstrap"; fi

test-dynamodb-local: install ## Run the store tests on AWS's own DynamoDB Local (needs Java 17)
	$(BIN)/python -m local.dynamodb_local $(BIN)/pytest -m store

checkov: .venv-checkov/.installed ## Install checkov, which the tests of the Terraform code then run as well

lint: install ## Check style, types and scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/shellcheck $(SCRIPTS)
	npm run typecheck
	@if [ -d terraform ] && command -v terraform >/dev/null; then terraform fmt -check -recursive terraform; fi

format: install ## Bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: build ## Measure speed, memory and import time; prints JSON and a table
	$(BIN)/python -m bench $(PARTS)

screenshots: build ## Take pictures of every page into docs/screenshots
	$(BIN)/python -m local.screenshots

size: build ## Print the size of the tracker
	npm run size --workspace liveinsight-tracker

plan: install ## Show what Terraform would change (ENV=production)
	@$(DEPLOY) $(OF) $(ARGS)

infra: install ## Make or change the infrastructure (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

ingest: build ## Deploy the collector with Chalice (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

scripts: build ## Put the scripts to where CloudFront takes them from (ENV)
	@$(DEPLOY) $(OF) $(ARGS)

image: install ## Build the dashboard's image with docker, podman or buildah (TAG)
	@$(DEPLOY) $(VERSION) $(BUILT_BY) $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(BASE),--base $(BASE)) \
	  $(if $(BUILD_BASE),--build-base $(BUILD_BASE)) $(if $(NODE),--node $(NODE)) $(ARGS)

push: install ## Push it to the installation's registry (ENV, TAG)
	@$(DEPLOY) $(OF) $(VERSION) $(BUILT_BY) $(ARGS)

blue-green: install ## Bring a version into the traffic, step by step, and back if it fails (ENV, TAG)
	@$(DEPLOY) $(OF) $(VERSION) $(AGREED) $(ARGS)

deploy: build ## All of these, in order (ENV, TAG)
	@$(DEPLOY) $(OF) $(VERSION) $(AGREED) $(ARGS)

deploy-edge: install ## Give the installation a domain (ENV, DOMAIN, ZONE)
	@$(DEPLOY) $(OF) --domain "$(DOMAIN)" $(if $(ZONE),--zone $(ZONE)) $(AGREED) $(ARGS)

rollback: install ## Back to the version of the dashboard before (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

rollback-collector: install ## Back to the version of the collector before (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

smoke: install ## Ask a running dashboard and collector a few questions (URL, COLLECTOR, or ENV)
	@$(DEPLOY) $(if $(URL),--url $(URL),$(OF)) $(if $(COLLECTOR),--collector $(COLLECTOR)) $(ARGS)

doctor: install ## Look at every resource of an installation (ENV)
	@$(DEPLOY) $(OF) $(if $(JSON),--json) $(ARGS)

restore: install ## Bring tables back from a time, a backup or the archive (ENV, FROM)
	@$(DEPLOY) $(OF) --from "$(FROM)" $(if $(TO),--to $(TO)) $(if $(VAULT),--vault $(VAULT)) $(if $(TABLES),--tables $(TABLES)) \
	  $(if $(REHEARSE),--rehearse) $(if $(INTO_PLACE),--into-place) $(if $(DISCARD),--discard) $(AGREED) $(ARGS)

rotate: install ## Replace the key that signs log-ins (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

cost: install ## What an installation costs a month (PROFILE, EVENTS)
	@$(DEPLOY) $(if $(PROFILE),--profile $(PROFILE)) $(if $(EVENTS),--events $(EVENTS)) \
	  $(foreach each,$(ASSUME),--assume $(each)) $(if $(JSON),--json) $(ARGS)

cost-page: install ## Write the tables of docs/operations/cost.md anew
	@$(DEPLOY)

destroy: install ## Take an installation down, with all its data (ENV)
	@$(DEPLOY) $(OF) $(AGREED) $(ARGS)

data: install ## Renew the lists of sources, bots and spam from their packages (liveinsight/enrich/lists)
	$(BIN)/python -m classification --renew $(if $(SPAM_LIST),--spam-list $(SPAM_LIST))

shape: install ## Tell Terraform the shape of tables and archive (terraform/modules/data/shape.json)
	$(BIN)/python -m liveinsight.shape > terraform/modules/data/shape.json

lock: install ## Pin the newest Python packages that pyproject.toml allows
	$(LOCK) --upgrade --generate-hashes --output-file requirements/dev.txt requirements/build.in pyproject.toml \
	  --extra cli --extra collector --extra dashboard --extra deploy --extra local --extra dev
	$(LOCK) --generate-hashes --constraint requirements/dev.txt --output-file dashboard/requirements.txt pyproject.toml --extra dashboard
	$(LOCK) --constraint requirements/dev.txt --output-file collector/requirements.txt pyproject.toml
	$(LOCK) --upgrade --generate-hashes --output-file requirements/checkov.txt requirements/checkov.in

clean: ## Delete what was built and all local data (var/); what is installed stays
	@echo "Deleting var/ (all local data), build output and caches"
	rm -rf var $(BUILT) tracker-js/dist dashboard/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f $(MESSAGES)

# Stamps: what stands behind them is done again only when the files they depend on have changed.

.venv/.python:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer is needed and was not found; install it, or run make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then \
	  "$$found" -m venv --clear .venv >/dev/null 2>&1 || { rm -rf .venv; \
	    echo "$$found cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	fi
	@touch $@

$(INSTALLED_PY): .venv/.python requirements/dev.txt pyproject.toml
	@echo "Installing Python packages into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv-checkov/.installed: requirements/checkov.txt | .venv/.python
	@echo "Installing checkov into .venv-checkov"
	@$(BIN)/python -m venv .venv-checkov
	@.venv-checkov/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(INSTALLED_JS): package.json package-lock.json tracker-js/package.json tracker-js/examples/package.json dashboard/frontend/package.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || { \
	  echo "Node.js 20 or newer with npm is needed and was not found; see https://nodejs.org" >&2; exit 1; }
	@echo "Installing Node packages into node_modules"
	@npm ci --loglevel=error
	@touch $@

$(BUILT): $(INSTALLED_JS) $(SOURCES_JS) $(if $(and $(wildcard tracker-js/dist/li.js),$(wildcard tracker-js/dist/li-vitals.js),$(wildcard dashboard/static/dist/manifest.json)),,unbuilt) | $(INSTALLED_PY)
	@npm run build
	@touch $@

.PHONY: unbuilt
unbuilt:

%.mo: %.po $(INSTALLED_PY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Novi: make run, make test. Everything else is below `make help`.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where `make plugins` installs; an app gives the path of its own novi_activations.
INTO ?= novi_activations
DATABASE ?= novi.db
HOST ?= 127.0.0.1
PORT ?= 5000
SWIFT_BUILD ?= swift build

BUILD_PACKAGES := libsqlite3-dev zlib1g-dev
TEST_PACKAGES := $(BUILD_PACKAGES) curl g++ gcc python3-venv sqlite3
BENCH_PACKAGES := $(BUILD_PACKAGES) wrk

PLUGINS := and_activation date_time_activation or_activation weighted_random_activation

# Installs the Debian packages that are missing: $(call install,packages)
define install
missing=$$(for p in $(1); do \
	dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
if [ -n "$$missing" ]; then \
	sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing >/dev/null; \
fi
endef

.PHONY: help
help: ## Say what there is to make.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: release plugins ## Build, install the standard plugins, make a sample database, and serve it.
	@[ -e $(DATABASE) ] || script='--script docs/sample_data.sql'; \
	exec .build/release/novi serve --database $(DATABASE) --host $(HOST) --port $(PORT) $$script

.PHONY: release
release: dependencies
	$(SWIFT_BUILD) -c release --product novi

.PHONY: plugins
plugins: dependencies ## Install the standard plugins into INTO (novi_activations).
	@for p in $(PLUGINS); do $(SWIFT_BUILD) -c release --product $$p || exit 1; done
	@mkdir -p $(INTO)/standard
	@for p in $(PLUGINS); do \
		install -s -m 0644 .build/release/lib$$p.so $(INTO)/standard/.$$p.so.new && \
		mv $(INTO)/standard/.$$p.so.new $(INTO)/standard/$$p.so || exit 1; done

.PHONY: dependencies
dependencies:
	@$(call install,$(BUILD_PACKAGES))

# Python novi, with which Novi has to get along.
.build/python/novi-0.2.0:
	@$(call install,$(TEST_PACKAGES))
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet --disable-pip-version-check novi==0.2.0
	@touch $@

.PHONY: test
test: plugins .build/python/novi-0.2.0 ## Run all tests.
	@$(call install,$(TEST_PACKAGES))
	swift build --build-tests
	swift test --skip-build --parallel
	$(MAKE) -C docs/examples/shop test
	swift test --package-path docs/examples/staff-plugin

.PHONY: bench
bench: release plugins ## Measure; the table also goes to .build/bench.json.
	@$(call install,$(BENCH_PACKAGES))
	@export NOVI_BENCHMARKS=1; for p in novi-benchmarks novi-benchmark-hello novi_benchmark_plugin; do \
		$(SWIFT_BUILD) -c release --product $$p || exit 1; done
	@.build/release/novi-benchmarks

SWIFT_SOURCES := Package.swift Sources Plugins Tests docs/examples/shop/{Sources,Tests} \
	docs/examples/staff-plugin/Tests

.PHONY: lint
lint: ## Check the formatting, and the header with four compilers.
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@for c in gcc clang; do echo "$$c -std=c11"; \
		echo '#include "novi_activation.h"' | $$c -std=c11 -Wall -Wextra -Wpedantic -Werror \
		-ISources/CNovi/include -fsyntax-only -x c - || exit 1; done
	@for c in g++ clang++; do echo "$$c -std=c++17"; \
		echo '#include "novi_activation.h"' | $$c -std=c++17 -Wall -Wextra -Wpedantic -Werror \
		-ISources/CNovi/include -fsyntax-only -x c++ - || exit 1; done

.PHONY: format
format: ## Format the sources.
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

# Novi: make run, make test. Everything else is below `make help`.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where `make plugins` installs; an app gives the path of its own novi_activations.
INTO ?= novi_activations
DATABASE ?= novi.db
HOST ?= 127.0.0.1
PORT ?= 5000
SWIFT_BUILD ?= swift build
# Whatever is built for others carries Swift's runtime, so that it runs where no toolchain is. All
# that is built for release says the same, because other options compile everything again. Names of
# source files, which BoringSSL's errors tell, begin where the sources are and not where they lie here.
RELEASE := $(SWIFT_BUILD) -c release -Xswiftc -static-stdlib \
	-Xcxx -ffile-prefix-map='$(CURDIR)/='

BUILD_PACKAGES := libseccomp-dev libsqlite3-dev zlib1g-dev
TEST_PACKAGES := $(BUILD_PACKAGES) curl g++ gcc python3-venv sqlite3
BARE_PACKAGES := binutils curl gcc pkgconf
BENCH_PACKAGES := $(BUILD_PACKAGES) gcc wrk

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
	export NOVI_PLUGINS_PERMISSIONS=$${NOVI_PLUGINS_PERMISSIONS:-warn}; \
	exec .build/release/novi serve --database $(DATABASE) --host $(HOST) --port $(PORT) $$script

.PHONY: release
release: dependencies
	$(RELEASE) --product novi
	$(RELEASE) --product novi-plugin-probe

.PHONY: plugins
plugins: release-plugins ## Install the standard plugins into INTO (novi_activations).
	@mkdir -p $(INTO)/standard
	@$(call install_plugins,$(INTO))

# A library without a name gets the path that it was linked at.
.PHONY: release-plugins
release-plugins: dependencies
	@for p in $(PLUGINS); do \
		$(RELEASE) --product $$p -Xlinker -soname=lib$$p.so || exit 1; done

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
	NOVI_CACHE=$(CURDIR)/.build/test-cache swift test --skip-build --parallel
	$(MAKE) -C docs/examples/shop test
	swift test --package-path docs/examples/staff-plugin

# MARK: Shipping

PREFIX ?= /usr/local
# Goes before every path that is written to, and into no file.
DESTDIR ?=

VERSION := $(shell sed -n 's/.*let host = SemanticVersion(numbers: \[\(.*\)\]).*/\1/p' \
	Sources/NoviCore/Loading/SemanticVersion.swift | sed 's/, /./g')
DIST := novi-$(VERSION)-linux-$(shell uname -m)
INSTALLED = $(DESTDIR)$(PREFIX)

# Everything below `bin` finds the rest by the way from there, so the whole may be moved.
.PHONY: install
install: release release-plugins ## Install below PREFIX (/usr/local), with DESTDIR before it.
	install -d '$(INSTALLED)/bin' '$(INSTALLED)/libexec/novi' \
		'$(INSTALLED)/lib/novi/novi_activations/standard' '$(INSTALLED)/lib/pkgconfig' \
		'$(INSTALLED)/include' '$(INSTALLED)/share/novi' '$(INSTALLED)/share/doc/novi'
	install -s -m 0755 .build/release/novi '$(INSTALLED)/bin'
	install -s -m 0755 .build/release/novi-plugin-probe '$(INSTALLED)/libexec/novi'
	@$(call install_plugins,$(INSTALLED)/lib/novi/novi_activations)
	install -m 0644 Sources/CNovi/include/novi_activation.h '$(INSTALLED)/include'
	install -m 0644 schema.sql docs/sample_data.sql novi.ini '$(INSTALLED)/share/novi'
	install -m 0644 README.md CHANGELOG.md LICENSE docs/architecture.md docs/deploying.md \
		docs/plugin-safety.md '$(INSTALLED)/share/doc/novi'
	@$(call fill_in,packaging/novi-activation.pc,lib/pkgconfig)
	@$(call fill_in,packaging/novi.service,share/novi)

# A running host has mapped the plugins, so each is replaced in one step: $(call install_plugins,root)
define install_plugins
for p in $(PLUGINS); do \
	install -s -m 0644 .build/release/lib$$p.so '$(1)'/standard/.$$p.so.new && \
	mv '$(1)'/standard/.$$p.so.new '$(1)'/standard/$$p.so || exit 1; done
endef

# Installs a file with what it leaves open: $(call fill_in,file,folder)
define fill_in
sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@VERSION@|$(VERSION)|g' $(1) \
	>'$(INSTALLED)/$(2)/$(notdir $(1))' && chmod 0644 '$(INSTALLED)/$(2)/$(notdir $(1))'
endef

.PHONY: uninstall
uninstall: ## Remove what install has put below PREFIX; plugins of others stay.
	rm -f '$(INSTALLED)/bin/novi' '$(INSTALLED)/include/novi_activation.h' \
		'$(INSTALLED)/lib/pkgconfig/novi-activation.pc'
	rm -rf '$(INSTALLED)/libexec/novi' '$(INSTALLED)/share/novi' '$(INSTALLED)/share/doc/novi' \
		'$(INSTALLED)/lib/novi/novi_activations/standard'
	@rmdir '$(INSTALLED)/lib/novi/novi_activations' '$(INSTALLED)/lib/novi' 2>/dev/null || true

# Same contents, same bytes: the order, the owner and the times do not depend on who packs it.
.PHONY: dist
dist: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
dist: ## Pack what install installs into .build/dist; it runs wherever it is unpacked.
	@rm -rf .build/dist
	$(MAKE) --no-print-directory install PREFIX=/usr/local DESTDIR='$(CURDIR)/.build/dist/root'
	@mv .build/dist/root/usr/local .build/dist/$(DIST) && rm -r .build/dist/root
	@cd .build/dist && tar -c --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
		--mtime=@$$SOURCE_DATE_EPOCH $(DIST) | gzip -9n >$(DIST).tar.gz && \
		sha256sum $(DIST).tar.gz >$(DIST).tar.gz.sha256
	@echo .build/dist/$(DIST).tar.gz

.PHONY: bare
bare: dist ## Try what dist has packed on a Debian that has nothing else; needs root.
	@[ $$(id -u) != 0 ] || { $(call install,$(BARE_PACKAGES)); }
	Tests/BareHost/run.sh .build/dist/$(DIST).tar.gz

.PHONY: bench
bench: release plugins ## Measure; the table also goes to .build/bench.json.
	@$(call install,$(BENCH_PACKAGES))
	@export NOVI_BENCHMARKS=1; for p in novi-benchmarks novi-benchmark-hello novi_benchmark_plugin; do \
		$(RELEASE) --product $$p || exit 1; done
	@.build/release/novi-benchmarks

DOCS := .build/docs

# Without its traits the package has no dependencies, so nothing is fetched.
.PHONY: docs
docs: ## Build the documentation of the SDK.
	@command -v docc >/dev/null || { \
		echo "make docs needs docc, which comes with the Swift toolchain." >&2; exit 1; }
	@rm -rf $(DOCS) && mkdir -p $(DOCS)-build/symbols
	$(SWIFT_BUILD) --target NoviActivation --disable-default-traits --scratch-path $(DOCS)-build \
		$(addprefix -Xswiftc ,-emit-symbol-graph -symbol-graph-skip-synthesized-members \
		-emit-symbol-graph-dir '$(CURDIR)/$(DOCS)-build/symbols')
	docc convert Sources/NoviActivation/NoviActivation.docc --warnings-as-errors \
		--fallback-display-name NoviActivation --fallback-bundle-identifier novi.NoviActivation \
		--additional-symbol-graph-dir $(DOCS)-build/symbols --output-path $(DOCS)
	@echo "python3 -m http.server -d $(DOCS) serves it at /documentation/noviactivation/."

SWIFT_SOURCES := Package.swift Sources Plugins Tests Templates \
	docs/examples/shop/{Sources,Tests} docs/examples/staff-plugin/Tests
C_SOURCES := Templates/c/plugin_name.c Templates/c/tests/plugin_name_test.c \
	docs/examples/c-plugin/country.c
CPP_SOURCES := Templates/cpp/plugin_name.cpp docs/examples/version-plugin/app_version.cpp
RUST_SOURCES := Templates/rust/src/lib.rs Templates/rust/build.rs \
	docs/examples/network-plugin/src/lib.rs
C_WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only \
	-ISources/CNovi/include

.PHONY: lint
lint: ## Check the formatting, and what is C with four compilers.
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@if command -v rustfmt >/dev/null; then \
		rustfmt --check --edition 2021 --config-path Templates/rust $(RUST_SOURCES); \
	else echo "SKIPPED: the sources in Rust, because rustfmt is not here." >&2; fi
	@for c in gcc clang; do echo "$$c -std=c11"; \
		echo '#include "novi_activation.h"' | $$c -std=c11 $(C_WARNINGS) -x c - && \
		for f in $(C_SOURCES); do $$c -std=c11 $(C_WARNINGS) $$f || exit 1; done || exit 1; done
	@for c in g++ clang++; do echo "$$c -std=c++17"; \
		echo '#include "novi_activation.h"' | $$c -std=c++17 $(C_WARNINGS) -x c++ - && \
		for f in $(CPP_SOURCES); do $$c -std=c++17 $(C_WARNINGS) $$f || exit 1; done || exit 1; done

.PHONY: format
format: ## Format the sources.
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

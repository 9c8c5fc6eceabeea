# Everything from a fresh clone:  `make serve` to use Callsheet,  `make test` to check it.
# Both install what is missing first, say so, and never install twice.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# wasm-opt comes with the npm packages; tools that cargo installs are in its own folder.
export PATH := $(CURDIR)/web/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

NEED := .ci/need
WASM := crate/pkg/callsheet_bg.wasm
PAGE := web/dist/index.html
PACKAGES := web/node_modules/.package-lock.json
NPM_PACKAGE := target/package/npm/package.json
WASM_TARGET := wasm32-unknown-unknown

RUST_SOURCES := $(shell find crate/src crate/build crate/build.rs -type f) Cargo.toml Cargo.lock crate/Cargo.toml \
	$(shell find crate/wasm -type f) .cargo/config.toml
PAGE_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' \
	-not -path 'web/test-results/*' -not -path 'web/playwright-report/*') \
	$(shell find schemas tests/cases/diagnostics crate/split -type f) \
	tests/conformance-exceptions.txt action.yml .pre-commit-hooks.yaml

.PHONY: help serve build package package-crate package-npm test test-package format lint test-native test-wasm test-web apply corpus bench bench-plan bench-layout bench-page fuzz tools clean

help:
	@echo 'make serve   build the page and serve it on this machine'
	@echo 'make build   leave the page and its documentation in web/dist, usable from any folder of any web server'
	@echo 'make package leave the npm package and the crate, as they can be published, in target/package'
	@echo 'make test    every check: format, lint, native tests, wasm tests, type check, browser tests'
	@echo 'make apply   let a real Puppet apply the catalogs of nodes, in a scratch folder'
	@echo 'make corpus  compare the parser with a real Puppet over all manifests that Debian packages'
	@echo 'make bench   measure the parser beside Puppet, tree-sitter, and itself in the browser'
	@echo 'make bench-plan  measure plans and catalogs of up to 5,000 nodes, natively and in WebAssembly'
	@echo 'make bench-layout  measure the drawing beside that of Graphviz, both in WebAssembly'
	@echo 'make bench-page  measure what somebody who types waits for, in a browser'
	@echo 'make fuzz    throw made-up texts at the parser, for FUZZ_SECONDS (600)'
	@echo 'make clean   remove what was built'

serve: $(PAGE)
	@cd web && vite preview --host 127.0.0.1

build: $(PAGE)
	@node web/scripts/sizes.mjs

package: package-npm package-crate

package-npm: $(NPM_PACKAGE)

test: format lint test-native test-wasm test-web test-package package-crate
	@echo '==> all checks passed'

format: tools
	@echo '==> format'
	cargo fmt --check

lint: tools
	@echo '==> lint'
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps
	cargo clippy --locked --package callsheet --package callsheet-wasm --no-default-features --target $(WASM_TARGET) \
		--lib --test wasm -- -D warnings

test-native: tools
	@echo '==> native tests'
	@$(NEED) graphviz
	cargo test --locked --package callsheet --package callsheet-split

test-wasm: tools
	@echo '==> wasm tests, in a headless browser'
	@$(NEED) browser
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
	cargo test --locked --profile browser-test --no-default-features --target $(WASM_TARGET) --test wasm

# The native tests write what the built package has to answer to the same manifests.
test-web: test-native $(PAGE)
	@echo '==> type check and browser tests'
	@$(NEED) browser
	cd web && npm run check
	node tests/web/golden.mjs
	node tests/web/schemas.mjs
	cd web && npm test

# Installs the package as anybody would.
test-package: package-npm package-crate
	@echo '==> the npm package, in Node, in TypeScript and in a page'
	@$(NEED) browser
	node tests/web/package.mjs

# A real Puppet applies catalogs in a scratch folder; the native tests skip this where there is none.
apply:
	@$(NEED) rust agent
	cargo test --locked --test apply

# The judge is a real Puppet over real manifests: tests/corpus/README.md. Not a part of `make test`.
corpus:
	@$(NEED) rust puppet
	cargo run --locked --release --package callsheet-corpus --bin compare

bench: $(WASM)
	@$(NEED) rust puppet node
	cargo run --locked --release --package callsheet-corpus --bin bench

bench-plan: $(WASM)
	@$(NEED) rust node
	cargo run --locked --release --package callsheet-corpus --bin bench-plan

bench-layout: $(WASM)
	@$(NEED) node
	node web/scripts/bench-layout.mjs

bench-page: $(PAGE)
	@$(NEED) browser
	cd web && node scripts/bench-page.mjs

# Half of the time for any bytes, half for manifests changed token by token. What is found stays in target/fuzz.
FUZZ_SECONDS ?= 600
FUZZ_SEEDS := $(CURDIR)/tests/fuzz/found $(CURDIR)/tests/conformance/syntax $(CURDIR)/tests/conformance/eval $(CURDIR)/tests/conformance/orchestration
fuzz:
	@$(NEED) rust fuzz
	for target in bytes mutated; do \
	  mkdir -p target/fuzz/$$target; \
	  cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir $(CURDIR)/target/fuzz-build --sanitizer none $$target \
	    $(CURDIR)/target/fuzz/$$target $(FUZZ_SEEDS) -- -artifact_prefix=$(CURDIR)/target/fuzz/ \
	    -max_total_time=$$(($(FUZZ_SECONDS) / 2)) -timeout=10 -max_len=20000 -print_final_stats=1; \
	done

# What is packaged is built by itself, from nothing but the package, and explains a finding.
package-crate: VERSION = $(shell sed -n 's/^version = "\(.*\)"$$/\1/p' Cargo.toml)
package-crate: tools
	@echo '==> packaging the crate'
	cargo package --locked --allow-dirty --package callsheet
	cd target/package/callsheet-$(VERSION) && cargo run --quiet --locked --target-dir $(CURDIR)/target -- explain node-cycle | grep '^# '

tools:
	@$(NEED) rust wasm

$(WASM): $(RUST_SOURCES) $(PACKAGES) | tools
	@echo '==> building the planner for the browser'
	@rm -rf $(@D) # wasm-pack would optimise the parts that were made of the last one, too
	@start=$$SECONDS; \
	wasm-pack build crate/wasm --profile wasm --target web --mode no-install --out-dir ../pkg --out-name callsheet \
		-- --locked; \
	echo "    took $$((SECONDS - start)) s"

$(PAGE): $(WASM) $(PAGE_SOURCES)
	@echo '==> building the page'
	@start=$$SECONDS; (cd web && npm run --silent build); touch $@; echo "    took $$((SECONDS - start)) s"

# The tarball lies beside the folder.
$(NPM_PACKAGE): $(WASM) $(PAGE_SOURCES) Cargo.toml
	@echo '==> making the npm package'
	@start=$$SECONDS; node web/scripts/package.mjs; touch $@; echo "    took $$((SECONDS - start)) s"

$(PACKAGES): web/package.json web/package-lock.json
	@$(NEED) node
	@echo '==> installing npm packages'
	@start=$$SECONDS; (cd web && npm ci --no-audit --no-fund); touch $@; echo "    took $$((SECONDS - start)) s"

clean:
	rm -rf target crate/pkg web/dist

# Every target sets up what it needs first: from a fresh clone, `make demo` or `make test` is the only command.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOLS = . .ci/env
WASM_RUST = . .ci/env && use_wasm_rust
# Optimised, as some tests are exhaustive, and with overflow checks: see .cargo/config.toml.
NATIVE = --locked --profile checked

WASM = pkg/wasm/waxseal_bg.wasm
DIST = pkg/dist/waxseal.js
SOURCES = $(shell find src -name "*.rs") Cargo.toml Cargo.lock .cargo/config.toml .ci/build .ci/wasm package-lock.json

.PHONY: help
help: ## lists these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 28

.PHONY: build
build: $(DIST) ## builds pkg/, ready to be imported

# What ships of the package's JavaScript.
$(DIST): $(WASM) $(shell find pkg -name "*.js" -not -path "pkg/wasm/*" -not -path "pkg/dist/*") .ci/bundle.js
	@echo "==> bundling"
	@$(TOOLS) && node .ci/bundle.js

$(WASM): $(SOURCES) | setup-build
	@.ci/build

BARE = benches/bare/wasm/bare.wasm

$(BARE): $(wildcard benches/bare/src/*.rs) benches/bare/Cargo.toml src/crypto/base64url.rs src/crypto/a128gcm.rs src/wasm/allocator.rs Cargo.toml Cargo.lock .cargo/config.toml .ci/bare .ci/wasm package-lock.json | setup-build
	@echo "==> compiling what waxseal is measured against"
	@.ci/bare $@

.PHONY: demo
demo: setup-demo build ## serves the demo, on http://127.0.0.1:8787 or at PORT=…
	@PORT=$(PORT) .ci/demo

.PHONY: test
test: setup-test build ## all of the tests and checks below
	@MAKE=$(MAKE) .ci/test lint docs test-native test-wasm test-wasm-browsers+test-driver test-js+test-demo+test-worker test-reproducible+test-instructions test-bench test-size test-constant

.PHONY: lint
lint: setup-check ## formatting, and clippy for the machine and for wasm; a warning is an error
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
	$(WASM_RUST) && cargo clippy --locked --lib --features allocator,test-exports --target wasm32-unknown-unknown -- -D warnings
	$(WASM_RUST) && cargo clippy --locked --lib --no-default-features --target wasm32-unknown-unknown -- -D warnings

.PHONY: docs
docs: export RUSTDOCFLAGS = -D warnings
docs: setup-check ## the crate's documentation; a warning is an error
	cargo doc --locked --no-deps --all-features

.PHONY: test-native
test-native: setup-check ## the crate's tests, on this machine
	cargo test $(NATIVE) --features conformance,tower --no-fail-fast

.PHONY: test-driver
test-driver: setup-test build ## the driver for Rust on Redis and SQLite, and axum's example beside the npm package
	@$(TOOLS) && node tests/native/run.js

.PHONY: test-worker
test-worker: setup-test build ## the example for workers-rs, compiled and run in workerd beside the npm package
	@$(WASM_RUST) && nice node tests/native/worker.js

.PHONY: test-dynamodb
test-dynamodb: setup-test build ## DynamoDB's adapter, by Amazon's client on an emulator: half a minute
	@$(TOOLS) && node tests/kv/run.js dynamodb

.PHONY: test-owners
test-owners: setup-test build ## ten thousand sessions of one owner, revoked while a hundred log in: half a minute
	@$(TOOLS) && node tests/kv/run.js owners-many

.PHONY: crate
crate: setup-check ## the crate as others depend on it: packed and built, by the oldest Rust it names, with the oldest versions it takes; in 3 min
	@.ci/crate

# What binds a module reads its lines of debugging first, and they are half of what there is to compile.
test-wasm test-wasm-browsers: export CARGO_PROFILE_DEV_DEBUG = 0

.PHONY: test-wasm
test-wasm: setup-bindings ## the bindings' tests and base64url's, as WebAssembly in Node; and that without the bindings nothing of them is left
	$(WASM_RUST) && wasm-pack test --node -- --locked
	$(WASM_RUST) && node tests/exports.js

.PHONY: test-wasm-browsers
test-wasm-browsers: setup-browsers ## the same in Chromium and Firefox
	$(WASM_RUST) && wasm-pack test --headless --chrome -- --locked --features in-browser --test wasm --test base64url
	$(WASM_RUST) && wasm-pack test --headless --firefox -- --locked --features in-browser --test wasm --test base64url

.PHONY: test-js
test-js: setup-test build ## the package's tests, in every JavaScript runtime
	@$(TOOLS) && node tests/run.js

.PHONY: walk
walk: setup-test build ## 10,000 random walks through an edge to an app behind it, against a model: WALKS=… SEED=…
	@$(TOOLS) && node tests/walk/run.js $(or $(WALKS),10000) $(or $(SEED),1)

.PHONY: safety
safety: setup-test setup-fuzz $(if $(and $(PARTS),$(if $(findstring mutants,$(PARTS)),,none)),,setup-mutants setup-mutants-js) build ## the whole safety campaign, in under an hour, and SECURITY.md's table of it: PARTS="walks …" FULL=1 ADVISORIES=folder
	@$(TOOLS) && FULL=$(FULL) node tests/safety/run.js $(PARTS)

.PHONY: fuzz
fuzz: setup-fuzz ## libFuzzer over fuzz/, each target for 20 s or EACH=…, or for so many RUNS=…; some alone with TARGETS="json …"
	@$(TOOLS) && EACH=$(EACH) RUNS=$(RUNS) node tests/safety/fuzz.js $(TARGETS)

.PHONY: mutants
mutants: setup-mutants ## the crate's rooms, changed one place at a time, all in one build: a test must see it; in a quarter of an hour, or some with ROOMS="crypto …"; what was tried is kept
	@$(TOOLS) && node tests/safety/mutants/run.js $(ROOMS)

.PHONY: mutants-js
mutants-js: setup-mutants-js build ## the package's JavaScript, changed one place at a time by Stryker: a test must see it; in ten minutes, or others with ROOMS="term …" SAMPLE=…|ALL SEED=…
	@$(TOOLS) && SAMPLE=$(SAMPLE) SEED=$(SEED) node tests/safety/mutants-js/run.js $(ROOMS)

.PHONY: release
release: setup-test ## what is to be published, in release/, out of a tree without changes alone
	@.ci/release

.PHONY: test-hosts
test-hosts: setup-hosts build ## an app of the packed tarball, built by each bundler and run on each host: Next, SvelteKit on Node, webpack …; test-dynamodb and test-owners
	@$(MAKE) --no-print-directory test-dynamodb
	@$(MAKE) --no-print-directory test-owners
	@$(TOOLS) && node tests/hosts/run.js

.PHONY: test-demo
test-demo: setup-test build ## the demo: its Worker over HTTP, its page in Chromium
	@$(TOOLS) && node tests/browser/run.js

.PHONY: test-reproducible
test-reproducible: setup-build build ## the module, built once more from nothing: the same bytes
	@.ci/reproducible

.PHONY: test-size
test-size: setup-test build ## what the package weighs, against its budget
	@$(TOOLS) && node benches/size.js

.PHONY: test-instructions
test-instructions: setup-stages ## how many instructions each stage takes, against what is kept
	@.ci/stages check

.PHONY: test-constant
test-constant: setup-stages ## that what is wrong at another byte takes as many instructions: codes, tags, keys, ids, CSRF tokens
	@.ci/stages constant

.PHONY: bench
bench: setup-bench build $(BARE) ## waxseal against its peers: benches/RESULTS.md, in 10 min; in some alone with RUNTIMES="node workerd"; an earlier commit beside it with BASE=…
	@if [ -n "$(BASE)" ]; then .ci/base "$(BASE)"; fi
	@$(TOOLS) && BASE="$(BASE)" node benches/run.js $(RUNTIMES)

.PHONY: bench-load
bench-load: setup-bench build ## whole apps on Node and in workerd under load, with waxseal, its peers and no session: benches/LOAD.md; LOAD_REQUESTS=…
	@$(TOOLS) && node benches/load/run.js

.PHONY: bench-express
bench-express: setup-bench build ## Express over HTTP with waxseal, express-session and cookie-session, in turns: benches/EXPRESS.md
	@$(TOOLS) && node benches/express/run.js

.PHONY: bench-stores
bench-stores: setup-stores build ## sessions in SQLite and PostgreSQL: waxseal, stores of express-session and the bare statements: benches/STORES.md, in a minute
	@$(TOOLS) && node benches/stores/run.js

.PHONY: bench-axum
bench-axum: setup-check ## axum with waxseal, tower-sessions and axum-extra's jar, in turns, and get::<T> beside serde_json: benches/AXUM.md, in 2 min, most of it compiling
	@.ci/bench-axum

.PHONY: test-bench
test-bench: setup-test build $(BARE) ## the bench's contestants: each reads what it wrote and refuses what was forged; under load each counts its visitors apart
	@$(TOOLS) && node benches/smoke.js

.PHONY: stages
stages: setup-check ## how long each stage of a request takes, or one: STAGE=verify
	@.ci/stages time "$(STAGE)"

.PHONY: instructions
instructions: setup-stages ## benches/stages/instructions.txt: how many instructions each stage takes
	@.ci/stages keep

.PHONY: size
size: setup-test build ## benches/SIZE.md: where the weight comes from, and what it can't be less than
	@.ci/size

SETUPS = setup-hosts setup-fuzz setup-mutants setup-mutants-js setup-build setup-demo setup-check setup-bindings setup-browsers setup-stages setup-bench setup-stores setup-test
.PHONY: $(SETUPS)
$(SETUPS): setup-%:
	@.ci/setup $*

.PHONY: clean
clean: ## removes what was built
	rm -rf pkg/wasm pkg/dist benches/bare/wasm benches/base target

.PHONY: distclean
distclean: clean ## removes what was installed, too: .tools and node_modules
	rm -rf .tools node_modules tests/package/node_modules tests/hosts/node_modules benches/node_modules benches/stores/node_modules tests/safety/mutants-js/node_modules www/.wrangler

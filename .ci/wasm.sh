#!/usr/bin/env bash
# The #[wasm_bindgen_test] tests of `app` in Chromium. The bundler is cargo's runner here (see app/bundle/src/wasm_test.rs).
source "$(dirname "$0")/lib.sh"
# The same packages and targets as the tests, so that cargo compiles their dependencies once.
cargo build --workspace --bins --tests
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$CARGO_TARGET_DIR/debug/bundle test"
cargo test -p app --lib --no-default-features --features field --target "$WASM_TARGET" "$@"

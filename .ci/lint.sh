#!/usr/bin/env bash
# Formatting and clippy, for the host and for the phone.
source "$(dirname "$0")/lib.sh"
say "formatting"
cargo fmt --all --check
say "clippy, host"
cargo clippy --workspace --all-targets -- -D warnings
say "clippy, WASM"
cargo clippy -p app --lib --no-default-features --features field --target "$WASM_TARGET" -- -D warnings

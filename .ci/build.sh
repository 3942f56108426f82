#!/usr/bin/env bash
# Builds. `build.sh site`: the site in the phone profile · `build.sh tests`: debug server and quick site for the browser stories
# · `build.sh release`: what is installed on a real machine.
source "$(dirname "$0")/lib.sh"
SITE="${DOORSTEP_SITE:-target/site}"
# How the phone's code is made small. LLVM takes a function that is called once into its caller however long it is, and then equal pieces stop
# being equal, which costs more after brotli than the calls: everything weighs three hundred times as much when it decides, but for its bonus for that.
# Loops, what several branches load and what is computed twice are left as they are written, too: laid out anew, each of them is different.
SMALL=(-C symbol-mangling-version=v0 -C llvm-args=-inline-instr-cost=1500 -C llvm-args=-inline-call-penalty=7500 -C llvm-args=-inline-threshold=1500
  -C llvm-args=-inlinehint-threshold=1500 -C llvm-args=-disable-lsr -C llvm-args=-enable-pre=false -C llvm-args=-enable-load-pre=false
  -C llvm-args=-disable-machine-cse)

bundle() { # profile of the module, folder it lands in, further flags
  local profile="$1" folder="$2"; shift 2
  say "compiling the field app for the phone (profile $profile)"
  [ "$profile" = dev ] || cargo build -p bundle
  local flags=() small=()
  if [ "$profile" != dev ]; then
    # What is shipped does not tell where it was built.
    flags=(--config "target.$WASM_TARGET.rustflags=['--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=']")
    # The linker says who names what, so that the bundler can leave out what nobody does.
    small=("${SMALL[@]}" -C link-arg=--emit-relocs)
  fi
  # Only as a module for the browser: with a Rust library beside it nothing is optimised across crates.
  cargo rustc -p app --lib --crate-type cdylib --no-default-features --features field --target "$WASM_TARGET" --profile "$profile" "${flags[@]}" -- "${small[@]}"
  local module="$CARGO_TARGET_DIR/$WASM_TARGET/$folder/app.wasm"
  # Nothing newer than the site's list: nothing to do.
  if [ -e "$SITE/site.json" ] && [ "$(cat "$SITE/.made-by" 2>/dev/null)" = "$profile" ] \
    && [ -z "$(find "$module" "$CARGO_TARGET_DIR/debug/bundle" style public -newer "$SITE/site.json" -print -quit)" ]; then
    echo "the site in $SITE is up to date"
    return
  fi
  say "making the site in $SITE"
  "$CARGO_TARGET_DIR/debug/bundle" --wasm "$module" --style style --public public --tools end2end --out "$SITE" "$@"
  echo "$profile" >"$SITE/.made-by"
}

case "${1:-release}" in
  site) bundle phone phone ;;
  tests)
    # The same packages and targets as the tests, so that cargo compiles their dependencies once.
    say "compiling the server and the bundler"
    cargo build --workspace --bins --tests
    bundle dev debug --dev
    ;;
  release)
    bash .ci/setup.sh run
    bundle phone phone
    say "compiling the server (release)"
    cargo build -p server --release
    mkdir -p target
    if [ ! -e target/server ] || [ "$CARGO_TARGET_DIR/release/server" -nt target/server ]; then cp "$CARGO_TARGET_DIR/release/server" target/server; fi
    say "built: target/server ($(stat -c %s target/server) bytes) and $SITE"
    ;;
  *) fail "unknown: $1" ;;
esac

#!/usr/bin/env bash
# Everything that is tested, cheapest first.
source "$(dirname "$0")/lib.sh"
started=$SECONDS
bash .ci/setup.sh all

scratch="$(mktemp -d "${TMPDIR:-/tmp}/doorstep-test.XXXXXX")"
chmod 755 "$scratch"
finish() {
  bash .ci/postgres.sh stop "$scratch/postgres" || true
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

bash .ci/lint.sh

say "starting a private Postgres"
DOORSTEP_TEST_POSTGRES="$(bash .ci/postgres.sh start "$scratch/postgres")"
export DOORSTEP_TEST_POSTGRES
echo "$DOORSTEP_TEST_POSTGRES"

say "tests of domain, app, bundler and server (SQLite and Postgres)"
if cargo nextest --version >/dev/null 2>&1; then
  cargo nextest run --workspace --no-fail-fast
else
  cargo test --workspace --no-fail-fast
fi
cargo test -q -p domain --doc

say "the real server among faults: killed, without its database, on a full disk"
ROUNDS="${ROUNDS:-4}" bash .ci/faults.sh

say "the simulation, some thousand seeds"
SEEDS="${SEEDS:-1500}" bash .ci/simulate.sh

say "tests of the WASM code, in a browser"
bash .ci/wasm.sh

say "browser stories"
export DOORSTEP_DEMO_TEMPLATE="$scratch/demo"
bash .ci/stories.sh

say "the browser, killed while visits are filled in and synced"
bash .ci/kill.sh

say "the field app in Firefox and in WebKitGTK"
bash .ci/browsers.sh

say "all tests passed in $((SECONDS - started)) s"

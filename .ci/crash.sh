#!/usr/bin/env bash
# The real server, killed with SIGKILL in the middle of pushes and photos: ROUNDS on SQLite, and as many on a Postgres of its own.
source "$(dirname "$0")/lib.sh"
rounds="${ROUNDS:-6}"
# The same packages and targets as the tests, so that cargo compiles their dependencies once.
cargo build -q --workspace --bins --tests
binary="$CARGO_TARGET_DIR/debug/server"
node end2end/crash.mjs "$binary" sqlite "$rounds"
if [ -n "$(postgres_bin)" ]; then
  folder="$(mktemp -d)"
  chmod 755 "$folder"
  trap 'bash .ci/postgres.sh stop "$folder/postgres"; rm -rf "$folder"' EXIT
  url="$(bash .ci/postgres.sh start "$folder/postgres" durable)"
  node end2end/crash.mjs "$binary" "$url" "$rounds"
fi

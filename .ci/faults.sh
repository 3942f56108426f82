#!/usr/bin/env bash
# The real server among faults, ROUNDS each: itself killed (crash), its database killed, stopped and started again (outage), its disk full
# (full); on SQLite and on a Postgres of its own. Arguments: which of them (default: all).
source "$(dirname "$0")/lib.sh"
rounds="${ROUNDS:-6}"
wanted=("$@")
[ "$#" -gt 0 ] || wanted=(crash outage full)
# The same packages and targets as the tests, so that cargo compiles their dependencies once.
cargo build -q --workspace --bins --tests
export DOORSTEP_SERVER="$CARGO_TARGET_DIR/debug/server"
bin="$(postgres_bin)"
scratch="$(mktemp -d "${TMPDIR:-/tmp}/doorstep-faults.XXXXXX")"
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch"

# A small disk that ends with the command: mounted in a namespace of its own, so nobody else sees it and nothing has to be unmounted.
on_small_disk() {
  mkdir -p "$scratch/disk"
  local root=-m
  [ "$(id -u)" -eq 0 ] || root=-rm
  unshare "$root" bash -c '
    mount -t tmpfs -o "size=$1,mode=755" none "$2" && shift 2 && exec "$@"' - "$1" "$scratch/disk" "${@:2}"
}

for suite in "${wanted[@]}"; do
  case "$suite" in
    crash)
      node end2end/crash.mjs "$rounds"
      if [ -n "$bin" ]; then node end2end/crash.mjs "$rounds" "$bin"; fi
      ;;
    outage)
      if [ -n "$bin" ]; then node end2end/outage.mjs "$rounds" "$bin"; fi
      ;;
    full)
      if ! on_small_disk 1m true 2>/dev/null; then
        echo "no small disk can be mounted here: only server/tests/api/faults.rs knows a full one" >&2
        continue
      fi
      on_small_disk 48m node end2end/full.mjs "$rounds" "$scratch/disk"
      # Postgres does not run for a root that is none.
      if [ -n "$bin" ] && [ "$(id -u)" -eq 0 ]; then
        mkdir -p "$scratch/wal"
        on_small_disk 160m node end2end/full.mjs "$rounds" "$scratch/disk" "$bin" "$scratch/wal"
      fi
      ;;
    *) fail "unknown: $suite" ;;
  esac
done

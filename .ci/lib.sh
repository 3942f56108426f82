# Sourced by the other scripts: where things are, and how to say what is going on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One place outside the checkout, so that a fresh clone does not build the world again.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/doorstep/target}"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
WASM_TARGET=wasm32-unknown-unknown

say() { printf '\n==> %s\n' "$*"; }
fail() { printf '\n!!! %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Chromium under the names that Debian and others give it; empty when there is none.
chromium_path() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && have "$name"; then command -v "$name"; return; fi
  done
}

# The folder with initdb and postgres, newest first; empty when there is none. Debian keeps it out of PATH.
postgres_bin() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")"; do
    if [ -x "$folder/initdb" ]; then echo "$folder"; return; fi
  done
}

# What every script with a browser needs: the quick site apart from the one that `make run` serves, the server, Chromium, a district.
prepare_browser() {
  export DOORSTEP_SITE="$PWD/target/site-test"
  bash .ci/build.sh tests
  export DOORSTEP_SERVER="$CARGO_TARGET_DIR/debug/server"
  prepare_district
}

# Chromium, and the demo district, made once by $DOORSTEP_SERVER and copied for each story. Cleans up behind itself, unless it was told
# where to put the district.
prepare_district() {
  CHROMIUM="$(chromium_path)"
  [ -n "$CHROMIUM" ] || fail "Chromium is missing: run make setup."
  export CHROMIUM
  have sqlite3 || fail "sqlite3 is missing: run make setup."
  if [ -z "${DOORSTEP_DEMO_TEMPLATE:-}" ]; then
    DOORSTEP_DEMO_TEMPLATE="$(mktemp -d "${TMPDIR:-/tmp}/doorstep-template.XXXXXX")"
    trap 'rm -rf "$DOORSTEP_DEMO_TEMPLATE"' EXIT
  fi
  export DOORSTEP_DEMO_TEMPLATE
  [ ! -e "$DOORSTEP_DEMO_TEMPLATE/demo.json" ] || return 0
  say "the demo district for the stories" >&2
  mkdir -p "$DOORSTEP_DEMO_TEMPLATE"
  DOORSTEP_DATA="$DOORSTEP_DEMO_TEMPLATE/data" DATABASE_URL="sqlite://$DOORSTEP_DEMO_TEMPLATE/data/doorstep.db" \
    "$DOORSTEP_SERVER" demo --json >"$DOORSTEP_DEMO_TEMPLATE/demo.part"
  mv "$DOORSTEP_DEMO_TEMPLATE/demo.part" "$DOORSTEP_DEMO_TEMPLATE/demo.json"
}

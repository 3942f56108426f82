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

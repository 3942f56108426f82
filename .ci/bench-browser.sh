#!/usr/bin/env bash
# The field app's figures in a real browser, what is shipped on both sides: HOUSEHOLDS, SURVEYS, PROFILES and RUNS choose what.
# PEERS=1 measures RxDB and PouchDB in the same run; their packages go to a folder outside the repository.
source "$(dirname "$0")/lib.sh"
bash .ci/setup.sh all >&2
bash .ci/build.sh release >&2
export DOORSTEP_SITE="$PWD/target/site" DOORSTEP_SERVER="$PWD/target/server"
prepare_district
if [ -n "${PEERS:-}" ]; then
  peers="${PEERS_FOLDER:-$HOME/.cache/doorstep/peers}"
  mkdir -p "$peers/client" "$peers/server"
  (cd "$peers/client" && npm i --no-audit --no-fund --ignore-scripts --loglevel=error pouchdb-browser@9 rxdb@17 rxjs dexie events) >&2
  # Its own database is compiled code.
  (cd "$peers/server" && npm i --no-audit --no-fund --loglevel=error express@4 express-pouchdb@4 pouchdb@9) >&2
  export PEERS="$peers"
fi
cd end2end
node bench.mjs

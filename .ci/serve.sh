#!/usr/bin/env bash
# From a fresh checkout to a running demo district. Stop it with Ctrl-C; the data stays in data/.
source "$(dirname "$0")/lib.sh"
bash .ci/setup.sh run
bash .ci/build.sh release
export DOORSTEP_ADDR="${DOORSTEP_ADDR:-127.0.0.1:3000}"
export DOORSTEP_DATA="${DOORSTEP_DATA:-$PWD/data}"
export DATABASE_URL="${DATABASE_URL:-sqlite://$DOORSTEP_DATA/doorstep.db}"
export DOORSTEP_SITE="${DOORSTEP_SITE:-$PWD/target/site}"
export DOORSTEP_PUBLIC_URL="${DOORSTEP_PUBLIC_URL:-http://$DOORSTEP_ADDR}"
mkdir -p "$DOORSTEP_DATA"

say "database: $DATABASE_URL"
target/server migrate
say "the demo district (loaded only into an empty database)"
target/server demo
say "serving on http://$DOORSTEP_ADDR (Ctrl-C stops it)"
exec target/server serve

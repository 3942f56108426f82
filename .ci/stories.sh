#!/usr/bin/env bash
# The browser stories, against a server that each story starts for itself. Arguments: story files (default: all).
source "$(dirname "$0")/lib.sh"
# The tests' site is apart from the one that `make run` serves.
export DOORSTEP_SITE="$PWD/target/site-test"
bash .ci/build.sh tests
export DOORSTEP_SERVER="$CARGO_TARGET_DIR/debug/server"
CHROMIUM="$(chromium_path)"
[ -n "$CHROMIUM" ] || fail "Chromium is missing: run make setup."
export CHROMIUM
# The demo district is made once and copied for each story.
DOORSTEP_DEMO_TEMPLATE="$(mktemp -d "${TMPDIR:-/tmp}/doorstep-template.XXXXXX")"
export DOORSTEP_DEMO_TEMPLATE
trap 'rm -rf "$DOORSTEP_DEMO_TEMPLATE"' EXIT
say "the demo district for the stories"
DOORSTEP_DATA="$DOORSTEP_DEMO_TEMPLATE/data" DATABASE_URL="sqlite://$DOORSTEP_DEMO_TEMPLATE/data/doorstep.db" \
  "$DOORSTEP_SERVER" demo --json >"$DOORSTEP_DEMO_TEMPLATE/demo.json"
cd end2end
stories=("$@")
[ "$#" -gt 0 ] || stories=(stories/*.test.mjs)
node --test --test-reporter=spec --test-concurrency=1 "${stories[@]}"

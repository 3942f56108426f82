#!/usr/bin/env bash
# Pictures of every page in end2end/shots, on a phone and on a desk, normal and elder.
source "$(dirname "$0")/lib.sh"
bash .ci/setup.sh all
export DOORSTEP_SITE="$PWD/target/site-test"
bash .ci/build.sh tests
export DOORSTEP_SERVER="$CARGO_TARGET_DIR/debug/server"
CHROMIUM="$(chromium_path)"
export CHROMIUM
cd end2end && node shots.mjs "$@"

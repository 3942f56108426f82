#!/usr/bin/env bash
# The browser, killed with SIGKILL at random moments of filling visits and of syncing: ROUNDS times; SEED tells the same story again.
source "$(dirname "$0")/lib.sh"
prepare_browser
cd end2end
node kill.mjs "${ROUNDS:-6}" "${SEED:-}"

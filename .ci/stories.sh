#!/usr/bin/env bash
# The browser stories, against a server that each story starts for itself. Arguments: story files (default: all).
source "$(dirname "$0")/lib.sh"
prepare_browser
cd end2end
stories=("$@")
[ "$#" -gt 0 ] || stories=(stories/*.test.mjs)
node --test --test-reporter=spec --test-concurrency=1 "${stories[@]}"

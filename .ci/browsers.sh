#!/usr/bin/env bash
# The field app in Firefox and in WebKitGTK. A browser that is not installed is skipped, and named.
source "$(dirname "$0")/lib.sh"
prepare_browser
cd end2end
node --test --test-reporter=spec --test-concurrency=1 browsers/*.test.mjs

#!/usr/bin/env bash
# The simulation: SEEDS many from FROM on, or one SEED. Compiled with speed: it is the same code, run a hundred thousand times.
source "$(dirname "$0")/lib.sh"
cargo test -q -p app --lib \
  --config 'profile.test.package.app.opt-level=2' --config 'profile.test.package.domain.opt-level=2' \
  simulation::tests::simulate -- --ignored --nocapture

#!/usr/bin/env bash
# Figures, one a line: name value unit. Nothing here decides whether a test passes.
source "$(dirname "$0")/lib.sh"
bash .ci/build.sh release >&2
size="$(node -e 'const s=require(process.argv[1]);console.log(Object.keys(s).filter((k)=>k==="field.wasm"||k.endsWith(".js")).reduce((n,k)=>n+s[k].brotli_bytes,0))' "$PWD/target/site/site.json")"
echo "field_app_brotli $size bytes"
if [ -z "${DOORSTEP_BENCH_POSTGRES:-}" ] && [ -n "$(postgres_bin)" ]; then
  folder="$(mktemp -d)"
  trap 'bash .ci/postgres.sh stop "$folder"; rm -rf "$folder"' EXIT
  DOORSTEP_BENCH_POSTGRES="$(bash .ci/postgres.sh start "$folder" durable)"
  export DOORSTEP_BENCH_POSTGRES
fi
cargo run -q -p server --release --example bench
bash .ci/bench-browser.sh

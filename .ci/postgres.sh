#!/usr/bin/env bash
# A private Postgres for the tests: `postgres.sh start FOLDER` prints its URL, `postgres.sh stop FOLDER` ends it by its own pid.
# `start FOLDER durable` starts one that writes to disk before it answers, for figures.
# Postgres refuses to run as root, so root lends it to the user "postgres" (or "nobody").
source "$(dirname "$0")/lib.sh"
command="$1" folder="$2"
bin="$(postgres_bin)"
[ -n "$bin" ] || fail "Postgres is missing: run make setup."

as_user() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  local user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  runuser -u "$user" -- "$@"
}

case "$command" in
  start)
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$folder"; fi
    port="$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')"
    cd "$folder"
    as_user "$bin/initdb" -D "$folder/cluster" -U doorstep --auth=trust --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1 \
      || fail "initdb failed: $(tail -3 "$folder/initdb.log")"
    # Only tests live here: durability would cost minutes and prove nothing. Figures want it.
    fsync=off
    if [ "${3:-}" = durable ]; then fsync=on; fi
    as_user "$bin/pg_ctl" -D "$folder/cluster" -w -t 60 -l "$folder/server.log" \
      -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=$fsync -c max_connections=200" start >/dev/null \
      || fail "Postgres did not start: $(tail -3 "$folder/server.log")"
    as_user "$bin/createdb" -h 127.0.0.1 -p "$port" -U doorstep doorstep
    echo "postgres://doorstep@127.0.0.1:$port/doorstep"
    ;;
  stop)
    cd /
    if [ -e "$folder/cluster/postmaster.pid" ]; then as_user "$bin/pg_ctl" -D "$folder/cluster" -m immediate stop >/dev/null; fi
    ;;
  *) fail "unknown: $command" ;;
esac

# Doorstep · 入户通. `make run` and `make test` are all that is needed; each says what it does and skips what is done.
.DEFAULT_GOAL := help
.PHONY: help setup run test build bench bench-browser simulate crash faults kill browsers lint fmt site stories shots

help:
	@echo "make run      install what is missing, build, load the demo district, serve on 127.0.0.1:3000"
	@echo "make test     everything: domain, server on SQLite and Postgres, WASM code, browser stories"
	@echo "make build    the release binary and the site"
	@echo "make bench    figures, one a line: name value unit (PEERS=1: RxDB and PouchDB in the same run)"
	@echo "make bench-browser           only those of the field app in a real browser"
	@echo "make simulate SEEDS=100000   phones, server and weather by seed; SEED=17 tells one again"
	@echo "make crash ROUNDS=50         the real server, killed in the middle of pushes and photos"
	@echo "make faults ROUNDS=50        the same, with its database killed and stopped and its disk full, too"
	@echo "make kill ROUNDS=200         the browser, killed while visits are filled in and synced"
	@echo "make browsers                the field app in Firefox and WebKitGTK, with five photos of 3 MB"
	@echo "make lint     formatting and clippy, for the host and for WASM"
	@echo "make fmt      put the formatting right"
	@echo "make stories  only the browser stories    make shots  pictures of every page"
	@echo "make setup    only install what is missing"

setup:
	@bash .ci/setup.sh all
run:
	@bash .ci/serve.sh
test:
	@bash .ci/test.sh
build:
	@bash .ci/build.sh release
bench:
	@bash .ci/bench.sh
bench-browser:
	@bash .ci/bench-browser.sh
simulate:
	@bash .ci/simulate.sh
crash:
	@bash .ci/faults.sh crash
faults:
	@bash .ci/faults.sh
kill:
	@bash .ci/kill.sh
browsers:
	@bash .ci/browsers.sh
lint:
	@bash .ci/lint.sh
fmt:
	@cargo fmt --all
site:
	@bash .ci/build.sh site
stories:
	@bash .ci/stories.sh
shots:
	@bash .ci/shots.sh

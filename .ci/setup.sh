#!/usr/bin/env bash
# Installs what is missing, and only that. `setup.sh run`: what building and serving needs; `setup.sh all`: what the tests need, too.
source "$(dirname "$0")/lib.sh"
what="${1:-all}"

install_packages() {
  [ "$#" -gt 0 ] || return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    have sudo && sudo -n true 2>/dev/null || fail "missing Debian packages: $*
    Install them as root, then run this again:  apt-get install $*"
    as_root="sudo"
  fi
  have apt-get || fail "missing: $*. This machine has no apt-get; install them by its own means, then run this again."
  say "installing Debian packages: $*"
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

have cargo || fail "cargo is missing: install rustup's stable toolchain first."
have node || fail "node is missing: Node 20 or newer is needed."
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || fail "Node $(node -v) is too old: 20 or newer is needed."

packages=()
have cc || packages+=(build-essential)
if [ "$what" = all ]; then
  [ -n "$(chromium_path)" ] || packages+=(chromium)
  fc-list :lang=zh 2>/dev/null | grep -q . || packages+=(fontconfig fonts-noto-cjk)
  [ -n "$(postgres_bin)" ] || packages+=(postgresql)
  have sqlite3 || packages+=(sqlite3)
fi
install_packages "${packages[@]}"
if [ "$what" = all ]; then
  # Two more browsers. Their suite skips what is not there, and names it.
  more=()
  have firefox-esr || have firefox || more+=(firefox-esr)
  have WebKitWebDriver || more+=(webkit2gtk-driver)
  have Xvfb || more+=(xvfb)
  (install_packages "${more[@]}") || echo "going on without: ${more[*]}" >&2
fi

if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET" ]; then
  have rustup || fail "the Rust target $WASM_TARGET is missing, and there is no rustup to add it."
  say "adding the Rust target $WASM_TARGET"
  rustup target add "$WASM_TARGET"
fi
if [ "$what" = all ]; then
  for part in rustfmt clippy; do
    cargo "${part/rust/}" --version >/dev/null 2>&1 || { say "adding $part"; rustup component add "$part"; }
  done
fi

# The lock file's hash marks what is installed: an unchanged list costs nothing.
mark="end2end/node_modules/.installed-$(sha256sum end2end/package-lock.json | cut -c1-16)"
if [ ! -e "$mark" ]; then
  say "installing npm modules (wasm-opt, esbuild, the browser driver, the accessibility checker)"
  (cd end2end && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  touch "$mark"
fi

#!/bin/sh
# Installs what the tests need beyond Go, Node, make and git. As root on Debian that is all of it; elsewhere it names
# what is missing, and the tests that need it say SKIP (or fail, where CI=true).
set -eu
cd "$(dirname "$0")/../.."

missing=""
need() { # program, package
	command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need chromium chromium
need firefox-esr firefox-esr
need clang clang
need tshark tshark
need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
need i686-w64-mingw32-gcc gcc-mingw-w64-i686

if [ -n "$missing" ]; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		apt-get update -qq
		# shellcheck disable=SC2086
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
	else
		echo "not installed:$missing (Debian: sudo apt-get install$missing)"
	fi
fi

# npm ci only where the lock file has changed since
lock=web/e2e/package-lock.json
stamp=web/e2e/node_modules/.installed
if ! cmp -s "$lock" "$stamp"; then
	(cd web/e2e && npm ci --no-audit --no-fund)
	cp "$lock" "$stamp"
fi

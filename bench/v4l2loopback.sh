#!/bin/bash
# SPDX-License-Identifier: MIT
# v4l2loopback.sh OUTDIR [VERSION]: builds Debian's v4l2loopback, and driver/, for the cached kernel VERSION (6.1) as
# OUTDIR/*.ko and prints the path of v4l2loopback.ko. Its source, of Debian 12, is fetched into the cache once; nothing is
# installed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
vm=$here/../vm
# shellcheck source=vm/apt.sh
. "$vm/apt.sh"
# shellcheck source=vm/cache.sh
. "$vm/cache.sh"

[ $# = 1 ] || [ $# = 2 ] || die "usage: v4l2loopback.sh OUTDIR [VERSION]"
if cache_begin sources v4l2loopback; then
	echo "vm: fetching Debian's v4l2loopback into ${entry%/*} (once)" >&2
	apt_private "$tmp/apt" amd64 bookworm || exit 96
	cache_packages "$tmp/new/tree" v4l2loopback-dkms
	mv "$tmp"/new/tree/usr/src/v4l2loopback-* "$tmp/new/v4l2loopback" || die "its package has an unknown layout"
	rm -rf "$tmp/new/tree"
	cache_end
fi
"$vm/module.sh" "${2-6.1}" "$1" "$entry/v4l2loopback" >&2
readlink -f "$1/v4l2loopback.ko"

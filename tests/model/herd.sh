#!/bin/bash
# SPDX-License-Identifier: MIT
# herd.sh [ARG...]: runs herd7 under the Linux kernel's memory model, with these arguments; files by absolute paths.
# Both come from Debian's packages, unpacked into the cache once. herd7 is in Debian sid only and wants sid's C library,
# so it is started by that library's own loader, and nothing is installed.
set -euo pipefail
vm=$(dirname "$(readlink -f "$0")")/../../vm
# shellcheck source=vm/apt.sh
. "$vm/apt.sh"
# shellcheck source=vm/cache.sh
. "$vm/cache.sh"

source=linux-source-6.1

make_herd()
{
	local arch tree=$tmp/new
	arch=$(dpkg --print-architecture)
	echo "model: fetching herd7 and the kernel's memory model into $entry (once)" >&2
	skip=("--exclude=./usr/share/doc" "--exclude=./usr/share/man" "--exclude=./usr/share/locale"
		"--exclude=*/gconv")
	apt_private "$tmp/apt" "$arch" sid || exit 96
	cache_packages "$tree" herdtools7 libc6 libgmp10
	# The source of a stable release does not move under us.
	apt_private "$tmp/apt" "$arch" bookworm bookworm-updates bookworm-security || exit 96
	cache_packages "$tmp/source" "$source"
	tar -x -J -f "$tmp/source/usr/src/$source.tar.xz" -C "$tree" --no-same-owner --strip-components=2 \
		"$source/tools/memory-model" || die "cannot unpack $source"
	cache_end
}

if cache_begin models herd; then
	make_herd
fi
# Where Debian's packages keep libraries depends on the machine and on their age.
at() { find "$entry" -name "$1" -printf '%h\n' | head -n 1; }
loader=$(find "$entry" -name 'ld-linux*.so.*' | head -n 1)
[ -n "$loader" ] || die "the C library's loader is not in $entry"
cd "$entry/memory-model"
exec "$loader" --library-path "$(at libc.so.6):$(at libgmp.so.10)" "$entry/usr/bin/herd7" \
	-set-libdir "$entry/usr/share/herdtools7/herd" -conf linux-kernel.cfg "$@"

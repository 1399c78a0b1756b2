#!/bin/bash
# SPDX-License-Identifier: MIT
# source.sh: prints the folder of the source of Debian's Linux 6.12, without what only the kernel itself is built from.
# It comes from the cache; the first call fetches it, 150 MB on its way.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")/../../vm
# shellcheck source=vm/apt.sh
. "$here/apt.sh"
# shellcheck source=vm/cache.sh
. "$here/cache.sh"
# shellcheck source=vm/kernels.sh
. "$here/kernels.sh"

package=linux-source-6.12
kernel_facts 6.12
if cache_begin sources "$cached"; then
	echo "vm: fetching the source of Linux 6.12 into $entry (once)" >&2
	# shellcheck disable=SC2086 # a list of words
	apt_private "$tmp/apt" "$(dpkg --print-architecture)" $suites || exit 96
	cache_packages "$tmp/package" "$package"
	# Every Kconfig is read, whatever is configured.
	tar -x -J -f "$tmp/package/usr/src/$package.tar.xz" -C "$tmp/new" --no-same-owner --strip-components=1 \
		--exclude='*/drivers/*.[chS]' --exclude='*/sound/*.[ch]' --exclude='*/net/*/*.c' --exclude='*/fs/*.[ch]' \
		--exclude='*/Documentation/*.rst' --exclude='*/Documentation/*.yaml' --exclude='*/tools/testing' \
		--exclude='*/tools/perf' --exclude='*/arch/*/boot/dts' --exclude='*.json' --exclude='*.svg' ||
		die "cannot unpack $package"
	cache_end
fi
echo "$entry"

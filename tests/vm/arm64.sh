#!/bin/sh
# SPDX-License-Identifier: MIT
# arm64.sh OUT DRM_INCLUDE SOURCE...: cross-builds the driver and its tests for
# arm64 into OUT and runs those about mappings in an emulated machine.
set -eu

here=$(dirname "$(readlink -f "$0")")
root=$here/../..
out=$1
drm=$2
shift 2
mkdir -p "$out/include"
# The same for every processor; the compiler sees none of the host's headers.
cp "$drm/drm.h" "$drm/drm_mode.h" "$drm/drm_fourcc.h" "$out/include"
"$root/vm/toolchain.sh" 6.1-arm64 aarch64-linux-gnu-gcc -static -std=gnu11 \
	-O1 -g -D_GNU_SOURCE -Wall -Wextra -Wno-missing-field-initializers \
	-I"$root/uapi" -I"$root/tests" -I"$out/include" "$@" \
	"$root"/tests/harness*.c -o "$out/driver-tests" -pthread >&2
rm -f "$out/card"
exec "$here/in-vm.sh" 6.1-arm64 "$out" --ivshmem "$out/card:16M" \
	--timeout 400 -- "$out/driver-tests" every_byte zero \
	mapping_is_refused mapping_that mappings_are_counted mprotect mremap \
	dodump inherits core_file vm_flags say_the_same holds_too_many mapping_alone

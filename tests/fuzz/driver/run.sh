#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh [SECONDS [KERNEL]]: tries random sequences on the real driver in a virtual machine with KERNEL (6.1) for so
# long (600). FRAMERING_SEED chooses them, else the time does. Each is told before it is tried, as a line that does it
# again: FRAMERING_REPLAY='seed=...' run.sh. Says what of the driver was reached: build-fuzz-driver/seen-KERNEL keeps it
# for tests/cover/report.py, and console-KERNEL what the kernel said. Ends with the line "N passed, N failed", and with
# status 0 only if none failed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/../../.."
build=${FRAMERING_FUZZ_DRIVER:-build-fuzz-driver}
seconds=${1:-600}
kernel=${2:-6.1}
[[ $seconds =~ ^[0-9]+$ ]] || { echo "usage: run.sh [SECONDS [KERNEL]]" >&2; exit 2; }

scripts/setup.sh --quiet thorough
if [ ! -e "$build/build.ninja" ]; then
	meson setup "$build" -Dviewer=disabled -Dman=disabled -Ddriver=disabled >/dev/null
fi
ninja -C "$build" tests/fuzz/driver/fuzz-driver >/dev/null
# Else the caller wants it, with what other runs reach.
if [ -z "${FRAMERING_COVER-}" ]; then
	FRAMERING_COVER=$build/seen-$kernel
	rm -rf "$FRAMERING_COVER"
fi
export FRAMERING_COVER
modules=$build/modules-$kernel
vm/module.sh "$kernel" "$modules" tests/kernel

options=(--seconds "$seconds" --seed "${FRAMERING_SEED:-$(date +%s)}")
[ -z "${FRAMERING_REPLAY-}" ] || options=(--replay "$FRAMERING_REPLAY" --trace)
status=0
vm/run --kernel "$kernel" --append init_on_alloc=0 --timeout $((seconds + 600)) \
	--ivshmem "$build/card:16M" --log "$build/console-$kernel" \
	--module "$modules/framering.ko" max_ring_bytes=33554432 max_bytes=50331648 \
	--module "$modules/framering-v4l2.ko" output=1 \
	--module "$modules/framering_import.ko" --module "$modules/framering_exporter.ko" \
	-- "$build/tests/fuzz/driver/fuzz-driver" "${options[@]}" || status=$?
if [ -d "$FRAMERING_COVER/$kernel" ] &&
	! python3 tests/cover/report.py "$modules/framering.ko" "$FRAMERING_COVER/$kernel"; then
	status=1
fi
if [ "$status" = 0 ]; then
	echo "1 passed, 0 failed"
else
	echo "0 passed, 1 failed"
	exit 1
fi

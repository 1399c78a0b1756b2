#!/bin/bash
# SPDX-License-Identifier: MIT
# soak.sh [--minutes N] [--kernel NAME]: a producer at full rate, readers that must not lose a frame, and others that
# come, go and die at random, through the driver in a virtual machine (--kernel as of vm/run, by default 6.1) for an
# hour. Builds what is missing. Ends with the line "N passed, N failed".
set -euo pipefail

usage() { sed -n '3,5s/^# //p' "$0"; }

minutes=60
kernel=6.1
while [ $# -gt 0 ]; do
	case $1 in
	--minutes) minutes=${2:?--minutes needs a number}; shift ;;
	--kernel) kernel=${2:?--kernel needs a name}; shift ;;
	-h | --help) usage; exit ;;
	*) usage >&2; exit 2 ;;
	esac
	shift
done
case $minutes in
'' | *[!0-9]* | 0) echo "soak.sh: --minutes: '$minutes' is not a number from 1" >&2; exit 2 ;;
esac

cd "$(dirname "$(readlink -f "$0")")/.."
build=${FRAMERING_BUILD:-build}
scripts/setup.sh --quiet
[ -e "$build/build.ninja" ] || meson setup "$build" >/dev/null
meson compile -C "$build" tests/soak/soak >/dev/null
seconds=$((minutes * 60))
# Time to boot, and what a busy machine takes longer.
if sh tests/vm/in-vm.sh "$kernel" "$build/soak-$kernel" --timeout $((seconds + seconds / 5 + 600)) -- \
	env SOAK_SECONDS=$seconds "$build/tests/soak/soak"; then
	echo "1 passed, 0 failed"
else
	echo "0 passed, 1 failed"
	exit 1
fi

#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh [KERNEL [TEST...]]: runs the driver's tests on KERNEL (6.1), or these of them, and tells what of the driver
# they reached, in programs, timers, workers, the module's beginning and end. What was not reached is named
# by its lines, and fails if it is more than 15 % of the blocks. build/cover/KERNEL keeps what was seen, for report.py.
# Ends with the line "N passed, N failed".
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=${FRAMERING_BUILD:-build}
kernel=${1:-6.1}
tests=(driver strict chaos stress fault failnth fuzz card iommu large-card)
[ $# -lt 2 ] || tests=("${@:2}")

export FRAMERING_COVER=$PWD/$build/cover
rm -rf "${FRAMERING_COVER:?}/$kernel"
known=$(meson test -C "$build" --list)
names=()
for test in "${tests[@]}"; do
	! grep -q " $test-$kernel\$" <<<"$known" || names+=("$test-$kernel")
done
if [ ${#names[@]} = 0 ]; then
	echo "run.sh: no such test on kernel $kernel: ${tests[*]}" >&2
	exit 2
fi
# An old log must not speak for a run that never started.
rm -f "$build/meson-logs/testlog.json"
meson test -C "$build" --print-errorlogs "${names[@]}" || true
modules=$(find "$build/tests" -path "*/modules-$kernel/framering.ko" | head -n 1)
covered=0
python3 tests/cover/report.py --lines --least 85 "$modules" "$FRAMERING_COVER/$kernel" || covered=1
python3 tests/summary.py "$build"
exit "$covered"

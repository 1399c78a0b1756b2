#!/bin/bash
# SPDX-License-Identifier: MIT
# test.sh [--quick | --ci | --thorough | SUITE...]: installs what is missing, builds everything in build/, runs tests and
# counts. Ends with the line "N passed, N failed" and with status 0 only if none failed.
#   --quick      (also without a word) suites unit, lib, viewer, style, model and smoke: minutes
#   --ci         more kernels and sanitizers: suites vm, uml and debug, and scripts/sanitize.sh; kernels with KASAN and
#                lockdep are built first
#   --thorough   all there is: also suite long, fuzzers, and what of the driver all this reaches
#   SUITE...     only these
# tests/README.md tells what each suite is and how long it takes. An hour's soak is scripts/soak.sh.
set -euo pipefail

usage() { sed -n '3,10s/^# //p' "$0"; }

quick=(unit lib viewer style model smoke)
suites=()
mode=quick
for arg; do
	case $arg in
	--quick | --ci | --thorough) mode=${arg#--} ;;
	-h | --help) usage; exit ;;
	-*) usage >&2; exit 2 ;;
	*) suites+=("$arg"); mode=suites ;;
	esac
done
case $mode in
quick) suites=("${quick[@]}") ;;
ci) suites=("${quick[@]}" vm uml debug) ;;
esac

cd "$(dirname "$(readlink -f "$0")")/.."
build=${FRAMERING_BUILD:-build}
# Lines as they come, also into a pipe.
export PYTHONUNBUFFERED=1
passed=0
failed=0

# tally NAME COMMAND...: a command that itself ends in "N passed, N failed"; one that does not is a failure.
tally()
{
	local name=$1 log line
	shift
	echo "== $name: $*"
	log=$build/$name.log
	"$@" 2>&1 | tee "$log" || true
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
	if [ -z "$line" ]; then
		echo "$name broke off: see $log"
		line="0 passed, 1 failed"
	fi
	passed=$((passed + ${line%% passed*}))
	line=${line#* passed, }
	failed=$((failed + ${line%% failed*}))
}

run_suites()
{
	local options=()
	[ ${#suites[@]} = 0 ] || options=("${suites[@]/#/--suite=}")
	# An old log must not speak for a run that never started.
	rm -f "$build/meson-logs/testlog.json"
	meson test -C "$build" --no-rebuild --print-errorlogs "${options[@]}" || true
	echo
	python3 tests/summary.py "$build"
}

scripts/setup.sh --quiet
# Said aloud, lest a missing library silently leave tests out.
options=(-Dtests=true -Dviewer=enabled -Dman=enabled)
if [ -e "$build/build.ninja" ]; then
	meson configure "$build" "${options[@]}"
else
	meson setup "$build" "${options[@]}"
fi
meson compile -C "$build"

tally suites run_suites
case $mode in
ci) tally sanitize scripts/sanitize.sh ;;
thorough)
	tally sanitize scripts/sanitize.sh
	tally fuzz tests/fuzz/run.sh 120
	tally fuzz-driver tests/fuzz/driver/run.sh 600 x86_64-debug
	tally cover tests/cover/run.sh
	;;
esac
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]

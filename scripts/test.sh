#!/bin/bash
# SPDX-License-Identifier: MIT
# test.sh [--quick | --ci | --thorough | SUITE...]: installs what is missing, builds everything in build/, runs tests and
# counts. Ends with the line "N passed, N failed" and with status 0 only if none failed.
#   --quick      (also without a word) suites unit, lib, viewer, style, model and smoke, but what is in suite more
#   --ci         all of these, more kernels and sanitizers: suites vm and uml, and scripts/sanitize.sh; a kernel with
#                KASAN and lockdep is built for it
#   --thorough   all there is: also suites debug and long, fuzzers, what of the driver all this reaches, and suites unit,
#                lib, viewer, style and vm on Debian 13 by scripts/debian.sh
#   SUITE...     only these
# tests/README.md tells what each suite is and how long it takes. An hour's soak is scripts/soak.sh.
set -euo pipefail

usage() { sed -n '3,10s/^# //p' "$0"; }

quick=(unit lib viewer smoke)
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
# Those with virtual machines last, which take longest; style and model run beside them.
ci) suites=(unit lib viewer vm uml) ;;
esac

cd "$(dirname "$(readlink -f "$0")")/.."
# shellcheck source=scripts/progress.sh
. scripts/progress.sh
build=${FRAMERING_BUILD:-build}
# Lines as they come, also into a pipe.
export PYTHONUNBUFFERED=1
passed=0
failed=0
steps=4
compiled=()
case $mode in
quick) set=quick kernels=("$(vm/own.sh)") ;;
suites) set=ci kernels=() steps=3 ;;
ci) set=ci kernels=(6.1 6.12 7.3 6.1-arm64) compiled=(um-debug) steps=5 ;;
thorough) set=thorough kernels=(6.1 6.12 7.3 6.1-arm64) compiled=(um-debug x86_64-debug) steps=9 ;;
esac

configure()
{
	# Said aloud, lest a missing library silently leave tests out.
	local options=(-Dtests=true -Dviewer=enabled -Dman=enabled)
	if [ ! -e "$build/build.ninja" ]; then
		meson setup "$build" "${options[@]}"
		return
	fi
	meson configure "$build" "${options[@]}" >/dev/null || return
	# What was looked for and not there may have been installed since.
	if [ /var/lib/dpkg/status -nt "$build/build.ninja" ]; then
		meson configure --clearcache "$build" >/dev/null && meson setup --reconfigure "$build"
	fi
}

build() { configure && meson compile -C "$build"; }

# What the tests would fetch themselves, one after the other: the network has nothing to do while compilers run. They say
# what could not be had.
fetch()
{
	local kernel
	for kernel in "${kernels[@]}"; do
		vm/kernel.sh "$kernel" || true
		[ "$mode" = quick ] || vm/toolchain.sh "$kernel" true || true
	done
	case $mode in
	ci | thorough)
		tests/configurations/source.sh || true
		echo "test: the litmus tests take herd7 and its C library from Debian sid, by the mirror that apt uses here"
		tests/model/herd.sh -version || true
		;;
	esac
}

# Kernels that are compiled here. A test that needs one waits for it.
compile_kernels()
{
	local kernel
	for kernel in "${compiled[@]}"; do
		setsid --wait scripts/behind.sh 10 vm/kernel.sh "$kernel" || true
	done
}

# run_suites LOG OPTION...: of meson test, which calls its log LOG: with a wrapper, that has the wrapper's name at its end.
run_suites()
{
	local log=$1
	shift
	# An old log must not speak for a run that never started.
	rm -f "$build/meson-logs/$log.json"
	env -u FRAMERING_PROGRESS meson test -C "$build" --no-rebuild --print-errorlogs "$@" || true
	echo
	python3 tests/summary.py "$build" "$log" || true
}

suites()
{
	local options=()
	[ ${#suites[@]} = 0 ] || options=("${suites[@]/#/--suite=}")
	[ "$mode" != quick ] || options+=(--no-suite more)
	run_suites testlog "${options[@]}"
}

# They get little of the processors, and so more time.
checks()
{
	local options=(--suite style --suite model)
	[ "$mode" != quick ] || options+=(--no-suite more)
	run_suites checks-behind.sh --logbase checks --wrapper "$PWD/scripts/behind.sh 19" --timeout-multiplier 4 \
		"${options[@]}"
}

# tally NAME TITLE [COMMAND...]: a step whose command, or the job of this name that has begun already, ends in "N passed,
# N failed"; one that does not is a failure.
tally()
{
	local name=$1 title=$2 log=$build/logs/$1.log line
	shift 2
	# On a terminal only what went wrong stays to be read.
	progress_show='.'
	[ -z "$progress_live" ] || progress_show=' (FAIL|TIMEOUT|ERROR|UNEXPECTEDPASS) |^FAILED|^    |^skipped'
	[ $# = 0 ] || progress_job "$name" attempt "$@"
	progress_step "$title"
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
	if [ -z "$line" ]; then
		echo "$name broke off: see $log"
		line="0 passed, 1 failed"
	fi
	passed=$((passed + ${line%% passed*}))
	line=${line#* passed, }
	failed=$((failed + ${line%% failed*}))
}

attempt() { "$@" || true; }

progress_begin test "$steps" "$build/logs"
scripts/setup.sh --ask "$set"
progress_job packages scripts/setup.sh --verbose "$set"
progress_step packages
[ ${#compiled[@]} = 0 ] || progress_aside kernels compile_kernels
progress_job build build
progress_job downloads fetch
progress_step "build and downloads"

[ ${#compiled[@]} = 0 ] || progress_join kernels
case $mode in
quick | ci)
	# A virtual machine leaves a processor idle now and then, and is slow where something else has its turn first. So
	# machines run one at a time, and behind them what needs none.
	progress_aside checks checks
	tally tests "tests" suites
	progress_join checks
	tally checks "style and model"
	[ "$mode" = quick ] || tally sanitize "sanitizers" scripts/sanitize.sh
	;;
thorough)
	FRAMERING_WRAPPER="$PWD/scripts/behind.sh 19" progress_aside debian-13 \
		attempt setsid --wait scripts/behind.sh 19 scripts/debian.sh trixie
	tally tests "tests" suites
	tally sanitize "sanitizers" scripts/sanitize.sh
	progress_join debian-13
	tally debian-13 "Debian 13"
	;;
*) tally tests "tests" suites ;;
esac
if [ "$mode" = thorough ]; then
	tally debian-13-vm "virtual machines on Debian 13" scripts/debian.sh trixie vm
	tally fuzz "fuzzers" tests/fuzz/run.sh 120
	tally fuzz-driver "the driver's fuzzer" tests/fuzz/driver/run.sh 600 x86_64-debug
	tally cover "what the tests reach" tests/cover/run.sh
fi
progress_end
[ "$mode" != quick ] || echo "test: left to --ci: suite more (checkpatch, small kernels, litmus tests), other kernels, sanitizers"
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]

#!/bin/bash
# SPDX-License-Identifier: MIT
# sanitize.sh [address|thread...]: builds what runs in user space once more for each sanitizer, in build-sanitize/, and
# runs the suites unit, lib and viewer there. address comes with UndefinedBehaviorSanitizer. Ends with the line
# "N passed, N failed" for all of them, and with status 0 only if none failed.
set -euo pipefail

usage() { sed -n '3,5s/^# //p' "$0"; }

kinds=()
for arg; do
	case $arg in
	address | thread) kinds+=("$arg") ;;
	-h | --help) usage; exit ;;
	*) usage >&2; exit 2 ;;
	esac
done
[ ${#kinds[@]} != 0 ] || kinds=(address thread)

cd "$(dirname "$(readlink -f "$0")")/.."
top=${FRAMERING_SANITIZE:-build-sanitize}
scripts/setup.sh --quiet
mkdir -p "$top"
export PYTHONUNBUFFERED=1

# One log for all, as if it had been one run.
log=$top/meson-logs/testlog.json
mkdir -p "$top/meson-logs"
rm -f "$log"
for kind in "${kinds[@]}"; do
	build=$top/$kind
	sanitizers=$kind
	[ "$kind" != address ] || sanitizers=address,undefined
	options=(-Db_sanitize="$sanitizers" -Db_lundef=false -Dtests=true -Dviewer=enabled -Dman=disabled
		-Ddriver=disabled --buildtype=debugoptimized)
	if [ -e "$build/build.ninja" ]; then
		meson configure "$build" "${options[@]}"
	else
		meson setup "$build" "${options[@]}"
	fi
	rm -f "$build/meson-logs/testlog.json"
	# Only what these suites need is built: programs for the virtual machine are static, which no sanitizer can be.
	# What crashes on purpose is the harness's to see.
	ASAN_OPTIONS=detect_stack_use_after_return=1:handle_segv=0 \
		UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		TSAN_OPTIONS=halt_on_error=1:handle_segv=0:history_size=7:suppressions=$PWD/tests/races.supp \
		meson test -C "$build" --print-errorlogs --suite unit --suite lib --suite viewer || true
	if [ -e "$build/meson-logs/testlog.json" ]; then
		sed "s/\"name\": \"[^\"]* \/ /&$kind-/" "$build/meson-logs/testlog.json" >>"$log"
	else
		echo "{\"name\": \"$kind\", \"result\": \"no build\", \"returncode\": 1}" >>"$log"
	fi
done
echo
exec python3 tests/summary.py "$top"

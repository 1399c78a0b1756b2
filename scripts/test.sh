#!/bin/bash
# SPDX-License-Identifier: MIT
# test.sh [--quick] [SUITE...]: installs what is missing, builds everything in build/, runs the tests and counts.
# The suites are unit, lib, viewer, style, model and vm; without a name all of them run, with --quick all but vm, which
# boots virtual machines. Ends with the line "N passed, N failed" and with status 0 only if none failed.
set -euo pipefail

usage() { sed -n '3,5s/^# //p' "$0"; }

quick=
suites=()
for arg; do
	case $arg in
	--quick) quick=1 ;;
	-h | --help) usage; exit ;;
	-*) usage >&2; exit 2 ;;
	*) suites+=(--suite "$arg") ;;
	esac
done
[ -z "$quick" ] || suites+=(--no-suite vm)

cd "$(dirname "$(readlink -f "$0")")/.."
build=${FRAMERING_BUILD:-build}
# Lines as they come, also into a pipe.
export PYTHONUNBUFFERED=1

scripts/setup.sh --quiet
# Said aloud, lest a missing library silently leave tests out.
options=(-Dtests=true -Dviewer=enabled -Dman=enabled)
if [ -e "$build/build.ninja" ]; then
	meson configure "$build" "${options[@]}"
else
	meson setup "$build" "${options[@]}"
fi
meson compile -C "$build"

# An old log must not speak for a run that never started.
rm -f "$build/meson-logs/testlog.json"
meson test -C "$build" --no-rebuild --print-errorlogs "${suites[@]}" || true
echo
exec python3 tests/summary.py "$build"

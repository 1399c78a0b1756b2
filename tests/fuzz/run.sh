#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh [SECONDS [FUZZER...]]: lets libFuzzer try each fuzzer, or the named ones, for so long (10), under
# AddressSanitizer and UndefinedBehaviorSanitizer. Builds in build-fuzz/, and keeps there what it found new:
# corpus/FUZZER/, and inputs that fail as FUZZER-crash-*. Ends with the line "N passed, N failed", and with status 0 only if none failed.
# run.sh --keep [FUZZER...]: adds the smallest of what was found to tests/fuzz/corpus/, if it reaches further.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/../.."
build=${FRAMERING_FUZZ:-build-fuzz}

seconds=${1:-10}
[[ $seconds =~ ^([0-9]+|--keep)$ ]] || { echo "usage: run.sh [SECONDS|--keep [FUZZER...]]" >&2; exit 2; }
shift || true
fuzzers=("$@")
if [ ${#fuzzers[@]} = 0 ]; then
	for folder in "$here"/corpus/*/; do
		fuzzers+=("$(basename "$folder")")
	done
fi

scripts/setup.sh --quiet thorough
if [ ! -e "$build/build.ninja" ]; then
	CC=clang meson setup "$build" -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dviewer=enabled \
		-Dman=disabled -Ddriver=disabled
fi
ninja -C "$build" "${fuzzers[@]/#/tests/fuzz/fuzz-}"

# keep NAME FOLDER: what reaches an edge of the code that nothing in the corpus does, numbered in place of hashed
keep()
{
	local kept=$here/corpus/$1 input number
	"$build/tests/fuzz/fuzz-$1" -merge=1 -use_counters=0 -max_len=300 -close_fd_mask=3 "$kept" "$2" >"$build/$1.log" 2>&1
	for input in "$kept"/*; do
		[[ $(basename "$input") =~ ^[0-9a-f]{40}$ ]] || continue
		number=1
		while [ -e "$kept/found-$number" ]; do
			number=$((number + 1))
		done
		mv "$input" "$kept/found-$number"
	done
}

passed=0
failed=0
for name in "${fuzzers[@]}"; do
	found=$build/corpus/$name
	# The programs' own words are closed away, sanitizers speak all the same.
	options=(-close_fd_mask=3 -timeout=20 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1
		"-artifact_prefix=$build/$name-")
	[ ! -e "$here/$name.dict" ] || options+=("-dict=$here/$name.dict")
	mkdir -p "$found"
	if [ "$seconds" = --keep ]; then
		keep "$name" "$found"
		continue
	fi
	if UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		"$build/tests/fuzz/fuzz-$name" "${options[@]}" "-max_total_time=$seconds" \
		"$found" "$here/corpus/$name" >"$build/$name.log" 2>&1; then
		passed=$((passed + 1))
		echo "ok $name: $(sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' "$build/$name.log")"
	else
		failed=$((failed + 1))
		echo "not ok $name"
		tail -n 60 "$build/$name.log"
	fi
done
[ "$seconds" != --keep ] || exit 0
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

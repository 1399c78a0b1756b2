#!/bin/sh
# SPDX-License-Identifier: MIT
# Wrong command lines end framering-view before it opens anything: one line on
# standard error, and exit status 64.
# Usage: view-args.sh FRAMERING-VIEW
set -u

program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0
failed=0

result() { # NAME PROBLEM
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
		return
	fi
	failed=1
	echo "not ok $count - $1"
	echo "# $2"
	sed 's/^/# /' "$folder/err"
}

# refuse NAME STATUS TEXT [ARGUMENT...]: TEXT is part of the one line.
refuse() {
	name=$1 status=$2 text=$3
	shift 3
	"$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null
	got=$?
	problem=
	[ $got -eq "$status" ] || problem="exit status $got, not $status"
	[ "$(wc -l <"$folder/err")" -eq 1 ] || problem="not one line"
	grep -qF -- "$text" "$folder/err" || problem="no '$text'"
	grep -q '^framering-view: ' "$folder/err" || problem="no name"
	[ ! -s "$folder/out" ] || problem="wrote to standard output"
	result "$name" "$problem"
}

refuse unknown_option_fails 64 '--colour: no such option' --colour
refuse unknown_letter_fails 64 '-z: no such option' -z
refuse ambiguous_option_fails 64 '--s: no such option' --s
refuse missing_value_fails 64 '--frames: wants a value' --frames
refuse missing_letter_value_fails 64 '-d: wants a value' -d
refuse value_for_a_flag_fails 64 'takes no value' --once=yes
refuse argument_fails 64 '/dev/framering1: no such argument' /dev/framering1
refuse empty_device_fails 64 '--device' --device=
refuse frames_of_words_fails 64 '--frames many: wants' --frames many
refuse no_frames_fails 64 '--frames 0: wants' --frames 0
refuse negative_frames_fails 64 '--frames -1: wants' --frames=-1
refuse huge_frames_fails 64 'wants' --frames 18446744073709551616
refuse half_a_number_fails 64 '--frames 5x: wants' --frames 5x
refuse unknown_policy_fails 64 'latest, live or lossless' --policy fast
refuse size_of_one_number_fails 64 '--size 640: wants' --size 640
refuse size_without_height_fails 64 '--size 640x: wants' --size 640x
refuse size_of_nothing_fails 64 '--size 0x0: wants' --size 0x0
refuse huge_size_fails 64 'wants' --size 99999999999999999999x1
refuse scale_of_words_fails 64 '--scale big: wants' --scale big
refuse scale_of_nothing_fails 64 '--scale 0: wants' --scale 0
refuse scale_of_no_number_fails 64 '--scale nan: wants' --scale nan
refuse wish_of_words_fails 64 '--wish big: wants [FORMAT:]' --wish big
refuse empty_wish_fails 64 '--wish : wants' --wish=
refuse negative_slow_fails 64 '--slow -5: wants' --slow=-5
refuse timeout_of_nothing_fails 64 '--timeout 0: wants seconds' --timeout=0
refuse timeout_of_words_fails 64 '--timeout soon: wants seconds' --timeout=soon
refuse size_and_scale_fails 64 'give one of them' --size 64x48 --scale 2
refuse paused_without_window_fails 64 'no window' --headless --paused
refuse size_without_window_fails 64 'no window' --headless --size 64x48
refuse renderer_without_window_fails 64 'no window' --headless --software
refuse import_without_window_fails 64 'no window' --headless --import always
refuse import_of_what_is_no_word_fails 64 'auto, always or never' --import yes
refuse empty_snapshot_fails 64 '--snapshot' --snapshot=

# These are right, but for what they find.
refuse snapshot_into_a_missing_folder_fails 1 \
	"$folder/none/a.png: No such file or directory" \
	--headless --snapshot "$folder/none/a.png" -d "$folder/none"
refuse snapshot_into_a_file_as_a_folder_fails 1 'Not a directory' \
	--headless --snapshot "$folder/err/a.png" -d "$folder/none"
refuse missing_device_fails 1 "load the driver with 'modprobe framering'" \
	--headless -d "$folder/none"
refuse other_device_fails 1 '/dev/null: not a framering device' \
	--headless -d /dev/null

problem=
"$program" --help >"$folder/out" 2>"$folder/err" || problem="failed"
[ ! -s "$folder/err" ] || problem="complained"
for option in device frames policy once headless checksum snapshot stats slow timeout wish \
	size scale fullscreen import overlay paused renderer software quiet verbose; do
	grep -q -- "--$option\\b" "$folder/out" || problem="no --$option"
done
[ "$(wc -L <"$folder/out")" -le 80 ] || problem="wider than a terminal"
result help_names_every_option "$problem"

problem=
"$program" --version >"$folder/out" 2>"$folder/err" || problem="failed"
[ ! -s "$folder/err" ] || problem="complained"
grep -q '^framering-view [0-9]' "$folder/out" || problem="no version"
result version_ok "$problem"

echo "1..$count"
exit $failed

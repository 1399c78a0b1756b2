#!/bin/sh
# SPDX-License-Identifier: MIT
# Wrong command lines and wrong streams end framering-produce before it opens
# the device: one line on standard error, and the exit status that says why.
# Usage: produce-args.sh FRAMERING-PRODUCE
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

# refuse NAME STATUS TEXT INPUT [ARGUMENT...]: TEXT is part of the line.
refuse() {
	name=$1 status=$2 text=$3 input=$4
	shift 4
	# If it did go on to the device, this name would be in the line.
	printf '%b' "$input" | "$program" -d /dev/opened "$@" \
		>"$folder/out" 2>"$folder/err"
	got=$?
	problem=
	[ $got -eq "$status" ] || problem="exit status $got, not $status"
	[ "$(wc -l <"$folder/err")" -eq 1 ] || problem="not one line"
	grep -qF -- "$text" "$folder/err" || problem="no '$text'"
	grep -q '^framering-produce: ' "$folder/err" || problem="no name"
	! grep -qF /dev/opened "$folder/err" || problem="opened the device"
	[ ! -s "$folder/out" ] || problem="wrote to standard output"
	result "$name" "$problem"
}

y4m='YUV4MPEG2 W4 H2'

refuse unknown_option_fails 64 '--colour: no such option' '' --colour
refuse unknown_letter_fails 64 '-z: no such option' '' -z
refuse missing_value_fails 64 'needs a value' '' --slots
refuse value_for_a_flag_fails 64 'takes no value' '' --stats=all
refuse value_for_demand_fails 64 'takes no value' '' -p --on-demand=1
refuse second_file_fails 64 'b.y4m: unexpected argument' '' a.y4m b.y4m
refuse missing_file_by_name_fails 2 "$folder/no: No such file" '' "$folder/no"
refuse bad_size_fails 64 '--size 640: not WIDTHxHEIGHT' '' -s 640 -f R8
refuse bad_format_fails 64 '--format AV01: not' '' -s 4x2 -f AV01
refuse format_that_is_near_fails 64 'near it are yuv422p, yuv420p' '' -s 4x2 -f yuv402p
refuse room_for_raw_frames_fails 64 '--max-bytes: only of compressed' '' -s 4x2 -f NV12 --max-bytes 100
refuse compressed_pattern_fails 64 '--pattern: not with compressed' '' -p -f H264
refuse compressed_lines_fail 64 '--input-stride: not with compressed' '' -s 4x2 -f JPEG --input-stride 8
refuse short_lines_fail 64 'whose lines have 66' '' -s 66x2 -f R8 --input-stride 65
refuse size_alone_fails 64 '--format is missing' '' -s 4x2
refuse format_alone_fails 64 '--size is missing' '' -f XR24
refuse bad_slots_fails 64 '--slots 5: not' '' -p --slots 5
kinds='default, pages, vmalloc, coherent or bar'
refuse bad_memory_fails 64 "--memory tape: not $kinds" '' -p --memory tape
refuse bad_cache_fails 64 '--cache hot: not' '' -p --cache hot
refuse bad_rate_fails 64 '--fps 30/0: not' '' -p --fps 30/0
refuse bad_action_fails 64 '--on-full cry: not' '' -p --on-full cry
refuse two_inputs_fails 64 '--pattern: reads no input' '' -p -i clip.y4m
refuse two_rates_fails 64 'give one of them' '' --fps 1 --realtime
refuse huge_frame_fails 64 'too large' '' -p -s 32768x32768
refuse loop_of_a_pipe_fails 64 '--loop needs a file' '' -s 4x2 -f R8 --loop
refuse missing_file_fails 2 "$folder/none: No such file" '' -i "$folder/none"
refuse folder_fails 2 'Is a directory' '' -i "$folder"
refuse empty_stream_fails 2 'standard input: empty' ''
refuse other_stream_fails 2 'standard input: not yuv4mpeg' 'hello, world\n'
refuse binary_stream_fails 2 'not yuv4mpeg' '\001\002\003'
refuse half_a_header_fails 2 'ends within a header' "$y4m"
refuse long_header_fails 2 'more than' "$y4m X$(printf '%02000d' 7)\n"
refuse no_width_fails 2 'no width' 'YUV4MPEG2 H2\n'
refuse wide_stream_fails 2 '1 to 32768' 'YUV4MPEG2 W99999 H2\n'
refuse zero_height_fails 2 '1 to 32768' 'YUV4MPEG2 W4 H0\n'
refuse stream_of_rgb_fails 2 '-pix_fmt yuv420p' "$y4m Crgb\n"
refuse stream_of_11_bits_fails 2 '-pix_fmt yuv420p' "$y4m C420p11\n"
refuse huge_stream_fails 2 'too large' 'YUV4MPEG2 W32768 H32768\n'
refuse stream_without_rate_fails 2 'tells no rate' "$y4m\n" --realtime

# What is right goes on to the device, which is not there.
printf '%s\n' "$y4m" | "$program" -d "$folder/none" 2>"$folder/err"
got=$?
problem=
[ $got -eq 1 ] || problem="exit status $got, not 1"
[ "$(cat "$folder/err")" = "framering-produce: $folder/none: no such device; \
load the driver with 'modprobe framering'" ] || problem="another line"
result missing_device_fails "$problem"

# Nothing that is opened takes the place of what is closed.
problem=
"$program" -d "$folder/none" <&- >"$folder/out" 2>"$folder/err"
got=$?
[ $got -eq 2 ] || problem="exit status $got, not 2"
grep -q 'standard input: Bad file descriptor' "$folder/err" ||
	problem="not said"
result closed_input_fails "$problem"

problem=
"$program" --help >/dev/full 2>"$folder/err"
got=$?
[ $got -eq 1 ] || problem="exit status $got, not 1"
[ "$(cat "$folder/err")" = \
	'framering-produce: standard output: No space left on device' ] ||
	problem="not said"
result full_output_fails "$problem"

problem=
"$program" --version >&- 2>"$folder/err"
got=$?
[ $got -eq 1 ] || problem="exit status $got, not 1"
grep -q 'standard output: Bad file descriptor' "$folder/err" ||
	problem="not said"
result closed_output_fails "$problem"

problem=
"$program" --help >"$folder/out" 2>"$folder/err" </dev/null ||
	problem="failed"
[ ! -s "$folder/err" ] || problem="not silent"
grep -q '^  -s, --size WxH' "$folder/out" || problem="no option --size"
grep -q -- "--memory KIND *$kinds$" "$folder/out" || problem="no memory kinds"
for kind in pages vmalloc coherent bar; do
	grep -q "^  $kind  *[a-z]" "$folder/out" || problem="no line of $kind"
done
! grep -q unknown "$folder/out" || problem="a kind without a name"
[ "$(wc -L <"$folder/out")" -le 80 ] || problem="wider than a terminal"
result help_ok "$problem"

echo "1..$count"
exit $failed

#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole viewer on a ring that needs no driver: see fake_settings.h.
# Usage: view-loop.sh FRAMERING-VIEW-FAKE
set -u

program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SDL_VIDEODRIVER=dummy
count=0
failed=0
formats='XR24 AR24 XB24 RG24 BG24 RG16 YUYV UYVY NV12 NV21 YU12 YV12 R8'

# view FAKE [ARGUMENT...]: the status goes to $got.
view() {
	fake=$1
	shift
	FAKE=$fake timeout 20 "$program" --stats "$@" >out 2>err </dev/null
	got=$?
}

# want STATUS PATTERN: the line of --stats must match.
want() {
	[ $got -eq "$1" ] || problem="exit status $got, not $1"
	tail -n 1 out | grep -qE -- "$2" || problem="no '$2'"
}

result() { # NAME
	count=$((count + 1))
	if [ -z "$problem" ]; then
		echo "ok $count - $1"
	else
		failed=1
		echo "not ok $count - $1"
		echo "# $problem"
		sed 's/^/# /' out err
	fi
	problem=
}

problem=
view frames=9,end=stop --headless --frames 4
want 0 '^shown=4 acquired=4 dropped=0 copied=0 path=none$'
result stops_after_so_many_frames

view frames=6,end=told --headless --once --checksum
want 0 '^shown=6 acquired=6 dropped=0 '
[ "$(grep -cE '^[0-9]+ [0-9a-f]{8}$' out)" -eq 6 ] || problem="not six lines"
[ "$(cut -d' ' -f1 out | head -n 6 | tr '\n' ' ')" = '0 1 2 3 4 5 ' ] ||
	problem="other numbers"
result stops_at_the_end_of_the_stream

view frames=6,end=cut --headless --once
want 1 '^shown=6 '
grep -q 'the producer went before the end of the stream' err ||
	problem="no word of the producer"
result producer_that_dies_before_the_end_fails

view frames=6,end=cut --headless --frames 6
want 0 '^shown=6 '
result producer_that_dies_after_enough_frames

view frames=3,end=stop --headless --once --timeout 0.2
want 1 '^shown=3 '
grep -q 'no frame for 0.2 s' err || problem="no word of the time-out"
result producer_that_does_nothing_fails

view nodata=3000,frames=3,end=told --headless --once --timeout 0.3
want 1 '^shown=0 '
grep -q 'no frame for 0.3 s' err || problem="no word of the time-out"
result producer_that_never_comes_fails

view rate=20,frames=9,end=told --headless --once --timeout 5
want 0 '^shown=9 '
result time_out_counts_from_the_last_frame

# The padding, the cache mode and the window make no difference.
for format in $formats; do
	ring=format=$format,width=33,height=17,frames=3,end=told
	view "$ring",cache=wb --headless --once --checksum
	want 0 'shown=3'
	grep -E '^[0-9]+ ' out >first
	view "$ring",cache=wc,align=64 --headless --once --checksum
	grep -E '^[0-9]+ ' out | cmp -s first - || problem="$format: padding"
	view "$ring",cache=wb,align=128 --once --checksum
	want 0 'shown=3 acquired=3 dropped=0 copied=0 path=[a-z-]+$'
	grep -E '^[0-9]+ ' out | cmp -s first - || problem="$format: window"
done
[ "$(wc -l <first)" -eq 3 ] || problem="no checksums"
result checksums_are_of_the_pixels

for cache in wb wc uc; do
	for format in $formats; do
		ring=format=$format,width=33,height=17,align=64,cache=$cache
		view "$ring",frames=5,end=told --once --policy live --overlay
		want 0 'shown=5 acquired=5 dropped=0 copied=0 path=[a-z-]+$'
		grep -q '^path: ' err || problem="$format: no path"
	done
done
result every_format_is_shown_without_copies

view stale=NV12,width=64,height=32,frames=4,end=told -v --once --policy live
want 0 'shown=8 acquired=8 dropped=0'
grep -q ' 64x32 XR24' err || problem="no first format"
grep -q ' 32x64 NV12' err || problem="no second format"
result format_changes_on_the_way

# tell FAKE TEXT: what -v says of the memory.
tell() {
	view "$1",frames=1,end=told -v --headless --once
	want 0 'shown=1 '
	grep -q " 4 slots, memory $2\$" err || problem="no '$2'"
}

tell memory=pages 'pages, write-combined'
tell memory=coherent,cache=wb \
	'coherent, asked for write-combined, cached in effect'
tell memory=bar,cache=uc 'bar, asked for write-combined, uncached in effect'
result verbose_tells_the_memory_in_effect

view evict=3,frames=10,end=stop --headless --frames 8
want 0 'shown=8 acquired=8 dropped=2'
[ "$(grep -c '^framering-view: .*: evicted; attaching anew$' err)" -eq 1 ] ||
	problem="not one line"
result evicted_reader_attaches_anew

view evict=3,frames=10,end=told --headless --once
want 1 'shown=3 '
grep -q 'evicted before the end of the stream' err || problem="not said"
[ "$(grep -c '^framering-view: ' err)" -eq 1 ] || problem="not one line"
result evicted_reader_of_a_whole_stream_says_so

view evict=3,frames=10,end=stop --headless --frames 8 -q
want 0 'shown=8'
! grep -q evicted err || problem="said something"
result quiet_says_nothing

for cache in wb wc; do
	for format in XR24 RG24 NV12 YUYV R8; do
		ring=format=$format,cache=$cache,zap=3,frames=10,end=stop
		view "$ring" --frames 7 --checksum --policy live
		want 0 'shown=7 acquired=8 dropped=2'
		! grep -q '^3 ' out || problem="a checksum of nothing"
	done
done
result eviction_in_the_middle_of_a_frame_is_survived

view frames=6,overwrite=2,end=told --headless --once --checksum
want 0 'shown=6 acquired=6'
[ "$(grep -cE '^[0-9]+ [0-9a-f]{8}$' out)" -eq 5 ] || problem="not five lines"
! grep -q '^2 ' out || problem="a checksum of two frames"
result checksum_of_an_overwritten_frame_is_not_printed

view frames=3,unprotected=9,end=told --headless --once
want 0 'shown=3 '
[ "$(grep -c 'frames may be overwritten' err)" -eq 1 ] || problem="not one line"
result unprotected_reader_is_told

view nodata=400,frames=3,end=told --headless --once
want 0 'shown=3'
# It sleeps until something happens: no look for looking's sake.
[ "$(sed -n 's/^fake: looked at \(.*\) times$/\1/p' err)" = 2 ] ||
	problem="not two looks"
view nodata=400,frames=3,end=told --once --policy live
want 0 'shown=3'
result waits_for_the_first_format

# wished WISH [ARGUMENT...]: what the ring was told, once for each role.
wished() {
	wish=$1
	shift
	view stale=NV12,width=64,height=32,frames=4,end=told --once "$@"
	want 0 'shown=[1-8] '
	[ "$(grep -cx "fake: wish $wish" err)" -eq 2 ] || problem="no $wish"
}

wished 'any 320x200 0' --size 320x200
wished 'NV12 0x0 0' --size 320x200 --wish NV12
wished 'YU12 640x480 25000' --headless --wish YU12:640x480@25
wished 'any 0x0 29970' --headless --wish @29.97
view frames=3,end=told --once
want 0 'shown='
! grep -q 'fake: wish' err || problem="wished for nothing"
result wish_is_told_at_each_attach

for arguments in --headless '--paused -v' '--policy live'; do
	# shellcheck disable=SC2086 # one or two
	FAKE=frames=2,end=stop "$program" --stats --checksum $arguments \
		>out 2>err &
	sleep 1
	# What was seen is there, although the viewer waits for more.
	lines=$(wc -l <out)
	kill -INT $!
	wait $!
	got=$?
	shown=2
	[ "$arguments" != '--paused -v' ] || shown=0
	want 0 "^shown=$shown "
	[ "$lines" -eq $shown ] || problem="$lines lines"
	[ $shown -gt 0 ] || ! grep -q generation err ||
		problem="attached while paused"
done
result interrupt_ends_it_cleanly

for cache in wc wb; do
	# One slot may be held: each frame is copied, once.
	view frames=3,end=told,cache=$cache --headless --once --snapshot a.png
	want 0 "shown=3 acquired=3 dropped=0 copied=$((3 * 64 * 48 * 4)) "
	[ -s a.png ] || problem="no file"
done
mv a.png first.png
view frames=3,end=told,cache=wb,max_held=2 --headless --once --snapshot a.png
want 0 'shown=3 acquired=3 dropped=0 copied=0'
cmp -s first.png a.png || problem="another picture"
view frames=3,end=told,cache=wb,max_held=2 --once --snapshot a.png --policy live
want 0 'copied=0'
cmp -s first.png a.png || problem="another picture with a window"
view evict=3,frames=10,max_held=2,end=stop --headless --frames 8 --snapshot a.png
want 0 'shown=8 acquired=8 dropped=2'
! cmp -s first.png a.png || problem="an older picture"
result snapshot_is_the_last_frame

view stale=XR24,width=64,height=32,frames=3,max_held=2,rate=20 \
	--headless --frames 3 --snapshot b.png
want 0 'shown=3 '
view frames=0,end=told --headless --once --snapshot c.png
want 1 'shown=0'
grep -q 'c.png: no frame was shown' err || problem="not said"
result snapshot_of_nothing_fails

for held in 1 2; do
	view frames=3,overwrite=2,end=told,max_held=$held --headless --once \
		--snapshot d.png
	want 1 'shown=3 '
	grep -q 'd.png: the producer overwrote the frame' err ||
		problem="not said"
	[ ! -e d.png ] || problem="a picture of two frames"
done
result snapshot_of_an_overwritten_frame_fails

view frames=3,end=told,rate=50 --headless --once --slow 300
want 0 'shown=1 acquired=1 dropped=0|shown=. acquired=. dropped=[0-9]'
result slow_reader_goes_on

FAKE=frames=3,end=told "$program" --headless --checksum --once >/dev/full 2>err
got=$?
[ $got -eq 1 ] || problem="exit status $got"
grep -q 'standard output: ' err || problem="not said"
result full_output_is_an_error

# The checksums before the last flush were lost, too; and --stats has its own.
FAKE=frames=3,end=told "$program" --headless --stats --once >/dev/full 2>err
got=$?
want_line='framering-view: standard output: No space left on device'
[ $got -eq 1 ] || problem="exit status $got, not 1"
grep -qxF "$want_line" err || problem="not said"
result full_output_for_stats_is_an_error

FAKE=frames=3,end=told "$program" --headless --checksum --once >&- 2>err
got=$?
[ $got -eq 1 ] || problem="exit status $got, not 1"
grep -q 'standard output: ' err || problem="not said"
result closed_output_is_an_error

SDL_VIDEODRIVER=x11 DISPLAY='' view frames=3,end=told --once
[ $got -eq 1 ] || problem="exit status $got"
grep -q '^framering-view: no display: .*; use --headless, or set SDL_V' err ||
	problem="not said"
[ "$(wc -l <err)" -eq 1 ] || problem="not one line"
result missing_display_is_said

view frames=3,end=told --once --renderer crayon
[ $got -eq 1 ] || problem="exit status $got"
grep -q "no renderer: .*'crayon'" err || problem="not said"
result unknown_renderer_is_said

echo "1..$count"
exit $failed

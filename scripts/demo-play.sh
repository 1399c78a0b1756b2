#!/bin/bash
# SPDX-License-Identifier: MIT
# demo-play.sh BUILD FRAMES SDL_DRIVER [CLIP]: the demo itself, where the driver is loaded. Leaves its closing line
# in BUILD/demo/line, and what the programs' own code copied, as tests/copies counts it, in BUILD/demo/copies.
set -euo pipefail

build=$1
frames=$2
[ -z "$3" ] || export SDL_VIDEODRIVER=$3
clip=${4-}
out=$build/demo
rm -f "$out"/{line,copies}

input=(-f lavfi -i "testsrc2=size=640x480:rate=25")
[ -z "$clip" ] || input=(-i "$clip")

# Whatever goes wrong, nothing of ours stays behind and keeps the driver in use.
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

count=()
library=$build/tests/copies/libcopycount.so
[ ! -e "$library" ] || count=(env LD_PRELOAD="$(readlink -f "$library")" COPYCOUNT="$out/copies")

ffmpeg -v error -nostdin "${input[@]}" -an -frames:v "$frames" -pix_fmt yuv420p -f yuv4mpegpipe - |
	"${count[@]}" "$build/producer/framering-produce" --wait-consumers 1 --stall 60000 --stats \
		--quiet >"$out/produced" &
producer=$!
# The viewer of a ring that was used before would show what was there.
until [ "$(cat /sys/class/misc/framering/producer)" = 1 ]; do
	kill -0 $producer 2>/dev/null || { wait $producer; exit 1; }
	sleep 0.1
done
"${count[@]}" "$build/viewer/framering-view" --once --overlay --fullscreen --policy lossless --stats \
	--snapshot "$out/snapshot.png" >"$out/shown" 2>"$out/view.log" &
viewer=$!

# Pictures of the screen, where there is somebody who takes them; at most nine, and none of a blank screen, which
# a PNG of a few kilobytes is: the first picture of a software-drawn screen takes its time.
if [ -n "$3" ] && command -v vm-screen >/dev/null; then
	shot=1
	while [ $shot -le 9 ] && kill -0 $viewer 2>/dev/null; do
		vm-screen "screen-$shot"
		if [ "$(stat -c %s "$out/screen-$shot.png")" -gt 10000 ]; then
			shot=$((shot + 1))
		else
			rm "$out/screen-$shot.png"
		fi
		sleep 1
	done
fi
status=0
wait $viewer || status=$?
wait $producer || status=$?
cat "$out/view.log" >&2
[ $status = 0 ] || exit $status

value() { sed -n "s/.*\b$2=\([0-9]*\).*/\1/p" "$1"; }
copied=$(sed -n 's/.* copied=\([0-9]*\) .*/\1/p' "$out/copies" 2>/dev/null | awk '{ n += $1 } END { if (NR) print n }')
[ -n "$copied" ] || copied=$(($(value "$out/produced" copied) + $(value "$out/shown" copied)))
echo "demo: produced $(value "$out/produced" produced), shown $(value "$out/shown" shown)," \
	"dropped $(value "$out/shown" dropped), copied $copied bytes" >"$out/line"

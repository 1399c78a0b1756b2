#!/bin/bash
# SPDX-License-Identifier: MIT
# demo-play.sh BUILD OUT FRAMES clip|"" [SDL_DRIVER]: the demo itself, where the driver is loaded, of a clip's frames on
# standard input or of the test picture. Leaves its closing line in OUT/line, and what the programs' own code copied, as
# tests/copies counts it, in OUT/copies.
set -euo pipefail

build=$1
out=$2
frames=$3
input=(--pattern --size 640x480 --format YU12 --fps 0 --frames "$frames")
[ "$4" != clip ] || input=()
sdl=${5-}
[ -z "$sdl" ] || export SDL_VIDEODRIVER=$sdl
rm -f "$out"/{line,copies}

# Whatever goes wrong, nothing of ours stays behind and keeps the driver in use.
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

count=()
library=$build/tests/copies/libcopycount.so
[ ! -e "$library" ] || count=(env LD_PRELOAD="$(readlink -f "$library")" COPYCOUNT="$out/copies")

echo "demo: the driver is loaded: the producer and the viewer start"
# The standard input by name, as bash gives another to what runs beside it.
# It draws the test picture by memcpy(), which copies no frame: then its own count tells.
counted=("${count[@]}")
[ "$4" = clip ] || counted=()
"${counted[@]}" "$build/producer/framering-produce" "${input[@]}" --wait-consumers 1 --stall 60000 --stats --quiet \
	>"$out/produced" <&0 &
producer=$!
# The viewer of a ring that was used before would show what was there.
until [ "$(cat /sys/class/framering/framering/producer)" = 1 ]; do
	kill -0 $producer 2>/dev/null || { wait $producer; exit 1; }
	sleep 0.1
done
"${count[@]}" "$build/viewer/framering-view" --once --overlay --fullscreen --policy lossless --stats \
	--snapshot "$out/snapshot.png" >"$out/shown" 2>"$out/view.log" &
viewer=$!

# Pictures of the screen, where there is somebody who takes them; at most nine, and none of a blank screen, which
# a PNG of one kilobyte is: the first picture of a software-drawn screen takes its time.
if [ -n "$sdl" ] && command -v vm-screen >/dev/null; then
	shot=1
	while [ $shot -le 9 ] && kill -0 $viewer 2>/dev/null; do
		vm-screen "screen-$shot"
		if [ "$(stat -c %s "$out/screen-$shot.png")" -gt 2500 ]; then
			echo "demo: picture $shot of the screen is taken"
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
[ -n "$copied" ] || copied=$(value "$out/shown" copied)
[ ${#counted[@]} != 0 ] || copied=$((copied + $(value "$out/produced" copied)))
echo "demo: produced $(value "$out/produced" produced), shown $(value "$out/shown" shown)," \
	"dropped $(value "$out/shown" dropped), copied $copied bytes" >"$out/line"

#!/bin/bash
# SPDX-License-Identifier: MIT
# picture.sh: makes docs/viewer.png, the picture at the top of README.md: scripts/demo.sh shows a slow zoom into a
# painting, and the last picture that it takes of the screen becomes a PNG of 256 colours.
# Needs the packages ffmpeg and opencv-doc.
set -euo pipefail

die() { echo "picture: $*" >&2; exit 1; }

cd "$(dirname "$(readlink -f "$0")")/.."
build=${FRAMERING_BUILD:-build}
painting=/usr/share/doc/opencv-doc/examples/data/starry_night.jpg
command -v ffmpeg >/dev/null || die "ffmpeg is not installed: apt-get install ffmpeg"
[ -r "$painting" ] || die "$painting is not there: apt-get install opencv-doc"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Without the frame of the photograph; twice the size first, as zoompan moves by whole pixels.
ffmpeg -v error -nostdin -i "$painting" -frames:v 60 -c:v ffv1 \
	-vf "crop=712:534:20:30,scale=2*iw:2*ih,zoompan=z=1+0.002*on:x=iw*0.6*(1-1/zoom):d=60:fps=25:s=640x480" \
	"$work/clip.mkv"
scripts/demo.sh --frames 60 "$work/clip.mkv"

shots=("$build"/demo/screen-*.png)
[ -s "${shots[-1]}" ] || die "the demo took no picture of the screen"
ffmpeg -v error -nostdin -y -i "${shots[-1]}" -update 1 \
	-vf "split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none" docs/viewer.png
size=$(stat -c %s docs/viewer.png)
[ "$size" -le 300000 ] || die "docs/viewer.png has $size bytes, more than 300000"
echo "picture: docs/viewer.png, $size bytes, from ${shots[-1]}"

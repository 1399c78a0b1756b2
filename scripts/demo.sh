#!/bin/bash
# SPDX-License-Identifier: MIT
# demo.sh [--native] [--kernel VERSION] [--frames N] [CLIP]: frames go through the driver onto the viewer's window, with
# no copies. It runs in a throw-away virtual machine, in a window where there is a desktop, else with screen pictures in
# build/demo/. CLIP is any file that ffmpeg reads; without one framering-produce draws a test picture. --native loads the
# driver into this machine's own kernel instead, after asking. Installs and builds what is missing, and only that.
set -euo pipefail

usage() { sed -n '3,6s/^# //p' "$0"; }
die() { echo "demo: $*" >&2; exit 1; }

native=
kernel=
frames=60
clip=
while [ $# != 0 ]; do
	case $1 in
	--native) native=1 ;;
	--kernel | --frames)
		[ $# -ge 2 ] || { usage >&2; exit 64; }
		if [ "$1" = --kernel ]; then kernel=$2; else frames=$2; fi
		shift
		;;
	-h | --help) usage; exit ;;
	-*) usage >&2; exit 64 ;;
	*) [ -z "$clip" ] || { usage >&2; exit 64; }; clip=$1 ;;
	esac
	shift
done
[[ $frames =~ ^[1-9][0-9]*$ ]] || die "--frames $frames: a number from 1"
if [ -n "$clip" ]; then
	if [ ! -f "$clip" ] || [ ! -r "$clip" ]; then die "$clip: cannot be read"; fi
	clip=$(readlink -f "$clip")
fi

cd "$(dirname "$(readlink -f "$0")")/.."
# shellcheck source=scripts/progress.sh
. scripts/progress.sh
[ -n "$kernel" ] || kernel=$(vm/own.sh)
top=${FRAMERING_BUILD:-build}
out=$top/demo
sets=(demo)
# Only what the demo runs is built, in a folder of its own; or, where test.sh has built everything, there.
build=$top/programs
if grep -qs '^build viewer/framering-view:' "$top/build.ninja" && grep -q 'libcopycount.so' "$top/build.ninja"; then
	build=$top
fi
if [ -n "$native" ]; then
	[ -t 0 ] || die "--native asks before it loads a kernel module: run it in a terminal"
	sets=(native)
	build=$top/programs-native
fi
[ -z "$clip" ] || sets+=(clip)

programs()
{
	local targets=(framering-produce framering-view) options=(-Dtests=false -Dviewer=enabled -Dman=disabled -Drivals=disabled
		-Dctl=disabled -Dgstreamer=disabled -Dnetwork=disabled -Dpython=disabled)
	[ "$(uname -m)" != x86_64 ] || targets+=(copycount)
	if [ -n "$native" ]; then
		[ -e "/lib/modules/$(uname -r)/build" ] ||
			die "no module for this kernel: install linux-headers-$(uname -r), then try again"
		targets+=(framering.ko)
	else
		options+=(-Ddriver=disabled)
	fi
	# A checkout that has moved is built anew.
	[ "$build" = "$top" ] || [ "$(cat "$build/.made-at" 2>/dev/null)" = "$PWD/$build" ] || rm -rf "$build"
	if [ ! -e "$build/build.ninja" ]; then
		meson setup "$build" "${options[@]}" || return
		echo "$PWD/$build" >"$build/.made-at"
	fi
	meson compile -C "$build" "${targets[@]}"
}

driver() { vm/module.sh "$kernel" "$top/vm-$kernel"; }

# frames COMMAND...: with the clip's frames as yuv4mpeg on its standard input
frames()
{
	if [ -n "$clip" ]; then
		ffmpeg -v error -nostdin -i "$clip" -an -frames:v "$frames" -pix_fmt yuv420p -f yuv4mpegpipe - | "$@"
	else
		"$@"
	fi
}

play=(scripts/demo-play.sh "$build" "$out" "$frames" "${clip:+clip}")

in_vm()
{
	local display=(--display gpu --screens "$out")
	[ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || display=(--display window --screens "$out")
	echo "demo: booting Linux $kernel"
	frames vm/run --kernel "$kernel" --module "$top/vm-$kernel/framering.ko" --memory 2048 --rw "$out" \
		"${display[@]}" -- "${play[@]}" kmsdrm
}

load()
{
	local ko=$build/driver/framering.ko answer root=()
	read -r -p "demo: load $ko into the running kernel $(uname -r)? [y/N] " answer
	[ "$answer" = y ] || [ "$answer" = Y ] || die "not loaded"
	[ "$(id -u)" = 0 ] || root=(sudo)
	"${root[@]}" insmod "$ko" || die "the kernel refused the module; 'dmesg | tail' says why (Secure Boot wants" \
		"it signed)"
	# The last file of a program that just ended may take a moment.
	trap 'progress_stop; for _ in 1 2 3 4 5; do "${root[@]}" rmmod framering && break; sleep 1; done' EXIT
	[ "$(id -u)" = 0 ] || sudo chown "$(id -u)" /dev/framering
}

progress_begin demo 3 "$top/logs"
scripts/setup.sh --ask "${sets[@]}"
progress_job packages scripts/setup.sh --verbose "${sets[@]}"
progress_step packages
rm -rf "$out"
mkdir -p "$out"
progress_job programs programs
if [ -n "$native" ]; then
	progress_step "programs and driver"
	load
	progress_job demo frames "${play[@]}"
	progress_step "the demo"
else
	progress_job driver driver
	progress_step "programs, kernel and driver"
	progress_job demo in_vm
	progress_step "the demo in a virtual machine"
fi
[ -s "$out/line" ] || die "it did not come to an end: see $top/logs/demo.log"
progress_end
pictures=$(cd "$out" && echo *.png)
echo "demo: pictures in $out: $pictures"
cat "$out/line"

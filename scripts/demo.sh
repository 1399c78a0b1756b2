#!/bin/bash
# SPDX-License-Identifier: MIT
# demo.sh [--native] [--kernel VERSION] [--frames N] [CLIP]: a clip goes through the driver onto the viewer's
# window, with no copies. It runs in a throw-away virtual machine, in a window where there is a desktop, else with
# screen pictures in build/demo/. Without CLIP (any file that ffmpeg reads) one is generated. --native loads the
# driver into this machine's own kernel instead, after asking. Installs and builds what is missing.
set -euo pipefail

usage() { sed -n '3,6s/^# //p' "$0"; }
die() { echo "demo: $*" >&2; exit 1; }

native=
kernel=6.12
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
	[ -r "$clip" ] || die "$clip: cannot be read"
	clip=$(readlink -f "$clip")
fi

cd "$(dirname "$(readlink -f "$0")")/.."
scripts/setup.sh --quiet
build=${FRAMERING_BUILD:-build}
[ -e "$build/build.ninja" ] || meson setup "$build" -Dviewer=enabled >/dev/null
meson compile -C "$build" >"$build/compile.log" 2>&1 || { cat "$build/compile.log" >&2; die "the build failed"; }
out=$build/demo
rm -rf "$out"
mkdir -p "$out"

in_vm()
{
	local display=(--display gpu --screens "$out")
	[ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || display=(--display window --screens "$out")
	vm/module.sh "$kernel" "$build/vm-$kernel" >"$out/module.log" 2>&1 || { cat "$out/module.log" >&2; exit 1; }
	vm/run --kernel "$kernel" --module "$build/vm-$kernel/framering.ko" --memory 2048 --rw "$out" \
		"${display[@]}" -- scripts/demo-play.sh "$build" "$frames" kmsdrm "$clip"
}

on_this_machine()
{
	local ko=$build/driver/framering.ko answer root=()
	[ -e "$ko" ] || die "no module for this kernel: install linux-headers-$(uname -r), then try again"
	[ -t 0 ] || die "--native asks before it loads a kernel module: run it in a terminal"
	read -r -p "demo: load $ko into the running kernel $(uname -r)? [y/N] " answer
	[ "$answer" = y ] || [ "$answer" = Y ] || die "not loaded"
	[ "$(id -u)" = 0 ] || root=(sudo)
	"${root[@]}" insmod "$ko" || die "the kernel refused the module; 'dmesg | tail' says why (Secure Boot wants" \
		"it signed)"
	# The last file of a program that just ended may take a moment.
	trap 'for _ in 1 2 3 4 5; do "${root[@]}" rmmod framering && break; sleep 1; done' EXIT
	[ "$(id -u)" = 0 ] || sudo chown "$(id -u)" /dev/framering
	scripts/demo-play.sh "$build" "$frames" "" "$clip"
}

if [ -n "$native" ]; then
	on_this_machine
else
	in_vm
fi
[ -s "$out/line" ] || die "it did not come to an end"
ls "$out"/*.png 2>/dev/null || true
cat "$out/line"

#!/bin/bash
# SPDX-License-Identifier: MIT
# framerate.sh [OPTION]...: why framering? All systems do the same jobs, side by side, wherever they can be had here.
#   --quick         short repetitions: only to see that it works
#   --json FILE     write all figures, ratios and targets
#   --plot FILE     write a picture of them (SVG; needs gnuplot)
#   --places LIST   of native, driver, vm, count, camera, camera-count, uml; by default native, and driver if it has two
#                   rings
#   --jobs LETTERS, --systems NAMES   only these (framering-bench-framerate --list tells them)
# native: two processes on this machine, no driver. driver: this machine's /dev/framering and /dev/framering1, which are
# configured anew. vm: the driver and v4l2loopback in QEMU. count: the same on one processor, 1 ns for each instruction,
# which can be repeated. camera, camera-count: the same two, but rings are virtual cameras, beside v4l2loopback. uml: the
# driver in User Mode Linux. All but the first two need no driver here, but time: the kernels are fetched and built when
# first used.
set -euo pipefail

root=$(dirname "$(readlink -f "$0")")/..
build=${FRAMERING_BUILD:-$root/build}
program=$build/bench/framering-bench-framerate

usage() { sed -n '3,15s/^# //p' "$0"; }
fail() { echo "framerate.sh: $*" >&2; exit 1; }
wrong() { echo "framerate.sh: $*" >&2; usage >&2; exit 2; }

options=()
report=()
places=
while [ $# -gt 0 ]; do
	case $1 in
	--quick) options+=("$1") ;;
	--json | --plot) report+=("$1" "$(realpath -m "${2:?$1 needs a file}")"); shift ;;
	--jobs | --systems) options+=("$1" "${2:?$1 needs a value}"); shift ;;
	--places) places=${2:?--places needs a list}; shift ;;
	-h | --help) usage; exit ;;
	*) wrong "what is '$1'?" ;;
	esac
	shift
done
[ -x "$program" ] || fail "$program is not there; build it with 'meson setup build && meson compile -C build'"
if [ -z "$places" ]; then
	places=native
	[ ! -c /dev/framering ] || [ ! -c /dev/framering1 ] || places=native,driver
fi

out=$(mktemp -d -p "$build" framerate-XXXXXX)
trap 'rm -rf "$out"' EXIT

# Rings of 8K frames; a generation that was replaced may linger while the next one is made.
rings=(rings=2 max_ring_bytes=1073741824 max_bytes=3221225472)

# Where the driver is looked at, only what belongs to a kernel is set against it, unless --systems says otherwise.
vm_systems=framering,framering-cached,framering-ring,framering-pattern,pipe,memfd,v4l2loopback,v4l2loopback-mmap,vivid
vm_systems=$vm_systems,cache-line,cache-lines,eventfd,memory,buffer
camera_systems=framering-v4l2,framering-v4l2-mmap,framering-v4l2-write,v4l2loopback,v4l2loopback-mmap
# A round trip of 4K frames through a memfd takes five seconds there.
uml_systems=framering,framering-pattern,pipe,eventfd,memory,buffer
devices=(--device /dev/framering --device /dev/framering1)

measure() { "$program" "${options[@]}" --json "$out/$1.json" --place "$@"; }

module() { "$root/vm/module.sh" "$1" "$2" >"$2.log" 2>&1 || { cat "$2.log" >&2; exit 1; }; }

# in_vm PLACE VM-OPTION...
in_vm() {
	local place=$1
	shift
	module 6.1 "$build/bench-6.1"
	loopback=$("$root/bench/v4l2loopback.sh" "$build/bench-v4l2loopback") || exit 1
	"$root/vm/run" --kernel 6.1 "$@" --memory 6144 --timeout 7200 --rw "$out" \
		--module "$build/bench-6.1/framering.ko" "${rings[@]}" \
		--module "$loopback" devices=2 max_buffers=4 max_openers=32 --module vivid n_devs=1 node_types=0x1 -- \
		"$program" --systems "$vm_systems" --jobs abcdsefg "${options[@]}" --json "$out/$place.json" --place "$place" \
		"${devices[@]}"
}

# in_camera PLACE VM-OPTION...: a machine of its own, since a ring with nodes of V4L2 is cached.
in_camera() {
	local place=$1
	shift
	module 6.1 "$build/bench-6.1"
	loopback=$("$root/bench/v4l2loopback.sh" "$build/bench-v4l2loopback") || exit 1
	"$root/vm/run" --kernel 6.1 "$@" --memory 6144 --timeout 7200 --rw "$out" \
		--module "$build/bench-6.1/framering.ko" "${rings[@]}" --module "$build/bench-6.1/framering-v4l2.ko" output=1 \
		--module "$loopback" devices=2 max_buffers=4 max_openers=32 -- \
		"$program" --systems "$camera_systems" --jobs vw "${options[@]}" --json "$out/$place.json" --place "$place" \
		"${devices[@]}"
}

# Its processes would move from one processor to another with each frame: that cost up to six times what the frame did.
in_uml() {
	local cpu
	cpu=$(taskset -cp $$ | sed 's/.*[^0-9]//')
	module um "$build/bench-um"
	taskset -c "$cpu" "$root/vm/run" --kernel um --memory 4096 --timeout 7200 --rw "$out" \
		--module "$build/bench-um/framering.ko" "${rings[@]}" -- \
		"$program" --systems "$uml_systems" "${options[@]}" --json "$out/uml.json" --place uml "${devices[@]}"
}

# A figure that failed does not keep the others from being told.
failed=0
figures=()
for place in ${places//,/ }; do
	case $place in
	native) measure native >/dev/null || failed=1 ;;
	driver) measure driver "${devices[@]}" >/dev/null || failed=1 ;;
	vm) in_vm vm >/dev/null || failed=1 ;;
	count) in_vm count --count >/dev/null || failed=1 ;;
	camera) in_camera camera >/dev/null || failed=1 ;;
	camera-count) in_camera camera-count --count >/dev/null || failed=1 ;;
	uml) in_uml >/dev/null || failed=1 ;;
	*) wrong "what place is '$place'?" ;;
	esac
	[ -s "$out/$place.json" ] || fail "no figures from $place"
	figures+=("$out/$place.json")
done
python3 "$root/bench/report.py" "${report[@]}" "${figures[@]}"
exit "$failed"

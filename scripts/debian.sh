#!/bin/bash
# SPDX-License-Identifier: MIT
# debian.sh RELEASE [SUITE...]: builds the checkout on another Debian, bookworm (12) or trixie (13), and runs suites of
# tests there: without a word unit, lib, viewer and style. Ends with the line "N passed, N failed", and with status 0 only
# if none failed. What is built stays in build-RELEASE/.
#
# That Debian is a folder for chroot: fresh and minimal, with what scripts/setup.sh installs. It is made once, in
# $FRAMERING_CACHE/trees, from the mirrors of this machine's apt, and anew when the list of packages changes: 3 GB that
# belong to root. Nothing is written to it afterwards, and its mounts are seen by its own processes alone and end with
# them. Needs root, or sudo.
set -euo pipefail

usage() { sed -n '3,5s/^# //p' "$0"; }

release=${1-}
case $release in
bookworm | trixie) shift ;;
-h | --help) usage; exit ;;
*) usage >&2; exit 2 ;;
esac
options=()
# How meson is to start each test.
run_log=testlog
if [ -n "${FRAMERING_WRAPPER-}" ]; then
	options=("--wrapper=$FRAMERING_WRAPPER" --timeout-multiplier=4)
	run_log=${FRAMERING_WRAPPER%% *}
	run_log=testlog-${run_log##*/}
fi
suites=("$@")
[ ${#suites[@]} != 0 ] || suites=(unit lib viewer style)

here=$(dirname "$(readlink -f "$0")")
top=$(dirname "$here")
export FRAMERING_CACHE=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}
mkdir -p "$FRAMERING_CACHE"
FRAMERING_CACHE=$(readlink -f "$FRAMERING_CACHE")
build=${FRAMERING_BUILD:-$top/build}-$release
build=$(realpath -m -- "$build")
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "debian: run this as root, or install sudo" >&2; exit 1; }
	exec sudo -- env FRAMERING_CACHE="$FRAMERING_CACHE" ${FRAMERING_BUILD:+FRAMERING_BUILD="$FRAMERING_BUILD"} \
		${FRAMERING_WRAPPER:+FRAMERING_WRAPPER="$FRAMERING_WRAPPER"} CI="${CI-}" \
		"$here/debian.sh" "$release" "${suites[@]}"
fi
# shellcheck source=vm/apt.sh
. "$top/vm/apt.sh"
# shellcheck source=vm/cache.sh
. "$top/vm/cache.sh"
# shellcheck source=scripts/setup.sh
. "$here/setup.sh"

die() { echo "debian: $*" >&2; exit 1; }

# What the tree depends on: the packages, and how it is made.
key()
{
	unset DISPLAY WAYLAND_DISPLAY
	{
		declare -f setup_required make_tree enter
		setup_required ci
		setup_optional ci amd64
	} | sha256sum | cut -c 1-12
}

# How this machine's apt reaches its mirrors; a mirror may be frozen.
apt_options()
{
	apt-config dump | grep -E '^Acquire::https?::' || true
	echo 'Acquire::Check-Valid-Until "false";'
}

# alone COMMAND...: what it mounts is seen by nobody else, and no process of it outlives it.
alone() { unshare --mount-proc --propagation private --pid --fork --kill-child "$@"; }

make_tree()
{
	local arch tree=$tmp/new/tree more=()
	arch=$(dpkg --print-architecture)
	command -v mmdebstrap >/dev/null || die "mmdebstrap is missing: run scripts/setup.sh"
	apt_private "$tmp/apt" "$arch" "$release" "$release-updates" "$release-security" || exit 96
	! grep -q ' https:' "$tmp/apt/sources.list" || more+=(--include=ca-certificates)
	apt_options >"$tmp/options"
	mkdir "$tree"
	alone mmdebstrap --mode=root --variant=minbase --architectures="$arch" --aptopt="$tmp/options" \
		--dpkgopt=force-unsafe-io "${more[@]}" "$release" "$tree" "$tmp/apt/sources.list" >"$tmp/log" 2>&1 ||
		{ tail -n 15 "$tmp/log" >&2; die "could not make a minimal $release: see above"; }
	# The machine's own stands here while the tree is in use.
	rm -f "$tree/etc/resolv.conf"
	touch "$tree/etc/resolv.conf"
	echo "debian: installing what scripts/setup.sh lists" >&2
	FRAMERING_CACHE=/var/cache/framering inside "$tree" writable scripts/setup.sh --quiet
	rm -rf "$tree"/var/cache/apt/archives/*.deb
}

# enter TREE writable|fixed DIRECTORY COMMAND...: run by alone. Where people keep things, and where programs leave them,
# nothing of the tree is to be seen.
enter()
{
	set -eu
	local tree=$1 mode=$2 directory=$3 dir
	shift 3
	mount --bind "$tree" "$tree"
	mount -t proc proc "$tree/proc"
	mount --rbind /sys "$tree/sys"
	mount --rbind /dev "$tree/dev"
	for dir in home mnt opt root run srv tmp var/tmp; do
		mount -t tmpfs -o mode=1777 "$dir" "$tree/$dir"
	done
	for dir in "$directory" "$FRAMERING_CACHE" "$FRAMERING_BUILD"; do
		[ -d "$dir" ] || continue
		mkdir -p "$tree$dir"
		mount --bind "$dir" "$tree$dir"
	done
	[ ! -e /etc/resolv.conf ] || mount --bind "$(readlink -f /etc/resolv.conf)" "$tree/etc/resolv.conf"
	[ "$mode" = writable ] || mount -o remount,bind,ro "$tree"
	exec chroot "$tree" env -i -C "$directory" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" CI="${CI-}" FRAMERING_CACHE="$FRAMERING_CACHE" \
		PYTHONUNBUFFERED=1 "$@"
}

# inside TREE writable|fixed COMMAND...: in the checkout.
inside()
{
	local tree=$1 mode=$2
	shift 2
	FRAMERING_BUILD=$build alone bash -c "$(declare -f enter); enter \"\$@\"" debian "$tree" "$mode" "$top" "$@"
}

alone true 2>/dev/null || die "this machine lets not even root make a mount namespace ('unshare --mount-proc' fails)"
name=$release-$(key)
if cache_begin trees "$name"; then
	echo "debian: making a minimal $release in $entry (once)" >&2
	make_tree
	cache_end
fi
exec 8<"$entry"
flock -s 8
# Those of other lists, unless somebody uses them.
for old in "${entry%/*}/$release"-*; do
	[ "$old" = "$entry" ] || flock --nonblock "$old" rm -rf "$old" || true
done

# What another tree's compiler has built would survive.
[ "$(cat "$build/tree" 2>/dev/null)" = "$name" ] || rm -rf "$build"
mkdir -p "$build"
echo "$name" >"$build/tree"
within() { inside "$entry/tree" fixed "$@"; }
setup=(-Dtests=true -Dviewer=enabled -Dman=enabled)
if [ -e "$build/build.ninja" ]; then
	within meson configure "$build" "${setup[@]}"
else
	within meson setup "$build" "${setup[@]}"
fi
within meson compile -C "$build"
# An old log must not speak for a run that never started.
rm -f "$build/meson-logs/$run_log.json"
within meson test -C "$build" --no-rebuild --print-errorlogs "${options[@]}" "${suites[@]/#/--suite=}" || true
echo
within python3 tests/summary.py "$build" "$run_log"

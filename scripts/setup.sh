#!/bin/bash
# SPDX-License-Identifier: MIT
# setup.sh [--quiet]: installs the Debian packages that building, the virtual machines and the tests need.
# Costs a fraction of a second when all are there. Sourced, it only defines setup_packages.

# required: the packages that must be there, for a reason each.
setup_required()
{
	# the build
	echo gcc make libc6-dev meson ninja-build pkg-config
	# the viewer, and PNG pictures
	echo libsdl2-dev libpng-dev zlib1g-dev libdrm-dev
	# manual pages
	echo scdoc
	# the virtual machines: QEMU, their first program, unpacking Debian's kernels; compilers come with those
	echo qemu-system-x86 qemu-system-arm python3 busybox-static cpio gzip xz-utils zstd kmod debian-archive-keyring
	# kernels that are built here
	echo bc bison flex libelf-dev libssl-dev lz4 openssl perl
	# a window for vm/run --display window, where there is a desktop
	[ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || echo qemu-system-gui
	# the guest's software OpenGL, which SDL draws with there
	echo libgl1-mesa-dri libegl1 libgbm1 libgles2
	# the proof of the ring
	echo spin
	# real clips, and what decodes them
	echo ffmpeg opencv-doc
	# the tests' own tools
	echo g++ sparse strace codespell shellcheck perl clang libclang-rt-dev cppcheck pahole reuse
	# the tests' io_uring
	echo liburing-dev
	# the benchmark's picture
	echo gnuplot-nox
}

# optional: where one cannot be had, the tests that want it skip.
setup_optional()
{
	# building driver/ for the kernel that runs here
	echo "linux-headers-$1"
	# systems to measure framering against
	echo libiceoryx-binding-c-dev iceoryx
	echo libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev gstreamer1.0-plugins-base gstreamer1.0-plugins-bad
	# 32-bit programs on a 64-bit kernel; refuses to live next to some cross compilers
	[ "$1" != amd64 ] || echo gcc-multilib
}

# The words of stdin that are not installed packages.
setup_missing()
{
	local names
	mapfile -t names < <(tr ' ' '\n' | sort -u)
	comm -23 <(printf '%s\n' "${names[@]}") \
		<(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null |
			sed -n 's/^installed //p' | sort -u)
}

# A subshell, so that nothing of it reaches a script that sources this one.
setup_packages()
(
	set -euo pipefail
	die() { echo "setup: $*" >&2; exit 1; }
	say() { [ -n "$quiet" ] || echo "setup: $*"; }
	quiet=
	for arg; do
		case $arg in
		--quiet) quiet=1 ;;
		*) die "usage: setup.sh [--quiet]" ;;
		esac
	done

	command -v apt-get >/dev/null || die "this needs Debian's apt-get; on another system install by hand:" \
		"$(setup_required | tr '\n' ' ')"
	arch=$(dpkg --print-architecture)
	mapfile -t required < <(setup_required | setup_missing)
	mapfile -t optional < <(setup_optional "$arch" | setup_missing)
	# What could not be had once is not asked for each time.
	given_up=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}/setup.missing
	if [ ${#required[@]} = 0 ] && [ "${optional[*]}" = "$(cat "$given_up" 2>/dev/null)" ]; then
		say "all packages are there"
		exit 0
	fi

	root=()
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "run this as root, or install sudo; wanted: ${required[*]}"
		root=(sudo)
	fi
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	apt()
	{
		"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" \
			>"$log" 2>&1 </dev/null
	}

	say "installing: ${required[*]} ${optional[*]}"
	# Somebody's extra source that fails is none of our business, as long as the packages then come.
	apt update || apt update || say "apt-get update had errors; going on"
	if [ ${#required[@]} != 0 ] && ! apt install -y --no-install-recommends "${required[@]}"; then
		tail -n 15 "$log" >&2
		die "could not install: $(setup_required | setup_missing | tr '\n' ' ')"
	fi
	mkdir -p "$(dirname "$given_up")"
	for package in "${optional[@]}"; do
		# What it would push out is somebody's; then rather do without.
		apt install -y --no-install-recommends --no-remove "$package" || say "doing without $package"
	done
	mapfile -t optional < <(setup_optional "$arch" | setup_missing)
	echo "${optional[*]}" >"$given_up"
	say "done"
)

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	setup_packages "$@"
fi

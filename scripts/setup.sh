#!/bin/bash
# SPDX-License-Identifier: MIT
# setup.sh [--quiet | --verbose | --ask] [SET...]: installs the Debian packages that a SET needs. Costs a fraction of a
# second when all are there, and calls apt only if one is missing. --verbose shows what apt says; --ask only asks for the
# password that sudo will want. The sets:
#   build      the library and the programs
#   demo       build, and virtual machines
#   clip       what decodes clips
#   native     build, and the driver for the kernel that runs here
#   quick      demo, and the tools of the quick tests
#   ci         all that continuous integration runs; also without a word
#   browser    what opens a ring as a camera in a page
#   thorough   ci and browser, and the fuzzers
# Sourced, it only defines setup_packages.

# required SET: its packages that must be there, for a reason each.
setup_required()
{
	case $1 in
	build)
		# compiling
		echo gcc make libc6-dev meson ninja-build pkg-config
		# the viewer, and PNG pictures
		echo libsdl2-dev libpng-dev zlib1g-dev libzimg-dev libdrm-dev
		# the producer's conversions, and what colours in the viewer are compared with
		echo libswscale-dev libavutil-dev
		;;
	demo)
		setup_required build
		# the virtual machines: QEMU, their first program, unpacking Debian's kernels; compilers come with those
		echo qemu-system-x86 python3 busybox-static cpio gzip xz-utils zstd kmod debian-archive-keyring
		# what the programs in a kernel's headers link with
		echo libelf-dev libssl-dev
		# a window for vm/run --display window, where there is a desktop
		[ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || echo qemu-system-gui
		# the guest's software OpenGL, which SDL draws with there
		echo libgl1-mesa-dri libegl1 libgbm1 libgles2
		;;
	clip)
		echo ffmpeg
		;;
	native)
		setup_required build
		# framering-ctl
		echo libjson-c-dev libncurses-dev
		;;
	quick)
		setup_required demo
		# framering-ctl
		echo libjson-c-dev libncurses-dev
		# manual pages
		echo scdoc
		# what knows a good menu entry
		echo desktop-file-utils appstream
		# the proof of the ring
		echo spin
		# the tests' own tools
		echo g++ sparse strace codespell shellcheck perl clang cppcheck pahole reuse
		# the file system that the tests' direct I/O uses
		echo e2fsprogs
		# the Python module and its tests
		echo python3-dev python3-numpy
		# the benchmark's picture
		echo gnuplot-nox
		# what reads framering-ctl's completions, and a terminal for its live screen
		echo zsh fish tmux
		# the tests' io_uring
		echo liburing-dev
		# the GStreamer plugin, and pipelines in virtual machines
		echo libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev gstreamer1.0-tools gstreamer1.0-plugins-base \
			gstreamer1.0-plugins-base-apps
		# framering-send and framering-receive: RTP and JPEG; SRT, RIST and H.264
		echo gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
		;;
	ci)
		setup_required quick
		setup_required clip
		# a real clip
		echo opencv-doc
		# programs at a ring's nodes of V4L2
		echo v4l-utils gstreamer1.0-plugins-good
		# those, and the Python module's examples
		echo python3-opencv python3-pil
		# network namespaces with delay and loss
		echo iproute2
		# virtual machines of another architecture
		echo qemu-system-arm
		# kernels that are built here
		echo bc bison flex lz4 openssl perl
		# the tests on another Debian: see debian.sh
		echo mmdebstrap
		;;
	browser)
		echo chromium
		;;
	thorough)
		setup_required ci
		setup_required browser
		# the elements under valgrind
		echo valgrind
		# fuzzers
		echo libclang-rt-dev
		;;
	*) return 1 ;;
	esac
}

# optional SET ARCHITECTURE: where one cannot be had, the tests that want it skip.
setup_optional()
{
	case $1 in
	native | ci | thorough)
		# building driver/ for the kernel that runs here
		echo "linux-headers-$2"
		;;
	esac
	case $1 in
	ci | thorough)
		# systems to measure framering against
		echo libiceoryx-binding-c-dev iceoryx
		echo libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev gstreamer1.0-plugins-base \
			gstreamer1.0-plugins-bad
		# 32-bit programs on a 64-bit kernel; refuses to live next to some cross compilers
		[ "$2" != amd64 ] || echo gcc-multilib
		;;
	esac
}

# The words of stdin that are not installed packages.
setup_missing()
{
	local names
	mapfile -t names < <(tr -s ' ' '\n' | sort -u)
	[ ${#names[@]} != 0 ] || return 0
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
	verbose=
	ask=
	sets=()
	for arg; do
		case $arg in
		--quiet) quiet=1 ;;
		--verbose) verbose=1 ;;
		--ask) ask=1 quiet=1 ;;
		build | demo | clip | native | quick | ci | browser | thorough) sets+=("$arg") ;;
		*) die "usage: setup.sh [--quiet | --verbose | --ask] [build | demo | clip | native | quick | ci |" \
			"browser | thorough]..." ;;
		esac
	done
	[ ${#sets[@]} != 0 ] || sets=(ci)

	all_required() { for set in "${sets[@]}"; do setup_required "$set"; done; }
	all_optional() { for set in "${sets[@]}"; do setup_optional "$set" "$arch"; done; }

	command -v apt-get >/dev/null || die "this needs Debian's apt-get; on another system install by hand:" \
		"$(all_required | tr '\n' ' ')"
	arch=$(dpkg --print-architecture)
	mapfile -t required < <(all_required | setup_missing)
	mapfile -t optional < <(all_optional | setup_missing)
	# What could not be had once is not asked for each time.
	given_up=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}/setup.missing
	if [ ${#optional[@]} != 0 ]; then
		mapfile -t optional < <(printf '%s\n' "${optional[@]}" | grep -v -x -F -f <(cat "$given_up" 2>/dev/null) || true)
	fi
	if [ ${#required[@]} = 0 ] && [ ${#optional[@]} = 0 ]; then
		say "all packages are there"
		exit 0
	fi

	root=()
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "run this as root, or install sudo; wanted: ${required[*]} ${optional[*]}"
		root=(sudo)
	fi
	if [ -n "$ask" ]; then
		# By true, as sudo -v may ask where nobody needs to.
		[ ${#root[@]} = 0 ] || sudo true || die "sudo does not let this user install packages"
		exit 0
	fi
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	if [ -n "$verbose" ]; then exec 3>&1; else exec 3>"$log"; fi
	# progress.sh reads how far apt is.
	told=()
	[ -z "${FRAMERING_PROGRESS-}" ] || told=(-o APT::Status-Fd=1)
	apt()
	{
		"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "${told[@]}" "$@" \
			>&3 2>&1 </dev/null
	}

	say "installing: ${required[*]} ${optional[*]}"
	# A dpkg that was interrupted wants to be finished first.
	[ -z "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ] || "${root[@]}" dpkg --configure -a >&3 2>&1 </dev/null || true
	# Somebody's extra source that fails is none of our business, as long as the packages then come.
	apt update || apt update || say "apt-get update had errors; going on"
	# All at once where that works: each call of apt takes its time.
	wanted=("${required[@]}" "${optional[@]}")
	if [ ${#optional[@]} = 0 ] || ! apt install -y --no-install-recommends --no-remove "${wanted[@]}"; then
		if [ ${#required[@]} != 0 ] && ! apt install -y --no-install-recommends "${required[@]}"; then
			tail -n 15 "$log" >&2
			die "could not install: $(all_required | setup_missing | tr '\n' ' ')"
		fi
		for package in "${optional[@]}"; do
			# What it would push out is somebody's; then rather do without.
			apt install -y --no-install-recommends --no-remove "$package" || say "doing without $package"
		done
	fi
	mapfile -t optional < <(printf '%s\n' "${optional[@]}" | setup_missing)
	if [ -n "${optional[*]}" ]; then
		mkdir -p "$(dirname "$given_up")"
		printf '%s\n' "${optional[@]}" >>"$given_up"
	fi
	say "done"
)

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	setup_packages "$@"
fi

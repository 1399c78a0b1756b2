# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# The kernels there are. Sourced, after cache.sh; `kernel_facts VERSION` sets
#   suites     where its packages are
#   arch       of the machine that it runs on
#   flavour    how its packages' names end
#   toolchain  which of toolchain.sh's it needs, if this machine's own programs may not do
#   configuration  its file, if it is not one of Debian's but built from Debian's source
#   cached     its name in the cache
# $here is the folder of this file.

at_least() { printf '%s\n' "$@" | sort -V -C; }

# Whether programs of Debian 13, as those in its kernels' headers, run on this machine.
runs_trixie() { at_least 2.38 "$(getconf GNU_LIBC_VERSION | sed 's/.* //')"; }

kernel_facts()
{
	cached=$1
	arch=amd64
	flavour=amd64
	toolchain=
	configuration=
	case $1 in
	6.1) suites="bookworm bookworm-updates bookworm-security" ;;
	6.12 | 6.12-rt)
		suites=bookworm-backports
		# Then Debian 13's own kernel it is, and no suite of Debian 12 is needed.
		if runs_trixie; then
			suites="trixie trixie-updates trixie-security" toolchain=trixie cached=$1-trixie
		fi
		[ "$1" = 6.12 ] || flavour=rt-amd64
		;;
	7.3) suites=trixie-backports toolchain=trixie ;;
	6.1-arm64)
		suites="bookworm bookworm-updates bookworm-security"
		arch=arm64 flavour=cloud-arm64 toolchain=arm64
		;;
	*)
		# Built here: see build-kernel.sh.
		configuration=$here/configs/$1.config
		[ -e "$configuration" ] ||
			die "there is no kernel ${1:-without a name}: 6.1, 6.12, 6.12-rt, 7.3, 6.1-arm64 and vm/configs are known"
		suites="bookworm bookworm-updates bookworm-security"
		arch=$(sed -n 's/^# arch: //p' "$configuration") flavour=
		;;
	esac
}

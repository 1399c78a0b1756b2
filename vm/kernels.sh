# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# The kernels there are. Sourced, after cache.sh; `kernel_facts VERSION` sets
#   suites     where its packages are
#   arch       of the machine that it runs on
#   flavour    how its packages' names end
#   toolchain  which of toolchain.sh's it needs, if this machine's own programs may not do

kernel_facts()
{
	arch=amd64
	flavour=amd64
	toolchain=
	case $1 in
	6.1) suites="bookworm bookworm-updates bookworm-security" ;;
	6.12) suites=bookworm-backports ;;
	7.3) suites=trixie-backports toolchain=trixie ;;
	6.1-arm64)
		suites="bookworm bookworm-updates bookworm-security"
		arch=arm64 flavour=cloud-arm64 toolchain=arm64
		;;
	*) die "there is no kernel ${1:-without a name}: 6.1, 6.12, 7.3 and 6.1-arm64 are known" ;;
	esac
}

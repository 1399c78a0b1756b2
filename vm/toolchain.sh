#!/bin/bash
# SPDX-License-Identifier: MIT
# toolchain.sh VERSION COMMAND [ARG...]: runs COMMAND with the compiler that the cached kernel VERSION wants, on this
# machine's files: plainly, if this machine has it, else with Debian's own programs of that kernel's release in
# place of /usr and /etc, which are unpacked into the cache once and seen by the COMMAND alone.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=vm/apt.sh
. "$here/apt.sh"
# shellcheck source=vm/cache.sh
. "$here/cache.sh"
# shellcheck source=vm/kernels.sh
. "$here/kernels.sh"

# Whether this machine's own programs will do for the toolchain.
native()
{
	case $1 in
	"") ;;
	trixie)
		command -v gcc >/dev/null && at_least 14 "$(gcc -dumpversion)" && runs_trixie
		;;
	arm64)
		# The C library's package comes apart from the compiler's.
		command -v aarch64-linux-gnu-gcc >/dev/null && [ -e /usr/aarch64-linux-gnu/lib/libc.a ]
		;;
	esac
}

# What make and the kernel's scripts call.
programs=(bash coreutils dash diffutils findutils grep make mawk perl-base sed)

make_toolchain()
{
	local suites packages=("${programs[@]}") dir
	case $1 in
	trixie)
		suites="trixie trixie-updates trixie-security"
		packages+=(gcc libelf1t64 libssl3t64 pahole zlib1g)
		;;
	arm64)
		suites="bookworm bookworm-updates bookworm-security"
		packages+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross libelf1 libssl3 zlib1g)
		;;
	esac
	echo "vm: fetching Debian's compiler for the kernel $version into ${entry%/*} (once)" >&2
	# shellcheck disable=SC2086 # a list of words
	apt_private "$tmp/apt" amd64 $suites || exit 96
	mapfile -t packages < <(apt_get -s -o APT::Install-Recommends=false install "${packages[@]}" |
		sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p')
	[ ${#packages[@]} -gt ${#programs[@]} ] || die "the mirror does not have all packages of the compiler: try again"
	mkdir -p "$tmp/new/tree/usr"/{bin,sbin,lib,lib64}
	# Older packages still say /lib.
	for dir in bin sbin lib lib64; do
		ln -s "usr/$dir" "$tmp/new/tree/$dir"
	done
	skip=("--exclude=./usr/share/doc" "--exclude=./usr/share/man" "--exclude=./usr/share/locale"
		"--exclude=./usr/share/info" "--exclude=*/lto1" "--exclude=*san.a")
	cache_packages "$tmp/new/tree" "${packages[@]}"
	ln -sf mawk "$tmp/new/tree/usr/bin/awk" # without Debian's alternatives
	# Where the checkout or the cache may lie; and where the new root will be.
	mkdir -p "$tmp/new/tree/usr"/{src,local/src} "$tmp/new/root"
	cache_end
}

# enter ENTRY DIRECTORY COMMAND...: in a mount namespace of its own, which ends with it whatever happens.
enter()
{
	set -e
	local root=$1/root tree=$1/tree directory=$2 dir
	shift 2
	mount -t tmpfs -o mode=755 toolchain "$root"
	cp -P "$tree"/{bin,sbin,lib,lib64} "$root"
	mkdir "$root"/{usr,etc}
	mount --rbind "$tree/usr" "$root/usr"
	mount --rbind "$tree/etc" "$root/etc"
	for dir in /* /usr/src /usr/local/src; do
		case $dir in
		/usr | /etc | /bin | /sbin | /lib | /lib[0-9x]*) continue ;;
		esac
		if [ -d "$dir" ] && [ ! -L "$dir" ]; then
			mkdir -p "$root$dir"
			mount --rbind "$dir" "$root$dir"
		elif [ -L "$dir" ]; then
			cp -P "$dir" "$root$dir"
		fi
	done
	exec chroot "$root" /usr/bin/env -C "$directory" PATH=/usr/sbin:/usr/bin LC_ALL=C "$@"
}

[ $# -ge 2 ] || die "usage: toolchain.sh VERSION COMMAND [ARG...]"
version=$1
shift
kernel_facts "$version"
if native "$toolchain"; then
	exec "$@"
fi
namespace=(unshare --mount)
[ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
"${namespace[@]}" true 2>/dev/null ||
	die "this machine lets nobody make a mount namespace ('${namespace[*]}' fails), which the compiler of" \
		"kernel $version is run in"
if cache_begin toolchains "$toolchain"; then
	make_toolchain "$toolchain"
fi
exec "${namespace[@]}" bash -c "$(declare -f enter); enter \"\$@\"" toolchain "$entry" "$PWD" "$@"

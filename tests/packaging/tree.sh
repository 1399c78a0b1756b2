#!/bin/bash
# SPDX-License-Identifier: MIT
# tree.sh make TREE [PACKAGE...]: a fresh minimal Debian 12 in the folder TREE, from the mirrors of this machine's apt.
# tree.sh in TREE [FROM:TO...] -- COMMAND...: runs COMMAND there as root, with the folders FROM of this machine at TO; what
# it mounts and starts ends with it. Needs root.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
die() { echo "tree: $*" >&2; exit 96; }

alone() { unshare --mount-proc --propagation private --pid --fork --kill-child "$@"; }

make_tree()
{
	local tree=$1 apt
	shift
	# shellcheck source=vm/apt.sh
	. "$here/../../vm/apt.sh"
	command -v mmdebstrap >/dev/null || die "mmdebstrap is missing: run scripts/setup.sh"
	apt=$(mktemp -d)
	# shellcheck disable=SC2064 # this folder
	trap "rm -rf '$apt'" EXIT
	apt_private "$apt" "$(dpkg --print-architecture)" bookworm bookworm-updates bookworm-security || exit 96
	# A mirror may be frozen, and reached as this machine reaches it.
	{ apt-config dump | grep -E '^Acquire::https?::' || true; echo 'Acquire::Check-Valid-Until "false";'; } >"$apt/options"
	mkdir -p "$tree"
	alone mmdebstrap --mode=root --variant=minbase --aptopt="$apt/options" --dpkgopt=force-unsafe-io \
		"--include=$(IFS=,; echo "ca-certificates${*:+,}$*")" bookworm "$tree" "$apt/sources.list"
	# mmdebstrap leaves our list beside its own.
	rm -f "$tree/etc/apt/sources.list.d"/*
	cp "$apt/sources.list" "$tree/etc/apt/sources.list"
	rm -f "$tree/etc/resolv.conf"
	touch "$tree/etc/resolv.conf"
}

enter()
{
	set -eu
	local tree=$1 pair
	shift
	mount --bind "$tree" "$tree"
	mount -t proc proc "$tree/proc"
	mount --rbind /sys "$tree/sys"
	mount --rbind /dev "$tree/dev"
	mount -t tmpfs -o mode=1777 tmp "$tree/tmp"
	[ ! -e /etc/resolv.conf ] || mount --bind "$(readlink -f /etc/resolv.conf)" "$tree/etc/resolv.conf"
	while [ "$1" != -- ]; do
		pair=$1
		mkdir -p "$tree${pair#*:}"
		mount --bind "${pair%%:*}" "$tree${pair#*:}"
		shift
	done
	shift
	exec chroot "$tree" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
		LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

case ${1-} in
make) shift; make_tree "$@" ;;
in) shift; alone bash -c "$(declare -f enter); enter \"\$@\"" tree "$@" ;;
*) sed -n '3,5s/^# //p' "$0" >&2; exit 64 ;;
esac

# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Folders in the cache that are made of Debian's packages, whole or not at all. Sourced, after apt.sh:
#   if cache_begin KIND NAME; then ...make it in $tmp/new...; cache_end; fi
# leaves its path in $entry.

die() { echo "vm: $*" >&2; exit 96; }

# Whether it has to be made: then its lock is held until cache_end, and $tmp goes away with us.
cache_begin()
{
	local folder=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}/$1 tool
	entry=$folder/$2
	[ ! -e "$entry/complete" ] || return 1
	for tool in apt-get dpkg-deb depmod python3 xz zstd flock; do
		command -v "$tool" >/dev/null || PATH=$PATH:/sbin:/usr/sbin
		command -v "$tool" >/dev/null || die "$tool is missing: run scripts/setup.sh"
	done
	mkdir -p "$folder"
	folder=$(readlink -f "$folder")
	entry=$folder/$2
	exec 9>"$folder/.$2.lock"
	flock 9 # another process may be making the same: wait, then find it complete
	if [ -e "$entry/complete" ]; then
		exec 9>&-
		return 1
	fi
	rm -rf "$folder/.$2."??????
	tmp=$(mktemp -d "$folder/.$2.XXXXXX")
	mkdir "$tmp/new"
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
}

cache_end()
{
	touch "$tmp/new/complete"
	rm -rf "$entry"
	mv "$tmp/new" "$entry"
	rm -rf "$tmp"
	trap - EXIT INT TERM HUP
	exec 9>&-
}

# cache_packages TREE PACKAGE[=VERSION]...: downloads and unpacks them. $skip may hold options for tar.
skip=()
cache_packages()
{
	local tree=$1 deb
	shift
	mkdir -p "$tmp/debs" "$tree"
	(cd "$tmp/debs" && apt_download "$@" >&2) || die "download failed: try again"
	[ -z "${FRAMERING_PROGRESS-}" ] || echo "vm: unpacking it" >&2
	for deb in "$tmp/debs"/*.deb; do
		# Nothing here belongs to root or gets root's rights when it is started.
		dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$tree" --no-same-owner --no-same-permissions \
			--keep-directory-symlink "${skip[@]}"
	done
	rm -rf "$tmp/debs"
}

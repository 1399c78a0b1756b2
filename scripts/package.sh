#!/bin/bash
# SPDX-License-Identifier: MIT
# package.sh [--lintian] [--suffix SUFFIX] [--no-setup] [FOLDER]: builds Debian's packages of this checkout to FOLDER,
# build/packages without a word. Installs what the build needs, if it may. --lintian looks for faults in the packages;
# --suffix ~1 makes a version that sorts before this one, to try upgrades.
#
# The source is what git has, uncommitted changes included, without git all files but build folders. Two builds of the same
# source are equal, byte by byte.
set -euo pipefail

die() { echo "package: $*" >&2; exit 1; }
usage() { sed -n '3,5s/^# //p' "$0"; }

top=$(dirname "$(dirname "$(readlink -f "$0")")")
lintian=
suffix=
setup=1
out=$top/build/packages
while [ $# != 0 ]; do
	case $1 in
	--lintian) lintian=1 ;;
	--suffix) [ $# -ge 2 ] || { usage >&2; exit 64; }; suffix=$2; shift ;;
	--no-setup) setup= ;;
	-h | --help) usage; exit ;;
	-*) usage >&2; exit 64 ;;
	*) out=$1 ;;
	esac
	shift
done
mkdir -p "$out"
out=$(readlink -f "$out")

# A tree that is another user's is read all the same.
git_root() { git -c safe.directory='*' -C "$top" rev-parse --show-toplevel 2>/dev/null || true; }

# The files of the source, each ended by a zero.
list()
{
	if [ "$(git_root)" = "$top" ]; then
		git -c safe.directory='*' -C "$top" ls-files -z --cached --others --exclude-standard
	else
		(cd "$top" && find . -name .git -prune -o -name 'build*' -type d -prune -o -name __pycache__ -prune -o \
			-type f ! -name '*.ko' ! -name '*.o' -printf '%P\0')
	fi | (cd "$top" && while IFS= read -r -d '' file; do
		[ ! -f "$file" ] || printf '%s\0' "$file"
	done) | LC_ALL=C sort -z
}

install_needed()
{
	local root=()
	command -v apt-get >/dev/null || die "this needs Debian's apt-get"
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "run this as root, or install sudo; or --no-setup, if all is there"
		root=(sudo)
	fi
	[ -n "$(apt-cache madison debhelper 2>/dev/null)" ] || "${root[@]}" apt-get -qq update
	# Dependencies are checked by dpkg-buildpackage once more.
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y dpkg-dev \
		build-essential ${lintian:+lintian} >/dev/null
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq build-dep --no-install-recommends -y "$1" >/dev/null
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
version=$(sed -n "s/^	version: '\(.*\)',$/\1/p" "$top/meson.build")
tree=$tmp/framering-$version
mkdir "$tree"
list | tar -C "$top" -c --null --no-recursion -T - | tar -x -C "$tree"
debian=$tree/packaging/debian
stated=$(sed -n '1s/^framering (\(.*\)).*/\1/p' "$debian/changelog")
[ "${stated%-*}" = "$version" ] || die "packaging/debian/changelog tells of $stated, meson.build of $version"
[ -z "$suffix" ] || sed -i "1s/(.*)/($stated$suffix)/" "$debian/changelog"
epoch=$(date -d "$(sed -n 's/^ -- .*>  //p' "$debian/changelog" | head -n 1)" +%s)
# What was unpacked has the modes and times of this checkout.
find "$tree" -exec touch -h -d "@$epoch" {} +
chmod -R u=rwX,go=rX "$tree"
tar -C "$tmp" --sort=name --owner=0 --group=0 --numeric-owner -c "framering-$version" | gzip -9n \
	>"$tmp/framering_$version.orig.tar.gz"
cp -a "$debian" "$tree/debian"
[ -z "$setup" ] || install_needed "$tree"

# Nothing of who builds here gets into the packages.
(cd "$tree" && env -u MAKEFLAGS LC_ALL=C.UTF-8 DEB_BUILD_OPTIONS="parallel=$(nproc) ${DEB_BUILD_OPTIONS-}" \
	dpkg-buildpackage -us -uc -F) || die "dpkg-buildpackage failed: see above"
if [ -n "$lintian" ]; then
	(cd "$tmp" && lintian --pedantic --fail-on error,warning --allow-root framering_*.changes) ||
		die "lintian found faults: see above"
fi
find "$tmp" -maxdepth 1 -type f -exec cp -p {} "$out" \;
echo "package: in $out:"
(cd "$out" && ls -1 -- *_"$stated$suffix"_*.deb)

#!/bin/bash
# SPDX-License-Identifier: MIT
# kernel.sh VERSION: makes sure that a Debian kernel is in the cache and prints its folder, which holds
#   vmlinux    the uncompressed ELF (QEMU starts it in a third of the bzImage's time)
#   release    what uname -r will say
#   modules/   lib/modules/RELEASE with depmod's data
#   headers/   a folder for make -C
# VERSION is 6.1 (bookworm) or 6.12 (bookworm-backports).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=vm/apt.sh
. "$here/apt.sh"

die() { echo "vm: $*" >&2; exit 96; }

# One line per kernel: which suites have it, and for which architecture.
version=${1-}
arch=amd64
case $version in
6.1) suites="bookworm bookworm-updates bookworm-security" ;;
6.12) suites="bookworm-backports" ;;
*) die "usage: kernel.sh 6.1|6.12" ;;
esac

cache=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}/kernels
kernel=$cache/$version
if [ -e "$kernel/complete" ]; then
	echo "$kernel"
	exit
fi

for tool in apt-get dpkg-deb depmod python3 xz zstd flock; do
	command -v "$tool" >/dev/null || PATH=$PATH:/sbin:/usr/sbin
	command -v "$tool" >/dev/null || die "$tool is missing: run scripts/setup.sh"
done

mkdir -p "$cache"
exec 9>"$cache/.$version.lock"
flock 9 # somebody else may be fetching the same kernel: wait, then find it complete
if [ -e "$kernel/complete" ]; then
	echo "$kernel"
	exit
fi
rm -rf "$cache/.$version."??????
tmp=$(mktemp -d "$cache/.$version.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo "vm: fetching Debian's kernel $version into $cache (once)" >&2
# shellcheck disable=SC2086 # a list of words
apt_private "$tmp/apt" "$arch" $suites || exit 96

# newest PACKAGE: its newest version that belongs to this kernel
newest() { apt_cache madison "$1" | awk -v v="$version" '$3 ~ "^" v "[.~-]" { print $3; exit }'; }

# The metapackages name the real packages of the moment; 7.3 and later split the image further.
want=("linux-image-$arch" "linux-headers-$arch")
packages=()
while [ ${#want[@]} -gt 0 ]; do
	name=${want[0]}
	want=("${want[@]:1}")
	v=$(newest "$name")
	[ -n "$v" ] || die "the mirror has no $name $version"
	[[ " ${packages[*]} " == *" $name=$v "* ]] && continue
	packages+=("$name=$v")
	mapfile -t -O ${#want[@]} want < <(apt_cache show --no-all-versions "$name=$v" |
		sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' |
		grep -E '^linux-(image|binary|modules|headers|kbuild)-' || true)
done

mkdir "$tmp/debs" "$tmp/kernel" "$tmp/kernel/tree"
(cd "$tmp/debs" && apt_get -qq download "${packages[@]}" >&2) || die "download failed: try again"
# Modules that no VM of ours can use are two thirds of the tree.
skip=()
for dir in sound net/bluetooth drivers/net/wireless drivers/net/ethernet drivers/infiniband drivers/scsi \
	drivers/iio drivers/staging drivers/isdn drivers/hwmon drivers/gpu/drm/amd drivers/gpu/drm/nouveau \
	drivers/gpu/drm/radeon drivers/gpu/drm/i915 drivers/gpu/drm/xe drivers/media/dvb-frontends \
	drivers/media/tuners drivers/media/usb; do
	skip+=("--exclude=*/lib/modules/*/kernel/$dir")
done
for deb in "$tmp/debs"/*.deb; do
	dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$tmp/kernel/tree" "${skip[@]}"
done

cd "$tmp/kernel"
image=$(find tree -name 'vmlinuz*' -type f | head -n 1)
headers=$(find tree/usr/src -maxdepth 1 -name "linux-headers-*-$arch" | head -n 1)
modules=$(find tree -path '*lib/modules/*' -name kernel -type d | head -n 1)
if [ -z "$image" ] || [ -z "$headers" ] || [ -z "$modules" ]; then
	die "the packages of $version have an unknown layout"
fi
release=$(basename "$(dirname "$modules")")

python3 "$here/vmlinux.py" "$image" vmlinux
mkdir -p modules/lib/modules
mv "$(dirname "$modules")" modules/lib/modules/
rm -f "modules/lib/modules/$release"/{build,source}
depmod -b "$PWD/modules" "$release"
# The headers name each other by absolute path; relative ones work wherever the cache lies.
sed -i 's|/usr/src/|../|' "$headers/Makefile"
ln -s "$headers" headers
rm -rf tree/boot tree/usr/share tree/lib/modules "$image"
echo "$release" >release
printf '%s\n' "${packages[@]}" >packages
touch complete
cd /
rm -rf "$kernel"
mv "$tmp/kernel" "$kernel"
echo "$kernel"

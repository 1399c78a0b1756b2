#!/bin/bash
# SPDX-License-Identifier: MIT
# kernel.sh VERSION: makes sure that a Debian kernel is in the cache and prints its folder, which holds
#   vmlinux    what QEMU starts; on x86 the uncompressed ELF (in a third of the bzImage's time)
#   arch       Debian's name for its architecture
#   release    what uname -r will say
#   modules/   lib/modules/RELEASE with depmod's data
#   headers/   a folder for make -C
#   busybox    if its architecture is not ours
# VERSION is 6.1 (bookworm), 6.12 (bookworm-backports, or trixie on Debian 13), 6.12-rt (the same with PREEMPT_RT), 7.3
# (trixie-backports) or 6.1-arm64 (bookworm's for clouds), or the name of a configuration in configs/, from which build-kernel.sh makes the same.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=vm/apt.sh
. "$here/apt.sh"
# shellcheck source=vm/cache.sh
. "$here/cache.sh"
# shellcheck source=vm/kernels.sh
. "$here/kernels.sh"

version=${1-}
number=${version%%-*}
kernel_facts "$version"
[ -z "$configuration" ] || exec "$here/build-kernel.sh" "$version"
if ! cache_begin kernels "$cached"; then
	echo "$entry"
	exit
fi

echo "vm: fetching Debian's kernel $version into ${entry%/*} (once)" >&2
archs=$arch
# The headers' own programs run here.
[ "$arch" = amd64 ] || archs=$arch,amd64
# shellcheck disable=SC2086 # a list of words
apt_private "$tmp/apt" "$archs" $suites || exit 96

# newest PACKAGE: its newest version that belongs to this kernel
newest() { apt_cache madison "$1" | awk -v v="$number" '$3 ~ "^" v "[.~-]" { print $3; exit }'; }

# The metapackages name the real packages of the moment; 7.3 and later split the image further.
want=("linux-image-$flavour" "linux-headers-$flavour")
packages=()
while [ ${#want[@]} -gt 0 ]; do
	name=${want[0]}
	want=("${want[@]:1}")
	v=$(newest "$name")
	[ -n "$v" ] || die "the mirror has no $name $number"
	package=$name=$v
	[[ $arch = amd64 || $name != linux-kbuild-* ]] || package=$name:amd64=$v
	[[ " ${packages[*]} " == *" $package "* ]] && continue
	packages+=("$package")
	mapfile -t -O ${#want[@]} want < <(apt_cache show --no-all-versions "$name=$v" |
		sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' |
		grep -E '^linux-(image|binary|base|modules|headers|kbuild)-' || true)
done

# Modules that no VM of ours can use are two thirds of the tree.
skip=()
for dir in sound net/bluetooth drivers/net/wireless drivers/net/ethernet drivers/infiniband drivers/scsi \
	drivers/iio drivers/staging drivers/isdn drivers/hwmon drivers/gpu/drm/amd drivers/gpu/drm/nouveau \
	drivers/gpu/drm/radeon drivers/gpu/drm/i915 drivers/gpu/drm/xe drivers/media/dvb-frontends \
	drivers/media/tuners drivers/media/usb; do
	skip+=("--exclude=*/lib/modules/*/kernel/$dir")
done
cache_packages "$tmp/new/tree" "${packages[@]}"

cd "$tmp/new"
image=$(find tree -name 'vmlinuz*' -type f | head -n 1)
headers=$(find tree/usr/src -maxdepth 1 -name "linux-headers-*-$flavour" | head -n 1)
modules=$(find tree -path '*lib/modules/*' -name kernel -type d | head -n 1)
if [ -z "$image" ] || [ -z "$headers" ] || [ -z "$modules" ]; then
	die "the packages of $version have an unknown layout"
fi
release=$(basename "$(dirname "$modules")")

python3 "$here/vmlinux.py" "$image" vmlinux
rm "$image"
mkdir -p modules/lib/modules
mv "$(dirname "$modules")" modules/lib/modules/
rm -f "modules/lib/modules/$release"/{build,source}
depmod -b "$PWD/modules" "$release"
# The headers name each other by absolute path; relative ones work wherever the cache lies.
sed -i 's|/usr/src/|../|' "$headers/Makefile"
ln -s "$headers" headers
rm -rf tree/boot tree/usr/share tree/lib/modules tree/usr/lib/modules
if [ "$arch" != amd64 ]; then
	cache_packages "$tmp/busybox" busybox-static
	cp "$tmp/busybox"/*/busybox .
fi
echo "$arch" >arch
echo "$release" >release
printf '%s\n' "${packages[@]}" >packages
cache_end
echo "$entry"

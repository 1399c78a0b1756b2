#!/bin/bash
# SPDX-License-Identifier: MIT
# build-kernel.sh NAME: builds Debian's kernel source with configs/NAME.config, unless the cache has it, and prints its
# folder, which holds what kernel.sh tells. kernel.sh calls it for these names, so module.sh and vm/run know them, too.
# A configuration says in comments `# arch: um` or `# arch: amd64`, and `# base: ` what it stands on: one of the
# kernel's own (defconfig, tinyconfig) or another file here. Each line of it must hold in the end.
# The cache forgets a kernel when a configuration or the recipe changes, not when Debian mends its source: remove
# the folder for that; its file `packages` says what it was built from.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=vm/apt.sh
. "$here/apt.sh"
# shellcheck source=vm/cache.sh
. "$here/cache.sh"
# shellcheck source=vm/kernels.sh
. "$here/kernels.sh"

package=linux-source-6.1
recipe=2 # raised when what is done below changes what comes out

# chain FILE: it and what it stands on, the ground first; sets $ground to the kernel's own.
chain()
{
	local base
	[ -e "$here/configs/$1" ] || die "there is no configuration $1: see vm/configs"
	base=$(sed -n 's/^# base: //p' "$here/configs/$1")
	case $base in
	*.config) chain "$base" ;;
	*) ground=$base ;;
	esac
	fragments+=("$here/configs/$1")
}

name=${1-}
kernel_facts "$name"
fragments=()
chain "$name.config"
[ -n "$ground" ] || die "${fragments[0]} names no base"
case $arch in
amd64) karch=x86_64 folders="x86" ;;
um) karch=um folders="um x86" ;;
*) die "configs/$name.config: nothing is known here of the architecture '$arch'" ;;
esac

hash=$(cat "${fragments[@]}" <(echo "$package $recipe") | sha256sum)
if ! cache_begin kernels "$name-${hash:0:16}"; then
	echo "$entry"
	exit
fi
for tool in gcc make flex bison bc perl; do
	command -v $tool >/dev/null || die "$tool is missing: run scripts/setup.sh"
done

echo "vm: building the kernel $name into ${entry%/*} (once; some ten minutes on two processors)" >&2
# shellcheck disable=SC2086 # a list of words
apt_private "$tmp/apt" amd64 $suites || exit 96
source=$(apt_cache madison "$package" | awk 'NR == 1 { print $3 }')
[ -n "$source" ] || die "the mirror has no $package"
cache_packages "$tmp/package" "$package=$source"
mkdir "$tmp/new/headers"
tar -x --no-same-owner --strip-components=1 -C "$tmp/new/headers" -f "$tmp/package/usr/src/$package.tar.xz"
rm -rf "$tmp/package"

cd "$tmp/new/headers"
build()
{
	nice make -s ARCH=$karch -j"$(nproc)" "$@" >"$tmp/log" 2>&1 9>&- ||
		{ tail -n 30 "$tmp/log" >&2; die "make $* failed: see above"; }
}
if [ "$arch" = um ]; then
	# Processors with AMX have 11008 bytes of registers, and the host's kernel takes all or nothing.
	sed -i 's/\(HOST_FP_SIZE\), 2696)/\1, 11008)/' arch/x86/um/user-offsets.c
	grep -q 'HOST_FP_SIZE, 11008' arch/x86/um/user-offsets.c || die "arch/um has changed: see $0"
fi
build "$ground"
cat "${fragments[@]}" >>.config
build olddefconfig
# Of two lines the later counts, also against what stands below it.
awk -F '[= ]' '/^CONFIG_/ { want[$1] = $0 } /^# CONFIG_.* is not set$/ { want[$2] = $0 }
	END { for (name in want) print want[name] }' "${fragments[@]}" >"$tmp/want"
awk 'NR == FNR { is[$0] = 1; split($0, word, "="); set[word[1]] = 1; next }
	/^#/ ? set[$2] : !is[$0]' .config "$tmp/want" >"$tmp/lost"
[ ! -s "$tmp/lost" ] || die "the kernel does not take from configs/$name.config: $(tr '\n' ' ' <"$tmp/lost")"
build
build INSTALL_MOD_PATH="$tmp/new/modules" modules_install

release=$(cat include/config/kernel.release)
rm -f "$tmp/new/modules/lib/modules/$release"/{build,source}
depmod -b "$tmp/new/modules" "$release"
case $arch in
um) cp linux ../vmlinux ;;
*)
	# QEMU starts an ELF kernel at its PVH entry, whose code is not for KASAN: it runs before there is shadow memory.
	if grep -q '^CONFIG_PVH=y' .config; then
		cp vmlinux ..
	else
		cp arch/x86/boot/bzImage ../vmlinux
	fi
	;;
esac

# Of the tree, what builds modules is left.
mkdir ../kept ../kept/arch ../kept/tools
mv Makefile Kbuild Kconfig .config Module.symvers System.map include scripts ../kept
for dir in $folders; do
	find "arch/$dir" -type f \( -name '*.[coSa]' -o -name '*.cmd' -o -name '*.so*' \) -delete
	mv "arch/$dir" ../kept/arch/
done
if [ -e tools/objtool/objtool ]; then
	mkdir ../kept/tools/objtool
	mv tools/objtool/objtool ../kept/tools/objtool/
fi
cd ..
rm -rf headers
mv kept headers
find headers \( -name bzImage -o -name 'vmlinux*.bin*' \) -delete
echo "$arch" >arch
echo "$release" >release
printf '%s\n' "$package=$source" "$(cat "${fragments[@]}" | sha256sum)" >packages
cache_end
echo "$entry"

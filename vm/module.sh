#!/bin/bash
# SPDX-License-Identifier: MIT
# module.sh VERSION OUTDIR [SRCDIR...] [VAR=VALUE...]: builds driver/ and each SRCDIR (a folder with a Kbuild)
# against the cached kernel VERSION and leaves the modules as OUTDIR/*.ko. Works on a copy below OUTDIR, since
# kbuild writes next to its sources; a second run without changes does nothing. VAR=VALUE (W=1, C=2, ...) goes
# to make, KCFLAGS is taken from the environment. toolchain.sh finds the compiler. Where FRAMERING_COVER is set, the
# driver tells framering_cover, built before it, of each block that runs: see tests/cover.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(dirname "$here")

die() { echo "vm: $*" >&2; exit 96; }

[ $# -ge 2 ] || die "usage: module.sh VERSION OUTDIR [SRCDIR...] [VAR=VALUE...]"
version=$1
out=$2
shift 2
vars=()
dirs=("$root/driver")
for arg; do
	if [[ $arg =~ ^[A-Z_]+= ]]; then
		vars+=("$arg")
	else
		dirs+=("$(readlink -f "$arg")")
	fi
done
cover=()
if [ -n "${FRAMERING_COVER-}" ]; then
	dirs=("$root/tests/cover" "${dirs[@]}")
	cover=(-g -fsanitize-coverage=trace-pc -fno-optimize-sibling-calls -include "$root/tests/cover/framering_cover.h")
fi
for dir in "${dirs[@]}"; do
	[ -e "$dir/Kbuild" ] || [ -e "$dir/Makefile" ] || die "$dir has no Kbuild"
done

kernel=$("$here/kernel.sh" "$version")
mkdir -p "$out"
out=$(readlink -f "$out")
exec 9>"$out/.lock"
flock 9

# Debian's headers name the compiler that built the kernel; another machine may only have its own. CC= of the caller's
# is the last word.
cross=
case $(cat "$kernel/arch" 2>/dev/null || true) in
arm64)
	cross=aarch64-linux-gnu-
	vars+=("ARCH=arm64" "CROSS_COMPILE=$cross")
	;;
um)
	vars+=("ARCH=um")
	;;
esac
# Where the kernel as a whole is not checked for it, the module is.
grep -qs '^CONFIG_UBSAN=y' "$kernel/headers/.config" && vars+=("UBSAN_SANITIZE=y")
cc=$(sed -n 's/^CC = .*(CROSS_COMPILE)\(gcc[-0-9]*\)$/\1/p' "$kernel/headers/.kernelvariables" 2>/dev/null || true)
compiler()
{
	local status=0
	# shellcheck disable=SC2016 # for that shell
	"$here/toolchain.sh" "$version" sh -c 'command -v "$1"' sh "$cross$1" >/dev/null 9>&- || status=$?
	[ $status != 96 ] || exit 96 # it has said why
	return $status
}
if [[ " ${vars[*]} " != *" CC="* ]] && { [ -z "$cc" ] || ! compiler "$cc"; }; then
	compiler gcc || die "${cross}gcc is missing: run scripts/setup.sh"
	vars+=("CC=${cross}gcc")
fi

copy=$out/build
stamp=$out/.stamp
want=$(printf '%s\n' "$version" "$(cat "$kernel/packages")" "KCFLAGS=${KCFLAGS-}" "${cover[*]}" "${vars[@]}" "${dirs[@]}")
# Objects of other flags or another kernel must not survive.
if [ "$(cat "$out/.flags" 2>/dev/null || true)" != "$want" ]; then
	rm -rf "$copy" "$stamp"
	printf '%s\n' "$want" >"$out/.flags"
fi

# place SRCDIR: its folder in the copy, at the same place relative to uapi/ as in the checkout.
place()
{
	case $1 in
	"$root"/*) echo "$copy/${1#"$root"/}" ;;
	*) echo "$copy/extra/$(basename "$1")" ;;
	esac
}

sources() { find . -type f \( -name '*.[chS]' -o -name Kbuild -o -name Makefile \) ! -name '*.mod.c' | sort; }

# sync FROM TO: copies what differs, removes what is gone, leaves kbuild's own files alone. By contents, so that
# neither a touch nor an older file's return misleads make.
sync()
{
	local from=$1 to=$2 f
	mkdir -p "$to"
	(cd "$from" && sources) >"$to/.sources.new"
	if [ -e "$to/.sources" ]; then
		while read -r f; do
			rm -f "$stamp" "$to/$f"
		done < <(comm -23 "$to/.sources" "$to/.sources.new")
	fi
	while read -r f; do
		if ! cmp -s "$from/$f" "$to/$f"; then
			rm -f "$stamp"
			mkdir -p "$(dirname "$to/$f")"
			cp "$from/$f" "$to/$f"
		fi
	done <"$to/.sources.new"
	mv "$to/.sources.new" "$to/.sources"
}

for dir in "$root/uapi" "${dirs[@]}"; do
	[ ! -d "$dir" ] || sync "$dir" "$(place "$dir")"
done
[ ! -e "$stamp" ] || exit 0

rm -f "$out"/*.ko
[ -z "${FRAMERING_PROGRESS-}" ] || echo "vm: building the driver for Linux $version" >&2
symbols=
for dir in "${dirs[@]}"; do
	at=$(place "$dir")
	flags=${KCFLAGS-}
	[ "$dir" != "$root/driver" ] || flags="$flags ${cover[*]}"
	# BTF needs the kernel's debug information, which no package holds.
	KCFLAGS=$flags "$here/toolchain.sh" "$version" make -s -C "$kernel/headers" M="$at" -j"$(nproc)" \
		CONFIG_DEBUG_INFO_BTF_MODULES= \
		${symbols:+KBUILD_EXTRA_SYMBOLS="$symbols"} "${vars[@]}" modules >&2 9>&-
	symbols="$symbols${symbols:+ }$at/Module.symvers"
	find "$at" -maxdepth 1 -name '*.ko' -exec cp -t "$out" {} +
done
touch "$stamp"

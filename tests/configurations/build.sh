#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh OUT: compiles the driver for small kernels that lack something, or have PREEMPT_RT, all from one source.
# Their headers are made in OUT/kernel, the driver is compiled in OUT/copy. A warning is a failure.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$here/../..
out=$1

source=$("$here/source.sh")
mkdir -p "$out/kernel" "$out/copy"
out=$(readlink -f "$out")
cp -r "$root/driver" "$root/uapi" "$out/copy"

kernel_make() { nice make -s -C "$source" O="$out/kernel" ARCH=x86_64 -j"$(nproc)" "$@"; }

# is OPTION VALUE: whether the kernel has taken it.
is()
{
	case $2 in
	n) [ "$(grep -c "^CONFIG_$1=" "$out/kernel/.config")" = 0 ] ;;
	*) grep -qx "CONFIG_$1=$2" "$out/kernel/.config" ;;
	esac
}

# prepare OPTION=VALUE...: a kernel's headers, as far as modules want them.
prepare()
{
	local option
	kernel_make tinyconfig >/dev/null || return
	# Of lines about the same option the last one counts; Linux would complain of the others.
	{ cat "$out/kernel/.config" "$here/base.config"; [ $# = 0 ] || printf 'CONFIG_%s\n' "$@"; } |
		awk -F '[= ]' '/^CONFIG_/ { is[$1] = $0 } /^# CONFIG_.* is not set$/ { is[$2] = $0 }
			END { for (name in is) print is[name] }' >"$out/kernel/.config.new"
	mv "$out/kernel/.config.new" "$out/kernel/.config"
	kernel_make olddefconfig || return
	while IFS='=' read -r option value; do
		[[ " $*" == *" ${option#CONFIG_}="* ]] || is "${option#CONFIG_}" "$value" ||
			{ echo "Linux does not take $option=$value"; return 1; }
	done < <(grep '^CONFIG_' "$here/base.config")
	for option; do
		is "${option%=*}" "${option#*=}" || { echo "Linux does not take $option"; return 1; }
	done
	kernel_make modules_prepare
}

# compile OBJECT: of the driver. Not linked: the names of a kernel that was never built are not known.
compile()
{
	find "$out/copy" -name '*.o' -delete
	kernel_make M="$out/copy/driver" W=1 "$1" || return
	[ -e "$out/copy/driver/$1" ] || { echo "there is no $1"; return 1; }
}

number=0
# verdict NAME LOG STATUS
verdict()
{
	number=$((number + 1))
	if [ "$3" = 0 ] && ! grep -q 'warning:\|error:' "$2"; then
		echo "ok $number - $1"
	else
		sed 's/^/# /' "$2"
		echo "not ok $number - $1"
	fi
}

echo "TAP version 13"
while read -r name options; do
	[[ $name != "#"* ]] || continue
	status=0
	# shellcheck disable=SC2086 # a list of words
	{ prepare $options && compile framering.o; } >"$out/$name.log" 2>&1 || status=$?
	verdict "driver_builds_${name}_ok" "$out/$name.log" $status
done <"$here/table"
# That a warning is seen, and a driver that does not compile: else all of the above might say nothing.
printf 'int fr_planted(void)\n{\n\tint unused;\n\n\treturn 0;\n}\n' >>"$out/copy/driver/main.c"
compile main.o >"$out/planted.log" 2>&1 || true
number=$((number + 1))
if grep -q 'main.c.*warning: unused variable' "$out/planted.log" &&
	grep -q 'main.c.*warning: no previous prototype' "$out/planted.log"; then
	echo "ok $number - planted_warnings_are_seen_ok"
else
	sed 's/^/# /' "$out/planted.log"
	echo "not ok $number - planted_warnings_are_seen_ok"
fi
echo "1..$number"

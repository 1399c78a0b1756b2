#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kbuild.sh KERNELDIR SOURCE_ROOT OUTPUT SCRATCH: builds the module on a copy,
# since kbuild writes beside its sources (MO= needs a kernel of 6.13 or newer).
set -eu
scratch=$4
mkdir -p "$scratch"
cp -rpu "$2/driver" "$2/uapi" "$scratch"
if ! make -C "$1" M="$(readlink -f "$scratch")/driver" modules \
	>"$scratch/log" 2>&1; then
	cat "$scratch/log" >&2
	exit 1
fi
cp "$scratch/driver/framering.ko" "$3"
# Not where the kernel has no V4L2.
v4l2=$(dirname "$3")/framering-v4l2.ko
rm -f "$v4l2"
[ ! -e "$scratch/driver/framering-v4l2.ko" ] ||
	cp "$scratch/driver/framering-v4l2.ko" "$v4l2"

#!/bin/bash
# SPDX-License-Identifier: MIT
# ptwalk.sh SOURCE_ROOT MODULES KERNEL PROGRAM [VM_OPTION...]: builds framering_ptwalk for KERNEL into MODULES and runs
# its tests in a virtual machine with it and with an ivshmem device.
set -euo pipefail

root=$1
out=$2
kernel=$3
program=$4
shift 4

"$root/vm/module.sh" "$kernel" "$out" "$root/tests/kernel"
exec "$root/vm/run" --kernel "$kernel" --module "$out/framering_ptwalk.ko" --timeout 240 \
	--qemu=-object --qemu=memory-backend-ram,id=shared,size=1G \
	--qemu=-device --qemu=ivshmem-plain,memdev=shared \
	"$@" -- "$program"

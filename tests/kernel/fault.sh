#!/bin/bash
# SPDX-License-Identifier: MIT
# fault.sh SOURCE_ROOT MODULES KERNEL PROGRAM [VM_OPTION...]: builds the driver and framering_fault for KERNEL into
# MODULES and runs the tests of framering_fault in a virtual machine with both and with a PCI device that is free.
set -euo pipefail

root=$1
out=$2
kernel=$3
program=$4
shift 4

"$root/vm/module.sh" "$kernel" "$out" "$root/tests/kernel"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$root/vm/run" --kernel "$kernel" --module "$out/framering.ko" --module "$out/framering_fault.ko" \
	--module "$out/framering_exporter.ko" \
	--timeout 600 --ivshmem "$scratch/card:64M" --qemu=-device --qemu=pci-testdev "$@" -- \
	env "FAULT_DRIVER=$out/framering.ko" "$program"

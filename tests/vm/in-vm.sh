#!/bin/sh
# SPDX-License-Identifier: MIT
# in-vm.sh KERNEL MODULES [VM-OPTION...] -- COMMAND [ARG...]: builds the driver
# and the page-table helper for KERNEL into MODULES, and runs COMMAND in a
# virtual machine that has them loaded.
set -eu

root=$(dirname "$(readlink -f "$0")")/../..
kernel=$1
modules=$2
shift 2
"$root/vm/module.sh" "$kernel" "$modules" "$root/tests/kernel" \
	>"$modules.log" 2>&1 || { cat "$modules.log" >&2; exit 96; }
exec "$root/vm/run" --kernel "$kernel" --module "$modules/framering.ko" \
	--module "$modules/framering_ptwalk.ko" "$@"

#!/bin/sh
# SPDX-License-Identifier: MIT
# kunit.sh KERNEL MODULES: builds the KUnit tests for KERNEL into MODULES and runs them in a machine with that kernel.
set -eu

here=$(dirname "$(readlink -f "$0")")
vm=$here/../../vm
"$vm/module.sh" "$1" "$2" "$here/kunit" >"$2.log" 2>&1 || { cat "$2.log" >&2; exit 96; }
exec "$vm/run" --kernel "$1" --module "$2/framering_kunit.ko" -- python3 "$here/kunit.py"

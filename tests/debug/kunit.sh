#!/bin/sh
# SPDX-License-Identifier: MIT
# kunit.sh KERNEL MODULES: builds the KUnit tests for KERNEL into MODULES and runs them in a machine with that kernel.
set -eu

here=$(dirname "$(readlink -f "$0")")
vm=$here/../../vm
"$vm/module.sh" "$1" "$2" "$here/kunit" >"$2.log" 2>&1 || { cat "$2.log" >&2; exit 96; }
status=0
"$vm/run" --kernel "$1" --log "$2.console" --module "$2/framering_kunit.ko" -- python3 "$here/kunit.py" || status=$?
# Also where the machine has died, or KUnit itself saw nothing wrong.
[ $status = 0 ] || python3 "$here/kunit_log.py" "$2.console" "$here"/kunit/*.c
exit $status

#!/bin/sh
# SPDX-License-Identifier: MIT
# in-vm.sh KERNEL MODULES [PARAM=VALUE...] [VM-OPTION...] -- COMMAND [ARG...]:
# builds the driver and, for its tests, drivers that import and export dma-bufs and, for x86 machines, the page-table helper for
# KERNEL into MODULES, and runs COMMAND in a virtual machine that has them loaded, the driver with
# these parameters. The kernel does not clear memory of its own accord, so that
# a test can tell if the driver does.
set -eu

root=$(dirname "$(readlink -f "$0")")/../..
kernel=$1
modules=$2
shift 2
params=
while :; do
	case $1 in
	-*) break ;;
	esac
	params="$params $1"
	shift
done
"$root/vm/module.sh" "$kernel" "$modules" "$root/tests/kernel" \
	>"$modules.log" 2>&1 || { cat "$modules.log" >&2; exit 96; }
for name in framering_import framering_exporter framering_ptwalk; do
	[ ! -e "$modules/$name.ko" ] || set -- --module "$modules/$name.ko" "$@"
done
case $kernel in
um*) ;;
*-debug)
	# Callers that allocated a page and never freed it: see vm/guest.sh.
	set -- --append page_owner=on "$@"
	;;
esac
# shellcheck disable=SC2086 # parameters are words
exec "$root/vm/run" --kernel "$kernel" --append init_on_alloc=0 --module "$modules/framering.ko" \
	$params "$@"

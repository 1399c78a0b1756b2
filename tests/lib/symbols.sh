#!/bin/sh
# SPDX-License-Identifier: MIT
# The library exports what its header declares, and nothing else.
# Usage: symbols.sh LIBRARY HEADER
set -eu

exported=$(nm -D --defined-only "$1" | awk '{ print $3 }' | sort)
# Declarations begin at the left edge; comments and continuations do not.
declared=$(grep -o '^[a-z].*\|^framering_[a-z_]*(' "$2" |
	grep -o 'framering_[a-z_]*(' | tr -d '(' | sort -u)

echo 1..1
if [ "$exported" = "$declared" ]; then
	echo "ok 1 - exported_symbols_are_the_header_ok"
else
	echo "not ok 1 - exported_symbols_are_the_header_ok"
	echo "# exported: $exported" | tr '\n' ' '
	echo
	echo "# declared: $declared" | tr '\n' ' '
	echo
	exit 1
fi

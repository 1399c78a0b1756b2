#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kerneldir.sh: prints the build folder of the running kernel, or else of the
# newest kernel whose headers are installed; nothing if there is none.
running=/lib/modules/$(uname -r)/build
newest=$(printf '%s\n' /lib/modules/*/build | sort -V | tail -n 1)
for dir in "$running" "$newest"; do
	if [ -e "$dir/Makefile" ]; then
		echo "$dir"
		exit 0
	fi
done

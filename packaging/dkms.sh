#!/bin/sh
# SPDX-License-Identifier: MIT
# dkms.sh [ROOT]: puts the driver's source to ROOT/usr/src/framering-VERSION, as DKMS wants it. All packages use this; on
# a system without them, 'dkms install framering/VERSION' is the next step.
set -eu
top=$(dirname "$(readlink -f "$0")")/..
version=$(sed -n "s/^	version: '\(.*\)',$/\1/p" "$top/meson.build")
[ -n "$version" ] || { echo "dkms: meson.build tells no version" >&2; exit 1; }
to=${1-}/usr/src/framering-$version

cd "$top"
# The interface lies beside the driver, where Kbuild looks for it.
find driver uapi -type f \( -name '*.[ch]' -o -name Kbuild -o -name Makefile \) ! -name '*.mod.c' -print | LC_ALL=C sort |
	while read -r file; do
		install -D -p -m 644 "$file" "$to/$file"
	done
sed "s/#MODULE_VERSION#/$version/" driver/dkms.conf >"$to/dkms.conf"
touch -r driver/dkms.conf "$to/dkms.conf"
chmod 644 "$to/dkms.conf"

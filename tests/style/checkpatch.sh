#!/bin/bash
# SPDX-License-Identifier: MIT
# checkpatch.sh: prints the path of the kernel's checkpatch.pl, from the cache. Debian's headers come without it, so
# the first call takes it out of Debian's linux-source package, which is 140 MB on its way and 600 KB afterwards.
set -euo pipefail

cache=${FRAMERING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/framering}/checkpatch
if [ -e "$cache/checkpatch.pl" ]; then
	echo "$cache/checkpatch.pl"
	exit
fi

mkdir -p "$cache"
exec 9>"$cache/.lock"
flock 9
tmp=$(mktemp -d "$cache/.new.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

# The metapackage names the real one of this release.
package=$(apt-cache depends linux-source | sed -n 's/.*Depends: \(linux-source-[0-9.]*\)$/\1/p' | head -n 1)
[ -n "$package" ] || { echo "apt knows no linux-source" >&2; exit 1; }
chmod 755 "$tmp" # apt drops its rights to download
(cd "$tmp" && apt-get -qq download "$package") >&2
dpkg-deb --fsys-tarfile "$tmp"/*.deb | tar -xO "./usr/src/$package.tar.xz" |
	tar -xJ -C "$tmp" --strip-components=2 "$package"/scripts/{checkpatch.pl,spelling.txt,const_structs.checkpatch}
mv "$tmp"/{spelling.txt,const_structs.checkpatch} "$cache"
mv "$tmp/checkpatch.pl" "$cache"
echo "$cache/checkpatch.pl"

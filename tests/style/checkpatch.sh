#!/bin/bash
# SPDX-License-Identifier: MIT
# checkpatch.sh: prints the path of the kernel's checkpatch.pl. Debian's headers come without it, so it is taken from the
# kernel's source, which is fetched once.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
source=$("$here/../configurations/source.sh")
echo "$source/scripts/checkpatch.pl"

#!/bin/sh
# SPDX-License-Identifier: MIT
# own.sh: prints the name, as of kernel.sh, of the kernel that this machine's own release of Debian has, so that nothing
# has to come from another one.
case $(. /etc/os-release && echo "${VERSION_CODENAME-}") in
bookworm) echo 6.1 ;;
*) echo 6.12 ;;
esac

#!/bin/sh
# SPDX-License-Identifier: MIT
# behind.sh NICE COMMAND [ARG...]: runs COMMAND at that niceness also against other sessions. Where the kernel groups
# processes by session (sched_autogroup), nice(1) counts among those of one session only, and `meson test` gives each
# test a session of its own; so this is for a process that leads one: `setsid --wait behind.sh ...`, `meson test --wrapper`.
renice -n "$1" -p $$ >/dev/null
# Not there where the kernel has no such groups; others than root may be told to try again.
{ echo "$1" >/proc/self/autogroup; } 2>/dev/null
shift
exec "$@"

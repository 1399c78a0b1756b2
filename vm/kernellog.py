# SPDX-License-Identifier: MIT
"""Reads a kernel log for lines that mean a fault, whatever the command's own status was."""
import re

FAULTS = re.compile("|".join([
    r"WARNING", r"\bBUG\b", r"\bOops\b", r"general protection", r"KASAN", r"UBSAN", r"KCSAN", r"kmemleak",
    r"possible circular", r"possible recursive", r"inconsistent lock state", r"suspicious RCU",
    r"Bad page", r"refcount_t", r"unregister_", r"\bleak", r"x86/PAT:.*conflict", r"Call Trace",
    r"blocked for more than \d+ seconds", r"hung_task", r"soft lockup", r"hard LOCKUP", r"detected stall",
    r"stack guard page", r"unknown parameter '.*' ignored", r"Kernel panic", r"segfault at .* error .* in framering",
]))

# Said by every kernel that loads a module from outside its tree.
HARMLESS = re.compile(r"module verification failed|loading out-of-tree module")


def faults(text):
    return [line for line in text.splitlines() if FAULTS.search(line) and not HARMLESS.search(line)]


def since(text, marker):
    """The part after the marker's line, and whether the marker was there (else the log overflowed)."""
    before, found, after = text.rpartition(marker)
    return (after, True) if found else (before + after, False)

# SPDX-License-Identifier: MIT
"""Reads a kernel log for lines that mean a fault, whatever the command's own status was."""
import re

FAULTS = re.compile("|".join([
    r"WARNING", r"\bBUG\b", r"\bOops\b", r"general protection", r"KASAN", r"UBSAN", r"KCSAN", r"kmemleak",
    r"possible circular", r"possible recursive", r"inconsistent lock state", r"suspicious RCU",
    r"Invalid wait context", r"locks? still held", r"turning off the locking", r"non-static key", r"MAX_LOCK\w+ too low",
    r"ODEBUG", r"DMA-API", r"Bad page", r"refcount_t", r"unregister_", r"\bleak", r"x86/PAT:.*conflict", r"Call Trace",
    r"blocked for more than \d+ seconds", r"hung_task", r"soft lockup", r"hard LOCKUP", r"detected stall",
    r"stack guard page", r"unknown parameter '.*' ignored", r"Kernel panic", r"segfault at .* error .* in framering",
]))

# Said by every kernel that loads a module from outside its tree; by one that has no memory for a mark of kmemleak's and
# searches the more; and where a page fault finds no memory and is tried anew.
HARMLESS = re.compile("|".join([
    r"module verification failed", r"loading out-of-tree module", r"kmemleak: Cannot allocate a scan area",
    r"VM_FAULT_OOM leaked out to the #PF handler\. Retrying PF",
]))

# A call that fails on purpose (tests/debug) is told of with a trace of its own, unless its caller wants no word about
# it, and again by an allocator that has no memory then.
ARMED = re.compile(r"failnth: (?:one|no) call will fail")
ON_PURPOSE = re.compile(r"FAULT_INJECTION: forcing a failure")
NO_MEMORY = re.compile(r"vmalloc error: size|page allocation failure: order|SLUB: Unable to allocate memory")
TRACE = re.compile(r"Call Trace")
# A trace counts by its headline, whatever the functions in it are called.
FRAME = re.compile(r"\] +(\? )?[\w.]+\+0x[0-9a-f]+/0x[0-9a-f]+( \[\w+\])?$")


def faults(text):
    found, excused, failing = [], False, False
    for line in text.splitlines():
        if ARMED.search(line):
            excused, failing = False, "one call" in line
        elif ON_PURPOSE.search(line):
            excused = failing = True
        elif NO_MEMORY.search(line):
            excused, failing = failing, False
        elif excused and TRACE.search(line):
            excused = False
        elif FAULTS.search(line) and not HARMLESS.search(line) and not FRAME.search(line):
            found.append(line)
    return found


def since(text, marker):
    """The part after the marker's line, and whether the marker was there (else the log overflowed)."""
    before, found, after = text.rpartition(marker)
    return (after, True) if found else (before + after, False)

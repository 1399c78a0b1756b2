#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""awake.py PROGRAM SIDES: strace sees no system call of either side between the marks (mark.h) of the program's case
`spinning`, and some in its case `sleeping`, if it has that. SIDES: how many threads or processes make marks."""
import glob
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap, run  # noqa: E402

MARK = re.compile(r'write\(-1, "(from|till)", 4\)')


def calls(path):
    """The system calls between the marks in one log; None if it has no marks."""
    between, inside, marks = [], False, []
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            found = MARK.match(line)
            if found:
                marks.append(found[1])
                inside = found[1] == "from"
            elif inside and re.match(r"\w+\(", line):
                between.append(line.rstrip())
    if not marks:
        return None
    return between if marks == ["from", "till"] else [f"marks: {marks}", *between]


def traced(program, case):
    """Status and output of one case, and for each marked log its calls."""
    with tempfile.TemporaryDirectory() as folder:
        # A file for each thread: no line is cut in two by another one's.
        status, said = run(["strace", "-ff", "-o", f"{folder}/log", program, case])
        logs = [calls(path) for path in glob.glob(f"{folder}/log.*")]
    print("".join(f"# {line}\n" for line in said.splitlines()), end="")
    return status, [log for log in logs if log is not None]


def expect(tap, name, program, case, sides, right):
    status, logs = traced(program, case)
    problems = [f"exit status {status}"] if status else []
    if len(logs) != sides:
        problems.append(f"{len(logs)} logs with marks, not {sides}")
    for log in logs:
        print(f"# {len(log)} system calls between the marks")
        if not right(log):
            problems += log[:5] or ["no system call"]
    tap.check(name, problems)


def main():
    program, sides = sys.argv[1], int(sys.argv[2])
    tap = Tap()
    expect(tap, "sides_that_are_awake_make_no_system_call_ok", program, "spinning", sides, lambda log: not log)
    if "sleeping" in run([program, "--list"])[1]:
        # Or else nothing was counted above.
        expect(tap, "sides_that_sleep_are_seen_to_call_ok", program, "sleeping", sides,
               lambda log: any("0xf7, 0x40" in call for call in log) and any("0xf7, 0x41" in call for call in log))
    tap.finish()


main()

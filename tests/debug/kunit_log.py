#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which KUnit case ran when the kernel had something to say: kunit_log.py LOG [SOURCE...].

A case that stops the machine leaves no results, and a fault is told of a function that many cases call. The log tells
of each case once it is through; the one after it stands in the SOURCE."""
import os
import re
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../vm"))
import kernellog  # noqa: E402

SUITE = re.compile(r"# Subtest: (\S+)")
THROUGH = re.compile(r"\] +(?:not )?ok \d+ (?:- )?(\w+)")
ENDED = re.compile(r"\] (?:not )?ok \d+ ")
NAME = re.compile(r'\.name = "([^"]+)"')
CASE = re.compile(r"KUNIT_CASE(?:_SLOW)?\((\w+)\)")


def cases(sources):
    """The cases of each suite, in their order."""
    found = {}
    for path in sources:
        with open(path, encoding="utf-8") as source:
            text = source.read()
        found |= {name: CASE.findall(text) for name in NAME.findall(text)}
    return found


def culprits(text, known):
    """For each case that was running when a fault was told of: its name, and the fault's first line."""
    suite, through, found = None, 0, {}
    for line in text.replace("\r", "").splitlines():
        if SUITE.search(line):
            suite, through = SUITE.search(line)[1], 0
        elif suite and ENDED.search(line):
            suite = None
        elif suite and THROUGH.search(line):
            through += 1
        elif suite and kernellog.faults(line):
            names = known.get(suite, [])
            case = names[through] if through < len(names) else f"case {through + 1}"
            found.setdefault(f"{suite}_{case}", line.strip())
    return found


def main():
    log, *sources = sys.argv[1:]
    with open(log, encoding="utf-8", errors="replace") as f:
        text = f.read()
    for name, line in culprits(text, cases(sources)).items():
        print(f"# {name}: {line}")


if __name__ == "__main__":
    main()

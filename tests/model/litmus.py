#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The barriers of the ring under the Linux kernel's memory model: what must not happen does not, and leaving any of
them out lets it happen.

A line of a test that ends in `// LABEL: [WEAKER]` is what the test is about: there is a second test, derived from the
first, that has WEAKER, or nothing, in place of the lines with this label.

usage: litmus.py SOURCE_ROOT [--barriers | NAME_PART]

--barriers only looks whether each barrier has its test; the others need herd7, which herd.sh fetches from Debian sid.
"""
import concurrent.futures
import glob
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
HERD = os.path.join(HERE, "herd.sh")
MARK = re.compile(r"^([ \t]*)(.*?)[ \t]*// (\w+): ?(.*)$", re.M)


def observed(name, text):
    """What herd7 says of the outcome that must not be: Never, Sometimes or Always; else all that it said."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"{name}.litmus")
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        status, said = run([HERD, path])
    found = re.findall(r"^Observation \S+ (\w+) ", said, re.M)
    return found[0] if len(found) == 1 and not status and "Warning" not in said else f"status {status}\n{said}"


def expect(name, text, wanted):
    got = observed(name, text)
    return [] if got == wanted else [f"{wanted} expected: {got}"]


def without(text, label):
    return MARK.sub(lambda m: m[1] + (m[4] if m[3] == label else m[2]), text)


def cases():
    """(test's name, file's name, text, what herd7 should say), in the order of their numbers."""
    for path in sorted(glob.glob(os.path.join(HERE, "litmus", "*.litmus"))):
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="ascii") as f:
            text = f.read()
        yield f"{name}_ok", name, without(text, None), "Never"
        for label in dict.fromkeys(match[3] for match in MARK.finditer(text)):
            yield f"{name}_without_{label}_fails", name, without(text, label), "Sometimes"


def letters(root):
    """Barriers of the ring's header that no test is about."""
    with open(os.path.join(root, "uapi", "framering_ring.h"), encoding="ascii") as f:
        explained = re.findall(r"^ \* ([A-Z])  \w", f.read(), re.M)
    shown = {os.path.basename(path)[0] for path in glob.glob(os.path.join(HERE, "litmus", "[A-Z]-*.litmus"))}
    return [f"no litmus test of {letter}" for letter in explained if letter not in shown] or \
        ([] if explained else ["the header explains no barrier"])


def main():
    root, part = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    tap = Tap()
    if part == "--barriers":
        tap.check("every_barrier_has_a_litmus_test_ok", letters(root))
        tap.finish()
    # The first run fetches it: once, before they all ask for it.
    status, said = run([HERD, "-version"])
    tap.check("herd7_is_there_ok", [said] if status else [])
    if status:
        tap.finish()
    chosen = [case for case in cases() if part in case[0]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, problems in zip(chosen, pool.map(lambda case: expect(*case[1:]), chosen)):
            tap.check(case[0], problems)
    tap.finish()


if __name__ == "__main__":
    main()
